"""The time that a job may take in all, over all its attempts and waits; most types bound none."""

from datetime import timedelta

import pytest

from functions.requests import resubmit
from functions.worker.deliver import DeliveryOutcome
from functions.worker.sweep import Repair, sweep
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.support.database import job_reference
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.world import OWNER, World, claim

HOUR = timedelta(hours=1)
PATIENT = RetryPolicy(max_attempts=3, base=timedelta(minutes=5), jitter=0)


def busy(request: WordRequest, job: JobContext) -> WordResult:
    """Find a service busy."""
    raise errors.RetriableJobError


def assert_too_late(job: Job) -> None:
    """Check that a job has failed because its time is over."""
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert (job.error.code, job.error.retriable) == (ErrorCode.DEADLINE_EXCEEDED, False)


@pytest.mark.usefixtures("word_jobs")
def test_what_is_not_used_is_not_there(world: World) -> None:
    """A job of a type without such a limit has no field more than before."""
    job = world.submit(word="x")
    document = job_reference(world.services, job.job_id).get().to_dict()
    assert document is not None
    assert not {"deadline", "attemptsFrom"} & document.keys()


def test_the_time_is_counted_from_when_it_may_start(world: World) -> None:
    """What is to run tomorrow has as long as what runs now."""
    tomorrow = world.clock() + timedelta(days=1)
    with declared(echo, whole_limit=HOUR):
        now = world.submit(word="x")
        later = world.submit(word="y", options={"runAt": tomorrow.isoformat()})
    assert (now.deadline, later.deadline) == (world.clock() + HOUR, tomorrow + HOUR)


def test_a_job_is_kept_a_day_longer_than_it_may_take(world: World) -> None:
    """Firestore's TTL never takes one that still waits."""
    settings = world.services.settings.model_copy(update={"job_retention_days": 10})
    with declared(echo, whole_limit=timedelta(days=29)):
        job = world.with_services(settings=settings).submit(word="x")
    assert job.deadline == world.clock() + timedelta(days=9)


def test_no_attempt_starts_after_it(world: World) -> None:
    """A task that comes late ends the job; its handler is not called."""
    with declared(busy, whole_limit=HOUR, retry=PATIENT):
        job = world.submit(word="x")
        world.clock.move(HOUR + timedelta(seconds=1))
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    ended = world.job_document(job.job_id)
    assert_too_late(ended)
    assert ended.attempt == 0


def test_the_sweeper_ends_what_waits_too_long(world: World) -> None:
    """Also when its task is gone."""
    with declared(echo, whole_limit=HOUR):
        job = world.submit(word="x")
        world.clock.move(HOUR + timedelta(seconds=1))
        assert sweep(world.services) == {Repair.EXPIRED: 1}
    assert_too_late(world.job_document(job.job_id))


def test_the_sweeper_ends_an_attempt_that_died_before_it(world: World) -> None:
    """There is no other attempt, so what it says is that the time is over."""
    with declared(echo, whole_limit=timedelta(minutes=2)):
        claim(world, job := world.submit(word="x"))
        world.clock.move(timedelta(minutes=3))
        assert sweep(world.services) == {Repair.RECOVERED: 1}
    assert_too_late(world.job_document(job.job_id))


def test_an_attempt_is_cut_at_it(world: World) -> None:
    """Its type's time limit would leave it more."""

    def slow(request: WordRequest, job: JobContext) -> WordResult:
        world.clock.move(timedelta(seconds=30))
        job.progress(50, "half")
        world.clock.move(timedelta(seconds=31))
        job.progress(60, "on")
        raise AssertionError("it went on")

    with declared(slow, whole_limit=timedelta(minutes=1), time_limit=timedelta(minutes=5)):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    ended = world.job_document(job.job_id)
    assert ended.status is JobStatus.FAILED
    assert ended.error is not None
    assert ended.error.code is ErrorCode.DEADLINE_EXCEEDED


def test_no_attempt_is_planned_for_after_it(world: World) -> None:
    """It has failed now, of what its last attempt failed of."""
    with declared(busy, whole_limit=timedelta(minutes=4), retry=PATIENT):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    ended = world.job_document(job.job_id)
    assert ended.status is JobStatus.FAILED
    assert ended.error is not None
    assert ended.error.code is ErrorCode.UNAVAILABLE


def test_a_resubmitted_job_has_all_its_time_again(world: World) -> None:
    """And counts its attempts from there."""
    with declared(busy, whole_limit=HOUR, retry=RetryPolicy(max_attempts=1)):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
        world.clock.move(2 * HOUR)
        again = resubmit.resubmit_job(world.services, OWNER, job.job_id)
    assert (again.attempts_from, again.max_attempts) == (1, 2)
    assert again.deadline == world.clock() + HOUR
