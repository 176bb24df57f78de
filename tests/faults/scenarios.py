"""The moments of a job's life that faults are played in, one scenario each.

A scenario prepares a stage with healthy processes, and then acts with the process under test.
What its handler does is part of it: the same handler runs in the process under test and in those
that take over.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

from functions.operators import bulk
from functions.requests import (
    answer,
    cancel,
    erase,
    list_jobs,
    repeat,
    resubmit,
    schedules,
    submit,
)
from functions.requests.schedule_bodies import ScheduleRequest
from functions.worker import long_queue, sweep
from shared import shutdown
from shared.auth.users import User
from shared.core import errors
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.core.retry import RetryPolicy
from shared.firestore.documents import VersionedJob
from shared.handler.children import Child
from shared.handler.job_context import JobContext
from shared.wiring import Services
from tests.faults.history import attempt_of
from tests.faults.points import Point, Process, process_of
from tests.faults.stage import Act, Stage
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared
from tests.support.waiting import wait_until
from tests.support.world import OWNER

if TYPE_CHECKING:
    from pydantic import JsonValue

POLICY = RetryPolicy(max_attempts=3, base=timedelta(seconds=10), jitter=0)
ONE_ATTEMPT = RetryPolicy(max_attempts=1, base=timedelta(seconds=10), jitter=0)
TIME_LIMIT = timedelta(minutes=5)
KEY = "key-1"
#: The type of the parts that jobs gather.
PART = "test-part"
#: Who is told of every end in the scenarios with webhooks; nothing listens there or is sent.
ENDPOINTS = ("http://127.0.0.1:1/one", "http://127.0.0.1:1/other")

_SUCCEEDED = frozenset({JobStatus.SUCCEEDED})
_FAILED = frozenset({JobStatus.FAILED})
_CANCELLED = frozenset({JobStatus.CANCELLED})


def _nothing(stage: Stage) -> None:
    """Do nothing."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A moment of a job's life, to which something may happen."""

    name: str
    act: Act
    prepare: Callable[[Stage], None] = _nothing
    #: Makes the job type's handler.
    handler: Callable[[Stage], WordHandler]
    retry: RetryPolicy = POLICY
    #: What the job's owner does who got no answer.
    insist: Callable[[Stage], None] = _nothing
    #: How the job may end.
    ends: frozenset[JobStatus] = _SUCCEEDED
    #: Whether it is another's process that acts inside the handler; the attempt itself is healthy.
    is_inside: bool = False
    #: How many of the owner's jobs may run at the same time; 0: all.
    slots: int = 0
    #: How long the whole job may take; None where its type says nothing.
    whole_limit: timedelta | None = None
    #: The handler of the parts that its jobs gather.
    part: Callable[[Stage], WordHandler] | None = None
    #: Who is told of every end.
    endpoints: tuple[str, ...] = ()
    #: Whether the owner is told on a device.
    has_device: bool = False
    #: What else must be true in the end.
    check: Callable[[Stage], None] = _nothing

    @contextmanager
    def played_on(self, stage: Stage) -> Iterator[None]:
        """Have the stage prepared inside the block."""
        stage.limit_slots(self.slots)
        stage.tell(*self.endpoints)
        with ExitStack() as stack:
            if self.has_device:
                stack.enter_context(stage.with_device())
            if self.part is not None:
                stack.enter_context(declared(self.part(stage), name=PART, retry=self.retry))
            stack.enter_context(
                declared(
                    self.handler(stage),
                    retry=self.retry,
                    time_limit=TIME_LIMIT,
                    whole_limit=self.whole_limit,
                    forms=(Told,) if self.whole_limit else (),
                    children=(PART,) if self.part is not None else (),
                )
            )
            self.prepare(stage)
            yield


# --- handlers -----------------------------------------------------------------------------------


def two_steps(stage: Stage) -> WordHandler:
    """Report progress, do two steps, and have a last word that waits to be written."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        stage.clock.move(timedelta(seconds=2))
        stage.history.say(job, 10, "begins")
        job.step("first", lambda: stage.history.pay(job, "first"))
        stage.clock.move(timedelta(seconds=2))
        stage.history.say(job, 50, "half")
        job.step("second", lambda: stage.history.pay(job, "second"))
        stage.history.say(job, 90, "nearly")
        return WordResult(answer=request.word)

    return handler


def resting(stage: Stage) -> WordHandler:
    """Do a step, rest for a while, and do another one."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        stage.history.say(job, 50, "half")
        job.sleep("rest", timedelta(minutes=10))
        job.step("second", lambda: stage.history.pay(job, "second"))
        return WordResult(answer=request.word)

    return handler


