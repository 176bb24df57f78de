"""A receiver of webhooks for `make run`: it checks who signed them, and says what it was told.

WEBHOOK_SECRET=whsec_… python -m infra.local.stand_ins.webhook_receiver --port PORT
"""

import argparse
import json
import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from infra.local.process.ports import HOST
from infra.local.process.processes import Command

NAME = "receiver"
#: By it the address is known for ours.
PATH = "/told-by-make-run"


def receiver_command(port: int, secret: str) -> Command:
    """Say how to start a receiver that knows a secret."""
    return Command(
        name=NAME,
        arguments=[sys.executable, "-m", __name__, "--port", str(port)],
        environment={"WEBHOOK_SECRET": secret},
    )


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Take what is signed, and say the end's name, its job's type and its hash."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            Webhook(os.environ["WEBHOOK_SECRET"]).verify(body, dict(self.headers.items()))
        except WebhookVerificationError:
            self._answer(HTTPStatus.UNAUTHORIZED, "Refused: it is not signed with our secret.")
            return
        told = json.loads(body)
        data = told["data"]
        line = f"Told: {told['type']} of {data.get('type', 'a batch')} {data['jobIdHash'][:16]}"
        self._answer(HTTPStatus.NO_CONTENT, line)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Say nothing of the request itself."""

    def _answer(self, status: HTTPStatus, line: str) -> None:
        print(line, flush=True)
        self.send_response(status)
        self.end_headers()


def main() -> None:
    """Receive until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    HTTPServer((HOST, parser.parse_args().port), _Handler).serve_forever()


if __name__ == "__main__":
    main()
