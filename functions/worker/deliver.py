"""One ring of the bell: claim the job, call its handler, settle how that ended.

    hear_bell     what does this bell mean, the card being as it is?
    claim_job     queued -> running, the attempt's number, a lease
    call_handler  the job type's own code; the one place where anything may be raised
    settle        running -> succeeded | failed | cancelled | queued, and tell who must know

What must stay true: the card changes first, then the bell is rung, then the event is published,
then the answer is given. A crash between any two is repaired by the bell's redelivery or by the
sweeper. Only the answer waits for the event of a start. Whoever returns from here without an error
has dealt with the delivery.
"""

import json
import logging
from contextvars import copy_context
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue, ValidationError

from functions import job_input
from functions.effects import concurrency, finish, start_events
from functions.effects.notify import announce, ring
from functions.job_input import JobInput
from functions.job_types import JobResult, JobType, find_job_type
from functions.worker.recover import recover_lost_attempt
from shared import shutdown
from shared.core import errors, ids, retry
from shared.core.job import CLOCK_SKEW, RING_GRACE, Job, JobStatus, Usage
from shared.core.records import Record
from shared.firestore import job_store
from shared.firestore.job_store import CardChangedError, StoredJob
from shared.handler.job_context import JobContext
from shared.handler.running_attempt import Change, RunningJob
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: Two bells of one job may claim at the same moment; the loser looks again, this often.
_CLAIM_TRIES = 5
#: Characters of JSON. Firestore refuses a document of 1 MiB; its own encoding is a little larger.
_MAX_RESULT_LENGTH = 900_000


class Bell(Record):
    """What a doorbell says."""

    job_id: str
    dispatch: int


class Answer(StrEnum):
    """What became of one delivery; each means that it is dealt with."""

    #: The job is gone: its owner erased it, or its time to live is over.
    NO_SUCH_JOB = "no-such-job"
    #: The job had ended before; its end was published again.
    FINISHED_BEFORE = "finished-before"
    #: A later bell was rung since; that one counts.
    RUNG_SINCE = "rung-since"
    #: Its owner's other jobs run; it is rung when one of them has ended.
    WAITING = "waiting"
    #: Another attempt is alive; the bell rings again when its lease is over.
    RUNNING_ELSEWHERE = "running-elsewhere"
    #: An attempt had died; the job went back to the queue or to its end.
    RECOVERED = "recovered"
    #: This delivery ran an attempt, and settled it.
    SETTLED = "settled"
    #: This delivery ran an attempt, but another one took over.
    TAKEN_OVER = "taken-over"


def hear_bell(services: Services, bell: Bell) -> Answer:
    """Deal with one delivery of a bell.

    Raises:
        errors.UnavailableError: If Firestore could not be reached, or the end of the job could
            not be published: the delivery is not dealt with, and must come again.
        errors.WriteConflictError: If the card changed at every try: likewise.
    """
    for _ in range(_CLAIM_TRIES):
        names = job_input.documents_of(bell.job_id)
        stored, data = services.store.read_with_data(bell.job_id, *names)
        try:
            return _answer(services, bell, stored, job_input.input_in(data))
        except CardChangedError:
            continue
    raise errors.WriteConflictError


def _answer(services: Services, bell: Bell, stored: StoredJob | None, given: JobInput) -> Answer:
    """Do what the bell asks for, the card being as it is."""
    if stored is None:
        return Answer.NO_SUCH_JOB
    old_news = _old_news(stored.job, bell)
    if old_news is not None:
        return repeat_last_words(services, stored.job, old_news)
    if stored.job.status is JobStatus.QUEUED:
        return start_attempt(services, stored, given)
    if stored.job.lease_is_lost(services.clock()):
        recover_lost_attempt(services, stored)
        return Answer.RECOVERED
    return ring_after_lease(services, stored)


def _old_news(job: Job, bell: Bell) -> Answer | None:
    """Say why a bell starts nothing, if it does not. Pure."""
    if job.status.is_terminal:
        return Answer.FINISHED_BEFORE
    if bell.dispatch < job.dispatch:
        return Answer.RUNG_SINCE
    return Answer.WAITING if job.waiting else None


