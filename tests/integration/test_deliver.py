"""One delivery of a task: what becomes of the job, whatever the task and the handler do."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.job_types.handling import NotUnderstoodError
from functions.worker.deliver import DeliveryOutcome
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.lease import CLOCK_SKEW
from shared.core.retry import RetryPolicy
from shared.firestore.documents import VersionedJob
from shared.handler.job_context import JobContext
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared, echo
from tests.support.waiting import PATIENCE
from tests.support.world import World, claim

POLICY = RetryPolicy(max_attempts=3, base=timedelta(seconds=10), jitter=0)


def raising(error: Exception) -> WordHandler:
    """Make a handler that raises."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        raise error

    return handler


def run_once(world: World, handler: WordHandler) -> Job:
    """Submit a job, deliver its task once, and return its job document."""
    with declared(handler, retry=POLICY):
        job = world.submit(word="hello")
        world.deliver(job.job_id, 1)
    return world.job_document(job.job_id)


def test_a_job_that_goes_well_has_succeeded(world: World) -> None:
    """Status, percent, summary and result are there, and the sweeper need not check it any more."""
    job = run_once(world, echo)
    assert job.status is JobStatus.SUCCEEDED
    assert (job.progress.percent, job.summary) == (100, "The answer is hello.")
    assert world.result(job.job_id) == {"answer": "hello"}
    assert (job.check_at, job.lease_expires_at, job.lease_id) == (None, None, None)


def test_an_attempt_counts_from_one(world: World) -> None:
    """The first attempt is number 1, and its start is noted."""
    job = run_once(world, echo)
    assert (job.attempt, job.started_at) == (1, world.clock())


def test_a_raising_handler_is_tried_again_later(world: World) -> None:
    """The job goes back to the queue with the next dispatch, at the time the policy says."""
    job = run_once(world, raising(RuntimeError("secret detail")))
    assert (job.status, job.dispatch) == (JobStatus.QUEUED, 2)
    assert job.next_attempt_at == world.clock() + timedelta(seconds=10)
    assert [(task.dispatch, task.at) for task in world.enqueued(job.job_id)][-1] == (
        2,
        job.next_attempt_at,
    )


def test_a_raising_handlers_words_are_not_shown(world: World) -> None:
    """The job document has public words and the code "internal"; never `str(exc)`."""
    job = run_once(world, raising(RuntimeError("secret detail")))
    assert job.error is not None
    assert job.error.code is ErrorCode.INTERNAL
    assert "secret" not in job.model_dump_json()


def test_a_raising_handlers_traceback_is_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Who operates it finds the traceback in the log."""
    run_once(world, raising(RuntimeError("secret detail")))
    raised = [record for record in caplog.records if record.exc_info]
    assert "secret detail" in str(raised[0].exc_info)


def test_a_handler_that_says_when_is_asked_then(world: World) -> None:
    """`retry_after` wins over the policy."""
    busy = errors.RetriableJobError("The model is busy.", retry_after=timedelta(seconds=77))
    job = run_once(world, raising(busy))
    assert job.next_attempt_at == world.clock() + timedelta(seconds=77)


def test_a_permanent_error_is_not_tried_again(world: World) -> None:
    """The job has failed at its first attempt, with the handler's own public words."""
    job = run_once(world, raising(errors.PermanentJobError("There is no such role.")))
    assert (job.status, job.attempt) == (JobStatus.FAILED, 1)
    assert job.error is not None
    assert job.error.message == "There is no such role."
    assert world.result(job.job_id) is None


def test_three_attempts_mean_two_retries(world: World) -> None:
    """After the third failure the job has failed, and no task is enqueued any more."""
    with declared(raising(RuntimeError("again")), retry=POLICY):
        job = world.submit(word="hello")
        for dispatch in (1, 2, 3):
            world.deliver(job.job_id, dispatch)
    job_document = world.job_document(job.job_id)
    assert (job_document.status, job_document.attempt) == (JobStatus.FAILED, 3)
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1, 2, 3]


def test_a_task_for_no_job_is_dealt_with(world: World) -> None:
    """Its owner may have erased it."""
    assert (
        world.deliver("owner-1:test-word:1790000000000:abcdefgh", 1) is DeliveryOutcome.NO_SUCH_JOB
    )