class Told(Record):
    """What a job of these scenarios asks for."""

    word: str


def asking(stage: Stage) -> WordHandler:
    """Do a step, ask for a word, and do another step."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        stage.history.say(job, 50, "half")
        told = job.ask(
            "missing", Told, prompt="Which word?", until=timedelta(minutes=10), default=None
        )
        job.step("second", lambda: stage.history.pay(job, "second"))
        return WordResult(answer="nothing" if told is None else told.word)

    return handler


def gathering(stage: Stage) -> WordHandler:
    """Do a step, have a part done by another job, and do another step."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        stage.history.say(job, 50, "half")
        (part,) = job.gather("parts", [Child(PART, {"word": request.word})])
        job.step("second", lambda: stage.history.pay(job, "second"))
        return part.result(WordResult)

    return handler


def going_on(stage: Stage) -> WordHandler:
    """Do a step that takes nearly all the time, and another one, for which too little is left."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        stage.clock.move(TIME_LIMIT * 0.9)
        job.step("second", lambda: stage.history.pay(job, "second"))
        return WordResult(answer=request.word)

    return handler


def failing_at_first(stage: Stage) -> WordHandler:
    """Do a step, and fail at each job's first attempt that gets so far."""
    have_failed: set[str] = set()

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        job_id = attempt_of(job).job.job_id
        if job_id not in have_failed:
            have_failed.add(job_id)
            raise RuntimeError("a passing fault")
        stage.history.say(job, 60, "again")
        return WordResult(answer=request.word)

    return handler


def failing(stage: Stage) -> WordHandler:
    """Do a step, and fail."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        raise RuntimeError("a passing fault that does not pass")

    return handler


def refusing(stage: Stage) -> WordHandler:
    """Say that it will never work."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        stage.history.say(job, 20, "looks")
        raise errors.PermanentJobError("There is no such word.")

    return handler


def failing_until_resubmitted(stage: Stage) -> WordHandler:
    """Do a step, and fail in the first attempt only; for one attempt a submission."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        if attempt_of(job).job.dispatch == 1:
            raise RuntimeError("a passing fault")
        return WordResult(answer=request.word)

    return handler


def cancelled_midway(stage: Stage) -> WordHandler:
    """Be cancelled by the owner after a step."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        cancel.cancel_job(stage.world.services, OWNER, stage.job_id)
        stage.clock.move(timedelta(seconds=2))
        stage.history.say(job, 50, "half")
        raise AssertionError("a cancelled attempt went on")

    return handler


def cancelled_and_deaf(stage: Stage) -> WordHandler:
    """Be cancelled, swallow what says so, and finish all the same."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        cancel.cancel_job(stage.world.services, OWNER, stage.job_id)
        stage.clock.move(timedelta(seconds=2))
        with suppress(Exception):
            stage.history.say(job, 50, "half")
        return WordResult(answer=request.word)

    return handler


def ordinary(stage: Stage) -> WordHandler:
    """Do a step, and succeed."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        return WordResult(answer=request.word)

    return handler


def silent(stage: Stage) -> WordHandler:
    """Say nothing for two beats."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        for _ in range(2):
            stage.clock.move(stage.world.services.settings.lease.heartbeat)
            _wake(job)
            _wait(job, lambda: _has_ended(job) or _last_write(job) == stage.clock())
        return WordResult(answer=request.word)

    return handler


def on_time_limit(stage: Stage) -> WordHandler:
    """Take longer than its type may, at the first attempt."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        attempt = attempt_of(job)
        if attempt.job.attempt == 1:
            stage.clock.move(TIME_LIMIT + timedelta(seconds=1))
            _wake(job)
            _wait(job, lambda: _has_ended(job))
            job.progress(50, "too late")
        return WordResult(answer=request.word)

    return handler


def on_a_stopping_machine(stage: Stage) -> WordHandler:
    """Be told by the machine, at the first attempt, that it stops."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        if attempt_of(job).job.attempt == 1:
            shutdown.end_gracefully()
            _process(job).check()
            stage.history.say(job, 50, "goes on")
        return WordResult(answer=request.word)

    return handler


def cancelled_on_a_stopping_machine(stage: Stage) -> WordHandler:
    """Be cancelled, and then told that the machine stops."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        cancel.cancel_job(stage.world.services, OWNER, stage.job_id)
        if attempt_of(job).job.attempt == 1:
            shutdown.end_gracefully()
        _process(job).check()
        stage.history.say(job, 50, "goes on")
        raise AssertionError("a cancelled attempt went on")

    return handler


