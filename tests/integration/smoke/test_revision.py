"""The smoke test asks the revision that it is to try, and no other."""

import json
from http.server import BaseHTTPRequestHandler

import pytest

from infra.smoke.journey import Journey, JourneyError
from tests.fakes.local_http import LocalServer


class Api(LocalServer):
    """Answers for its health, by one revision after the other; the last one stays."""

    def __init__(self, *answers: tuple[int, str]) -> None:
        super().__init__(_Handler)
        self.answers = list(answers)


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def do_GET(self) -> None:
        answers = self.server.answers
        status, revision = answers.pop(0) if len(answers) > 1 else answers[0]
        content = json.dumps({"revision": revision, "detail": ""}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def find(api: Api, revision: str) -> list[str]:
    """Make the first step of a journey, by a clock of its own, and return what it says."""
    said: list[str] = []
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    journey = Journey(
        base_url=api.url,
        id_token="",
        revision=revision,
        say=said.append,
        clock=lambda: now[0],
        pause=pause,
    )
    journey._find_api()
    return said


def test_any_revision_is_taken_where_none_is_named() -> None:
    """As for a person who asks whether it works."""
    with Api((200, "api-1")) as api:
        assert find(api, "") == ["The API is there, revision api-1."]


def test_a_revision_is_waited_for() -> None:
    """A tag of just now is not everywhere at once, and old traffic may still come in between."""
    with Api((404, ""), (200, "api-1"), (200, "api-2")) as api:
        assert find(api, "api-2") == ["The API is there, revision api-2."]


def test_another_revision_is_not_taken_for_it() -> None:
    """After a while that is a fault, and the one that answers is named."""
    with Api((200, "api-1")) as api, pytest.raises(JourneyError, match="api-1 answers instead"):
        find(api, "api-2")


def test_an_api_that_does_not_answer_has_failed() -> None:
    """Its status is said."""
    with Api((503, "")) as api, pytest.raises(JourneyError, match="503 instead of 200"):
        find(api, "")
