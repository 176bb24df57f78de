"""Places: so many jobs of one user run at the same time, and the others wait their turn.

A job occupies one of its owner's places from the moment its bell is rung until it has ended or
waits for a later retry. A job without a place waits with no bell: a thousand of them make no
traffic. Whoever ends a job gives the place to the owner's longest-waiting one.

What must stay true: places are given under compare-and-set of the owner's bucket document, so
that two who give one at the same moment cannot give one too many; and a job is first put to wait
and then places are looked for once more, so that a place that became free in between is not
missed.
"""

import logging

from functions import announce
from shared import errors, ids, logs
from shared.job import Job
from shared.job_store import StoredJob
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

    Called after every end of an attempt. What hinders it is left to the next one who calls: the
    event that freed the place is delivered again, or another job of the user ends.
    """
    if services.settings.running_per_user == 0:
        return
    try:
        _give_places(services, uid)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("A place could not be given on.", extra=logs.facts("place-left"))


def _give_places(services: Services, uid: str) -> None:
    for _ in range(_TRIES):
        waiting = services.store.waiting(uid, limit=1)
        if not waiting:
            return
        bucket = services.store.read_bucket(uid)
        if has_no_place(services, uid):
            return
        try:
            given = waiting[0].job.given_place(services.clock())
            stored = services.store.write(waiting[0], given, granted_by=bucket)
        except errors.WriteConflictError:
            continue
        with logs.bound(jobId=stored.job.job_id, type=stored.job.type):
            log.info("The job has a place now.", extra=logs.facts("place"))
            announce.ring(services, stored.job, at=None)


def put_to_wait(services: Services, stored: StoredJob) -> Job:
    """Let a queued job wait for a place; one that became free meanwhile is given at once.

    Raises:
        job_store.CardChangedError: If somebody else was first.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    job = services.store.write(stored, stored.job.put_to_wait(services.clock())).job
    log.info("The job waits for a place.", extra=logs.facts("wait"))
    give_places(services, ids.parse_job_id(job.job_id).uid)
    return job
