"""How a cancel leaves a job that has not ended. Pure."""

from datetime import datetime

from shared.core.job import Job
from shared.core.job_status import JobStatus


def asked_or_ended(job: Job, now: datetime) -> Job:
    """Return an unfinished job as a cancel leaves it: its attempt asked to stop, or ended."""
    if job.status is JobStatus.RUNNING and not job.lease_is_lost(now):
        return job.asked_to_cancel(now)
    return job.cancelled(now)


def is_asked_already(job: Job, now: datetime) -> bool:
    """Whether a job has ended, or its living attempt was asked to stop: a cancel is no news."""
    return job.status.is_terminal or (bool(job.cancel_requested) and not job.lease_is_lost(now))
