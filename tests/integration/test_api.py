"""The HTTP API, called as a user calls it, on real parts."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from tests.support.web import Caller, caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


def stored_jobs(world: World) -> int:
    """Count what is stored, queued or running."""
    return len(world.services.store.due(world.clock() + timedelta(days=1), 100).jobs)


def test_a_job_is_accepted_with_its_address(world: World) -> None:
    """202, the queued job document, and where to ask for it."""
    response = caller(world.services).post("/api/jobs", {"type": "test-word", "word": "hi"})
    assert response.status_code == 202
    assert response.json is not None
    assert response.json["status"] == "queued"
    assert response.headers["Location"] == f"/api/jobs/{response.json['jobId']}"


def test_what_the_machinery_steers_by_is_not_shown(world: World) -> None:
    """Leases, dispatch numbers and the sweeper's times stay inside."""
    response = caller(world.services).post("/api/jobs", {"type": "test-word", "word": "hi"})
    assert response.json is not None
    assert not {"dispatch", "leaseId", "leaseExpiresAt", "checkAt"} & response.json.keys()


def test_an_owner_reads_job_document_input_and_result(world: World) -> None:
    """After the run, one call gives all three."""
    owner = caller(world.services)
    accepted = owner.post("/api/jobs", {"type": "test-word", "word": "hi"})
    assert accepted.json is not None
    world.deliver(accepted.json["jobId"], 1)
    job = owner.get(accepted.headers["Location"]).json
    assert job is not None
    assert (job["status"], job["input"], job["result"]) == (
        "succeeded",
        {"word": "hi"},
        {"answer": "hi"},
    )


def test_the_status_is_the_job_document_alone(world: World) -> None:
    """The small answer for polling has neither input nor result."""
    owner = caller(world.services)
    accepted = owner.post("/api/jobs", {"type": "test-word", "word": "hi"})
    status = owner.get(f"{accepted.headers['Location']}/status").json
    assert status is not None
    assert status["status"] == "queued"
    assert not {"input", "result"} & status.keys()


def test_another_users_job_does_not_exist(world: World) -> None:
    """404 like for no job at all: ids are not confirmed."""
    accepted = caller(world.services).post("/api/jobs", {"type": "test-word", "word": "hi"})
    stranger = caller(world.services, "owner-2")
    theirs = stranger.get(accepted.headers["Location"])
    none = stranger.get("/api/jobs/owner-2:test-word:1790000000000:abcdefgh")
    assert theirs.status_code == none.status_code == 404
    assert theirs.json is not None
    assert none.json is not None
    # Only the request's own id differs.
    assert theirs.json | {"requestId": ""} == none.json | {"requestId": ""}


@pytest.mark.parametrize("path", ["..", "%2E%2E%2Fx", "a/b", "nonsense", "owner-1:x", "%00", "é"])
def test_an_id_that_is_none_does_not_exist(world: World, path: str) -> None:
    """Path tricks are answered like any missing job."""
    response = caller(world.services).get(f"/api/jobs/{path}")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["//api/jobs", "///api/health", "//api/nothing", "/api//jobs", "//"]
)
def test_a_slash_too_many_is_another_path(world: World, path: str, method: str) -> None:
    """It is answered like any path that there is not: no redirect, and no other path's answer."""
    sender = caller(world.services)
    response = sender.client.open(
        method=method,
        environ_overrides={"PATH_INFO": path},
        headers={"Authorization": f"Bearer {sender.token}"},
    )
    if method == "OPTIONS" and not path.startswith("//"):
        assert response.status_code == 204
        return
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert "Location" not in response.headers


def expect_problem(
    world: World, sender: Caller, data: bytes, status: int, code: str, field: str | None
) -> None:
    """Send a body that is refused, and see that nothing was stored or enqueued."""
    response = sender.send("/api/jobs", data)
    assert response.content_type == "application/problem+json"
    problem = response.json
    assert problem is not None
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    if field is not None:
        assert field in [violation["field"] for violation in problem["violations"]]
    assert stored_jobs(world) == 0
    assert list(world.tasks.list_tasks(parent=world.services.settings.queue_path)) == []