# --- what the process under test does -----------------------------------------------------------


def submit_it(stage: Stage, services: Services) -> None:
    """Submit a job without a key."""
    stage.submit(services)


def submit_with_key(stage: Stage, services: Services) -> None:
    """Submit a job with a key."""
    stage.submit(services, KEY)


def deliver(stage: Stage, services: Services) -> None:
    """Deliver the tasks that are due."""
    stage.deliver_due(services)


def deliver_to_the_end(stage: Stage, services: Services) -> None:
    """Deliver the job's tasks, also those that come due while it rests."""
    stage.deliver_to_the_end(services)


def deliver_twice(stage: Stage, services: Services) -> None:
    """Deliver the task, and the next one when it is due."""
    stage.deliver_due(services)
    stage.clock.move(timedelta(seconds=10))
    stage.deliver_due(services)


def deliver_by_others(stage: Stage, services: Services) -> None:
    """Have a healthy process run the job; the process under test acts inside its handler."""
    stage.deliver_due(stage.world.services)


def sweep_it(stage: Stage, services: Services) -> None:
    """Sweep."""
    sweep.sweep(services)


def sweep_long_queue(stage: Stage, services: Services) -> None:
    """Sweep where two jobs are many, and a page: the queue is listed."""
    with patch.object(long_queue, "FEW", 2), patch.object(sweep, "_PAGE", 2):
        sweep.sweep(services)


def cancel_it(stage: Stage, services: Services) -> None:
    """Cancel the job."""
    cancel.cancel_job(services, OWNER, stage.job_id)


def answer_it(stage: Stage, services: Services) -> None:
    """Answer what the job asks."""
    answer.answer_question(services, OWNER, stage.job_id, "missing", {"word": "told"})


def resubmit_it(stage: Stage, services: Services) -> None:
    """Resubmit the job."""
    resubmit.resubmit_job(services, OWNER, stage.job_id)


def resubmit_edited(stage: Stage, services: Services) -> None:
    """Resubmit the job with another request."""
    resubmit.resubmit_job(services, OWNER, stage.job_id, request={"word": "y"})


def submit_another(stage: Stage, services: Services) -> None:
    """Submit a second job."""
    stage.submit(services, word="y")


def submit_two(stage: Stage, services: Services) -> None:
    """Submit two jobs in one call, with a key."""
    submit.submit_batch(
        services,
        OWNER,
        [{"type": "test-word", "word": "x"}, {"type": "test-word", "word": "y"}],
        idempotency_key=KEY,
    )


def repeat_it(stage: Stage, services: Services) -> None:
    """Make the jobs of the schedules that are due."""
    repeat.repeat_due(services)


def submit_newest(stage: Stage, services: Services, word: str = "newest") -> None:
    """Submit a job that is the latest of what it is the latest of."""
    body: dict[str, JsonValue] = {"type": "test-word", "word": word}
    body["options"] = {"latestOf": "draft"}
    submit.submit_job(services, OWNER, body)


def cancel_unfinished(stage: Stage, services: Services) -> None:
    """Cancel the jobs that have not ended."""
    for job_id in stage.job_ids():
        if not stage.world.job_document(job_id).status.is_terminal:
            cancel.cancel_job(services, OWNER, job_id)


def cancel_first(stage: Stage, services: Services) -> None:
    """Cancel the job that holds the slot."""
    cancel.cancel_job(services, OWNER, stage.job_ids()[0])


def erase_it(stage: Stage, services: Services) -> None:
    """Erase the job."""
    erase.erase_job(services, OWNER, stage.history.creations[0].job.job_id)


def erase_owner(stage: Stage, services: Services) -> None:
    """Erase all that there is of the owner."""
    while not erase.erase_user(services, OWNER).is_complete:
        pass


def list_them(stage: Stage, services: Services) -> None:
    """List the owner's jobs."""
    list_jobs.list_jobs(services, OWNER, list_jobs.ListJobsQuery())


def overview_all(stage: Stage, services: Services) -> None:
    """Look over all users' jobs, as an operator."""
    bulk.overview(services, User(uid="operator-1", is_operator=True))


