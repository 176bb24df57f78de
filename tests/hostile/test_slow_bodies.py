"""Bodies that hardly arrive: each has ten seconds, then its thread is free for others."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

import pytest

from functions.http.body_deadline import BODY_SECONDS
from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from infra.local.process import ports
from tests.hostile.requests import Hostile
from tests.hostile.run import AT_ONCE, Answer, Api, read_answer, running_api
from tests.support.emulators import GoogleEmulators

#: Beyond the deadline: for a machine that is busy.
_GRACE_SECONDS = 60


@pytest.fixture(scope="module")
def api(emulators: GoogleEmulators) -> Iterator[Api]:
    """Run the API as in the cloud."""
    with running_api(emulators.environment) as api:
        yield api


def head(**headers: str) -> bytes:
    """Return the head of a submission whose body is still to come."""
    token = unsigned_id_token("slow-1", stack.PROJECT, datetime.now(UTC))
    given = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = ["POST /api/jobs HTTP/1.1", "Host: 127.0.0.1"]
    return "\r\n".join([*lines, *(f"{n}: {v}" for n, v in given.items()), "", ""]).encode()


@contextmanager
def trickling(api: Api, begun: bytes, piece: bytes) -> Iterator[socket.socket]:
    """Send a request's head, and then a byte or two a second for as long as the block lasts."""
    over = Event()
    with socket.create_connection((ports.HOST, api.port), 30) as line:
        line.sendall(begun)

        def send() -> None:
            while not over.wait(1):
                try:
                    line.sendall(piece)
                except OSError:
                    return

        sender = Thread(target=send)
        sender.start()
        try:
            yield line
        finally:
            over.set()
            sender.join()


@pytest.mark.parametrize(
    ("headers", "piece"),
    [({"Content_Length": "200000"}, b" "), ({"Transfer_Encoding": "chunked"}, b"1\r\n \r\n")],
    ids=["of a known length", "in chunks"],
)
def test_slow_bodies_do_not_take_the_api(
    api: Api, headers: Mapping[str, str], piece: bytes
) -> None:
    """As many as there are threads: each is 408 after ten seconds, and others are answered."""
    with ExitStack() as open_lines:
        began = time.monotonic()
        lines = [
            open_lines.enter_context(trickling(api, head(**headers), piece)) for _ in range(AT_ONCE)
        ]
        health = api.send(Hostile(kind="health", method="GET", target="/api/health"))
        assert health.status == 200
        assert time.monotonic() - began < BODY_SECONDS + _GRACE_SECONDS
        answers = [read_answer(line, "POST") for line in lines]
        assert time.monotonic() - began < BODY_SECONDS + _GRACE_SECONDS
    assert [problem(answer) for answer in answers] == [(408, "deadline-exceeded")] * AT_ONCE


def problem(answer: Answer) -> tuple[int | None, str]:
    """Return the status and the code of a refusal."""
    return answer.status, str(json.loads(answer.body)["code"])


def test_a_body_that_takes_its_time_is_read(api: Api) -> None:
    """Three seconds are no fault."""
    body = b'{"type": "no such type"}'
    with trickling(api, head(Content_Length=str(len(body))), body[: len(body) // 3]) as line:
        assert read_answer(line, "POST").status == 400
