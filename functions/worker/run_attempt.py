"""One attempt of a claimed job: call its handler, and settle how that ended.

run_attempt     from the start event to all that follows from the end
call_handler    the job type's own code; the one place where anything may be raised
settle          the outcome, written: succeeded | failed | cancelled | queued again
"""

import json
import logging
from contextvars import copy_context

from pydantic import JsonValue, ValidationError

from functions.effects import finish, start_events
from functions.effects.effects_of import effects_of, repeated_effects
from functions.job_types import JobInput, JobResult, JobType, find_job_type
from functions.worker import interrupt, spending
from functions.worker.outcomes import Outcome, ending_of
from shared import shutdown
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.firestore import documents
from shared.firestore.documents import VersionedJob
from shared.handler.job_context import JobContext
from shared.handler.running_attempt import RunningAttempt
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: Characters of JSON. Firestore refuses a document of 1 MiB; its own encoding is a little larger.
_MAX_RESULT_LENGTH = 900_000


def run_attempt(services: Services, stored: VersionedJob, given: JobInput) -> bool:
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
                settled = _call_and_settle(services, stored, given)
                _tell_end(span, settled)
        except errors.AttemptLostError:
            log.warning("The attempt was taken over.", extra=logs.log_fields("taken-over"))
            # What preempted it may have died before the slot was granted.
            finish.carry_out(services, claimed, repeated_effects(claimed), start)
            return False
        log.info("The job is %s.", settled.status, extra=_end_fields(settled))
        finish.carry_out(services, settled, effects_of(claimed, settled), start)
        return True


def _call_and_settle(services: Services, stored: VersionedJob, given: JobInput) -> Job:
    """Call the handler while the lease is kept alive, and write how that ended."""
    job_type = find_job_type(stored.job.type)
    attempt = RunningAttempt(
        stored,
        store=services.store,
        lease=services.settings.lease,
        time_limit=job_type.time_limit,
        clock=services.clock,
        on_time_limit=lambda attempt: interrupt.stop_at_time_limit(services, job_type, attempt),
    )
    # The signal's thread knows nothing of this one's log fields: they go with the call. The signal
    # may come twice, and a context can be entered only once at a time.
    fields = copy_context()
    with (
        shutdown.before_the_end(lambda: fields.copy().run(interrupt.release, services, attempt)),
        attempt,
    ):
        outcome = call_handler(services, job_type, attempt, given)
        try:
            return settle(services, job_type, attempt, outcome)
        except errors.JobCancelledError as cancelled:
            # Asked for between the handler's last word and the end: it still counts.
            return settle(services, job_type, attempt, cancelled)


def call_handler(
    services: Services, job_type: JobType, attempt: RunningAttempt, given: JobInput
) -> Outcome:
    """Call the job type's own code; return its result, or what it raised."""
    try:
        with spans.span("handler"):
            context = JobContext(
                attempt,
                model=services.model,
                warehouse=services.warehouse,
                log=logging.getLogger(job_type.handler.__module__),
                job_type=job_type.name,
                file=given.file,
                may_spend=spending.may_spend(services, attempt),
            )
            return _checked(job_type, job_type.handler(_parsed(job_type, given.request), context))
    except Exception as error:  # noqa: BLE001 -- the edge: a handler may raise anything
        return error


@spans.spanned("settle")
def settle(services: Services, job_type: JobType, attempt: RunningAttempt, outcome: Outcome) -> Job:
    """Write how an attempt ended.

    Raises:
        errors.AttemptLostError: If another attempt has the job by now.
        errors.JobCancelledError: If a cancel was asked for that was not honoured yet.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    if attempt.is_cancelled():
        # Whatever a handler has made of it that catches too much: its owner wants no outcome.
        outcome = errors.JobCancelledError()
    data: dict[str, JsonValue] = {}
    match outcome:
        case errors.AttemptLostError():
            raise outcome
        case Exception():
            _log_failure(outcome)
        case result:
            data[documents.RESULT] = result.to_json()
    ending = ending_of(outcome, job_type.retry, services.clock(), services.jitter())
    return attempt.settle(ending, data)


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


def _log_start(job: Job) -> None:
    log.info(
        "Attempt %d of %d starts.",
        job.attempt,
        job.max_attempts,
        extra=logs.log_fields("claim", waitSeconds=job.wait_seconds),
    )


def _log_failure(error: Exception) -> None:
    """Log why an attempt failed: a sentence for an expected failure, the traceback for a defect."""
    match error:
        case errors.JobCancelledError():
            return
        case errors.JobsError():
            fields = logs.log_fields("fail", code=error.code)
            log.warning("The attempt failed: %s.", error.code, extra=fields)
        case _:
            log.error(
                "The handler raised.", exc_info=error, extra=logs.log_fields("handler-raised")
            )


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
