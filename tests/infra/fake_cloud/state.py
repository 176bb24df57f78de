"""What the stand-ins share: one file of JSON, read and written anew by each call."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Before a deployment: one empty project with billing, its owner signed in.
EMPTY: dict[str, Any] = {
    "now": 0.0,
    "calls": [],
    "account": "ann@example.com",
    # By project: its number, when each API was switched on, and what runs; see `cloud.py`.
    "projects": {},
    # By name: the number of its project, its labels, and the texts of its objects in base 64.
    "buckets": {},
    # By project, which service accounts there are.
    "accounts": {},
    "faults": {
        # Seconds until a role or an API that was given counts.
        "iam_seconds": 0,
        "api_seconds": 0,
        # By words of a command, how often it is still refused with 403.
        "refused": {},
        # When the smoke test gets no token: "always", or "with traffic", in the last one only.
        "smoke_cannot_ask": "never",
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


def project_of(state: dict[str, Any], flags: Mapping[str, str]) -> Any:  # noqa: ANN401 -- JSON
    """Return the project that a command of gcloud names."""
    found = state["projects"].get(flags.get("project", ""))
    if found is None:
        raise Answer(error="ERROR: (gcloud) PERMISSION_DENIED: The caller does not have it.\n")
    return found


def source_of(state: dict[str, Any], project: str, release: str) -> str:
    """Return the `main.py` of a release's archive."""
    packed = state["buckets"][f"{project}-deploy"]["objects"].get(f"source/{release}.zip")
    if packed is None:
        raise Answer(error=f"Error: object source/{release}.zip not found, notFound\n")
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(packed))) as archive:
        return archive.read("main.py").decode()
