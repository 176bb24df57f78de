"""Cancel a job, in whatever state it is.

    queued              cancelled at once; its task finds that at its delivery
    suspended           cancelled at once; no task stands for it. Its children are, too
    running             asked to stop: its attempt finds that at its next write, within a beat
    running, but dead   cancelled at once: only the sweeper would honour it
    cancelled           stays so: asking twice is asking once
    succeeded, failed   too late: an error that says the state

The job document changes under compare-and-set; a write that comes between makes us look again.
"""

import logging
from typing import assert_never

from functions.effects import finish
from functions.requests.owned_jobs import change_owned_job
from shared.auth.users import User
from shared.core import errors
from shared.core.cancelling import asked_or_ended, is_asked_already
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.firestore.documents import VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def cancel_job(services: Services, user: User, job_id: str) -> Job:
    """Cancel a job of `user`.

    Returns:
        The job: cancelled, or running with `cancelRequested`.

    Raises:
        errors.NotFoundError: If there is no such job of this user.
        errors.FailedPreconditionError: If it has succeeded or failed.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    return change_owned_job(services, user, job_id, lambda job: cancel_as_it_is(services, job))


def cancel_as_it_is(services: Services, stored: VersionedJob) -> Job:
    """Cancel a job, the job document being as it is.

    Raises:
        StaleWriteError: If the job has changed since it was read.
        errors.FailedPreconditionError: If it has succeeded or failed.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    job, now = stored.job, services.clock()
    match job.status:
        case JobStatus.CANCELLED:
            return job
        case JobStatus.SUCCEEDED | JobStatus.FAILED:
            raise errors.FailedPreconditionError(f"The job has {job.status} already.")
        case JobStatus.QUEUED | JobStatus.RUNNING | JobStatus.SUSPENDED:
            if is_asked_already(job, now):
                return job
            changed = finish.change_by_itself(services, stored, asked_or_ended(job, now))
            log_cancel(changed)
            return changed
        case _:
            assert_never(job.status)


def log_cancel(job: Job) -> None:
    """Write the one line that says what a cancel has made of a job."""
    if job.status.is_terminal:
        log.info("The job is cancelled.", extra=logs.log_fields("cancel"))
    else:
        log.info("The running attempt is asked to stop.", extra=logs.log_fields("ask-to-cancel"))