# --- what has happened before -------------------------------------------------------------------


def submitted(stage: Stage) -> None:
    """Have a job, queued, with its task."""
    stage.submit()


def gathered(stage: Stage) -> None:
    """Have a job that awaits its part."""
    submitted(stage)
    deliver(stage, stage.world.services)


def asked(stage: Stage) -> None:
    """Have a job that asks."""
    stage.submit()
    stage.deliver_due(stage.world.services)


def answered(stage: Stage) -> None:
    """Have a job that was answered by one who died before its task."""
    asked(stage)
    answer_it(stage, stage.world.services)
    stage.lose_tasks()


def goes_on_as_told(stage: Stage) -> None:
    """The answer that was taken is what the job went on with."""
    assert stage.world.result(stage.job_id) == {"answer": "told"}


def unanswered(stage: Stage) -> None:
    """Have a job that has asked, and no answer in time."""
    asked(stage)
    stage.clock.move(timedelta(minutes=10))


def submitted_with_key(stage: Stage) -> None:
    """Have a job that was submitted with a key."""
    stage.submit(key=KEY)


def task_lost(stage: Stage) -> None:
    """Have a queued job without a task, and time for the sweeper to see it."""
    submitted(stage)
    stage.lose_tasks()
    stage.clock.move(timedelta(seconds=60))


def task_waits(stage: Stage) -> None:
    """Have a queued job in a long queue."""
    submitted(stage)
    stage.clock.move(timedelta(seconds=60))


def tasks_wait(stage: Stage) -> None:
    """Have three queued jobs, of which the first has lost its task."""
    submitted(stage)
    stage.lose_tasks()
    for word in "yz":
        # So that the sweeper's order is always the same.
        stage.clock.move(timedelta(seconds=1))
        stage.submit(word=word)
    stage.clock.move(timedelta(seconds=60))


def claimed(stage: Stage) -> None:
    """Have a running job whose process has died just now; its task comes again."""
    submitted(stage)
    stored = _stored(stage)
    lease = stage.world.services.settings.lease
    job = stored.job.claimed(stage.clock(), lease, "lost")
    stage.start_process("lost").services.store.write(stored, job)


def lease_lost(stage: Stage) -> None:
    """Have a running job whose process died a minute ago; its task comes again."""
    claimed(stage)
    stage.clock.move(timedelta(seconds=60))


def lease_lost_after_cancel(stage: Stage) -> None:
    """Have one that its owner has cancelled meanwhile."""
    claimed(stage)
    cancel.cancel_job(stage.world.services, OWNER, stage.job_id)
    stage.clock.move(timedelta(seconds=60))


def too_late(stage: Stage) -> None:
    """Have a queued job that may not start any more."""
    submitted(stage)
    stored = _stored(stage)
    soon = stage.clock() + timedelta(seconds=10)
    stage.world.services.store.write(stored, stored.job.model_copy(update={"start_before": soon}))
    stage.clock.move(timedelta(seconds=60))


def finished_unpublished(stage: Stage) -> None:
    """Have a cancelled job whose end was not published."""
    submitted(stage)
    stage.lose_tasks()
    stored, now = _stored(stage), stage.clock()
    ended = stored.job.cancelled(now).end_unpublished(by=now)
    stage.world.services.store.write(stored, ended)


def finished(stage: Stage) -> None:
    """Have a job that has succeeded; the answer to its task was lost."""
    submitted(stage)
    (task,) = stage.world.enqueued(stage.job_id)
    stage.world.deliver(task.job_id, task.dispatch)


def failed(stage: Stage) -> None:
    """Have a job that has failed."""
    submitted(stage)
    stage.deliver_due(stage.world.services)


def failed_long_ago(stage: Stage) -> None:
    """A job has failed, and is kept for some days more."""
    failed(stage)
    stage.clock.move(timedelta(days=85))


def failed_unpublished(stage: Stage) -> None:
    """Have a job that has failed, and whose worker died before it could say so."""
    submitted(stage)
    point = Point.parse("before:events.publish#1")
    stage.start_process(point=point).run(stage.deliver_due)
    assert stage.job_document.status is JobStatus.FAILED


def one_waits(stage: Stage) -> None:
    """Have a queued job in the only slot, and one that waits."""
    submitted(stage)
    submit_another(stage, stage.world.services)


