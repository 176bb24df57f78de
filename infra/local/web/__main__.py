"""The command `python -m infra.local.web`."""

import argparse
import logging
from pathlib import Path

from werkzeug.serving import make_server

from infra.local.process.ports import HOST
from infra.local.web.app import Slots, create_app


def main() -> None:
    """Serve the web app until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.web", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--project", required=True)
    parser.add_argument("--api-url", required=True)
    parser.add_argument("--firestore", required=True, help="host:port of the emulator")
    parser.add_argument("--pages", type=Path, required=True, help="the folder of the built app")
    options = parser.parse_args()
    # A line for each request is of no use beside the API's own.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    places = Slots(
        project=options.project,
        api_url=options.api_url,
        firestore=options.firestore,
        pages=options.pages.resolve(),
    )
    make_server(HOST, options.port, create_app(places), threaded=True).serve_forever()


if __name__ == "__main__":
    main()
