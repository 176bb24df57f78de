"""One ring of the task: claim the job, call its handler, settle how that ended.

    handle_delivery     what does this task mean, the job document being as it is?
    claim_job     queued -> running, the attempt's number, a lease
    call_handler  the job type's own code; the one place where anything may be raised
    settle        running -> succeeded | failed | cancelled | queued, and tell who must know

What must stay true: the job document changes first, then the task is enqueued, then the event is
published, then the answer is given. A crash between any two is repaired by the task's redelivery or
by the sweeper. Only the answer waits for the event of a start. Whoever returns from here without an
error has dealt with the delivery.
"""

import json
import logging
from contextvars import copy_context
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue, ValidationError

from functions import job_input
from functions.effects import concurrency, finish, start_events
from functions.effects.notify import enqueue, notify
from functions.job_input import JobInput
from functions.job_types import JobResult, JobType, find_job_type
from functions.worker.recover import recover_lost_attempt
from shared import shutdown
from shared.core import errors, ids, retry
from shared.core.job import CLOCK_SKEW, DELIVERY_GRACE, Job, JobStatus, Usage
from shared.core.records import Record
from shared.firestore import job_store
from shared.firestore.job_store import StaleWriteError, VersionedJob
from shared.handler.job_context import JobContext
from shared.handler.running_attempt import Change, RunningAttempt
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: Two tasks of one job may claim at the same moment; the loser looks again, this often.
_CLAIM_TRIES = 5
#: Characters of JSON. Firestore refuses a document of 1 MiB; its own encoding is a little larger.
_MAX_RESULT_LENGTH = 900_000


class TaskPayload(Record):
    """What a task says."""

    job_id: str
    dispatch: int


class Answer(StrEnum):
    """What became of one delivery; each means that it is dealt with."""

    #: The job is gone: its owner erased it, or its time to live is over.
    NO_SUCH_JOB = "no-such-job"
    #: The job had ended before; its end was published again.
    FINISHED_BEFORE = "finished-before"
    #: A later task was enqueued since; that one counts.
    REDISPATCHED = "redispatched"
    #: Its owner's other jobs run; it is enqueued when one of them has ended.
    WAITING = "waiting"
    #: Another attempt is alive; the task enqueues again when its lease is over.
    RUNNING_ELSEWHERE = "running-elsewhere"
    #: An attempt had died; the job went back to the queue or to its end.
    RECOVERED = "recovered"
    #: This delivery ran an attempt, and settled it.
    SETTLED = "settled"
    #: This delivery ran an attempt, but another one took over.
    TAKEN_OVER = "taken-over"


def handle_delivery(services: Services, task: TaskPayload) -> Answer:
    """Deal with one delivery of a task.

    Raises:
        errors.UnavailableError: If Firestore could not be reached, or the end of the job could
            not be published: the delivery is not dealt with, and must come again.
        errors.WriteConflictError: If the job document changed at every try: likewise.
    """
    for _ in range(_CLAIM_TRIES):
        names = job_input.documents_of(task.job_id)
        stored, data = services.store.read_with_data(task.job_id, *names)
        try:
            return _answer(services, task, stored, job_input.input_in(data))
        except StaleWriteError:
            continue
    raise errors.WriteConflictError


def _answer(
    services: Services, task: TaskPayload, stored: VersionedJob | None, given: JobInput
) -> Answer:
    """Do what the task asks for, the job document being as it is."""
    if stored is None:
        return Answer.NO_SUCH_JOB
    old_news = _old_news(stored.job, task)
    if old_news is not None:
        return repeat_effects(services, stored.job, old_news)
    if stored.job.status is JobStatus.QUEUED:
        return start_attempt(services, stored, given)
    if stored.job.lease_is_lost(services.clock()):
        recover_lost_attempt(services, stored)
        return Answer.RECOVERED
    return redispatch_after_lease(services, stored)