def test_a_second_delivery_runs_nothing(world: World) -> None:
    """A finished job is not run again."""
    calls: list[str] = []

    def counting(request: WordRequest, job: JobContext) -> WordResult:
        calls.append(request.word)
        return WordResult(answer="once")

    with declared(counting):
        job = world.submit(word="hello")
        answers = [world.deliver(job.job_id, 1) for _ in range(3)]
    assert answers == [
        DeliveryOutcome.SETTLED,
        DeliveryOutcome.FINISHED_BEFORE,
        DeliveryOutcome.FINISHED_BEFORE,
    ]
    assert calls == ["hello"]


def test_an_old_task_runs_nothing(world: World) -> None:
    """A task that was enqueued again since does not start an attempt before its time."""
    job = run_once(world, raising(RuntimeError("again")))
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.REDISPATCHED
    assert world.job_document(job.job_id).attempt == 1


def test_a_task_that_meets_a_living_attempt_enqueues_again_at_its_leases_end(world: World) -> None:
    """The delivery is dealt with, and the next dispatch waits for the end of the lease."""
    with declared(echo):
        job = world.submit(word="hello")
        claimed = claim(world, job).job
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.RUNNING_ELSEWHERE
    assert claimed.lease_expires_at is not None
    assert world.enqueued(job.job_id)[-1].at == claimed.lease_expires_at + 2 * CLOCK_SKEW


def test_a_task_that_meets_a_dead_attempt_recovers_the_job(world: World) -> None:
    """The crash counts as an attempt; the next task runs the second one."""
    with declared(echo):
        job = world.submit(word="hello")
        claim(world, job)
        world.clock.move(timedelta(minutes=2))
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.RECOVERED
        assert world.deliver(job.job_id, 2) is DeliveryOutcome.SETTLED
    assert (world.job_document(job.job_id).status, world.job_document(job.job_id).attempt) == (
        JobStatus.SUCCEEDED,
        2,
    )


def test_a_job_whose_every_attempt_died_has_failed(world: World) -> None:
    """A crash counts: after `maxAttempts` of them the job has failed, as aborted."""
    with declared(echo):
        job = world.submit(word="hello")
        for dispatch in (1, 2, 3):
            claim(world, job)
            world.clock.move(timedelta(minutes=2))
            world.deliver(job.job_id, dispatch)
    job_document = world.job_document(job.job_id)
    assert (job_document.status, job_document.attempt) == (JobStatus.FAILED, 3)
    assert job_document.error is not None
    assert job_document.error.code is ErrorCode.ABORTED


def test_an_attempt_that_was_taken_over_writes_nothing(world: World) -> None:
    """It finds out at its next word, and neither result nor status come from it."""

    def overtaken(request: WordRequest, job: JobContext) -> WordResult:
        stored = world.services.store.read(submitted[0].job_id)
        assert stored is not None
        world.services.store.write(
            stored, stored.job.requeued(world.clock(), world.clock(), error=None)
        )
        job.progress(50, "still here")
        world.clock.move(timedelta(seconds=2))
        job.progress(60, "still here")
        return WordResult(answer="too late")

    submitted: list[Job] = []
    with declared(overtaken):
        submitted.append(world.submit(word="hello"))
        assert world.deliver(submitted[0].job_id, 1) is DeliveryOutcome.TAKEN_OVER
    job_document = world.job_document(submitted[0].job_id)
    assert (job_document.status, job_document.progress.percent) == (JobStatus.QUEUED, 0)
    assert world.result(submitted[0].job_id) is None


def test_a_taken_over_attempt_that_never_speaks_cannot_settle(world: World) -> None:
    """The end of a silent handler is refused by the same compare-and-set."""

    def overtaken(request: WordRequest, job: JobContext) -> WordResult:
        stored = world.services.store.read(submitted[0].job_id)
        assert stored is not None
        world.services.store.write(
            stored, stored.job.requeued(world.clock(), world.clock(), error=None)
        )
        return WordResult(answer="too late")

    submitted: list[Job] = []
    with declared(overtaken):
        submitted.append(world.submit(word="hello"))
        assert world.deliver(submitted[0].job_id, 1) is DeliveryOutcome.TAKEN_OVER
    assert world.result(submitted[0].job_id) is None


