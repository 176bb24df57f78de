"""Batches: up to fifty submissions in one call, all of them or none."""

from typing import Any

import pytest

from tests.support.web import answer_of, caller, wrong_fields
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")

PATH = "/api/jobs:batch"


def words(count: int) -> dict[str, Any]:
    """Return a batch of so many different submissions."""
    return {"jobs": [{"type": "test-word", "word": f"word {number}"} for number in range(count)]}


def stored(world: World) -> int:
    """Count the jobs that the owner has."""
    return len(world.services.store.all_jobs("owner-1", 1000))


def test_a_batch_is_accepted_in_its_order(world: World) -> None:
    """202, and each submission's own job, in the submissions' order."""
    response = caller(world.services).post(PATH, words(3))
    assert response.status_code == 202
    jobs = answer_of(response)["jobs"]
    inputs = [world.data(job["jobId"], "input") for job in jobs]
    assert inputs == [{"word": "word 0"}, {"word": "word 1"}, {"word": "word 2"}]
    assert {job["status"] for job in jobs} == {"queued"}


def test_each_job_of_a_batch_is_enqueued(world: World) -> None:
    """Each is its own job, with its own task."""
    jobs = answer_of(caller(world.services).post(PATH, words(3)))["jobs"]
    assert [len(world.enqueued(job["jobId"])) for job in jobs] == [1, 1, 1]


@pytest.mark.parametrize(
    ("count", "status", "kept"), [(0, 400, 0), (1, 202, 1), (50, 202, 50), (51, 400, 0)]
)
def test_a_batch_has_one_to_fifty_jobs(world: World, count: int, status: int, kept: int) -> None:
    """More than that, or none, is refused with the list's name."""
    response = caller(world.services).post(PATH, words(count))
    assert (response.status_code, stored(world)) == (status, kept)
    if status == 400:
        assert wrong_fields(response) == ["jobs"]


@pytest.mark.parametrize(
    ("bad", "status", "fields"),
    [
        ({"type": "test-word"}, 400, ["jobs.1.word"]),
        ({"type": "nope"}, 400, ["jobs.1.type"]),
        ({"word": "x"}, 400, ["jobs.1.type"]),
        ({"type": "test-word", "word": "x", "colour": "red"}, 400, ["jobs.1.colour"]),
        (
            {"type": "test-word", "word": "x", "options": {"tags": ["ok", ""]}},
            400,
            ["jobs.1.options.tags.1"],
        ),
        ({"type": "test-word", "word": "x", "userId": "owner-2"}, 403, ["jobs.1.userId"]),
        ({"type": "test-word", "word": "word 0"}, 400, ["jobs.1"]),
        ("x", 400, ["jobs.1"]),
    ],
)
def test_one_bad_job_refuses_all(world: World, bad: object, status: int, fields: list[str]) -> None:
    """The refusal says which job and which field; nothing is stored, nothing is enqueued."""
    response = caller(world.services).post(PATH, {"jobs": [words(1)["jobs"][0], bad]})
    assert response.status_code == status
    assert [one["field"] for one in answer_of(response)["violations"]] == fields
    assert stored(world) == 0
    assert list(world.tasks.list_tasks(parent=world.services.settings.queue_path)) == []


@pytest.mark.parametrize("body", [{}, {"jobs": {}}, {"jobs": None}, {"jobs": [], "more": 1}, []])
def test_a_body_that_is_no_batch_is_refused(world: World, body: object) -> None:
    """It is an object with a list of jobs, and nothing besides."""
    assert caller(world.services).post(PATH, body).status_code == 400


def test_a_batch_sent_again_is_the_same_batch(world: World) -> None:
    """The same key gives the same jobs, as they are now, with 200."""
    sender = caller(world.services)
    first = sender.post(PATH, words(3), **{"Idempotency-Key": "key-1"})
    world.deliver(answer_of(first)["jobs"][1]["jobId"], 1)
    again = sender.post(PATH, words(3), **{"Idempotency-Key": "key-1"})
    assert (first.status_code, again.status_code, stored(world)) == (202, 200, 3)
    assert [job["jobId"] for job in answer_of(again)["jobs"]] == [
        job["jobId"] for job in answer_of(first)["jobs"]
    ]
    assert answer_of(again)["jobs"][1]["status"] == "succeeded"


def test_a_key_stands_for_one_batch(world: World) -> None:
    """Another batch under the same key is refused whole."""
    sender = caller(world.services)
    sender.post(PATH, words(2), **{"Idempotency-Key": "key-1"})
    other = words(2)
    other["jobs"].reverse()
    response = sender.post(PATH, other, **{"Idempotency-Key": "key-1"})
    assert (response.status_code, answer_of(response)["code"]) == (409, "already-exists")
    assert stored(world) == 2


def test_a_batch_takes_a_token_for_each_job(world: World) -> None:
    """A batch that the bucket cannot pay stores nothing, and takes nothing."""
    settings = world.services.settings.model_copy(
        update={"submit_burst": 4, "submit_per_minute": 4}
    )
    sender = caller(world.with_services(settings=settings).services)
    assert sender.post(PATH, words(3)).headers["RateLimit-Remaining"] == "1"
    second = {"jobs": [{"type": "test-word", "word": f"more {number}"} for number in range(2)]}
    refused = sender.post(PATH, second)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "15")
    assert refused.headers["RateLimit-Remaining"] == "1"
    assert stored(world) == 3


def test_a_batch_asks_who_sends_it_first(world: World) -> None:
    """Without a token nothing of it is read."""
    assert caller(world.services, uid=None).post(PATH, words(1)).status_code == 401
    garbage = caller(world.services, uid=None)
    response = garbage.post(PATH, words(1), Authorization="Bearer garbage")
    assert (response.status_code, stored(world)) == (401, 0)
