"""The same request again: by a client that saw no answer, or by a second click."""

import threading

import pytest

from functions.requests import submit
from functions.requests.submit import Submission
from shared.auth.users import User
from shared.core import errors
from shared.core.job_status import JobStatus
from tests.support.web import caller
from tests.support.world import OWNER, World

pytestmark = pytest.mark.usefixtures("word_jobs")


def submit_word(world: World, word: str, key: str | None = None, user: User = OWNER) -> Submission:
    """Submit a job with an idempotency key."""
    body = {"type": "test-word", "word": word}
    return submit.submit_job(world.services, user, {**body}, idempotency_key=key)


def test_the_same_key_gives_the_first_job(world: World) -> None:
    """Whatever became of it meanwhile."""
    first = submit_word(world, "x", "key-1")
    world.deliver(first.job.job_id, 1)
    again = submit_word(world, "x", "key-1")
    assert (again.job.job_id, again.is_new) == (first.job.job_id, False)
    assert again.job.status is JobStatus.SUCCEEDED


def test_the_same_key_with_another_request_is_refused(world: World) -> None:
    """A key stands for one request; nothing is stored."""
    submit_word(world, "x", "key-1")
    with pytest.raises(errors.AlreadyExistsError):
        submit_word(world, "y", "key-1")


def test_keys_are_each_users_own(world: World) -> None:
    """Another user's same key makes another job."""
    mine = submit_word(world, "x", "key-1")
    theirs = submit_word(world, "x", "key-1", user=User(uid="owner-2"))
    assert theirs.is_new
    assert theirs.job.job_id != mine.job.job_id


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "schlüssel", "a\nb"])
def test_a_key_that_cannot_be_one_is_refused(world: World, key: str) -> None:
    """The error names the header."""
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        submit_word(world, "x", key)
    assert refusal.value.violations[0].field == "Idempotency-Key"


def test_a_second_click_finds_the_first_job(world: World) -> None:
    """An identical request while the first one's job is queued or running."""
    first = submit_word(world, "x")
    again = submit_word(world, "x")
    assert (again.job.job_id, again.is_new) == (first.job.job_id, False)
    assert [task.dispatch for task in world.enqueued(first.job.job_id)] == [1]


def test_a_finished_job_does_not_stand_in_the_way(world: World) -> None:
    """The same request later is a new job."""
    first = submit_word(world, "x")
    world.deliver(first.job.job_id, 1)
    assert submit_word(world, "x").is_new


def test_another_request_is_another_job(world: World) -> None:
    """One field differs: two jobs."""
    assert submit_word(world, "x").is_new
    assert submit_word(world, "y").is_new


@pytest.mark.parametrize("key", [None, "key-1"])
def test_many_clicks_at_once_make_one_job(world: World, key: str | None) -> None:
    """The first click stores the job; the others find it."""
    submissions: list[Submission] = []

    def click() -> None:
        submissions.append(submit_word(world, "x", key))

    threads = [threading.Thread(target=click) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({submission.job.job_id for submission in submissions}) == 1
    assert [submission.is_new for submission in submissions].count(True) == 1


def test_a_repeated_request_costs_no_token(world: World) -> None:
    """Only a job that is made is paid for."""
    settings = world.services.settings.model_copy(
        update={"submit_burst": 1, "submit_per_minute": 1}
    )
    poor = world.with_services(settings=settings)
    first = submit_word(poor, "x", "key-1")
    assert submit_word(poor, "x", "key-1").job.job_id == first.job.job_id


def test_the_api_answers_200_for_the_first_job(world: World) -> None:
    """202 for a new job, 200 for the one that was there, 409 for another request."""
    owner = caller(world.services)
    first = owner.post("/api/jobs", {"type": "test-word", "word": "x"}, **{"Idempotency-Key": "k"})
    again = owner.post("/api/jobs", {"type": "test-word", "word": "x"}, **{"Idempotency-Key": "k"})
    other = owner.post("/api/jobs", {"type": "test-word", "word": "y"}, **{"Idempotency-Key": "k"})
    assert [first.status_code, again.status_code, other.status_code] == [202, 200, 409]
    assert first.headers["Location"] == again.headers["Location"]
