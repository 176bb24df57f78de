"""The same request of a type with `reuse_for`: the job that has succeeded answers it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions import job_types
from functions.requests import resubmit
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import answer_of, caller
from tests.support.world import OWNER, World

if TYPE_CHECKING:
    from shared.handler.job_context import JobContext

HOUR = timedelta(hours=1)


def echo(request: WordRequest, job: "JobContext") -> WordResult:
    """Answer with the word; refuse the bad one."""
    if request.word == "bad":
        raise errors.PermanentJobError("It cannot be done.")
    return WordResult(answer=request.word)


@pytest.fixture(autouse=True)
def reusing() -> Iterator[None]:
    """Have a type whose results are used again for an hour."""
    with declared(echo, reuse_for=HOUR):
        yield


def post(world: World, word: str = "x", key: str | None = None, **options: Any) -> Any:  # noqa: ANN401 -- JSON
    """Submit over HTTP."""
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"type": "test-word", "word": word, "options": options}
    return caller(world.services).post("/api/jobs", body, **headers)


def done(world: World, **given: Any) -> Job:  # noqa: ANN401 -- as `post`
    """Have a job that has succeeded, or failed with the bad word."""
    job_id = answer_of(post(world, **given))["jobId"]
    world.deliver(job_id, 1)
    return world.job_document(job_id)


def test_the_job_that_has_succeeded_answers(world: World) -> None:
    """200, said so; nothing is stored, and no token is taken."""
    first = done(world)
    before = world.services.store.read_bucket(OWNER.uid)
    again = post(world)
    assert (again.status_code, answer_of(again)["jobId"]) == (200, first.job_id)
    assert answer_of(again)["reused"] is True
    assert world.services.store.read_bucket(OWNER.uid) == before


def test_only_the_answer_says_so(world: World) -> None:
    """The job itself is as it was, and so is the answer to a second click."""
    first = answer_of(post(world))
    click = post(world)
    assert (click.status_code, "reused" in answer_of(click)) == (200, False)
    world.deliver(first["jobId"], 1)
    post(world)
    assert "reused" not in answer_of(caller(world.services).get(f"/api/jobs/{first['jobId']}"))


def test_fresh_makes_a_new_job_and_that_one_answers_next(world: World) -> None:
    """`fresh` is no other request: what it makes is the last job of this one."""
    first = done(world)
    second = done(world, fresh=True)
    assert second.job_id != first.job_id
    assert answer_of(post(world))["jobId"] == second.job_id


@pytest.mark.parametrize(
    ("after", "is_reused"), [(HOUR - timedelta(seconds=1), True), (HOUR, False)]
)
def test_a_result_is_used_again_for_so_long(
    world: World, after: timedelta, *, is_reused: bool
) -> None:
    """From the end of its job on, to the second."""
    done(world)
    world.clock.move(after)
    assert (post(world).status_code == 200) is is_reused


def test_another_request_and_another_user_get_jobs_of_their_own(world: World) -> None:
    """Only the same of the same owner."""
    done(world)
    assert post(world, word="y").status_code == 202
    body = {"type": "test-word", "word": "x"}
    assert caller(world.services, uid="owner-2").post("/api/jobs", body).status_code == 202


def test_what_has_failed_or_is_gone_is_run(world: World) -> None:
    """There is no result to use."""
    assert done(world, word="bad").status is JobStatus.FAILED
    assert post(world, word="bad").status_code == 202
    gone = done(world)
    assert caller(world.services).delete(f"/api/jobs/{gone.job_id}").status_code == 204
    assert post(world).status_code == 202


def test_a_job_whose_request_was_changed_since_does_not_answer(world: World) -> None:
    """It was submitted with this request, and has succeeded with another one."""
    failed = done(world, word="bad")
    resubmit.resubmit_job(world.services, OWNER, failed.job_id, request={"word": "good"})
    world.deliver(failed.job_id, 2)
    assert world.job_document(failed.job_id).status is JobStatus.SUCCEEDED
    assert post(world, word="bad").status_code == 202


def test_what_shall_be_the_latest_is_a_new_job(world: World) -> None:
    """Another job may have come between: the newest wins, and runs."""
    done(world, latestOf="draft")
    assert post(world, latestOf="draft").status_code == 202


def test_a_key_stands_for_its_own_job(world: World) -> None:
    """The answer to a request that was sent again is no result that is used again."""
    first = done(world, key="key-1")
    again = post(world, key="key-1")
    assert (answer_of(again)["jobId"], "reused" in answer_of(again)) == (first.job_id, False)


def test_a_batch_says_which_of_its_jobs_are_used_again(world: World) -> None:
    """Each by itself."""
    first = done(world)
    jobs = [{"type": "test-word", "word": word} for word in ("x", "y")]
    answer = caller(world.services).post("/api/jobs:batch", {"jobs": jobs})
    one, other = answer_of(answer)["jobs"]
    assert (one["jobId"], one["reused"], "reused" in other) == (first.job_id, True, False)


def test_a_type_without_it_runs_again() -> None:
    """The default: every request is a new job, and the list of types says no such time."""
    found = {one.name: one for one in job_types.all_job_types().values()}
    assert {name for name, one in found.items() if one.reuse_for} == {"test-word"}


def test_the_list_of_types_says_how_long(world: World) -> None:
    """In seconds."""
    types = answer_of(caller(world.services).get("/api/job-types"))["jobTypes"]
    times = {one["type"]: one.get("reuseSeconds") for one in types}
    assert {name: seconds for name, seconds in times.items() if seconds} == {"test-word": 3600}


def test_a_time_that_is_none_is_refused_where_it_is_declared() -> None:
    """As soon as it is written."""
    with pytest.raises(ValueError, match="reuse_for"), declared(echo, name="w", reuse_for=-HOUR):
        pass
