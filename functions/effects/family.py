"""A job and the jobs that it has made: when it may go on, and what a cancel makes of them.

What must stay true: an end is written before its parent is looked at, and a parent is looked at
once more after it was written that it waits again. So of all that end at the same moment at least
one finds the others ended, and none that ends meanwhile is missed. A second one that wakes the
parent is refused, or finds it awake.
"""

from shared.core.cancelling import asked_or_ended, is_asked_already
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.firestore.documents import UnreadableJobError, VersionedJob
from shared.firestore.job_queries import FoundChildren
from shared.wiring import Services


def woken(services: Services, stored: VersionedJob) -> Job | None:
    """Return a job that awaits others as it goes on; None while it has to wait, or does not.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    job = stored.job
    if job.gather is None or job.status is not JobStatus.SUSPENDED:
        return None
    found = services.store.read_children(job.gather.children)
    statuses = {job_id: None if child is None else child.status for job_id, child in found.items()}
    if not job.gather.is_over(statuses):
        return None
    return job.resumed(services.clock(), services.token())


def unwanted_children(services: Services, parent: Job) -> FoundChildren:
    """Return the unfinished jobs that another one has made, which has ended by then.

    None if that one has been run once more since: they are perhaps its next run's. So it is read
    after them. What its runs before have made was cancelled before that.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    found = services.store.unfinished_children(parent.job_id)
    if found.jobs and not _has_stayed_ended(services, parent):
        return FoundChildren(jobs=())
    return found


def _has_stayed_ended(services: Services, ended: Job) -> bool:
    """Whether a job is gone, or has not been run once more since it ended so."""
    try:
        stored = services.store.read(ended.job_id)
    except UnreadableJobError:
        # A newer revision has written it, and sees to what follows.
        return False
    if stored is None:
        return True
    return stored.job.status.is_terminal and stored.job.dispatch == ended.dispatch


def find(services: Services, job_id: str) -> VersionedJob | None:
    """Read a parent or a child; None if it is gone, or only a newer revision can read it.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    try:
        return services.store.read(job_id)
    except UnreadableJobError:
        return None


def unwanted(services: Services, stored: VersionedJob) -> Job | None:
    """Return a child as it is once its parent has ended; None if that changes nothing."""
    now = services.clock()
    return None if is_asked_already(stored.job, now) else asked_or_ended(stored.job, now)
