"""Cancelling, in every state a job can be in."""

import threading
from datetime import timedelta

import pytest

from functions.requests import cancel
from functions.worker import sweep
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.handler.job_context import JobContext
from tests.integration.test_task_handlers import UnreachableEvents
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.waiting import PATIENCE
from tests.support.web import caller
from tests.support.world import OWNER, World, claim


def cancel_it(world: World, job: Job) -> Job:
    """Cancel a job as its owner."""
    return cancel.cancel_job(world.services, OWNER, job.job_id)


@pytest.mark.usefixtures("word_jobs")
def test_a_queued_job_is_cancelled_at_once(world: World) -> None:
    """Its task, when it is delivered, runs nothing."""
    job = world.submit(word="x")
    assert cancel_it(world, job).status is JobStatus.CANCELLED
    world.deliver(job.job_id, 1)
    assert (world.job_document(job.job_id).status, world.job_document(job.job_id).attempt) == (
        JobStatus.CANCELLED,
        0,
    )


@pytest.mark.usefixtures("word_jobs")
def test_a_queued_job_whose_task_was_lost_is_cancelled(world: World) -> None:
    """No task is needed for it, and the sweeper enqueues none."""
    job = world.submit(word="x")
    world.emulator.reset()
    cancel_it(world, job)
    world.clock.move(timedelta(minutes=2))
    assert sweep.sweep(world.services) == {}


@pytest.mark.usefixtures("word_jobs")
def test_a_running_job_is_asked_to_stop(world: World) -> None:
    """It stays running until its attempt finds out."""
    job = world.submit(word="x")
    claim(world, job)
    asked = cancel_it(world, job)
    assert (asked.status, asked.cancel_requested) == (JobStatus.RUNNING, True)


@pytest.mark.usefixtures("word_jobs")
def test_a_dead_attempts_job_is_cancelled_at_once(world: World) -> None:
    """Running, but the lease is over: no attempt is left that would honour it."""
    job = world.submit(word="x")
    claim(world, job)
    world.clock.move(timedelta(minutes=2))
    assert cancel_it(world, job).status is JobStatus.CANCELLED


@pytest.mark.usefixtures("word_jobs")
def test_cancelling_twice_is_cancelling_once(world: World) -> None:
    """Queued or running, the second time changes nothing."""
    queued = world.submit(word="queued")
    assert cancel_it(world, queued) == cancel_it(world, queued)
    running = world.submit(word="running")
    claim(world, running)
    assert cancel_it(world, running) == cancel_it(world, running)


@pytest.mark.usefixtures("word_jobs")
def test_a_job_that_has_succeeded_cannot_be_cancelled(world: World) -> None:
    """Too late: the error says the state."""
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    with pytest.raises(errors.FailedPreconditionError, match="succeeded"):
        cancel_it(world, job)


@pytest.mark.usefixtures("word_jobs")
def test_another_users_job_cannot_be_cancelled(world: World) -> None:
    """It does not exist for a stranger, and goes on."""
    job = world.submit(word="x")
    with pytest.raises(errors.NotFoundError):
        cancel.cancel_job(world.services, User(uid="owner-2"), job.job_id)
    assert world.job_document(job.job_id).status is JobStatus.QUEUED


@pytest.mark.usefixtures("word_jobs")
def test_the_end_of_a_cancelled_job_is_published_or_remembered(world: World) -> None:
    """If Pub/Sub takes nothing, the job document keeps a reminder and the sweeper publishes."""
    broken = world.with_services(events=UnreachableEvents(world.services.settings))
    job = world.submit(word="x")
    cancel_it(broken, job)
    assert world.job_document(job.job_id).check_at is not None
    world.clock.move(timedelta(minutes=1))
    assert sweep.sweep(world.services) == {sweep.Repair.PUBLISHED: 1}


@pytest.mark.usefixtures("word_jobs")
def test_a_cancel_between_claim_and_first_write_is_honoured(world: World) -> None:
    """The attempt's first write is refused, and says why."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        cancel_it(world, submitted[0])
        job.progress(1, "first word")
        raise AssertionError("this must not be reached")

    submitted: list[Job] = []
    with declared(handler, name="test-other"):
        submitted.append(world.submit("test-other", word="x"))
        world.deliver(submitted[0].job_id, 1)
    assert world.job_document(submitted[0].job_id).status is JobStatus.CANCELLED


def test_a_silent_handler_learns_of_a_cancel_by_its_heartbeat(world: World) -> None:
    """A handler that only asks `cancelled()` finds out within a beat."""
    running = threading.Event()

    def waiting(request: WordRequest, job: JobContext) -> WordResult:
        running.set()
        while not job.cancelled():
            if has_given_up.wait(0.05):
                raise AssertionError("the test gave up")
        job.progress(50, "ends here")
        raise AssertionError("this must not be reached")

    has_given_up = threading.Event()
    settings = world.services.settings.model_copy(
        update={"lease_seconds": 3, "heartbeat_seconds": 1}
    )
    live = world.with_services(settings=settings)
    with declared(waiting):
        job = live.submit(word="x")
        delivery = threading.Thread(target=live.deliver, args=(job.job_id, 1))
        delivery.start()
        assert running.wait(PATIENCE)
        cancel_it(live, job)
        live.clock.move(timedelta(seconds=2))
        delivery.join(PATIENCE)
        has_given_up.set()
    assert live.job_document(job.job_id).status is JobStatus.CANCELLED


def test_the_api_cancels(world: World) -> None:
    """POST …/cancel answers with the job; 409 with the state where it is too late."""
    owner = caller(world.services)
    with declared(echo):
        location = owner.post("/api/jobs", {"type": "test-word", "word": "x"}).headers["Location"]
        cancelled = owner.post(f"{location}/cancel")
        done = owner.post("/api/jobs", {"type": "test-word", "word": "y"})
        assert done.json is not None
        world.deliver(done.json["jobId"], 1)
    assert cancelled.json is not None
    assert (cancelled.status_code, cancelled.json["status"]) == (200, "cancelled")
    refused = owner.post(f"{done.headers['Location']}/cancel")
    assert refused.json is not None
    assert (refused.status_code, refused.json["code"]) == (409, "failed-precondition")