def one_of_a_batch_is_left(stage: Stage) -> None:
    """Have a batch of two, of which one has ended."""
    submit_two(stage, stage.world.services)
    cancel.cancel_job(stage.world.services, OWNER, stage.job_ids()[0])
    stage.clock.move(timedelta(seconds=1))


def one_is_latest(stage: Stage) -> None:
    """Have a queued job in the only slot that is the latest of something."""
    submit_newest(stage, stage.world.services, "older")


def schedule_is_due(stage: Stage) -> None:
    """Have a schedule whose first time has come."""
    body = {"type": "test-word", "input": {"word": "x"}, "everyHours": 1}
    wanted = ScheduleRequest.model_validate(body, by_alias=True)
    schedules.create_schedule(stage.world.services, OWNER, wanted)
    stage.clock.move(timedelta(hours=1))


def one_waits_for_a_late_one(stage: Stage) -> None:
    """Have a job in the only slot that may not start any more, and one that waits."""
    too_late(stage)
    submit_another(stage, stage.world.services)


def one_waits_for_a_lost_one(stage: Stage) -> None:
    """Have a job in the only slot whose process has died, and one that waits."""
    claimed(stage)
    submit_another(stage, stage.world.services)
    stage.clock.move(timedelta(seconds=60))


def retry_is_due(stage: Stage) -> None:
    """Have a job whose retry is due."""
    submitted(stage)
    stage.deliver_due(stage.world.services)
    stage.clock.move(timedelta(seconds=10))


def retry_meets_another(stage: Stage) -> None:
    """Have a job whose retry is due, and another in the only slot."""
    submitted(stage)
    stage.deliver_due(stage.world.services)
    submit_another(stage, stage.world.services)
    stage.clock.move(timedelta(seconds=10))


def slot_was_not_passed_on(stage: Stage) -> None:
    """Have a job that has waited for long; the process that should have given it the slot died."""
    one_waits(stage)
    # So that the sweeper's order is always the same.
    stage.clock.move(timedelta(seconds=1))
    point = Point.parse("before:store.waiting#1")
    stage.start_process(point=point).run(lambda own: cancel_first(stage, own))
    stage.lose_tasks()
    stage.clock.move(timedelta(hours=2))


# --- what its owner does who got no answer ------------------------------------------------------


def submit_again(stage: Stage) -> None:
    """Send the same request with the same key, until it is answered: it is one job."""
    first = stage.submit(key=KEY).job
    assert stage.submit(key=KEY).job.job_id == first.job_id


def cancel_again(stage: Stage) -> None:
    """Cancel until it is answered."""
    cancel_it(stage, stage.world.services)


def answer_again(stage: Stage) -> None:
    """Answer until that is answered: it is the same answer."""
    answer_it(stage, stage.world.services)


def resubmit_again(stage: Stage) -> None:
    """Resubmit until it is answered."""
    if stage.job_document.status is not JobStatus.SUCCEEDED:
        resubmit_it(stage, stage.world.services)


def repeat_again(stage: Stage) -> None:
    """Look for due schedules once more, as the next sweep does."""
    repeat_it(stage, stage.world.services)


def submit_two_again(stage: Stage) -> None:
    """Send the same batch with the same key: it is the same jobs."""
    submit_two(stage, stage.world.services)


def cancel_unfinished_again(stage: Stage) -> None:
    """Cancel until it is answered."""
    cancel_unfinished(stage, stage.world.services)


def cancel_first_again(stage: Stage) -> None:
    """Cancel until it is answered."""
    cancel_first(stage, stage.world.services)


def erase_again(stage: Stage) -> None:
    """Erase until it is answered."""
    erase_it(stage, stage.world.services)


def erase_owner_again(stage: Stage) -> None:
    """Erase until it is answered."""
    erase_owner(stage, stage.world.services)


# --- what must be true in the end ---------------------------------------------------------------


def one_job_was_made(stage: Stage) -> None:
    """The time has made one job, and another sweep makes none."""
    repeat_again(stage)
    assert stage.job_document.schedule_id is not None


def no_job_is_left(stage: Stage) -> None:
    """Nothing is stored of any job, and no task waits for one."""
    assert stage.collections() <= {"submittedRequests", "idempotencyKeys", "rateLimits"}


def nothing_is_left(stage: Stage) -> None:
    """Nothing is stored but the token bucket, which erasing must not fill."""
    assert stage.collections() == {"rateLimits"}


