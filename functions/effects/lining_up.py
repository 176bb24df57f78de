"""Which of a user's new jobs get a slot, and which line up behind others.

A job that is submitted, one that is run once more and those that a job makes are treated alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.effects import concurrency
from shared.core.job import Job
from shared.core.job_status import Slot
from shared.core.rate_limit import TokenBucket
from shared.wiring import Services


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """A user's jobs that are not finished, as far as it was worth looking."""

    job_ids: tuple[str, ...]
    slots_held: int
    one_waits: bool
    #: Those that hold a slot and do not know of one that waits.
    unaware: tuple[str, ...] = ()


def knowing_of_devices(jobs: Sequence[Job], bucket: TokenBucket) -> list[Job]:
    """Return new jobs as they know whether their owner has a device that is told of them."""
    told = True if bucket.has_devices else None
    return [job.model_copy(update={"tells_devices": told}) for job in jobs]


def with_slots(
    services: Services, jobs: Sequence[Job], others: Unfinished
) -> tuple[list[Job], tuple[str, ...]]:
    """Return new jobs of one user as they shall be stored, with a slot or in line for one.

    Args:
        services: How many may run at once.
        jobs: Queued; each has a place, or none because it runs later.
        others: The user's other jobs.

    Returns:
        The jobs; and the ids of the others that have to learn that one waits for their slot.
    """
    most = services.settings.running_per_user
    free = most - others.slots_held
    if most and free < len(jobs):
        jobs = _in_line(jobs, max(0, free), services, one_waits=others.one_waits)
    one_waits = others.one_waits or any(job.slot is Slot.WAITING for job in jobs)
    return _aware(jobs, is_waited_for=one_waits), others.unaware if one_waits else ()


def unfinished_jobs(
    services: Services, bucket: TokenBucket, jobs: Sequence[Job], leaving: frozenset[str]
) -> Unfinished:
    """Find a user's other unfinished jobs.

    The bucket lists those that may be. Only when they might be too many are their job documents
    read, and the finished ones taken out: a user with few jobs costs no read.
    """
    settings, gone = services.settings, leaving | {job.job_id for job in jobs}
    known = tuple(job_id for job_id in bucket.unfinished if job_id not in gone)
    places = settings.running_per_user or settings.unfinished_per_user
    if len(known) + len(jobs) <= min(places, settings.unfinished_per_user):
        return Unfinished(job_ids=known, slots_held=len(known), one_waits=False)
    others = [job for job in services.store.read_many(known) if not job.status.is_terminal]
    return Unfinished(
        job_ids=tuple(job.job_id for job in others),
        slots_held=sum(1 for job in others if job.slot is Slot.HELD),
        one_waits=any(job.slot is Slot.WAITING for job in others),
        unaware=concurrency.unaware(others),
    )


def _aware(jobs: Sequence[Job], *, is_waited_for: bool) -> list[Job]:
    """Return new jobs of which those with a slot know whether one waits for it."""
    return [
        job.with_slot(is_waited_for=is_waited_for) if job.slot is Slot.HELD else job for job in jobs
    ]


def _in_line(jobs: Sequence[Job], free: int, services: Services, *, one_waits: bool) -> list[Job]:
    """Return the first jobs their places, and let the others wait.

    Only the first of a line is looked at soon, for the case that a place became free before it
    was stored and its submitter died after it: while one waits, what ends a job gives the
    place on, and that is noticed here by the bucket.
    """
    admitted: list[Job] = []
    for job in jobs:
        if job.slot is Slot.NONE:
            # It runs later, and asks for a place when its time has come.
            admitted.append(job)
        elif free > 0:
            free -= 1
            admitted.append(job)
        else:
            waiting = job.waiting_for_slot(services.clock())
            admitted.append(waiting.still_waiting(services.clock()) if one_waits else waiting)
            one_waits = True
    return admitted