def _old_news(job: Job, task: TaskPayload) -> Answer | None:
    """Say why a task starts nothing, if it does not. Pure."""
    if job.status.is_terminal:
        return Answer.FINISHED_BEFORE
    if task.dispatch < job.dispatch:
        return Answer.REDISPATCHED
    return Answer.WAITING if job.waiting else None


def repeat_effects(services: Services, job: Job, answer: Answer) -> Answer:
    """Do again what the delivery before this one may have died over; each is harmless twice."""
    if job.status.is_terminal:
        follow_end(services, job)
    else:
        release_slots(services, job)
    return answer


def start_attempt(services: Services, stored: VersionedJob, given: JobInput) -> Answer:
    """Claim a queued job and run it, unless it cannot be run any more."""
    job, now = stored.job, services.clock()
    if job.has_expired(now):
        return end_unstarted(services, stored, job.expired(now))
    try:
        find_job_type(job.type)
    except errors.InvalidArgumentError as error:
        return end_unstarted(services, stored, job.failed(now, retry.describe(error)))
    claimed = claim_job(services, stored)
    if claimed is None:
        concurrency.wait_for_slot(services, stored)
        return Answer.WAITING
    return run_attempt(services, claimed, given)


def end_unstarted(services: Services, stored: VersionedJob, job: Job) -> Answer:
    """End a queued job that no attempt can be started for."""
    follow_end(services, services.store.write(stored, job).job)
    return Answer.SETTLED


def follow_end(services: Services, job: Job) -> None:
    """Tell who must know of an end, and of every start that may not have been told."""
    follow_up(services, job)
    start_events.publish_starts(services, job)


@spans.spanned("claim")
def claim_job(services: Services, stored: VersionedJob) -> VersionedJob | None:
    """Take a queued job: it runs from now on, and nobody else may write it.

    Returns:
        The running job; None if its owner has no place free for it.

    Raises:
        job_store.StaleWriteError: If somebody else was first.
        errors.UnavailableError: If Firestore could not be reached.
    """
    bucket = None
    if not stored.job.has_place and services.settings.running_per_user:
        # A retry, or a job that was to run later: its place was free for others meanwhile.
        uid = ids.parse_job_id(stored.job.job_id).uid
        bucket = concurrency.taking(services, services.store.read_bucket(uid))
        if concurrency.is_full(services, uid):
            return None
    now, lease = services.clock(), services.settings.lease
    claimed = stored.job.claimed(now, lease, services.token())
    return services.store.write(stored, claimed, bucket=bucket)


def redispatch_after_lease(services: Services, stored: VersionedJob) -> Answer:
    """Enqueue again when the lease of the attempt that runs is over: then it has ended or died."""
    expires_at = stored.job.lease_expires_at or services.clock()
    expected_by = expires_at + 2 * CLOCK_SKEW
    now = services.clock()
    redispatched_job = stored.job.redispatched(now, expected_by)
    # The sweeper looks at the lease's end all the same: the process that runs the attempt may be
    # this one, and if it dies before it enqueues, nobody else hears of it in time.
    job = services.store.write(
        stored, redispatched_job.check_postponed(now, stored.job.check_at or expected_by)
    ).job
    enqueue(services, job, expected_by)
    return Answer.RUNNING_ELSEWHERE


def run_attempt(services: Services, stored: VersionedJob, given: JobInput) -> Answer:
    """Run one attempt of a claimed job, to its end, and tell who must know."""
    job = stored.job
    with logs.log_context(attempt=job.attempt):
        log.info(
            "Attempt %d of %d starts.",
            job.attempt,
            job.max_attempts,
            extra=logs.log_fields("claim", waitSeconds=job.wait_seconds),
        )
        start = start_events.publish_start(services, job)
        try:
            with spans.span("attempt") as span:
                job = _call_and_settle(services, stored, given)
                _tell_end(span, job)
        except errors.AttemptLostError:
            log.warning("The attempt was taken over.", extra=logs.log_fields("taken-over"))
            # Whoever took it away may have died before the place was given on.
            release_slots(services, job)
            answer = Answer.TAKEN_OVER
        else:
            log.info("The job is %s.", job.status, extra=_end_facts(job))
            answer = follow_up(services, job)
        start_events.follow_start(services, start, job)
        return answer


