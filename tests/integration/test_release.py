"""What preempts a handler that still runs: a stopping machine, and the time limit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from functions.requests import cancel
from functions.worker.deliver import DeliveryOutcome
from shared import shutdown
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.waiting import PATIENCE, wait_until
from tests.support.world import OWNER, World


class Blocked:
    """A handler that says nothing until the test lets it go."""

    def __init__(self) -> None:
        self.runs = threading.Event()
        self.goes_on = threading.Event()

    def __call__(self, request: WordRequest, job: JobContext) -> WordResult:
        """Wait, and then try to finish as if nothing had happened."""
        self.runs.set()
        assert self.goes_on.wait(PATIENCE)
        return WordResult(answer="too late")


@contextmanager
def blocked_job(
    world: World, answers: list[DeliveryOutcome], time_limit: timedelta = timedelta(minutes=5)
) -> Iterator[Job]:
    """Run a job whose handler is blocked inside the block, and goes on after it."""
    handler = Blocked()
    with declared(handler, time_limit=time_limit):
        job = world.submit(word="x")
        delivery = threading.Thread(
            target=lambda: answers.append(world.deliver(job.job_id, 1)), daemon=True
        )
        delivery.start()
        assert handler.runs.wait(PATIENCE)
        try:
            yield job
        finally:
            handler.goes_on.set()
            delivery.join(PATIENCE)


def test_a_stopping_machine_gives_its_jobs_back_at_once(world: World) -> None:
    """Queued again, with a task, while the handler still runs."""
    answers: list[DeliveryOutcome] = []
    with blocked_job(world, answers) as job:
        shutdown.end_gracefully()
        job_document = world.job_document(job.job_id)
        assert (job_document.status, job_document.dispatch) == (JobStatus.QUEUED, 2)
        assert [task.dispatch for task in world.enqueued(job.job_id)] == [1, 2]


def test_a_job_that_was_released_has_not_failed(world: World) -> None:
    """There may be one attempt more than before, and there is no error."""
    answers: list[DeliveryOutcome] = []
    with blocked_job(world, answers) as job:
        before = world.job_document(job.job_id)
        shutdown.end_gracefully()
        after = world.job_document(job.job_id)
    assert (after.max_attempts - before.max_attempts, after.error) == (1, None)


def test_the_old_handler_of_a_job_released_writes_nothing(world: World) -> None:
    """It ends by itself later, and its result is dropped."""
    answers: list[DeliveryOutcome] = []
    with blocked_job(world, answers) as job:
        shutdown.end_gracefully()
    assert answers == [DeliveryOutcome.TAKEN_OVER]
    assert (world.job_document(job.job_id).status, world.result(job.job_id)) == (
        JobStatus.QUEUED,
        None,
    )


def test_a_job_released_is_done_by_the_next_task(world: World) -> None:
    """Another machine runs it to its end."""
    answers: list[DeliveryOutcome] = []
    with blocked_job(world, answers) as job:
        shutdown.end_gracefully()
    with declared(echo):
        world.deliver(job.job_id, 2)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED


def test_a_signal_that_comes_twice_releases_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Gunicorn's arbiter and the process group both send it; the second finds nothing to do."""
    answers: list[DeliveryOutcome] = []
    with blocked_job(world, answers) as job:
        signals = [threading.Thread(target=shutdown.end_gracefully) for _ in range(4)]
        for one in signals:
            one.start()
        for one in signals:
            one.join()
        assert world.job_document(job.job_id).dispatch == 2
    assert not [record for record in caplog.records if record.exc_info]


def test_a_job_that_begins_after_the_signal_is_released(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claimed in the moment in which the machine is told to stop: it has its last word at once."""
    told = threading.Event()
    told.set()
    monkeypatch.setattr(shutdown, "_is_ending", told)
    answers: list[DeliveryOutcome] = []
    with blocked_job(world, answers) as job:
        wait_until(lambda: world.job_document(job.job_id).status is JobStatus.QUEUED)
    assert answers == [DeliveryOutcome.TAKEN_OVER]


def test_a_cancelled_job_is_not_released(world: World) -> None:
    """It ends here: its owner does not want it done by another machine."""
    answers: list[DeliveryOutcome] = []
    with blocked_job(world, answers) as job:
        cancel.cancel_job(world.services, OWNER, job.job_id)
        shutdown.end_gracefully()
        assert world.job_document(job.job_id).status is JobStatus.CANCELLED


def test_nothing_is_released_after_the_end(world: World) -> None:
    """A machine that stops later leaves finished jobs alone."""
    with declared(echo):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    shutdown.end_gracefully()
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED


def test_an_attempt_over_its_time_limit_is_ended(world: World) -> None:
    """The handler is blocked, but the job goes back to the queue as deadline-exceeded."""
    answers: list[DeliveryOutcome] = []
    settings = world.services.settings.model_copy(
        update={"lease_seconds": 3, "heartbeat_seconds": 1}
    )
    live = world.with_services(settings=settings)
    with blocked_job(live, answers, time_limit=timedelta(seconds=30)) as job:
        live.clock.move(timedelta(seconds=31))
        wait_until(lambda: live.job_document(job.job_id).status is JobStatus.QUEUED)
        error = live.job_document(job.job_id).error
        assert error is not None
        assert error.code is ErrorCode.DEADLINE_EXCEEDED
    assert answers == [DeliveryOutcome.TAKEN_OVER]


def test_a_blocked_handler_keeps_its_lease(world: World) -> None:
    """No progress for minutes is no reason to lose the job: the heartbeat speaks for it."""
    answers: list[DeliveryOutcome] = []
    settings = world.services.settings.model_copy(
        update={"lease_seconds": 3, "heartbeat_seconds": 1}
    )
    live = world.with_services(settings=settings)
    with blocked_job(live, answers) as job:
        for _ in range(3):
            live.clock.move(timedelta(seconds=2))
            wait_until(lambda: live.job_document(job.job_id).updated_at == live.clock())
        assert not live.job_document(job.job_id).lease_is_lost(live.clock())
    assert live.job_document(job.job_id).status is JobStatus.SUCCEEDED