def test_a_neighbours_task_does_not_disturb_an_attempt(world: World) -> None:
    """A second delivery changes a running attempt's job document; the attempt continues there."""

    def neighbour(request: WordRequest, job: JobContext) -> WordResult:
        world.deliver(submitted[0].job_id, 1)
        return WordResult(answer="done")

    submitted: list[Job] = []
    with declared(neighbour):
        submitted.append(world.submit(word="hello"))
        assert world.deliver(submitted[0].job_id, 1) is DeliveryOutcome.SETTLED
    assert world.job_document(submitted[0].job_id).status is JobStatus.SUCCEEDED


def test_two_deliveries_at_once_run_one_attempt(world: World) -> None:
    """Of two claims one wins; the other finds a living lease."""
    running = threading.Event()
    finish = threading.Event()
    calls: list[int] = []

    def slow(request: WordRequest, job: JobContext) -> WordResult:
        calls.append(1)
        running.set()
        assert finish.wait(PATIENCE)
        return WordResult(answer="done")

    with declared(slow):
        job = world.submit(word="hello")
        first = threading.Thread(target=world.deliver, args=(job.job_id, 1))
        first.start()
        assert running.wait(PATIENCE)
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.RUNNING_ELSEWHERE
        finish.set()
        first.join()
    assert calls == [1]
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED


def test_a_cancel_is_honoured_at_the_next_word(world: World) -> None:
    """The handler is ended by its next progress; the job is cancelled and says so."""

    def cancelled(request: WordRequest, job: JobContext) -> WordResult:
        ask_to_cancel(world, submitted[0])
        world.clock.move(timedelta(seconds=2))
        job.progress(50, "half")
        raise AssertionError("this must not be reached")

    submitted: list[Job] = []
    with declared(cancelled):
        submitted.append(world.submit(word="hello"))
        assert world.deliver(submitted[0].job_id, 1) is DeliveryOutcome.SETTLED
    assert world.job_document(submitted[0].job_id).status is JobStatus.CANCELLED
    assert world.result(submitted[0].job_id) is None


def test_a_cancel_is_honoured_at_the_end_of_a_silent_handler(world: World) -> None:
    """A handler that never looked up has its result dropped."""

    def cancelled(request: WordRequest, job: JobContext) -> WordResult:
        ask_to_cancel(world, submitted[0])
        return WordResult(answer="unwanted")

    submitted: list[Job] = []
    with declared(cancelled):
        submitted.append(world.submit(word="hello"))
        world.deliver(submitted[0].job_id, 1)
    assert world.job_document(submitted[0].job_id).status is JobStatus.CANCELLED
    assert world.result(submitted[0].job_id) is None


def ask_to_cancel(world: World, job: Job) -> None:
    """Do what cancel.py does to a running job."""
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    world.services.store.write(stored, stored.job.asked_to_cancel(world.clock()))


def test_a_step_is_not_done_again_by_a_later_attempt(world: World) -> None:
    """Its value was kept; the second attempt gets it, and does not pay again."""
    calls: list[str] = []

    def ask() -> str:
        calls.append("asked")
        return "value"

    def with_step(request: WordRequest, job: JobContext) -> WordResult:
        value = job.step("ask", ask, of=str)
        if len(calls) == 1 and not tried:
            tried.append(True)
            raise RuntimeError("after the step")
        return WordResult(answer=value)

    tried: list[bool] = []
    with declared(with_step, retry=POLICY):
        job = world.submit(word="hello")
        world.deliver(job.job_id, 1)
        world.deliver(job.job_id, 2)
    assert calls == ["asked"]
    assert world.result(job.job_id) == {"answer": "value"}


def test_a_result_that_is_not_valid_fails_the_attempt(world: World) -> None:
    """What was copied and changed is checked too before it is stored."""

    def wrong(request: WordRequest, job: JobContext) -> WordResult:
        return WordResult(answer="x").model_copy(update={"answer": None})

    job = run_once(world, wrong)
    assert job.status is JobStatus.QUEUED
    assert world.result(job.job_id) is None


def test_a_result_that_is_too_large_fails_the_job(world: World) -> None:
    """Firestore would refuse it; no retry can help."""
    job = run_once(world, lambda request, job: WordResult(answer="x" * 1_000_000))
    assert (job.status, world.result(job.job_id)) == (JobStatus.FAILED, None)