def told_once(stage: Stage) -> None:
    """The owner's device was told of each piece of news at the most once; if nothing died, once."""
    news = [(one["data"]["jobId"], one["data"]["news"]) for one in stage.pushed]
    assert len(news) == len(set(news))
    if not stage.under_test.was_struck.is_set():
        assert news == [(stage.job_id, "ended")]


def cancelled_by_process_under_test(stage: Stage) -> WordHandler:
    """Be cancelled by the process under test, and by another if it dies over it."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: stage.history.pay(job, "first"))
        stage.under_test.run(lambda services: cancel_it(stage, services))
        if stage.under_test.is_dead:
            cancel_again(stage)
        stage.clock.move(timedelta(seconds=2))
        stage.history.say(job, 50, "half")
        raise AssertionError("a cancelled attempt went on")

    return handler


_ALL = (
    Scenario(name="submit", act=submit_it, handler=ordinary),
    Scenario(name="submit-with-key", act=submit_with_key, insist=submit_again, handler=ordinary),
    Scenario(
        name="submit-key-again",
        prepare=submitted_with_key,
        act=submit_with_key,
        insist=submit_again,
        handler=ordinary,
    ),
    Scenario(name="submit-double-click", prepare=submitted, act=submit_it, handler=ordinary),
    Scenario(
        name="submit-newest",
        prepare=one_is_latest,
        act=submit_newest,
        handler=ordinary,
        slots=1,
        ends=_CANCELLED | _SUCCEEDED,
    ),
    Scenario(
        name="schedule-is-due",
        prepare=schedule_is_due,
        act=repeat_it,
        insist=repeat_again,
        handler=ordinary,
        check=one_job_was_made,
    ),
    Scenario(name="run-succeeds", prepare=submitted, act=deliver, handler=two_steps),
    Scenario(name="run-retried", prepare=submitted, act=deliver_twice, handler=failing_at_first),
    Scenario(name="run-refused", prepare=submitted, act=deliver, handler=refusing, ends=_FAILED),
    Scenario(
        name="run-exhausted",
        prepare=submitted,
        act=deliver,
        handler=failing,
        retry=ONE_ATTEMPT,
        ends=_FAILED,
    ),
    Scenario(
        name="run-cancelled",
        prepare=submitted,
        act=deliver,
        handler=cancelled_midway,
        ends=_CANCELLED,
    ),
    Scenario(
        name="run-cancelled-deaf",
        prepare=submitted,
        act=deliver,
        handler=cancelled_and_deaf,
        ends=_CANCELLED,
    ),
    Scenario(
        name="run-rests",
        prepare=submitted,
        act=deliver_to_the_end,
        handler=resting,
        whole_limit=timedelta(hours=1),
    ),
    Scenario(
        name="run-goes-on",
        prepare=submitted,
        act=deliver_to_the_end,
        handler=going_on,
        whole_limit=timedelta(hours=1),
    ),
    Scenario(
        name="run-asks",
        prepare=submitted,
        act=deliver,
        handler=asking,
        whole_limit=timedelta(hours=1),
    ),
    Scenario(
        name="answer",
        prepare=asked,
        act=answer_it,
        insist=answer_again,
        handler=asking,
        whole_limit=timedelta(hours=1),
        check=goes_on_as_told,
    ),
    Scenario(
        name="answer-again",
        prepare=answered,
        act=answer_it,
        insist=answer_again,
        handler=asking,
        whole_limit=timedelta(hours=1),
        check=goes_on_as_told,
    ),
    Scenario(
        name="cancel-asking",
        prepare=asked,
        act=cancel_it,
        insist=cancel_again,
        handler=asking,
        whole_limit=timedelta(hours=1),
        ends=_CANCELLED,
    ),
    Scenario(
        name="sweep-unanswered",
        prepare=unanswered,
        act=sweep_it,
        handler=asking,
        whole_limit=timedelta(hours=1),
    ),
    Scenario(
        name="run-gathers",
        prepare=submitted,
        act=deliver_to_the_end,
        handler=gathering,
        whole_limit=timedelta(hours=1),
        part=ordinary,
    ),
    Scenario(
        name="cancel-gathering",
        prepare=gathered,
        act=cancel_first,
        insist=cancel_first_again,
        handler=gathering,
        whole_limit=timedelta(hours=1),
        part=ordinary,
        ends=_CANCELLED | _SUCCEEDED,
    ),
    Scenario(name="run-beats", prepare=submitted, act=deliver, handler=silent),
    Scenario(name="run-over-time-limit", prepare=submitted, act=deliver, handler=on_time_limit),
    Scenario(name="run-too-late", prepare=too_late, act=deliver, handler=ordinary, ends=_FAILED),
    Scenario(name="run-released", prepare=submitted, act=deliver, handler=on_a_stopping_machine),
    Scenario(
        name="run-cancelled-released",
        prepare=submitted,
        act=deliver,
        handler=cancelled_on_a_stopping_machine,
        ends=_CANCELLED,
    ),
    Scenario(name="task-meets-living", prepare=claimed, act=deliver, handler=ordinary),
    Scenario(name="task-meets-lost", prepare=lease_lost, act=deliver, handler=ordinary),
    Scenario(
        name="task-meets-lost-last",
        prepare=lease_lost,
        act=deliver,
        handler=ordinary,
        retry=ONE_ATTEMPT,
        ends=_FAILED,
    ),
    Scenario(name="task-meets-finished", prepare=finished, act=deliver, handler=ordinary),
    Scenario(
        name="cancel-queued",
        prepare=submitted,
        act=cancel_it,
        insist=cancel_again,
        handler=ordinary,
        ends=_CANCELLED,
    ),
    Scenario(
        name="cancel-running",
        prepare=submitted,
        act=deliver_by_others,
        handler=cancelled_by_process_under_test,
        ends=_CANCELLED,
        is_inside=True,
    ),
    Scenario(
        name="cancel-lost",
        prepare=lease_lost,
        act=cancel_it,
        insist=cancel_again,
        handler=ordinary,
        ends=_CANCELLED,
    ),
    Scenario(
        name="resubmit-failed",
        prepare=failed,
        act=resubmit_it,
        insist=resubmit_again,
        handler=failing_until_resubmitted,
        retry=ONE_ATTEMPT,
    ),
    Scenario(
        name="resubmit-edited",
        prepare=failed,
        act=resubmit_edited,
        insist=resubmit_again,
        handler=failing_until_resubmitted,
        retry=ONE_ATTEMPT,
    ),
    Scenario(
        name="resubmit-old",
        prepare=failed_long_ago,
        act=resubmit_it,
        insist=resubmit_again,
        handler=failing_until_resubmitted,
        retry=ONE_ATTEMPT,
    ),
    Scenario(
        name="resubmit-unpublished",
        prepare=failed_unpublished,
        act=resubmit_it,
        insist=resubmit_again,
        handler=failing_until_resubmitted,
        retry=ONE_ATTEMPT,
    ),
    Scenario(name="sweep-lost-task", prepare=task_lost, act=sweep_it, handler=ordinary),
    Scenario(name="sweep-waiting-task", prepare=task_waits, act=sweep_it, handler=ordinary),
    Scenario(name="sweep-long-queue", prepare=tasks_wait, act=sweep_long_queue, handler=ordinary),
    Scenario(name="sweep-lost-attempt", prepare=lease_lost, act=sweep_it, handler=ordinary),
    Scenario(
        name="sweep-lost-last-attempt",
        prepare=lease_lost,
        act=sweep_it,
        handler=ordinary,
        retry=ONE_ATTEMPT,
        ends=_FAILED,
    ),
    Scenario(
        name="sweep-lost-cancelled",
        prepare=lease_lost_after_cancel,
        act=sweep_it,
        handler=ordinary,
        ends=_CANCELLED,
    ),
    Scenario(name="sweep-too-late", prepare=too_late, act=sweep_it, handler=ordinary, ends=_FAILED),
    Scenario(
        name="sweep-unpublished",
        prepare=finished_unpublished,
        act=sweep_it,
        handler=ordinary,
        ends=_CANCELLED,
    ),
    Scenario(
        name="submit-batch",
        act=submit_two,
        insist=submit_two_again,
        handler=ordinary,
        slots=1,
    ),
    Scenario(
        name="batch-ends",
        prepare=one_of_a_batch_is_left,
        act=deliver,
        handler=ordinary,
        ends=_CANCELLED | _SUCCEEDED,
        endpoints=ENDPOINTS[:1],
    ),
    Scenario(
        name="batch-ends-by-cancel",
        prepare=one_of_a_batch_is_left,
        act=cancel_unfinished,
        insist=cancel_unfinished_again,
        handler=ordinary,
        ends=_CANCELLED,
    ),
    Scenario(
        name="submit-waits",
        prepare=submitted,
        act=submit_another,
        handler=ordinary,
        slots=1,
    ),
    Scenario(name="slot-passed-on", prepare=one_waits, act=deliver, handler=ordinary, slots=1),
    Scenario(
        name="slot-of-lost-last",
        prepare=one_waits_for_a_lost_one,
        act=deliver,
        handler=ordinary,
        retry=ONE_ATTEMPT,
        slots=1,
        ends=_FAILED | _SUCCEEDED,
    ),
    Scenario(
        name="slot-of-cancelled",
        prepare=one_waits,
        act=cancel_first,
        insist=cancel_first_again,
        handler=ordinary,
        slots=1,
        ends=_CANCELLED | _SUCCEEDED,
    ),
    Scenario(
        name="slot-for-retry",
        prepare=retry_is_due,
        act=deliver,
        handler=failing_at_first,
        slots=1,
    ),
    Scenario(
        name="no-slot-for-retry",
        prepare=retry_meets_another,
        act=deliver,
        handler=failing_at_first,
        slots=1,
    ),
    Scenario(
        name="sweep-slot-of-too-late",
        prepare=one_waits_for_a_late_one,
        act=sweep_it,
        handler=ordinary,
        slots=1,
        ends=_FAILED | _SUCCEEDED,
    ),
    Scenario(
        name="sweep-slot-of-lost-last",
        prepare=one_waits_for_a_lost_one,
        act=sweep_it,
        handler=ordinary,
        retry=ONE_ATTEMPT,
        slots=1,
        ends=_FAILED | _SUCCEEDED,
    ),
    Scenario(
        name="sweep-waiting",
        prepare=slot_was_not_passed_on,
        act=sweep_it,
        handler=ordinary,
        slots=1,
        ends=_CANCELLED | _SUCCEEDED,
    ),
    Scenario(
        name="webhooks-of-run",
        prepare=submitted,
        act=deliver,
        handler=ordinary,
        endpoints=ENDPOINTS,
    ),
    Scenario(
        name="webhooks-of-cancel",
        prepare=submitted,
        act=cancel_it,
        insist=cancel_again,
        handler=ordinary,
        ends=_CANCELLED,
        endpoints=ENDPOINTS,
    ),
    Scenario(
        name="webhooks-of-sweep",
        prepare=finished_unpublished,
        act=sweep_it,
        handler=ordinary,
        ends=_CANCELLED,
        endpoints=ENDPOINTS,
    ),
    Scenario(
        name="webhooks-of-resubmit",
        prepare=failed_unpublished,
        act=resubmit_it,
        insist=resubmit_again,
        handler=failing_until_resubmitted,
        retry=ONE_ATTEMPT,
        endpoints=ENDPOINTS,
    ),
    Scenario(
        name="device-of-run",
        prepare=submitted,
        act=deliver,
        handler=ordinary,
        has_device=True,
        check=told_once,
    ),
    Scenario(name="list-jobs", prepare=submitted, act=list_them, handler=ordinary),
    Scenario(name="look-over", prepare=submitted, act=overview_all, handler=ordinary),
    Scenario(
        name="erase-job",
        prepare=finished,
        act=erase_it,
        insist=erase_again,
        handler=ordinary,
        check=no_job_is_left,
    ),
    Scenario(
        name="erase-user",
        prepare=one_waits,
        act=erase_owner,
        insist=erase_owner_again,
        handler=ordinary,
        slots=1,
        check=nothing_is_left,
    ),
)

#: By name.
SCENARIOS: Mapping[str, Scenario] = {scenario.name: scenario for scenario in _ALL}


def _stored(stage: Stage) -> VersionedJob:
    stored = stage.world.services.store.read(stage.job_id)
    assert stored is not None
    return stored


def _process(job: JobContext) -> Process:
    """Return the process that a handler runs in."""
    return process_of(attempt_of(job)._store)


def _wake(job: JobContext) -> None:
    """Have the attempt's writing thread look at the clock, which the test has moved."""
    attempt = attempt_of(job)
    with attempt.changed:
        attempt.changed.notify_all()


def _wait(job: JobContext, is_true: Callable[[], bool]) -> None:
    """Wait for the attempt's writing thread; a handler ends with its process."""
    process = _process(job)
    wait_until(lambda: process.is_dead or is_true(), seconds=50)
    process.check()


def _has_ended(job: JobContext) -> bool:
    return attempt_of(job)._ended is not None


def _last_write(job: JobContext) -> object:
    return attempt_of(job).job.updated_at
