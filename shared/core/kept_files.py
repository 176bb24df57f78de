"""How long the file of a job is kept, and how much of them a user may have. Pure.

A file outlives its job's end by some days only: so long the job can be run once more. What a user
has is listed in their token bucket, by job; what is gone is taken out when room is needed, and not
before: so an end costs no write there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.core import errors
from shared.core.errors import FieldViolation
from shared.core.job import Job

#: What the smallest file counts: it bounds the list, too.
SMALLEST_BYTES: Final = 100_000
#: When the next file is deleted is not known while all their jobs are under way.
_RETRY = timedelta(hours=1)


def kept_until(job: Job, retention: timedelta) -> datetime:
    """Return when a job's file may be deleted: some days after its end, or with its job."""
    if job.finished_at is None:
        return job.expire_at
    return min(job.expire_at, job.finished_at + retention)


def new_expiry(before: Job, after: Job, retention: timedelta) -> datetime | None:
    """Return until when a change keeps the job's file; None if it decides nothing about one."""
    has_ended_or_begun = before.status.is_terminal is not after.status.is_terminal
    if after.file_bytes is None or not has_ended_or_begun:
        return None
    return kept_until(after, retention)


def is_gone(job: Job, retention: timedelta, now: datetime) -> bool:
    """Whether a file came with a job, and may have been deleted."""
    return job.file_bytes is not None and kept_until(job, retention) <= now


def files_of(jobs: Sequence[Job]) -> dict[str, int]:
    """Return what the files of these jobs count, by job."""
    return {
        job.job_id: max(SMALLEST_BYTES, job.file_bytes)
        for job in jobs
        if job.file_bytes is not None
    }


def refuse_too_much(
    files: Mapping[str, int], earlier: Sequence[Job], most: int, retention: timedelta, now: datetime
) -> None:
    """Refuse more than a user may have.

    Args:
        files: What all of them count, the new one's among them.
        earlier: The jobs of the others.
        most: Bytes.
        retention: How long a file outlives its job's end.
        now: The time.

    Raises:
        errors.ResourceExhaustedError: If they are more; it says when the next one is deleted.
    """
    if sum(files.values()) <= most:
        return
    ended = [kept_until(job, retention) for job in earlier if job.finished_at is not None]
    raise errors.ResourceExhaustedError(
        f"Your files may have {most // 1_000_000} MB together. One is deleted {retention.days} days"
        " after its job has ended, or with its job: erase some.",
        violations=[FieldViolation(field="file", message="Is one too many.")],
        retry_after=min(ended) - now if ended else _RETRY,
    )
