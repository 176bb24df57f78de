"""The services of a process are made once, however many requests come first."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared.made_once import made_once

_FIRST_REQUESTS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared import wiring

sys.setswitchinterval(1e-6)
together = Barrier(8)

def first_request(_):
    together.wait()
    made = wiring.services()
    client = made.store._connection
    from google.cloud.firestore_v1.types import CommitRequest
    return made, client

with ThreadPoolExecutor(8) as pool:
    made = list(pool.map(first_request, range(8)))
print(len({id(services) for services, _ in made}), len({id(client) for _, client in made}))
"""


def test_first_requests_that_come_at_once_share_everything() -> None:
    """One set of services; and no vendor's module is found half made by a thread beside."""
    environment = {
        **os.environ,
        "GOOGLE_CLOUD_PROJECT": "demo-wiring",
        "FIRESTORE_EMULATOR_HOST": "127.0.0.1:1",
    }
    done = subprocess.run(  # noqa: S603 -- a program of our own
        [sys.executable, "-c", _FIRST_REQUESTS],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 1\n", "")


def test_what_is_made_once_is_made_by_one_of_many_threads() -> None:
    """The others wait for it and get the same."""
    made: list[str] = []
    together = Barrier(8)

    class Room:
        @made_once
        def client(self) -> str:
            made.append("a client")
            time.sleep(0.05)  # Long enough for each of the others to have asked.
            return made[-1]

    room = Room()

    def ask(_: int) -> str:
        together.wait()
        return room.client

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == ["a client"] * 8
    assert made == ["a client"]
