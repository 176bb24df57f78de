"""Jobs that rest, and jobs that go on past an attempt's time limit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from functions.requests import cancel, resubmit
from functions.worker.deliver import DeliveryOutcome
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared, echo
from tests.support.world import OWNER, World

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
POLICY = RetryPolicy(max_attempts=2, base=timedelta(seconds=10), jitter=0)


@contextmanager
def resting(handler: WordHandler, whole_limit: timedelta | None = 3 * DAY) -> Iterator[None]:
    """Have the type of the tests be one whose jobs may rest."""
    with declared(handler, retry=POLICY, whole_limit=whole_limit):
        yield


class Paying:
    """A handler that pays, rests for some hours, and does something after it."""

    def __init__(self, after: Callable[[JobContext], None] = lambda _: None) -> None:
        self.paid = 0
        self._after = after

    def __call__(self, request: WordRequest, job: JobContext) -> WordResult:
        """Do so."""
        job.progress(40, "paid")
        job.step("pay", self._pay, of=int)
        job.sleep("let-it-settle", 6 * HOUR)
        self._after(job)
        return WordResult(answer=request.word)

    def _pay(self) -> int:
        self.paid += 1
        return self.paid


def asleep(world: World) -> Job:
    """Submit a job and deliver its task once; return it as it rests."""
    job = world.submit(word="x", options={"startBefore": (world.clock() + HOUR).isoformat()})
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    return world.job_document(job.job_id)


def test_a_job_that_rests_is_queued_for_later(world: World) -> None:
    """It holds nothing, its task is enqueued for then, and what it has shown stays."""
    with resting(Paying()):
        job = asleep(world)
    later = world.clock() + 6 * HOUR
    assert (job.status, job.slot, job.lease_id) == (JobStatus.QUEUED, Slot.NONE, None)
    assert (job.next_attempt_at, job.check_at) == (later, later + timedelta(seconds=30))
    assert (job.progress.percent, job.error, job.start_before) == (40, None, None)
    assert [task.at for task in world.enqueued(job.job_id) if task.dispatch == 2] == [later]


def test_after_the_pause_it_goes_on(world: World) -> None:
    """With its progress, its kept steps, and no second pause."""
    seen: list[float] = []
    handler = Paying(lambda job: seen.append(job._attempt.job.progress.percent))  # type: ignore[attr-defined]
    with resting(handler):
        job = asleep(world)
        world.clock.move(6 * HOUR)
        world.deliver(job.job_id, 2)
    done = world.job_document(job.job_id)
    assert (done.status, done.attempt, handler.paid, seen) == (JobStatus.SUCCEEDED, 2, 1, [40])


@pytest.mark.parametrize("early", [timedelta(seconds=6), HOUR])
def test_a_task_that_comes_early_shortens_nothing(world: World, early: timedelta) -> None:
    """It costs a delivery: the job rests until the same time."""
    with resting(handler := Paying()):
        job = asleep(world)
        world.clock.move(6 * HOUR - early)
        world.deliver(job.job_id, 2)
        again = world.job_document(job.job_id)
        assert (again.status, again.next_attempt_at) == (JobStatus.QUEUED, job.next_attempt_at)
        world.clock.move(early)
        world.deliver(job.job_id, 3)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    assert handler.paid == 1


def test_what_fails_after_it_has_all_its_attempts(world: World) -> None:
    """And the first wait is the shortest."""

    def busy(job: JobContext) -> None:
        raise errors.RetriableJobError

    with resting(Paying(busy)):
        job = asleep(world)
        assert (job.attempts_from, job.max_attempts) == (1, 3)
        world.clock.move(6 * HOUR)
        world.deliver(job.job_id, 2)
        tried = world.job_document(job.job_id)
        assert tried.next_attempt_at == world.clock() + timedelta(seconds=10)
        world.clock.move(timedelta(seconds=10))
        world.deliver(job.job_id, 3)
    assert world.job_document(job.job_id).status is JobStatus.FAILED


def test_a_handler_that_catches_too_much_rests_all_the_same(world: World) -> None:
    """Its result is of an attempt that has ended."""

    def catching(request: WordRequest, job: JobContext) -> WordResult:
        try:
            job.sleep("a", HOUR)
        except errors.JobsError:
            with pytest.raises(errors.AttemptEndedError):
                job.progress(99, "on")
        return WordResult(answer="too early")

    with resting(catching):
        job = asleep(world)
    assert job.status is JobStatus.QUEUED
    assert world.result(job.job_id) is None


@pytest.mark.parametrize(
    ("pause", "limit", "code"),
    [(HOUR, None, ErrorCode.INTERNAL), (2 * HOUR, HOUR, ErrorCode.DEADLINE_EXCEEDED)],
    ids=["nothing bounds the job", "longer than the job may take"],
)
def test_what_could_not_go_on_is_refused_at_once(
    world: World, pause: timedelta, limit: timedelta | None, code: ErrorCode
) -> None:
    """It has failed for good, and waits for nothing."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.sleep("a", pause)
        return WordResult(answer="x")

    with resting(handler, whole_limit=limit):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    failed = world.job_document(job.job_id)
    assert (failed.status, failed.error and failed.error.code) == (JobStatus.FAILED, code)


