"""Places: so many jobs of one user run at the same time, and the others wait their turn.

A job occupies one of its owner's places from the moment its task is enqueued until it has ended or
waits for a later retry. A job without a place waits with no task: a thousand of them make no
traffic. Whoever ends a job gives the place to the owner's longest-waiting one.

What must stay true: places are given under compare-and-set of the owner's bucket document, so
that two who give one at the same moment cannot give one too many; and a job is first put to wait
and then places are looked for once more, so that a place that became free in between is not
missed. Who frees a place gives it on before that is dealt with: a delivery comes again until it is,
and a job document keeps its `checkAt`.
"""

import logging
from contextlib import suppress

from functions.effects import notify
from shared.core import errors, ids
from shared.core.rate_limit import TokenBucket
from shared.firestore.job_store import BucketChange, StaleWriteError, VersionedBucket, VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

_TRIES = 8


def is_full(services: Services, uid: str) -> bool:
    """Whether all places of a user are occupied.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    return services.store.count_slots(uid) >= services.settings.running_per_user


def release_slots(services: Services, uid: str) -> None:
    """Enqueue the longest-waiting jobs of a user while there are places free.

    Called after everything that may have freed one, and before it is noted as dealt with.

    Raises:
        errors.UnavailableError: If a service cannot be reached: what freed the place is not dealt
            with, and must come again.
        errors.WriteConflictError: If others were faster at every try: likewise.
    """
    if services.settings.running_per_user == 0:
        return
    for _ in range(_TRIES):
        waiting = services.store.waiting(uid, limit=1)
        if not waiting:
            return
        bucket = services.store.read_bucket(uid)
        if is_full(services, uid):
            return
        with suppress(StaleWriteError):
            _grant_slot(services, waiting[0], bucket)
    raise errors.WriteConflictError


def try_release_slots(services: Services, uid: str) -> None:
    """Do the same where somebody else does it if this fails: the sweeper, or a redelivery."""
    try:
        release_slots(services, uid)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("A place could not be given on.", extra=logs.log_fields("slot-left"))


def taking(services: Services, bucket: VersionedBucket) -> BucketChange:
    """Return the change that makes it known in a user's bucket that a place is taken."""
    limit, now = services.submit_limit, services.clock()
    before = bucket.bucket or TokenBucket.full(limit, now)
    return BucketChange(before=bucket, after=before.granting())


def _grant_slot(services: Services, waiting: VersionedJob, bucket: VersionedBucket) -> None:
    given = waiting.job.granted_slot(services.clock())
    stored = services.store.write(waiting, given, bucket=taking(services, bucket))
    with logs.log_context(**stored.job.log_fields()):
        log.info("The job has a place now.", extra=logs.log_fields("slot"))
        notify.enqueue(services, stored.job, at=None)


def wait_for_slot(services: Services, stored: VersionedJob) -> None:
    """Let a queued job wait for a slot; one that became free meanwhile is given at once.

    Raises:
        job_store.StaleWriteError: If somebody else was first.
        errors.UnavailableError: If a service cannot be reached.
        errors.WriteConflictError: If others were faster at every try to give a place.
    """
    job = services.store.write(stored, stored.job.wait_for_slot(services.clock())).job
    log.info("The job waits for a slot.", extra=logs.log_fields("wait-for-slot"))
    release_slots(services, ids.parse_job_id(job.job_id).uid)


def check_waiting(services: Services, stored: VersionedJob) -> None:
    """Grant free slots to the owner of a waiting job; if it gets none, check it again much later.

    Raises:
        job_store.StaleWriteError: If it got one, or somebody else changed it.
        errors.UnavailableError: If a service cannot be reached.
    """
    release_slots(services, ids.parse_job_id(stored.job.job_id).uid)
    services.store.write(stored, stored.job.still_waiting(services.clock()))
