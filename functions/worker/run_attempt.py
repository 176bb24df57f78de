"""One attempt of a claimed job: call its handler, and settle how that ended.

run_attempt     from the start event to all that follows from the end
call_handler    the job type's own code; the one place where anything may be raised
settle          the outcome, written: succeeded | failed | cancelled | queued again

A handler may put its job back itself, to rest, to await an answer or other jobs, or because its
time is nearly over (`shared.handler.pausing`, `gathering`): then that was the end of the attempt,
and nothing is settled.

Today's budget is looked at before an attempt and before each of its calls: one read, of one
document, and of sixteen more where all users together have a budget; none where there is none.
"""

import logging
from collections.abc import Callable
from contextvars import copy_context
from functools import partial

from functions.effects import finish, start_events, type_pauses
from functions.effects.effects_of import repeated_effects
from functions.job_types import JobType
from functions.job_types.handling import FRACTIONS, HandlerCall, Success, check_result
from functions.worker import interrupt, lost_threads, recover
from functions.worker.births import ChildJobs
from functions.worker.outcomes import Outcome, ending_of
from shared import shutdown
from shared.core import errors, ids, retry
from shared.core.budget import BudgetSpentError, Spent
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.type_pause import QuotaExhaustedError
from shared.core.usage import Usage
from shared.firestore import documents
from shared.firestore.documents import VersionedJob
from shared.handler.job_context import JobContext
from shared.handler.keep_alive import Interrupts
from shared.handler.pausing import Bounds
from shared.handler.running_attempt import RunningAttempt
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)


def run_attempt(services: Services, stored: VersionedJob, call: HandlerCall) -> bool:
    """Run one attempt of a claimed job to its end, and carry out what follows.

    Returns:
        Whether this attempt has settled the job; not, if another one has it by now.

    Raises:
        errors.UnavailableError: If a service cannot be reached: the delivery must come again.
        errors.WriteConflictError: If a free slot could not be granted: likewise.
    """
    claimed = stored.job
    with logs.log_context(attempt=claimed.attempt):
        _log_start(claimed)
        start = start_events.publish_start(services, claimed)
        try:
            with spans.span("attempt") as span:
                settled = _call_and_settle(services, stored, call)
                _tell_end(span, settled.job)
        except errors.AttemptLostError as lost:
            log.warning("The attempt was taken over.", extra=logs.log_fields("taken-over"))
            if lost.stood_still:
                recover.forgive_lost_attempt(services, claimed.job_id)
            # What preempted it may have died before the slot was granted.
            finish.carry_out(services, claimed, repeated_effects(claimed), start)
            return False
        log.info("The job is %s.", settled.job.status, extra=_end_fields(settled.job))
        finish.follow_in_delivery(services, claimed, settled, start)
        return True


def _call_and_settle(services: Services, stored: VersionedJob, call: HandlerCall) -> VersionedJob:
    """Call the handler while the lease is kept alive, and write how that ended."""
    job_type = call.job_type
    attempt = RunningAttempt(
        stored,
        store=services.store,
        lease=services.settings.lease,
        bounds=Bounds(
            time_limit=job_type.time_limit,
            whole_limit=job_type.whole_limit,
            attempts=job_type.retry.max_attempts,
        ),
        clock=services.clock,
        interrupts=Interrupts(
            on_time_limit=partial(interrupt.stop_at_time_limit, services, job_type),
            after_time_limit=partial(lost_threads.watch, threads=services.settings.threads),
            on_cancel=partial(interrupt.stop_at_cancel, services),
        ),
        child_maker=ChildJobs(services=services, file=call.file),
    )
    # The signal's thread knows nothing of this one's log fields: they go with the call. The signal
    # may come twice, and a context can be entered only once at a time.
    fields = copy_context()
    with (
        shutdown.before_the_end(lambda: fields.copy().run(interrupt.release, services, attempt)),
        attempt,
    ):
        outcome = call_handler(services, attempt, call)
        if attempt.let_go is not None:
            # Whatever its handler has made of being told so.
            finish.follow_accepted(services, new=attempt.born, earlier=())
            return attempt.let_go
        try:
            settled = settle(services, job_type, attempt, stored.job, outcome)
            if isinstance(outcome, QuotaExhaustedError):
                type_pauses.pause_for_quota(services, job_type.name, outcome)
            return settled
        except errors.JobCancelledError as cancelled:
            # Asked for between the handler's last word and the end: it still counts.
            return settle(services, job_type, attempt, stored.job, cancelled)