def body(**fields: object) -> bytes:
    """Return a body of JSON."""
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    ("data", "status", "code", "field"),
    [
        (body(type="nope"), 400, "invalid-argument", "type"),
        (body(word="x"), 400, "invalid-argument", "type"),
        (body(type="test-word"), 400, "invalid-argument", "word"),
        (body(type="test-word", word=[1]), 400, "invalid-argument", "word"),
        (body(type="test-word", word="x" * 2000), 400, "invalid-argument", "word"),
        (body(type="test-word", word="x" * 300_000), 413, "invalid-argument", None),
        (body(type="test-word", word="x", userId="owner-2"), 403, "permission-denied", "userId"),
        (b"not json", 400, "invalid-argument", None),
        (b"", 400, "invalid-argument", None),
        (b"[1]", 400, "invalid-argument", None),
        (b'"text"', 400, "invalid-argument", None),
        (b'{"type": "test-word", "word": NaN}', 400, "invalid-argument", None),
        (b'{"type": "test-word", "word": "\\ud800"}', 400, "invalid-argument", None),
        (b'{"type": "test-word", "word": 1e999}', 400, "invalid-argument", None),
        (b'{"type": "x", "type": "test-word", "word": "x"}', 400, "invalid-argument", None),
        (b"[" * 5000, 400, "invalid-argument", None),
        (b"\xff\xfe", 400, "invalid-argument", None),
    ],
)
def test_a_bad_body_is_a_problem_and_leaves_nothing(
    world: World, data: bytes, status: int, code: str, field: str | None
) -> None:
    """Status, code and the field that is wrong; nothing stored, nothing enqueued."""
    expect_problem(world, caller(world.services), data, status, code, field)


def test_no_token_is_a_problem(world: World) -> None:
    """401, and nothing is stored."""
    sender = caller(world.services, uid=None)
    expect_problem(world, sender, body(type="test-word", word="x"), 401, "unauthenticated", None)


def test_an_expired_token_is_a_problem(world: World) -> None:
    """401, also with the emulator's unsigned tokens."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    token = unsigned_id_token("owner-1", stack.PROJECT, yesterday)
    sender = Caller(client=caller(world.services).client, token=token)
    expect_problem(world, sender, body(type="test-word", word="x"), 401, "unauthenticated", None)


def test_another_media_type_is_refused(world: World) -> None:
    """415: the body is not read."""
    response = caller(world.services).send(
        "/api/jobs", b"word=x", "application/x-www-form-urlencoded"
    )
    assert response.status_code == 415


def test_too_many_jobs_are_told_when_to_come_back(world: World) -> None:
    """429 with Retry-After, once the bucket is empty."""
    settings = world.services.settings.model_copy(
        update={"submit_burst": 2, "submit_per_minute": 2}
    )
    owner = caller(world.with_services(settings=settings).services)
    statuses = [
        owner.post("/api/jobs", {"type": "test-word", "word": word}).status_code for word in "abc"
    ]
    refused = owner.post("/api/jobs", {"type": "test-word", "word": "d"})
    assert statuses == [202, 202, 429]
    assert refused.headers["Retry-After"] == "30"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_that_is_not_there_is_a_problem(world: World, method: str) -> None:
    """405 with the methods that there are."""
    response = getattr(caller(world.services).client, method)("/api/jobs")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"


def test_health_needs_no_token(world: World) -> None:
    """It says that the function lives, and its revision."""
    response = caller(world.services, uid=None).get("/api/health")
    assert (response.status_code, response.json) == (200, {"status": "ok", "revision": "local"})


def test_only_listed_origins_may_read_answers(world: World) -> None:
    """CORS headers for an origin on the list, on errors too; none for another."""
    settings = world.services.settings.model_copy(
        update={"allowed_origins": ("https://a.example",)}
    )
    stranger = caller(world.with_services(settings=settings).services, uid=None)
    listed = stranger.post("/api/jobs", {}, Origin="https://a.example")
    other = stranger.post("/api/jobs", {}, Origin="https://b.example")
    assert listed.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert "Access-Control-Allow-Origin" not in other.headers
    assert listed.headers["Vary"] == other.headers["Vary"] == "Origin"


def test_a_preflight_needs_no_token(world: World) -> None:
    """A browser asks before it may send the token."""
    settings = world.services.settings.model_copy(
        update={"allowed_origins": ("https://a.example",)}
    )
    client = caller(world.with_services(settings=settings).services, uid=None).client
    response = client.options("/api/jobs", headers={"Origin": "https://a.example"})
    assert response.status_code == 204
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
