"""Write the API's types for web, `python -m infra.api_types`; or check that they are fresh.

Python makes the OpenAPI document, `openapi-typescript` of web/package.json the types. The file is
committed, so that web needs no Python; a test fails when it is not fresh.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from functions.http.openapi.document import describe_api

_ROOT = Path(__file__).resolve().parents[1]
_WEB = _ROOT / "web"
_TYPES = _WEB / "src" / "app" / "openapi.d.ts"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool on the API's document; return the program's exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.api_types", description=__doc__)
    parser.add_argument("--out", default=str(_TYPES), help="the file to write")
    parser.add_argument("--check", action="store_true", help="only see that the file is fresh")
    options = parser.parse_args(arguments)
    if not (_WEB / "node_modules").exists():
        sys.stderr.write("web/node_modules is missing: run `make web`.\n")
        return 1
    tool = ["npm", "run", "--silent", "api-types", "--", f"--output={options.out}"]
    done = subprocess.run(  # noqa: S603 -- a script of web/package.json
        [*tool, *(["--check"] if options.check else [])],
        cwd=_WEB,
        # A Node.js of the project's own comes first, as in the Makefile.
        env={**os.environ, "PATH": f"{_ROOT}/.local/node/bin:{os.environ['PATH']}"},
        input=json.dumps(describe_api()),
        text=True,
        check=False,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