def call_handler(services: Services, attempt: RunningAttempt, call: HandlerCall) -> Outcome:
    """Call the job type's own code; return its result, checked, or what it raised."""
    job_type = call.job_type
    context = JobContext(
        attempt,
        model=lambda: services.model,
        warehouse=lambda: services.warehouse,
        log=logging.getLogger(job_type.handler.__module__),
        job_type=job_type.name,
        file=call.file,
        forms=job_type.forms,
        children=job_type.children,
        may_spend=may_spend(services, attempt),
    )
    try:
        with spans.span("handler"):
            success = check_result(job_type, job_type.handler(call.request, context))
    except Exception as error:  # noqa: BLE001 -- the edge: a handler may raise anything
        return error
    except BaseException as error:  # noqa: BLE001 -- also what would end this process, and all its jobs
        mistake = errors.HandlerMistakeError(mistake=f"the handler raised {type(error).__name__}")
        mistake.__cause__ = error
        return mistake
    if context.reports_fractions:
        log.warning(FRACTIONS, extra=logs.log_fields("progress-fraction"))
    return success


@spans.spanned("settle")
def settle(
    services: Services, job_type: JobType, attempt: RunningAttempt, claimed: Job, outcome: Outcome
) -> VersionedJob:
    """Write how an attempt ended.

    Once another delivery was dealt with meanwhile, Cloud Tasks may have dropped the task that this
    attempt runs in, since both may be one: an end keeps a reminder then, until it is published. So
    does that of a child: its parent waits for it, whatever becomes of the task.

    Raises:
        errors.AttemptLostError: If another attempt has the job by now.
        errors.JobCancelledError: If a cancel was asked for that was not honoured yet.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    if attempt.is_cancelled():
        # Whatever a handler has made of it that catches too much: its owner wants no outcome.
        outcome = errors.JobCancelledError()
    match outcome:
        case errors.AttemptLostError():
            raise outcome
        case Exception():
            log_failure(outcome)
    data = {documents.RESULT: outcome.result} if isinstance(outcome, Success) else None
    ending = ending_of(outcome, job_type.retry, services.clock(), services.jitter())

    def reminded(job: Job, usage: Usage) -> Job:
        ended = ending(job, usage)
        is_safe = job.dispatch == claimed.dispatch and job.parent_id is None
        return ended if is_safe else finish.reminded(services, ended)

    return attempt.settle(reminded, data)


def _log_start(job: Job) -> None:
    log.info(
        "Attempt %d of %d starts.",
        job.attempt,
        job.max_attempts,
        extra=logs.log_fields("claim", waitSeconds=job.wait_seconds),
    )


def log_failure(error: Exception) -> None:
    """Log why an attempt failed: a sentence for an expected failure, the traceback for a defect."""
    match error:
        case errors.JobCancelledError():
            return
        case errors.HandlerMistakeError():
            fields = logs.log_fields("handler-mistake", code=error.code)
            log.error(
                "The job type has a defect: %s.",
                error.mistake,
                exc_info=error.__cause__ or False,
                extra=fields,
            )
        case errors.JobsError():
            fields = logs.log_fields("fail", code=error.code)
            cause = error.__cause__ or False
            log.warning("The attempt failed: %s.", error.code, exc_info=cause, extra=fields)
        case _:
            fields = logs.log_fields("handler-raised", code=errors.ErrorCode.INTERNAL)
            log.error("The handler raised.", exc_info=error, extra=fields)


def _tell_end(span: spans.Span, job: Job) -> None:
    """Say in an attempt's span how it ended: an error, whatever is not a success."""
    span.set_attribute("careerlens.job.status", job.status)
    if job.status is JobStatus.CANCELLED:
        spans.fail(span, errors.ErrorCode.CANCELLED)
    elif job.status is not JobStatus.SUCCEEDED and job.error is not None:
        spans.fail(span, job.error.code)


def _end_fields(job: Job) -> dict[str, object]:
    code = job.error and job.error.code
    return logs.log_fields("settle", status=job.status, code=code, runSeconds=job.run_seconds)


def end_if_overspent(services: Services, job: Job) -> Job | None:
    """Return the end of a queued job that there is no budget for; None if there is.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    try:
        _refuse_overspent(services, job)
    except BudgetSpentError as error:
        log.warning("There is no budget for the job.", extra=logs.log_fields("budget-spent"))
        return job.failed(services.clock(), retry.describe(error))
    return None


def may_spend(services: Services, attempt: RunningAttempt) -> Callable[[], None]:
    """Return what an attempt calls before it spends; it raises `BudgetSpentError` if it may not."""

    def check() -> None:
        job = attempt.job
        written = (job.usage or Usage()).cost_usd
        _refuse_overspent(services, job, unwritten_usd=attempt.usage.cost_usd - written)

    return check


def _refuse_overspent(services: Services, job: Job, *, unwritten_usd: float = 0.0) -> None:
    """Refuse a job whose owner, with what an attempt has not written yet, has no budget left.

    Raises:
        BudgetSpentError: If they have none, or all users together have not.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    budgets, now = services.settings.budgets, services.clock()
    if budgets.are_none:
        return
    spent = services.store.read_spent(ids.parse_job_id(job.job_id).uid, now)
    counted = Spent(
        user_usd=spent.user_usd + unwritten_usd, project_usd=spent.project_usd + unwritten_usd
    )
    budgets.refuse_overspent(counted, now, error=BudgetSpentError)
