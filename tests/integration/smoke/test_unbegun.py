"""A job that no worker takes: the smoke test says so soon."""

import json
from http.server import BaseHTTPRequestHandler

import pytest

from infra.smoke.journey import Journey, JourneyError
from tests.fakes.local_http import LocalServer

UNBEGUN = "It is still queued after 30 s: no worker has taken it."


class _Api(BaseHTTPRequestHandler):
    """Answers for a job that stays queued."""

    def do_GET(self) -> None:
        content = json.dumps({"status": "queued"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def follow(*, is_alone: bool) -> tuple[str, float, list[str]]:
    """Follow the job; return how the journey ends, after how many seconds, and what it has said."""
    gone: list[float] = []
    said: list[str] = []
    with LocalServer(_Api) as api:
        journey = Journey(
            base_url=api.url,
            id_token="a-token",
            say=said.append,
            is_alone=is_alone,
            clock=lambda: sum(gone),
            pause=gone.append,
        )
        with pytest.raises(JourneyError) as ended:
            journey._follow("a-job")
    return str(ended.value), sum(gone), said


def test_a_dead_worker_is_told_after_half_a_minute() -> None:
    """On a laptop no other job stands before it: there is nothing to wait for."""
    why, seconds, _ = follow(is_alone=True)
    assert why.startswith(UNBEGUN)
    assert 30 < seconds <= 35


def test_a_deployment_may_have_other_jobs() -> None:
    """It is said, once, and the job is waited for: a long queue takes no release back."""
    why, seconds, said = follow(is_alone=False)
    assert why == "It is still queued after 180 s."
    assert 180 < seconds <= 185
    assert len([sentence for sentence in said if sentence.startswith(UNBEGUN)]) == 1