def test_a_job_from_before_its_type_bounded_it_rests_too(world: World) -> None:
    """A worker is deployed before the api that accepts jobs with a deadline."""
    with declared(echo):
        job = world.submit(word="x")
    assert job.deadline is None
    with resting(Paying()):
        world.deliver(job.job_id, 1)
    rested = world.job_document(job.job_id)
    assert (rested.status, rested.deadline) == (JobStatus.QUEUED, job.created_at + 3 * DAY)


def test_a_cancel_ends_it_while_it_rests(world: World) -> None:
    """At once; the task that comes later finds that."""
    with resting(handler := Paying()):
        job = asleep(world)
        assert cancel.cancel_job(world.services, OWNER, job.job_id).status is JobStatus.CANCELLED
        world.clock.move(6 * HOUR)
        assert world.deliver(job.job_id, 2) is DeliveryOutcome.FINISHED_BEFORE
    assert handler.paid == 1


def test_a_cancel_that_comes_before_is_honoured(world: World) -> None:
    """A job that was asked to stop does not begin to rest."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        cancel.cancel_job(world.services, OWNER, world_job[0].job_id)
        job.sleep("a", HOUR)
        raise AssertionError("it went on")

    world_job: list[Job] = []
    with resting(handler):
        world_job.append(world.submit(word="x"))
        world.deliver(world_job[0].job_id, 1)
    assert world.job_document(world_job[0].job_id).status is JobStatus.CANCELLED


def test_its_slot_is_free_while_it_rests(world: World) -> None:
    """The owner's next job runs; the one that rested asks for a slot when it goes on."""
    settings = world.services.settings.model_copy(update={"running_per_user": 1})
    narrow = world.with_services(settings=settings)
    with resting(Paying()):
        job = narrow.submit(word="x")
        other = narrow.submit(word="y")
        assert narrow.job_document(other.job_id).slot is Slot.WAITING
        narrow.deliver(job.job_id, 1)
        assert narrow.job_document(other.job_id).slot is Slot.HELD
        world.clock.move(6 * HOUR)
        assert narrow.deliver(job.job_id, 2) is DeliveryOutcome.WAITING


