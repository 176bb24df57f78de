"""Have a job go on that awaits others, where no process that ended one of them has seen to it."""

from datetime import datetime

from functions.effects import finish
from shared.core.gather import GATHER_CHECK
from shared.core.job import Job
from shared.firestore.documents import VersionedJob
from shared.wiring import Services


def resume_if_gathered(services: Services, stored: VersionedJob) -> bool:
    """Queue a suspended job whose children have ended, or whose own time is over.

    Returns:
        Whether it goes on; else it is looked at again.

    Raises:
        StaleWriteError: If another process was first.
        errors.UnavailableError: If Firestore cannot be reached.
        errors.WriteConflictError: If others were faster at every try.
    """
    job, now = stored.job, services.clock()
    if job.is_overdue(now):
        # Its next attempt ends it, and with it the jobs that it has made.
        finish.change_by_itself(services, stored, job.resumed(now, services.token()))
        return True
    if finish.wake(services, job.job_id):
        return True
    services.store.write(stored, job.check_postponed(now, _next_check(job, now)))
    return False


def _next_check(job: Job, now: datetime) -> datetime:
    later = now + GATHER_CHECK
    return later if job.deadline is None else min(later, max(job.deadline, now))