def follow_up(services: Services, job: Job) -> Answer:
    """Tell who must know of a job document that this delivery has written."""
    notify(services, job)
    release_slots(services, job)
    return Answer.SETTLED


def release_slots(services: Services, job: Job) -> None:
    """Return the place that a job may have freed to another of its owner's."""
    concurrency.release_slots(services, ids.parse_job_id(job.job_id).uid)


def _call_and_settle(services: Services, stored: VersionedJob, given: JobInput) -> Job:
    """Call the handler while the lease is kept alive, and write how that ended."""
    job_type = find_job_type(stored.job.type)
    attempt = RunningAttempt(
        stored,
        store=services.store,
        lease=services.settings.lease,
        time_limit=job_type.time_limit,
        clock=services.clock,
        on_time_limit=lambda attempt: stop_at_time_limit(services, job_type, attempt),
    )
    # The signal's thread knows nothing of this one's log fields: they go with the call. The signal
    # may come twice, and a context can be entered only once at a time.
    fields = copy_context()
    with (
        shutdown.before_the_end(lambda: fields.copy().run(release, services, attempt)),
        attempt,
    ):
        outcome = call_handler(services, job_type, attempt, given)
        try:
            return settle(services, job_type, attempt, outcome)
        except errors.JobCancelledError:
            # Asked for between the handler's last word and the end: it still counts.
            return settle(services, job_type, attempt, errors.JobCancelledError())


def release(services: Services, attempt: RunningAttempt) -> None:
    """Put a running job back because this machine is told to stop; another one goes on."""
    if preempt(
        services, attempt, lambda job: after_interruption(job, services.clock(), attempt.usage)
    ):
        log.info("The job is given back.", extra=logs.log_fields("release"))


def after_interruption(job: Job, now: datetime, usage: Usage) -> Job:
    """Decide what becomes of a running job whose machine stops. Pure."""
    return job.cancelled(now, usage) if job.cancel_requested else job.released(now, usage)


def stop_at_time_limit(services: Services, job_type: JobType, attempt: RunningAttempt) -> None:
    """End an attempt that takes longer than its type may, though its handler still runs."""
    error = errors.DeadlineExceededError("This took longer than a job of its type may.")
    if preempt(services, attempt, after_failure(services, job_type, attempt, error)):
        took = attempt.job.run_seconds
        log.warning(
            "The attempt took too long.", extra=logs.log_fields("time-limit", runSeconds=took)
        )


def preempt(services: Services, attempt: RunningAttempt, change: Change) -> bool:
    """Settle an attempt from outside its handler's thread, and tell who must know.

    No delivery stands for this: the handler's own will find the attempt lost, and that is dealt
    with. So an end keeps its reminder until it is published.

    Returns:
        Whether there was something to take away.
    """
    by = services.clock() + DELIVERY_GRACE

    def with_reminder(job: Job) -> Job:
        changed = change(job)
        return changed.end_unpublished(by) if changed.status.is_terminal else changed

    try:
        stored = attempt.preempt(with_reminder)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("The job could not be taken away.", extra=logs.log_fields("preempt-failed"))
        return False
    if stored is not None:
        _follow(services, stored)
    return stored is not None


def _follow(services: Services, stored: VersionedJob) -> None:
    """Do what follows from an attempt that was taken away."""
    if stored.job.status.is_terminal:
        finish.follow_or_leave(services, stored)
    else:
        notify(services, stored.job)
        concurrency.try_release_slots(services, ids.parse_job_id(stored.job.job_id).uid)


