"""Concurrency: so many jobs of one user run at the same time, and the others wait their turn.

A job holds one of its owner's slots from the moment its task is enqueued until it has ended or
waits for a later retry. A job without a slot waits with no task: a thousand of them make no
traffic. What ends a job grants the free slot to its owner's longest-waiting one.

Most users' jobs never wait, and then no end looks for one: a job document says whether one may
wait for its slot (`isWaitedFor`), and the commit that puts a job to wait says it to all that hold
one.

What must stay true: slots are granted under compare-and-set of the owner's bucket document, so
that two processes that grant one at the same moment cannot grant one too many; and a job is first
put to wait and then slots are looked for once more, so that a slot that became free in between is
not missed. It is put to wait under the same compare-and-set, so that no job takes a slot meanwhile
that does not learn of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.core.job import Job
from shared.core.job_status import Slot
from shared.core.rate_limit import TokenBucket
from shared.firestore.compare_and_set import retry_stale
from shared.firestore.documents import BucketChange, VersionedBucket
from shared.wiring import Services


def is_full(services: Services, uid: str) -> bool:
    """Whether all slots of a user are held.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    return services.store.count_slots(uid) >= services.settings.running_per_user


def grant_slots(services: Services, uid: str) -> Iterator[tuple[Job, Job]]:
    """Grant a user's free slots to the longest-waiting jobs, one after the other.

    Returns:
        Each job that got one, as it was before and as it is stored now.

    Raises:
        errors.UnavailableError: If a service cannot be reached.
        errors.WriteConflictError: If others were faster at every try.
    """
    if services.settings.running_per_user == 0:
        return
    while (grant := _try_grant(services, uid)) is not None:
        yield grant


def take_slot(services: Services, uid: str) -> BucketChange | None:
    """Return the change of a user's bucket under which a job takes a slot; None if all are held.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    change = _taking(services, services.store.read_bucket(uid))
    return None if is_full(services, uid) else change


def line_up(services: Services, uid: str) -> BucketChange:
    """Return the change of a user's bucket under which a job begins to wait, or goes on waiting.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    change = _taking(services, services.store.read_bucket(uid))
    holders = services.store.slot_holders(uid, services.settings.unfinished_per_user)
    return replace(change, waited_for=unaware(stored.job for stored in holders))


def unaware(jobs: Iterable[Job]) -> tuple[str, ...]:
    """Name those that hold a slot and do not know that a job waits for it."""
    return tuple(job.job_id for job in jobs if job.slot is Slot.HELD and job.is_waited_for is False)


def _try_grant(services: Services, uid: str) -> tuple[Job, Job] | None:
    return retry_stale(lambda: _grant_next(services, uid), pauses=services.pauses)


def _grant_next(services: Services, uid: str) -> tuple[Job, Job] | None:
    """Grant one free slot to the longest-waiting job; None if there is no such job, or slot."""
    waiting = next(iter(services.store.waiting(uid, limit=1)), None)
    if waiting is None:
        return None
    bucket = services.store.read_bucket(uid)
    if is_full(services, uid):
        return None
    granted = waiting.job.granted_slot(services.clock())
    change = _taking(services, bucket)
    return waiting.job, services.store.write(waiting, granted, bucket=change).job


def _taking(services: Services, bucket: VersionedBucket) -> BucketChange:
    """Return the change that makes it known in a user's bucket that a slot is taken."""
    before = bucket.bucket or TokenBucket.full(services.submit_limit, services.clock())
    return BucketChange(before=bucket, after=before.granting())
