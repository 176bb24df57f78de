"""What belongs on every answer: security, CORS, what is left of a rate, and the request's id."""

import re
from collections.abc import Callable

import pytest
from google.api_core import exceptions
from werkzeug.test import TestResponse

from tests.support.logged import logged
from tests.support.web import Caller, answer_of, caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")

OURS, FOREIGN = "https://a.example", "https://b.example"
SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def listed(world: World) -> World:
    """A world whose API one origin may call."""
    settings = world.services.settings.model_copy(update={"allowed_origins": (OURS,)})
    return world.with_services(settings=settings)


def submission(sender: Caller, word: str = "x", **headers: str) -> TestResponse:
    """Submit a job."""
    return sender.post("/api/jobs", {"type": "test-word", "word": word}, **headers)


def conflict(sender: Caller, **headers: str) -> TestResponse:
    """Erase a job that has not ended."""
    path = submission(sender).headers["Location"]
    return sender.delete(path, **headers)


#: Each class of answers, and how it is brought about.
ANSWERS: dict[int, Callable[..., TestResponse]] = {
    200: lambda sender, **headers: sender.get("/api/health", **headers),
    202: submission,
    204: lambda sender, **headers: sender.delete(
        "/api/jobs/owner-1:test-word:1790000000000:abcdefgh", **headers
    ),
    400: lambda sender, **headers: sender.post("/api/jobs", {}, **headers),
    401: lambda sender, **headers: sender.get("/api/jobs", Authorization="no", **headers),
    403: lambda sender, **headers: sender.post("/api/jobs", {"userId": "owner-2"}, **headers),
    404: lambda sender, **headers: sender.get("/api/nothing", **headers),
    405: lambda sender, **headers: sender.post("/api/health", {}, **headers),
    409: conflict,
    413: lambda sender, **headers: sender.post("/api/jobs", {"word": "x" * 300_000}, **headers),
    415: lambda sender, **headers: sender.client.post(
        "/api/jobs", data=b"x", headers={"Authorization": f"Bearer {sender.token}", **headers}
    ),
}
each_answer = pytest.mark.parametrize("status", ANSWERS)


def ask(world: World, status: int, **headers: str) -> TestResponse:
    """Bring an answer about."""
    response = ANSWERS[status](caller(world.services), **headers)
    assert response.status_code == status
    return response


def is_secured(response: TestResponse) -> bool:
    """Whether an answer has all security headers."""
    return all(response.headers[name].startswith(value) for name, value in SECURITY.items())


@each_answer
def test_every_answer_is_secured(listed: World, status: int) -> None:
    """Success or error, of the path or the body: nothing is kept, framed or guessed at."""
    assert is_secured(ask(listed, status))


@each_answer
def test_every_answer_may_be_read_by_a_listed_origin(listed: World, status: int) -> None:
    """A browser hides an error without CORS headers from the page that caused it."""
    answered = ask(listed, status, Origin=OURS).headers
    assert (answered["Access-Control-Allow-Origin"], answered["Vary"]) == (OURS, "Origin")
    assert "X-Request-Id" in answered["Access-Control-Expose-Headers"]


@each_answer
def test_no_answer_may_be_read_by_another_origin(listed: World, status: int) -> None:
    """No CORS header at all; but `Vary`, so that no cache mixes the two up."""
    answered = ask(listed, status, Origin=FOREIGN).headers
    assert [name for name, _ in answered if name.startswith("Access-Control")] == []
    assert answered["Vary"] == "Origin"


@pytest.mark.parametrize("origin", ["null", "", "*", f"{OURS}.evil", f"{OURS}/", OURS.upper()])
def test_an_origin_is_listed_exactly(listed: World, origin: str) -> None:
    """Not what begins like it, ends like it, or could be it."""
    assert "Access-Control-Allow-Origin" not in ask(listed, 200, Origin=origin).headers


