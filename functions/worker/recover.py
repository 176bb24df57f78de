"""Take over from an attempt whose process died: the lease ran out and no attempt settled the job.

A late delivery or the sweeper notices; both at once are harmless, because the job document changes
under compare-and-set and the task's name is made of the dispatch number.
"""

import logging

from functions.effects import finish
from functions.worker.outcomes import after_lost_attempt
from shared.core.job import Job
from shared.firestore.documents import VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def recover_lost_attempt(services: Services, stored: VersionedJob) -> Job:
    """Settle an attempt whose lease is lost: back to the queue, or to its end.

    Raises:
        StaleWriteError: If another process was first.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    after = after_lost_attempt(stored.job, services.clock())
    job = finish.change_by_itself(services, stored, after)
    log.warning(
        "Attempt %d of %d was lost; the job is %s.",
        job.attempt,
        job.max_attempts,
        job.status,
        extra=logs.log_fields("recover", status=job.status, attempt=job.attempt),
    )
    return job
