"""Take over from an attempt whose process died: the lease ran out and nobody settled it.

Called by whoever notices, a late task or the sweeper; both at once are harmless, because the
job document changes under compare-and-set and the task's name is made of the dispatch number.
"""

import logging
from datetime import datetime

from functions.effects import finish
from functions.effects.notify import notify
from shared.core.errors import ErrorCode
from shared.core.job import Failure, Job
from shared.firestore.job_store import VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The public words for an attempt that ended without a word.
_LOST = Failure(
    code=ErrorCode.ABORTED,
    message="The machine that worked on this job stopped before it was done.",
    retriable=True,
)


def recover_lost_attempt(services: Services, stored: VersionedJob) -> Job:
    """Settle an attempt whose lease is lost: back to the queue, or to its end.

    Raises:
        job_store.StaleWriteError: If somebody else was first.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    job = after_lost_attempt(stored.job, services.clock())
    if job.status.is_terminal:
        job = finish.end_job(services, stored, job)
    else:
        notify(services, services.store.write(stored, job).job)
    log.warning(
        "Attempt %d of %d was lost; the job is %s.",
        job.attempt,
        job.max_attempts,
        job.status,
        extra=logs.log_fields("recover", status=job.status, attempt=job.attempt),
    )
    return job


def after_lost_attempt(job: Job, now: datetime) -> Job:
    """Decide what becomes of a running job whose attempt died. A crash counts as an attempt.

    Pure. A job that its owner asked to cancel is cancelled, instead of being run once more.
    """
    if job.cancel_requested:
        return job.cancelled(now)
    if job.attempt >= job.max_attempts or job.has_expired(now):
        return job.failed(now, _LOST)
    return job.requeued(now, at=now, error=_LOST)
