"""What follows from a change of a job, as a table. Pure.

    before              after               task                      end   slots
    none                queued, holds       at its time               -     -
    none                queued, waits       -                         -     look for a free one
    queued              running             -                         -     -
    queued              queued, waits       -                         -     look for a free one
    queued              queued, redispatch  now                       -     -
    queued              queued, parked      -                         -     look*
    queued              queued, put off     at its time               -     look*
    queued              ended               -                         yes   look*
    running             running, redisp.    when its lease is over    -     -
    running             queued, holds       at its time               -     -
    running             queued, frees       at its time               -     look*
    running             ended               -                         yes   look*
    running             suspended           -                         -     look*
    suspended           queued, frees       now                       -     -
    suspended           ended               -                         yes   look*
    ended               queued, holds       at its time               -     -
    ended               queued, waits       -                         -     look

    * unless the job document says that no job waits for its slot

An end also wakes the job's parent, if it has one, and cancels the jobs that it has made; one that
awaits such jobs, and not for the first time, has them looked at once more.

Its owner's devices are told that it has ended by itself, unless it is a part of another job, and
that it needs an answer. They are told by the change itself and no repetition of what follows.

No caller chooses what follows: it is read from the job before and after.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.core.lease import CLOCK_SKEW
from shared.push.device import News


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What has to be done after a change was written."""

    #: Whether a task of the job's dispatch is enqueued; and for when, None for now.
    enqueue: bool = False
    enqueue_at: datetime | None = None
    #: Whether the job ended by this very change; the log says so once.
    has_ended: bool = False
    #: Whether the job's end is published, to Pub/Sub and to the webhooks' endpoints.
    publish_end: bool = False
    #: Whether a slot of its owner's may be free for a job that waits.
    grant_slots: bool = False
    #: Whether it is a part of another job, which may go on now.
    wake_parent: bool = False
    #: Whether the jobs that it has made, and that have not ended, are wanted no more.
    cancel_children: bool = False
    #: Whether the jobs that it awaits may have ended before it was written that it does.
    look_at_children: bool = False
    #: What its owner's devices are told, if there are any.
    news: News | None = None


def effects_of(before: Job | None, after: Job) -> Effects:
    """Return what follows from a change that was written.

    Args:
        before: The job as it was; None for a new one.
        after: The job as it is stored now.
    """
    has_ended = after.status.is_terminal and (before is None or before.status is not after.status)
    is_dispatched = before is None or after.dispatch != before.dispatch
    enqueue = is_dispatched and not after.status.is_terminal and after.slot is not Slot.WAITING
    return Effects(
        enqueue=enqueue,
        enqueue_at=_task_time(after) if enqueue else None,
        has_ended=has_ended,
        publish_end=has_ended,
        grant_slots=_has_begun_to_wait(before, after)
        or (after.is_waited_for is not False and (has_ended or _has_given_up(before, after))),
        wake_parent=has_ended and after.parent_id is not None,
        cancel_children=has_ended and bool(after.has_children),
        look_at_children=_waits_again(before, after),
        news=_news(before, after, has_ended=has_ended),
    )


def repeated_effects(job: Job) -> Effects:
    """Return what the change before this delivery may have left undone; each is harmless twice."""
    has_ended = job.status.is_terminal
    return Effects(
        publish_end=has_ended,
        grant_slots=True,
        wake_parent=has_ended and job.parent_id is not None,
        cancel_children=has_ended and bool(job.has_children),
        look_at_children=job.gather is not None,
    )


def jobs_to_look_at(job: Job, effects: Effects) -> list[str]:
    """Return the jobs that perhaps need not wait any more: a parent, or the job itself."""
    parent = [job.parent_id] if effects.wake_parent and job.parent_id is not None else []
    return [*parent, job.job_id] if effects.look_at_children else parent


def _news(before: Job | None, after: Job, *, has_ended: bool) -> News | None:
    """Return what a change is to its owner's devices; a cancel is their own doing."""
    if not after.tells_devices:
        return None
    if after.question is not None and (before is None or before.question is None):
        return News.QUESTION
    tells = has_ended and after.parent_id is None and after.status is not JobStatus.CANCELLED
    return News.ENDED if tells else None


def _task_time(job: Job) -> datetime | None:
    """Return when the task of a job's dispatch is due; None for now."""
    match job.status:
        case JobStatus.RUNNING:
            # By then the attempt that runs has ended or died, whichever clock is right.
            return job.lease_expires_at and job.lease_expires_at + 2 * CLOCK_SKEW
        case JobStatus.QUEUED:
            later = job.next_attempt_at is not None and job.next_attempt_at > job.updated_at
            return job.next_attempt_at if later else None
        case JobStatus.SUSPENDED | JobStatus.SUCCEEDED | JobStatus.FAILED | JobStatus.CANCELLED:
            return None
        case _:
            assert_never(job.status)


def _has_given_up(before: Job | None, after: Job) -> bool:
    """Whether a job that goes on has given up its slot."""
    return before is not None and before.slot is Slot.HELD and after.slot is not Slot.HELD


def _waits_again(before: Job | None, after: Job) -> bool:
    """Whether a job awaits others that were there before: new ones cannot have ended yet."""
    if before is None or before.gather is not None:
        return False
    return after.gather is not None and bool(before.has_children)


def _has_begun_to_wait(before: Job | None, after: Job) -> bool:
    """Whether a job waits now: a slot may have become free before it was seen to."""
    return after.slot is Slot.WAITING and (before is None or before.slot is not Slot.WAITING)