def test_a_name_stands_for_one_thing(world: World) -> None:
    """What was a step before cannot be a pause, whatever its value."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        if job._attempt.job.attempt == 1:  # type: ignore[attr-defined]
            job.step("a", lambda: "x")
            raise errors.RetriableJobError
        job.sleep("a", HOUR)
        return WordResult(answer="x")

    with resting(handler):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
        world.clock.move(timedelta(seconds=10))
        world.deliver(job.job_id, 2)
    failed = world.job_document(job.job_id)
    assert (failed.status, failed.error and failed.error.code) == (
        JobStatus.FAILED,
        ErrorCode.INTERNAL,
    )


@pytest.mark.parametrize(("keeps", "status"), [(True, "succeeded"), (False, "queued")])
def test_a_retry_rests_again_only_if_it_is_done_afresh(
    world: World, *, keeps: bool, status: str
) -> None:
    """A pause is kept like a step."""

    def fail_at_first(job: JobContext) -> None:
        if job._attempt.job.attempt == 2:  # type: ignore[attr-defined]
            raise errors.PermanentJobError

    with resting(Paying(fail_at_first)):
        job = asleep(world)
        world.clock.move(6 * HOUR)
        world.deliver(job.job_id, 2)
        resubmit.resubmit_job(world.services, OWNER, job.job_id, keep_steps=keeps)
        world.deliver(job.job_id, 3)
    assert world.job_document(job.job_id).status == status


# --- going on past the time limit ----------------------------------------------------------------


class Long:
    """A handler whose steps take so long each."""

    def __init__(self, world: World, steps: int, each: timedelta) -> None:
        self.done: list[int] = []
        self._world, self._steps, self._each = world, steps, each

    def __call__(self, request: WordRequest, job: JobContext) -> WordResult:
        """Do all the steps."""
        for number in range(self._steps):
            job.step(f"part-{number}", lambda number=number: self._do(number), of=int)  # type: ignore[misc]
        return WordResult(answer=request.word)

    def _do(self, number: int) -> int:
        self._world.clock.move(self._each)
        self.done.append(number)
        return number


def run_long(world: World, handler: Long, whole_limit: timedelta | None) -> Job:
    """Run a job in attempts of five minutes at the most, delivering whatever is enqueued."""
    with declared(handler, retry=POLICY, whole_limit=whole_limit):
        job = world.submit(word="x")
        for dispatch in range(1, 9):
            world.deliver(job.job_id, dispatch)
    return world.job_document(job.job_id)


def test_a_job_goes_on_past_the_time_limit(world: World) -> None:
    """Ten minutes of steps, in attempts of five: no step is done twice, and none has failed."""
    ended = run_long(world, handler := Long(world, 5, timedelta(minutes=2, seconds=5)), DAY)
    assert (ended.status, ended.attempt) == (JobStatus.SUCCEEDED, 3)
    assert handler.done == [0, 1, 2, 3, 4]


def test_it_keeps_its_slot_when_it_goes_on(world: World) -> None:
    """Another attempt goes on at once, as after a machine that is told to stop."""
    handler = Long(world, 5, timedelta(minutes=2, seconds=5))
    with declared(handler, retry=POLICY, whole_limit=DAY):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    queued = world.job_document(job.job_id)
    assert (queued.status, queued.slot, queued.error) == (JobStatus.QUEUED, Slot.HELD, None)
    assert queued.next_attempt_at == world.clock()


def test_a_type_that_bounds_nothing_ends_at_its_time_limit(world: World) -> None:
    """As before."""
    ended = run_long(world, Long(world, 9, timedelta(minutes=2, seconds=5)), None)
    assert ended.error is not None
    assert ended.error.code is ErrorCode.DEADLINE_EXCEEDED


def test_an_attempt_that_kept_nothing_goes_on_itself(world: World) -> None:
    """However late it is: another attempt would come just as late, and go round for ever."""

    def late(request: WordRequest, job: JobContext) -> WordResult:
        world.clock.move(timedelta(minutes=4, seconds=30))
        return WordResult(answer=job.step("a", lambda: "done", of=str))

    with resting(late):
        job = world.submit(word="x")
        world.deliver(job.job_id, 1)
    ended = world.job_document(job.job_id)
    assert (ended.status, ended.attempt) == (JobStatus.SUCCEEDED, 1)


def test_a_job_that_lets_go_for_ever_is_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each attempt rests under another name."""
    monkeypatch.setattr("shared.core.letting_go.MOST_ATTEMPTS", 3)

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.sleep(str(world.clock()), SECOND)
        return WordResult(answer="x")

    with resting(handler):
        job = world.submit(word="x")
        for dispatch in range(1, 6):
            world.clock.move(10 * SECOND)
            world.deliver(job.job_id, dispatch)
    failed = world.job_document(job.job_id)
    assert (failed.status, failed.attempt) == (JobStatus.FAILED, 3)
