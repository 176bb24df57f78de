"""What the stand-ins share: one file of JSON, read and written anew by each call."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Before a deployment: one empty project with billing, its owner signed in.
EMPTY: dict[str, Any] = {
    "now": 0.0,
    "calls": [],
    "account": "ann@example.com",
    # By project: its number, and when each API was switched on.
    "projects": {},
    # By name: the number of its project, its labels, and the texts of its objects in base 64.
    "buckets": {},
    # By project, what its Terraform has made: release, rules and the values it was given.
    "running": {},
    # By project, which service accounts there are.
    "accounts": {},
    "faults": {
        # Seconds until a role or an API that was given counts.
        "iam_seconds": 0,
        "api_seconds": 0,
        # By words of a command, how often it is still refused with 403.
        "refused": {},
        # Whether the smoke test gets no token.
        "smoke_cannot_ask": False,
    },
}


class Answer(Exception):  # noqa: N818 -- the end of a stand-in, good or bad
    """What a stand-in prints, and how it ends."""

    def __init__(self, out: str = "", *, error: str = "", code: int = 0) -> None:
        super().__init__(out or error)
        self.out = out
        self.error = error
        self.code = code or (1 if error else 0)


@contextmanager
def opened(folder: Path) -> Iterator[dict[str, Any]]:
    """Open the state; what a stand-in has changed by its end, good or bad, is kept."""
    file = folder / "cloud.json"
    state: dict[str, Any] = json.loads(file.read_bytes())
    try:
        yield state
    finally:
        file.write_text(json.dumps(state), encoding="utf-8")
