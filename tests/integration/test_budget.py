"""The daily budget: what jobs cost is counted once, and bounds what may be submitted."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from google.cloud import firestore

from functions.requests import erase, resubmit, submit
from shared.auth.users import User
from shared.core import budget, errors
from shared.core.job import Job
from shared.core.job_document import Usage
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.firestore.job_store import JobStore
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.web import answer_of, caller
from tests.support.world import OWNER, World

TWICE = RetryPolicy(max_attempts=2, base=timedelta(seconds=1), jitter=0)
NEIGHBOUR = User(uid="owner-2")


def costing(cost_usd: float) -> AbstractContextManager[None]:
    """Have a job type whose every attempt costs so much; a word may make it fail."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job._attempt.record_usage(Usage(cost_usd=cost_usd))
        if request.word == "wrong":
            raise errors.PermanentJobError("There is no such word.")
        if request.word == "busy":
            raise errors.RetriableJobError
        return WordResult(answer=request.word)

    return declared(handler, retry=TWICE)


@pytest.fixture
def expensive() -> Iterator[None]:
    """A job type whose every attempt costs more than a day's budget."""
    with costing(1.25):
        yield


def spent_today(world: World, user: User = OWNER) -> float:
    """Return what a user's jobs have cost today."""
    return world.services.store.read_quota(user.uid, world.clock()).spent_usd


def until_tomorrow(world: World) -> timedelta:
    """Return the time until the budget renews."""
    return budget.renews_at(world.clock()) - world.clock()


def run_one(world: World, word: str = "x", user: User = OWNER) -> Job:
    """Submit a job and run its first attempt."""
    job = world.submit(word=word, user=user)
    world.deliver(job.job_id, 1)
    return world.job_document(job.job_id)


@pytest.mark.usefixtures("expensive")
def test_nothing_is_accepted_without_budget(world: World) -> None:
    """429 with the code, the words and the time; a job, a batch and a retry alike."""
    failed = run_one(world, "wrong")
    owner, body = caller(world.services), {"type": "test-word", "word": "y"}
    for response in (
        owner.post("/api/jobs", body),
        owner.post("/api/jobs:batch", {"jobs": [body]}),
        owner.post(f"/api/jobs/{failed.job_id}/retry"),
    ):
        assert response.status_code == 429
        assert int(response.headers["Retry-After"]) == until_tomorrow(world).total_seconds()
        problem = answer_of(response)
        assert problem["code"] == "resource-exhausted"
        assert "budget of $1.00" in problem["detail"]
    assert world.job_document(failed.job_id) == failed
    assert len(world.services.store.all_jobs(OWNER.uid, 10)) == 1


@pytest.mark.usefixtures("expensive")
def test_the_budget_is_each_users_own(world: World) -> None:
    """What one user has used up, another one still has."""
    run_one(world)
    assert run_one(world, user=NEIGHBOUR).status is JobStatus.SUCCEEDED


@pytest.mark.usefixtures("expensive")
def test_it_renews_at_midnight(world: World) -> None:
    """Not a second before."""
    run_one(world)
    world.clock.move(until_tomorrow(world) - timedelta(seconds=1))
    with pytest.raises(errors.ResourceExhaustedError):
        world.submit(word="y")
    world.clock.move(timedelta(seconds=1))
    assert run_one(world, "y").status is JobStatus.SUCCEEDED


@pytest.mark.usefixtures("expensive")
def test_a_budget_of_nothing_is_no_limit(world: World) -> None:
    """DAILY_BUDGET_USD=0; what is spent is counted all the same."""
    settings = world.services.settings.model_copy(update={"daily_budget_usd": 0})
    free = world.with_services(settings=settings)
    run_one(free)
    assert run_one(free, "y").status is JobStatus.SUCCEEDED
    assert spent_today(free) == 2.5


@pytest.mark.usefixtures("expensive")
def test_a_request_that_was_accepted_before_is_answered(world: World) -> None:
    """The same key again is no new job, so it needs no budget."""
    first = submit.submit_job(
        world.services, OWNER, {"type": "test-word", "word": "x"}, idempotency_key="a"
    )
    world.deliver(first.job.job_id, 1)
    again = submit.submit_job(
        world.services, OWNER, {"type": "test-word", "word": "x"}, idempotency_key="a"
    )
    assert (again.job.job_id, again.is_new) == (first.job.job_id, False)


def test_jobs_under_way_are_not_stopped(world: World) -> None:
    """The budget is looked at when a job is submitted, and a retry of an attempt is no new job."""
    with costing(1.25):
        job = run_one(world, "busy")
        world.clock.move(timedelta(seconds=1))
        world.deliver(job.job_id, 2)
    assert world.job_document(job.job_id).attempt == 2


def test_every_attempt_counts_once(world: World) -> None:
    """Over a retry and a resubmission, the day's sum is what the job document says."""
    with costing(0.125):
        job = run_one(world, "busy")
        world.clock.move(timedelta(seconds=1))
        world.deliver(job.job_id, 2)
        world.deliver(job.job_id, 2)
        resubmit.resubmit_job(world.services, OWNER, job.job_id)
        world.deliver(job.job_id, 3)
    usage = world.job_document(job.job_id).usage
    assert usage is not None
    assert spent_today(world) == usage.cost_usd == 3 * 0.125


def test_a_commit_that_is_sent_twice_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is lost and the client sends it again: the job's precondition refuses both."""
    commit, refused = JobStore._commit, []

    def twice(store: JobStore, batch: firestore.WriteBatch) -> datetime:
        first = list(batch._write_pbs)
        commit(store, batch)
        batch._write_pbs[:] = first
        try:
            return commit(store, batch)
        except errors.WriteConflictError as refusal:
            refused.append(refusal)
            raise

    with costing(0.25):
        job = world.submit(word="x")
        monkeypatch.setattr(JobStore, "_commit", twice)
        world.deliver(job.job_id, 1)
    assert (world.job_document(job.job_id).status, len(refused)) == (JobStatus.SUCCEEDED, 2)
    assert spent_today(world) == 0.25


def test_jobs_that_end_at_once_all_count(world: World) -> None:
    """The sum is an increment: no worker overwrites what another has added."""
    with costing(0.125):
        jobs = [world.submit(word=str(number)) for number in range(6)]
        with ThreadPoolExecutor(max_workers=6) as workers:
            list(workers.map(lambda job: world.deliver(job.job_id, 1), jobs))
    assert spent_today(world) == 6 * 0.125


def test_counting_makes_no_call_of_its_own(world: World) -> None:
    """A run that costs something is one read and two commits, a submission one of each."""
    with costing(0.125):
        run_one(world)
        with counted_calls(world.services) as calls:
            run_one(world, "y")
    # The last read is the test's own, of the job document.
    assert calls == {"batch_get_documents": 3, "commit": 3, "create_task": 1}


@pytest.mark.usefixtures("expensive")
def test_erasing_does_not_renew_the_budget(world: World) -> None:
    """All there is of a user goes, but for today's number."""
    run_one(world)
    assert erase.erase_user(world.services, OWNER).is_complete
    with pytest.raises(errors.ResourceExhaustedError, match="budget"):
        world.submit(word="y")


@pytest.mark.usefixtures("expensive")
def test_the_number_goes_by_itself(world: World) -> None:
    """It expires a day after its own, and holds nothing else."""
    run_one(world)
    client = world.services.store._client
    day = budget.name_day(world.clock())
    document = client.document("users", OWNER.uid, "spending", day).get().to_dict()
    expire_at = budget.renews_at(world.clock()) + timedelta(days=1)
    assert document == {"costUsd": 1.25, "expireAt": expire_at}
