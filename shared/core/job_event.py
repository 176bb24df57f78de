"""What the rest of the company is told of a job: that an attempt has begun, and what became of it.

Pure. An event has no user text, and the same moment always has the same `eventId`: a reader may
drop what it has seen.
"""

from datetime import datetime

from shared.core import ids
from shared.core.job import Job
from shared.core.job_document import Usage
from shared.core.job_status import JobStatus
from shared.core.records import Record


class JobEvent(Record):
    """A start of an attempt, or the end of a job, for analytics."""

    event_id: str
    job_id_hash: str
    owner_hash: str
    type: str
    #: Running: an attempt has begun. Any other: the job has ended so.
    status: JobStatus
    #: The error's code, where there is one.
    code: str | None = None
    #: How many attempts have begun, this one included.
    attempts: int
    happened_at: datetime
    #: Of the attempt that has begun, or of the job's last one; see `Job`.
    wait_seconds: float | None
    run_seconds: float | None = None
    usage: Usage | None = None
    revision: str


def describe(job: Job, revision: str) -> JobEvent:
    """Make the event of a finished job."""
    return JobEvent(
        event_id=ids.event_id(job.job_id, job.dispatch, job.status),
        job_id_hash=ids.job_hash(job.job_id),
        owner_hash=ids.owner_hash(ids.parse_job_id(job.job_id).uid),
        type=job.type,
        status=job.status,
        code=None if job.error is None else job.error.code,
        attempts=job.attempt,
        happened_at=job.finished_at or job.updated_at,
        wait_seconds=job.wait_seconds,
        run_seconds=job.run_seconds,
        usage=job.usage,
        revision=revision,
    )


def describe_start(job: Job, revision: str) -> JobEvent:
    """Make the event of the start of a job's current or last attempt.

    Of the job document it takes only what stays as it was at the claim, or is kept in the job's
    history: so each process that publishes it, however late, publishes the same.
    """
    return JobEvent(
        event_id=ids.event_id(job.job_id, job.attempt, JobStatus.RUNNING),
        job_id_hash=ids.job_hash(job.job_id),
        owner_hash=ids.owner_hash(ids.parse_job_id(job.job_id).uid),
        type=job.type,
        status=JobStatus.RUNNING,
        attempts=job.attempt,
        happened_at=job.started_at or job.updated_at,
        wait_seconds=job.wait_seconds,
        revision=revision,
    )
