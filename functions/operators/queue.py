"""What stands in the queue now: since when the oldest jobs could run, and what is retried."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import Field

from shared.core.job import Job
from shared.core.job_status import Slot
from shared.core.records import Record

#: So many queued jobs are looked at, those submitted first.
MOST_QUEUED = 500


class QueueNow(Record):
    """The queued jobs of all users."""

    queued_since: datetime | None = Field(
        default=None, description="Since when the oldest job could run that does not."
    )
    waiting_since: datetime | None = Field(
        default=None, description="The same, of those that wait for their owner's other jobs."
    )
    retrying: int = Field(description="Queued jobs whose last attempt failed or was lost.")
    next_retry_at: datetime | None = Field(
        default=None, description="When the first of them is tried again."
    )
    is_complete: bool = Field(
        description="Whether that is of all queued jobs; else of those submitted first."
    )


def describe_queue(queued: Sequence[Job], now: datetime) -> QueueNow:
    """Return how the queue stands. Pure.

    Args:
        queued: The queued jobs of all users, those submitted first; `MOST_QUEUED` at the most.
        now: A job that is to run later than this is in no queue yet.
    """
    waiting = [job for job in queued if job.slot is Slot.WAITING]
    retried = [job for job in queued if job.attempt > (job.attempts_from or 0)]
    return QueueNow(
        queued_since=_oldest((job for job in queued if job.slot is not Slot.WAITING), now),
        waiting_since=_oldest(waiting, now),
        retrying=len(retried),
        next_retry_at=min((_due_at(job) for job in retried), default=None),
        is_complete=len(queued) < MOST_QUEUED,
    )


def _oldest(jobs: Iterable[Job], now: datetime) -> datetime | None:
    return min((at for job in jobs if (at := _due_at(job)) <= now), default=None)


def _due_at(job: Job) -> datetime:
    return job.next_attempt_at or job.created_at
