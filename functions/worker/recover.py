"""Take over from an attempt whose process died: the lease ran out and no attempt settled the job.

A late delivery or the sweeper notices; both at once are harmless, because the job document changes
under compare-and-set and the task's name is made of the dispatch number.
"""

import logging

from functions.effects import finish
from functions.worker.outcomes import after_lost_attempt
from shared.core import errors
from shared.core.job import Job
from shared.firestore.compare_and_set import retry_stale
from shared.firestore.documents import UnreadableJobError, VersionedJob
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


def forgive_lost_attempt(services: Services, job_id: str) -> None:
    """Have an attempt not count that this process has lost, because it stood still meanwhile.

    Its handler may have done nothing wrong: what froze the process was a neighbour, or the machine.
    It is the job as it is now that is changed, as by any other process: the attempt itself has no
    say any more. A job that has failed meanwhile stays so.
    """

    def forgive() -> bool:
        stored = services.store.read(job_id)
        if stored is None or (changed := stored.job.forgiven(services.clock())) is None:
            return False
        services.store.write(stored, changed)
        return True

    try:
        if retry_stale(forgive):
            log.info("The lost attempt does not count.", extra=logs.log_fields("forgive"))
    except (errors.UnavailableError, errors.WriteConflictError, UnreadableJobError):
        log.warning("The lost attempt counts.", extra=logs.log_fields("forgive-failed"))