def test_a_job_of_an_unknown_type_is_left_to_another_revision(world: World) -> None:
    """In a deployment two revisions run at once: the one that knows it runs it."""
    with declared(echo):
        job = world.submit(word="hello")
    with pytest.raises(NotUnderstoodError):
        world.deliver(job.job_id, 1)
    world.clock.move(timedelta(minutes=14))
    with declared(echo):
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    done = world.job_document(job.job_id)
    assert (done.status, done.attempt, done.not_understood_since) == (JobStatus.SUCCEEDED, 1, None)


def test_a_job_that_no_revision_understands_has_failed(world: World) -> None:
    """After a quarter of an hour there is no other revision any more."""
    with declared(echo):
        job = world.submit(word="hello")
    for _ in range(2):
        with pytest.raises(NotUnderstoodError):
            world.deliver(job.job_id, 1)
    world.clock.move(timedelta(minutes=15, seconds=1))
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    failed = world.job_document(job.job_id)
    assert (failed.status, failed.attempt) == (JobStatus.FAILED, 0)
    assert failed.error is not None
    assert (failed.error.code, failed.error.retriable) == ("invalid-argument", False)


@pytest.mark.parametrize("percent", [101, 1e9, -5])
def test_a_percent_out_of_range_is_brought_into_it(world: World, percent: float) -> None:
    """A handler's arithmetic must not fail its job."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.progress(percent, "counting")
        return WordResult(answer="done")

    assert run_once(world, handler).status is JobStatus.SUCCEEDED


def progress_seen(world: World, act: Callable[[JobContext, World], None]) -> list[Job]:
    """Run a handler that reports progress; return every job document written meanwhile."""
    seen: list[Job] = []
    store = world.services.store
    write = store.write

    def recording(
        stored: VersionedJob, job: Job, data: object = None, **more: object
    ) -> VersionedJob:
        written = write(stored, job, data, **more)  # type: ignore[arg-type]
        seen.append(written.job)
        return written

    store.write = recording  # type: ignore[method-assign]

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        act(job, world)
        return WordResult(answer="done")

    try:
        run_once(world, handler)
    finally:
        store.write = write  # type: ignore[method-assign]
    return seen


def test_progress_is_written_at_most_once_a_second(world: World) -> None:
    """A hundred calls in one second make one write, besides claim and settle."""

    def act(job: JobContext, world: World) -> None:
        for i in range(100):
            job.progress(i, f"step {i}")

    assert len(progress_seen(world, act)) == 3


def test_the_last_progress_lands(world: World) -> None:
    """What still waits when the handler returns is part of the settling write."""

    def act(job: JobContext, world: World) -> None:
        job.progress(10, "first")
        job.progress(90, "last")

    assert progress_seen(world, act)[-1].progress.message == "last"


def test_an_answer_is_shown_as_it_grows_and_is_gone_in_the_end(world: World) -> None:
    """A preview is part of the progress: at most one write a second, and `seq` rises."""

    def act(job: JobContext, world: World) -> None:
        attempt = job._attempt
        attempt.show({"headline": "a"})
        attempt.show({"headline": "ab"})
        world.clock.move(timedelta(seconds=2))
        attempt.show({"headline": "abc"})
        attempt.show({"headline": "abc"})

    job_documents = progress_seen(world, act)
    assert [job_document.preview for job_document in job_documents if job_document.preview] == [
        {"headline": "a"},
        {"headline": "abc"},
    ]
    assert [job_document.progress.seq for job_document in job_documents] == sorted(
        {job_document.progress.seq for job_document in job_documents}
    )
    assert job_documents[-1].preview is None


def test_percent_does_not_fall_and_seq_rises(world: World) -> None:
    """Whatever the handler says, a reader never sees the bar go back."""

    def act(job: JobContext, world: World) -> None:
        for percent in (50, 20, 70, 10):
            world.clock.move(timedelta(seconds=2))
            job.progress(percent, "on")

    job_documents = progress_seen(world, act)
    percents = [job_document.progress.percent for job_document in job_documents]
    seqs = [job_document.progress.seq for job_document in job_documents]
    assert percents == sorted(percents)
    assert seqs == sorted(set(seqs))