def call_handler(
    services: Services, job_type: JobType, attempt: RunningAttempt, given: JobInput
) -> JobResult | Exception:
    """Call the job type's own code; give its result, or what it raised."""
    try:
        with spans.span("handler"):
            context = JobContext(
                attempt,
                model=services.model,
                warehouse=services.warehouse,
                log=logging.getLogger(job_type.handler.__module__),
                job_type=job_type.name,
                file=given.file,
            )
            return _checked(job_type, job_type.handler(_parsed(job_type, given.request), context))
    except Exception as error:  # noqa: BLE001 -- the edge: a handler may raise anything
        return error


@spans.spanned("settle")
def settle(
    services: Services, job_type: JobType, attempt: RunningAttempt, outcome: JobResult | Exception
) -> Job:
    """Write how an attempt ended.

    Raises:
        errors.AttemptLostError: If another attempt has the job by now.
        errors.JobCancelledError: If a cancel was asked for that nobody has honoured yet.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    now = services.clock()
    if attempt.is_cancelled():
        # Whatever a handler has made of it that catches too much: nobody wants the outcome.
        outcome = errors.JobCancelledError()
    match outcome:
        case errors.AttemptLostError():
            raise outcome
        case errors.JobCancelledError():
            return attempt.settle(lambda job: job.cancelled(now, attempt.usage))
        case Exception():
            return settle_failure(services, job_type, attempt, outcome)
        case result:
            return attempt.settle(
                lambda job: job.succeeded(now, result.summarise(), attempt.usage),
                {job_store.RESULT: result.to_json()},
            )


def settle_failure(
    services: Services, job_type: JobType, attempt: RunningAttempt, error: Exception
) -> Job:
    """Write that an attempt failed: the job goes back to the queue, or has failed for good."""
    _log_failure(error)
    return attempt.settle(after_failure(services, job_type, attempt, error))


def after_failure(
    services: Services, job_type: JobType, attempt: RunningAttempt, error: Exception
) -> Change:
    """Decide what becomes of a job whose attempt ended in `error`, unless it is to be cancelled."""
    now, jitter = services.clock(), services.jitter()

    def change(job: Job) -> Job:
        if job.cancel_requested:
            # Asked for while the attempt was taken away; queued again, nobody would honour it.
            return job.cancelled(now, attempt.usage)
        match retry.decide(job, error, job_type.retry, now=now, random=jitter):
            case retry.TryAgain(at=at, failure=failure):
                return job.requeued(now, at, failure, attempt.usage)
            case retry.GiveUp(failure=failure):
                return job.failed(now, failure, attempt.usage)

    return change


def _parsed(job_type: JobType, request: JsonValue) -> Record:
    """Read the request as this revision's handler wants it."""
    try:
        return job_type.request.model_validate(request)
    except ValidationError as error:
        raise errors.PermanentJobError(
            "This request is of a form that is no longer understood; submit it anew."
        ) from error


def _checked(job_type: JobType, result: JobResult) -> JobResult:
    """Check a result as it will be stored: what was copied and changed was never validated."""
    document = result.to_json()
    if len(json.dumps(document)) > _MAX_RESULT_LENGTH:
        raise errors.PermanentJobError("The result is too large to keep.")
    return job_type.result.model_validate(document)


def _log_failure(error: Exception) -> None:
    """Say why an attempt failed: a sentence for an expected failure, the traceback for a defect."""
    if isinstance(error, errors.JobsError):
        log.warning(
            "The attempt failed: %s.", error.code, extra=logs.log_fields("fail", code=error.code)
        )
    else:
        log.error("The handler raised.", exc_info=error, extra=logs.log_fields("handler-raised"))


def _tell_end(span: spans.Span, job: Job) -> None:
    """Say in an attempt's span how it ended: an error, whatever is not a success."""
    span.set({"careerlens.job.status": job.status})
    if job.status is JobStatus.CANCELLED:
        span.fail(errors.ErrorCode.CANCELLED)
    elif job.status is not JobStatus.SUCCEEDED and job.error is not None:
        span.fail(job.error.code)


def _end_facts(job: Job) -> dict[str, object]:
    code = job.error and job.error.code
    return logs.log_fields("settle", status=job.status, code=code, runSeconds=job.run_seconds)
