"""What the rest of the company is told: an attempt has begun, a job has ended, a batch has ended.

Pure. An event has no user text, and the same moment always has the same `eventId`: a reader may
drop what it has seen.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from shared.core import ids
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.core.usage import Usage

#: The status of an event that tells of a whole batch.
BATCH_ENDED: Final = "batch-ended"


class JobEvent(Record):
    """A start of an attempt, the end of a job, or that of a batch, for analytics."""

    event_id: str
    job_id_hash: str
    owner_hash: str
    type: str
    #: Running: an attempt has begun. `batch-ended`: with this job, all of its batch have ended. Any
    #: other: the job has ended so.
    status: JobStatus | Literal["batch-ended"]
    #: The error's code, where there is one.
    code: str | None = None
    #: How many attempts have begun, this one included.
    attempts: int
    happened_at: datetime
    #: Of the attempt that has begun, or of the job's last one; see `Job`.
    wait_seconds: float | None
    run_seconds: float | None = None
    usage: Usage | None = None
    #: Of a job that was submitted in a batch.
    batch_id_hash: str | None = None
    #: Of a batch: how many of its jobs ended in which way.
    batch_succeeded: int | None = None
    batch_failed: int | None = None
    batch_cancelled: int | None = None
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
        batch_id_hash=_batch_hash(job),
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
        batch_id_hash=_batch_hash(job),
        revision=revision,
    )


def describe_batch_end(jobs: Sequence[Job], revision: str) -> JobEvent:
    """Make the event of a batch, all of whose jobs have ended.

    It is that of the job that ended last: whichever process tells it makes it of the same jobs. A
    batch of which a job is run once more ends again, with another id.
    """
    last = last_ended(jobs)
    ended = Counter(job.status for job in jobs)
    return JobEvent(
        event_id=ids.event_id(last.job_id, last.dispatch, BATCH_ENDED),
        job_id_hash=ids.job_hash(last.job_id),
        owner_hash=ids.owner_hash(ids.parse_job_id(last.job_id).uid),
        type=last.type,
        status=BATCH_ENDED,
        attempts=last.attempt,
        happened_at=last.finished_at or last.updated_at,
        wait_seconds=None,
        batch_id_hash=_batch_hash(last),
        batch_succeeded=ended[JobStatus.SUCCEEDED],
        batch_failed=ended[JobStatus.FAILED],
        batch_cancelled=ended[JobStatus.CANCELLED],
        revision=revision,
    )


def last_ended(jobs: Sequence[Job]) -> Job:
    """Return the job of a batch that has ended last; by its id, of those at the same moment."""
    return max(jobs, key=lambda job: (job.finished_at or job.updated_at, job.job_id))


def _batch_hash(job: Job) -> str | None:
    if job.batch_id is None:
        return None
    return ids.batch_hash(ids.parse_job_id(job.job_id).uid, job.batch_id)