def repeat_last_words(services: Services, job: Job, answer: Answer) -> Answer:
    """Do again what the delivery before this one may have died over; each is harmless twice."""
    if job.status.is_terminal:
        follow_end(services, job)
    else:
        give_places(services, job)
    return answer


def start_attempt(services: Services, stored: StoredJob, given: JobInput) -> Answer:
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
        concurrency.put_to_wait(services, stored)
        return Answer.WAITING
    return run_attempt(services, claimed, given)


def end_unstarted(services: Services, stored: StoredJob, job: Job) -> Answer:
    """End a queued job that no attempt can be started for."""
    follow_end(services, services.store.write(stored, job).job)
    return Answer.SETTLED


def follow_end(services: Services, job: Job) -> None:
    """Tell who must know of an end, and of every start that may not have been told."""
    follow_up(services, job)
    start_events.publish_starts(services, job)


@spans.spanned("claim")
def claim_job(services: Services, stored: StoredJob) -> StoredJob | None:
    """Take a queued job: it runs from now on, and nobody else may write it.

    Returns:
        The running job; None if its owner has no place free for it.

    Raises:
        job_store.CardChangedError: If somebody else was first.
        errors.UnavailableError: If Firestore could not be reached.
    """
    bucket = None
    if not stored.job.has_place and services.settings.running_per_user:
        # A retry, or a job that was to run later: its place was free for others meanwhile.
        uid = ids.parse_job_id(stored.job.job_id).uid
        bucket = concurrency.taking(services, services.store.read_bucket(uid))
        if concurrency.has_no_place(services, uid):
            return None
    now, lease = services.clock(), services.settings.lease
    claimed = stored.job.claimed(now, lease, services.token())
    return services.store.write(stored, claimed, bucket=bucket)


def ring_after_lease(services: Services, stored: StoredJob) -> Answer:
    """Ring again when the lease of the attempt that runs is over: then it has ended or died."""
    expires_at = stored.job.lease_expires_at or services.clock()
    heard_by = expires_at + 2 * CLOCK_SKEW
    now = services.clock()
    rung = stored.job.rung_again(now, heard_by)
    # The sweeper looks at the lease's end all the same: the process that runs the attempt may be
    # this one, and if it dies before it rings, nobody else hears of it in time.
    job = services.store.write(stored, rung.looked_at(now, stored.job.check_at or heard_by)).job
    ring(services, job, heard_by)
    return Answer.RUNNING_ELSEWHERE


def run_attempt(services: Services, stored: StoredJob, given: JobInput) -> Answer:
    """Run one attempt of a claimed job, to its end, and tell who must know."""
    job = stored.job
    with logs.bound(attempt=job.attempt):
        log.info(
            "Attempt %d of %d starts.",
            job.attempt,
            job.max_attempts,
            extra=logs.facts("claim", waitSeconds=job.wait_seconds),
        )
        start = start_events.publish_start(services, job)
        try:
            with spans.span("attempt") as span:
                job = _call_and_settle(services, stored, given)
                _tell_end(span, job)
        except errors.AttemptLostError:
            log.warning("The attempt was taken over.", extra=logs.facts("taken-over"))
            # Whoever took it away may have died before the place was given on.
            give_places(services, job)
            answer = Answer.TAKEN_OVER
        else:
            log.info("The job is %s.", job.status, extra=_end_facts(job))
            answer = follow_up(services, job)
        start_events.follow_start(services, start, job)
        return answer


def follow_up(services: Services, job: Job) -> Answer:
    """Tell who must know of a card that this delivery has written."""
    announce(services, job)
    give_places(services, job)
    return Answer.SETTLED


def give_places(services: Services, job: Job) -> None:
    """Give the place that a job may have freed to another of its owner's."""
    concurrency.give_places(services, ids.parse_job_id(job.job_id).uid)