def test_credentials_are_never_allowed(listed: World) -> None:
    """The API knows no cookies; a browser shall send none."""
    assert "Access-Control-Allow-Credentials" not in ask(listed, 200, Origin=OURS).headers


@pytest.mark.parametrize("path", ["/api/jobs", "/api/jobs:batch", "/api/me/jobs", "/api/nothing"])
def test_a_preflight_has_all_headers(listed: World, path: str) -> None:
    """204 without a token: secured, and with what a browser must know."""
    client = caller(listed.services, uid=None).client
    response = client.options(path, headers={"Origin": OURS})
    assert response.status_code == 204
    assert is_secured(response)
    assert "DELETE" in response.headers["Access-Control-Allow-Methods"]
    assert "Idempotency-Key" in response.headers["Access-Control-Allow-Headers"]


def test_a_defect_has_all_headers(listed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """500, secured and readable like every other answer, and silent about the cause."""

    def refused(*_: object, **__: object) -> None:
        raise exceptions.PermissionDenied("vendor's words")  # type: ignore[no-untyped-call]

    monkeypatch.setattr(
        "google.cloud.firestore_v1.services.firestore.FirestoreClient.batch_get_documents", refused
    )
    response = caller(listed.services).get(
        "/api/jobs/owner-1:test-word:1790000000000:abcdefgh", Origin=OURS
    )
    assert response.status_code == 500
    assert is_secured(response)
    assert response.headers["Access-Control-Allow-Origin"] == OURS
    assert "vendor" not in response.get_data(as_text=True)


def limits(response: TestResponse) -> list[str | None]:
    """Return the limit, what remains of it, and the seconds until it is whole."""
    names = ("Limit", "Remaining", "Reset")
    return [response.headers.get(f"RateLimit-{name}") for name in names]


def test_a_rate_is_told_with_each_submission(world: World) -> None:
    """202 and 429 say the limit, what is left, and when it is whole again."""
    settings = world.services.settings.model_copy(
        update={"submit_burst": 2, "submit_per_minute": 2}
    )
    sender = caller(world.with_services(settings=settings).services)
    assert [limits(submission(sender, word)) for word in "abc"] == [
        ["2", "1", "30"],
        ["2", "0", "60"],
        ["2", "0", "60"],
    ]


def test_a_cap_is_no_rate(world: World) -> None:
    """429 for too many unfinished jobs has `Retry-After`, and no rate to tell."""
    settings = world.services.settings.model_copy(update={"unfinished_per_user": 1})
    sender = caller(world.with_services(settings=settings).services)
    submission(sender, "a")
    refused = submission(sender, "b")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert limits(refused) == [None, None, None]


def test_other_answers_tell_no_rate(world: World) -> None:
    """Reading takes nothing from it."""
    assert limits(caller(world.services).get("/api/jobs")) == [None, None, None]


@each_answer
def test_every_answer_has_its_requests_id(listed: World, status: int) -> None:
    """Sixteen characters; a problem repeats them."""
    response = ask(listed, status)
    request_id = response.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{16}", request_id)
    if status >= 400:
        assert answer_of(response)["requestId"] == request_id


def test_a_request_names_no_id_of_its_own(listed: World) -> None:
    """What a client calls itself does not get into our log."""
    response = ask(listed, 404, **{"X-Request-Id": "forged"})
    assert response.headers["X-Request-Id"] != "forged"
    assert answer_of(response)["requestId"] != "forged"


def test_the_log_has_the_requests_id(listed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a user tells us is found in the log, beside the whole story."""
    monkeypatch.setattr(listed.services.store, "list_jobs", lambda *_, **__: 1 / 0)
    with logged() as lines:
        response = caller(listed.services).get("/api/jobs")
    assert response.status_code == 500
    (line,) = [line for line in lines() if line.get("action") == "defect"]
    assert line["requestId"] == response.headers["X-Request-Id"]
    assert "ZeroDivisionError" in line["stack_trace"]
