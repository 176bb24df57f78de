"""Places: so many jobs of one user run at the same time, and the others wait their turn.

A job occupies one of its owner's places from the moment its bell is rung until it has ended or
waits for a later retry. A job without a place waits with no bell: a thousand of them make no
traffic. Whoever ends a job gives the place to the owner's longest-waiting one.

What must stay true: places are given under compare-and-set of the owner's bucket document, so
that two who give one at the same moment cannot give one too many; and a job is first put to wait
and then places are looked for once more, so that a place that became free in between is not
missed. Who frees a place gives it on before that is dealt with: a delivery comes again until it is,
and a card keeps its `checkAt`.
"""

import logging
from contextlib import suppress

from functions.effects import notify
from shared.core import errors, ids
from shared.core.rate_limit import TokenBucket
from shared.firestore.job_store import BucketChange, CardChangedError, StoredBucket, StoredJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

_TRIES = 8


def has_no_place(services: Services, uid: str) -> bool:
    """Whether all places of a user are occupied.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    return services.store.count_places(uid) >= services.settings.running_per_user


def give_places(services: Services, uid: str) -> None:
    """Ring the longest-waiting jobs of a user while there are places free.

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
        if has_no_place(services, uid):
            return
        with suppress(CardChangedError):
            _give_place(services, waiting[0], bucket)
    raise errors.WriteConflictError


def look_for_places(services: Services, uid: str) -> None:
    """Do the same where somebody else does it if this fails: the sweeper, or a redelivery."""
    try:
        give_places(services, uid)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("A place could not be given on.", extra=logs.facts("place-left"))


def taking(services: Services, bucket: StoredBucket) -> BucketChange:
    """Give the change that makes it known in a user's bucket that a place is taken."""
    limit, now = services.submit_limit, services.clock()
    before = bucket.bucket or TokenBucket.full(limit, now)
    return BucketChange(before=bucket, after=before.granting())


def _give_place(services: Services, waiting: StoredJob, bucket: StoredBucket) -> None:
    given = waiting.job.given_place(services.clock())
    stored = services.store.write(waiting, given, bucket=taking(services, bucket))
    with logs.bound(**stored.job.log_fields()):
        log.info("The job has a place now.", extra=logs.facts("place"))
        notify.ring(services, stored.job, at=None)


def put_to_wait(services: Services, stored: StoredJob) -> None:
    """Let a queued job wait for a place; one that became free meanwhile is given at once.

    Raises:
        job_store.CardChangedError: If somebody else was first.
        errors.UnavailableError: If a service cannot be reached.
        errors.WriteConflictError: If others were faster at every try to give a place.
    """
    job = services.store.write(stored, stored.job.put_to_wait(services.clock())).job
    log.info("The job waits for a place.", extra=logs.facts("wait"))
    give_places(services, ids.parse_job_id(job.job_id).uid)


def look_after_waiting(services: Services, stored: StoredJob) -> None:
    """Give places to the owner of a waiting job, and leave the job alone for long if it gets none.

    Raises:
        job_store.CardChangedError: If it got one, or somebody else changed it.
        errors.UnavailableError: If a service cannot be reached.
    """
    give_places(services, ids.parse_job_id(stored.job.job_id).uid)
    services.store.write(stored, stored.job.waits_on(services.clock()))