def _call_and_settle(services: Services, stored: StoredJob, given: JobInput) -> Job:
    """Call the handler while the lease is kept alive, and write how that ended."""
    job_type = find_job_type(stored.job.type)
    attempt = RunningJob(
        stored,
        store=services.store,
        lease=services.settings.lease,
        time_limit=job_type.time_limit,
        clock=services.clock,
        overtime=lambda attempt: stop_overtime(services, job_type, attempt),
    )
    # The signal's thread knows nothing of this one's log fields: they go with the call. The signal
    # may come twice, and a context can be entered only once at a time.
    fields = copy_context()
    with (
        shutdown.before_the_end(lambda: fields.copy().run(give_back, services, attempt)),
        attempt,
    ):
        outcome = call_handler(services, job_type, attempt, given)
        try:
            return settle(services, job_type, attempt, outcome)
        except errors.JobCancelledError:
            # Asked for between the handler's last word and the end: it still counts.
            return settle(services, job_type, attempt, errors.JobCancelledError())


def give_back(services: Services, attempt: RunningJob) -> None:
    """Put a running job back because this machine is told to stop; another one goes on."""
    if take_away(
        services, attempt, lambda job: after_interruption(job, services.clock(), attempt.usage)
    ):
        log.info("The job is given back.", extra=logs.facts("give-back"))


def after_interruption(job: Job, now: datetime, usage: Usage) -> Job:
    """Decide what becomes of a running job whose machine stops. Pure."""
    return job.cancelled(now, usage) if job.cancel_requested else job.released(now, usage)


def stop_overtime(services: Services, job_type: JobType, attempt: RunningJob) -> None:
    """End an attempt that takes longer than its type may, though its handler still runs."""
    error = errors.DeadlineExceededError("This took longer than a job of its type may.")
    if take_away(services, attempt, after_failure(services, job_type, attempt, error)):
        took = attempt.job.run_seconds
        log.warning("The attempt took too long.", extra=logs.facts("overtime", runSeconds=took))


def take_away(services: Services, attempt: RunningJob, change: Change) -> bool:
    """Settle an attempt from outside its handler's thread, and tell who must know.

    No delivery stands for this: the handler's own will find the attempt lost, and that is dealt
    with. So an end keeps its reminder until it is published.

    Returns:
        Whether there was something to take away.
    """
    by = services.clock() + RING_GRACE

    def with_reminder(job: Job) -> Job:
        changed = change(job)
        return changed.to_be_announced(by) if changed.status.is_terminal else changed

    try:
        stored = attempt.take_away(with_reminder)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("The job could not be taken away.", extra=logs.facts("take-away-failed"))
        return False
    if stored is not None:
        _follow(services, stored)
    return stored is not None


def _follow(services: Services, stored: StoredJob) -> None:
    """Do what follows from an attempt that was taken away."""
    if stored.job.status.is_terminal:
        finish.follow_or_leave(services, stored)
    else:
        announce(services, stored.job)
        concurrency.look_for_places(services, ids.parse_job_id(stored.job.job_id).uid)


def call_handler(
    services: Services, job_type: JobType, attempt: RunningJob, given: JobInput
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
    services: Services, job_type: JobType, attempt: RunningJob, outcome: JobResult | Exception
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
    services: Services, job_type: JobType, attempt: RunningJob, error: Exception
) -> Job:
    """Write that an attempt failed: the job goes back to the queue, or has failed for good."""
    _log_failure(error)
    return attempt.settle(after_failure(services, job_type, attempt, error))


def after_failure(
    services: Services, job_type: JobType, attempt: RunningJob, error: Exception
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
            "The attempt failed: %s.", error.code, extra=logs.facts("fail", code=error.code)
        )
    else:
        log.error("The handler raised.", exc_info=error, extra=logs.facts("handler-raised"))


def _tell_end(span: spans.Span, job: Job) -> None:
    """Say in an attempt's span how it ended: an error, whatever is not a success."""
    span.set_attribute("careerlens.job.status", job.status)
    if job.status is JobStatus.CANCELLED:
        spans.fail(span, errors.ErrorCode.CANCELLED)
    elif job.status is not JobStatus.SUCCEEDED and job.error is not None:
        spans.fail(span, job.error.code)


def _end_facts(job: Job) -> dict[str, object]:
    code = job.error and job.error.code
    return logs.facts("settle", status=job.status, code=code, runSeconds=job.run_seconds)
