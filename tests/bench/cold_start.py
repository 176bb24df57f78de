"""Measure cold starts: what the first answer of a process costs, beside one that does nothing.

`python -m tests.bench.cold_start [--runs N] [--against FOLDER]` starts the emulators, and for each
first request so many processes, one after the other; it prints the median, least and most of the
processor seconds that each took, and how often a function that says hello would have fitted in.
With a folder, the same is measured of the source that lies there, in turns with this one.

The functions run as in the cloud: each token is really signed, and the signer's keys are fetched.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local.cloud import stack
from tests.support.emulators import google_emulators
from tests.support.entry_points import Request, first_answer
from tests.support.google_keys import Google, make_trust, signed
from tests.support.world import settings_for, tasks_emulator

if TYPE_CHECKING:
    from pydantic import JsonValue

_HELLO = """
import functions_framework

@functions_framework.http
def hello(request):
    return "hello"
"""
_MAIN = Path(__file__).resolve().parents[2] / "main.py"


def first_requests(token: str) -> dict[str, Request]:
    """Return what is measured, by its name."""
    headers = {"Authorization": token}
    text: JsonValue = {"type": "example", "text": "Count these four words"}
    return {
        "health": Request(function="api", path="/api/health"),
        "401": Request(function="api", path="/api/jobs"),
        "list": Request(function="api", path="/api/jobs", headers=headers),
        "POST": Request(
            function="api", path="/api/jobs", method="POST", headers=headers, body=text
        ),
    }


@contextmanager
def cloud() -> Iterator[dict[str, str]]:
    """Run what the functions need inside the block, and return the environment that leads there."""
    with ExitStack() as opened:
        google = opened.enter_context(google_emulators())
        tasks = opened.enter_context(tasks_emulator())
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        proxy = opened.enter_context(Google(make_trust(folder)).running())
        settings = settings_for(google, tasks)
        yield {
            name.upper(): str(value)
            for name, value in settings.model_dump().items()
            if isinstance(value, str | int | float) and name != "firebase_auth_emulator_host"
        } | {
            "FIRESTORE_EMULATOR_HOST": google.environment["FIRESTORE_EMULATOR_HOST"],
            "FIREBASE_AUTH_EMULATOR_HOST": "",
            "GOOGLE_APPLICATION_CREDENTIALS": str(folder / "account.json"),
            **dict.fromkeys(("HTTPS_PROXY", "https_proxy"), proxy),
            **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1"),
            "REQUESTS_CA_BUNDLE": str(folder / "authority.pem"),
            "SSL_CERT_FILE": str(folder / "authority.pem"),
            "LOG_LEVEL": "ERROR",
        }


def measure(
    sources: Mapping[str, Path], hello: Path, environment: Mapping[str, str], runs: int
) -> dict[tuple[str, str], list[float]]:
    """Return the processor seconds of each run, by request and source, measured in turns."""
    token = signed(
        aud=stack.PROJECT, iss=f"https://securetoken.google.com/{stack.PROJECT}", sub="bench"
    )
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(runs):
        for name, request in first_requests(token).items():
            for source, main in sources.items():
                answer = first_answer(request, environment, source=main)
                # On a machine that is too busy a service may not answer in time.
                if answer.status in {200, 202, 401}:
                    found.setdefault((name, source), []).append(answer.cpu)
        floor = first_answer(Request(function="hello"), environment, source=hello)
        found.setdefault(("hello", ""), []).append(floor.cpu)
    return found


def main() -> int:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--against", type=Path)
    given = options.parse_args()
    with cloud() as environment, tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "main.py"
        hello.write_text(_HELLO)
        sources = {"this": _MAIN}
        if given.against:
            sources["that"] = given.against.resolve() / "main.py"
        found = measure(sources, hello, environment, given.runs)
    floor = statistics.median(found["hello", ""])
    for (name, source), seconds in found.items():
        middle = statistics.median(seconds)
        sys.stdout.write(
            f"{name:8} {source:6} {middle:5.2f} s CPU ({min(seconds):.2f} to {max(seconds):.2f}),"
            f" {middle / floor:.1f} times hello\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
