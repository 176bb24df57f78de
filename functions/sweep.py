"""Find the jobs whose bell or runner died, and set them going again. Runs every minute.

Every unfinished card says in `checkAt` when somebody must look. The states this can meet:

    queued, its bell still waits     a long queue: look again later
    queued, its bell is gone         lost between the card and the queue: ring the next dispatch
    running, its lease is over       the process died: back to the queue, or to the end
    running, its lease is alive      it beat after the query looked: nothing to do
    finished                         it ended after the query looked: nothing to do

Two sweepers at once are harmless: each change is a compare-and-set, and whoever is second leaves
the job to the first. One bad card does not stop the others.
"""

import logging
from collections import Counter
from enum import StrEnum

from functions import announce
from functions.recover import recover_lost_attempt
from shared import errors, logs
from shared.job import RING_GRACE, JobStatus
from shared.job_store import CardChangedError, StoredJob
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The work of one run is bounded; what is left is due in the next one.
_MAX_JOBS = 500


class Repair(StrEnum):
    """What the sweeper did about one job."""

    #: Its bell was gone, and was rung again.
    RUNG = "rung"
    #: Its attempt was lost, and was settled.
    RECOVERED = "recovered"
    #: Its bell waits in a long queue.
    WAITING = "waiting"
    #: Somebody else was faster, or it needs nothing.
    FINE = "fine"
    #: A service that is needed could not be reached; the next run tries again.
    LEFT = "left"


def sweep(services: Services) -> Counter[Repair]:
    """Look at every job that is due.

    Returns:
        How many jobs were repaired, by what was done.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    due = services.store.due(services.clock(), _MAX_JOBS)
    repairs = Counter(_repair_safely(services, stored) for stored in due)
    log.info("Swept %d jobs.", len(due), extra=logs.facts("sweep", repairs=repairs))
    return repairs


def _repair_safely(services: Services, stored: StoredJob) -> Repair:
    """Repair one job; whatever hinders it must not hinder the others."""
    with logs.bound(jobId=stored.job.job_id, type=stored.job.type):
        try:
            return repair_job(services, stored)
        except CardChangedError:
            return Repair.FINE
        except errors.UnavailableError:
            log.warning("A job is left to the next sweep.", extra=logs.facts("left"))
            return Repair.LEFT


def repair_job(services: Services, stored: StoredJob) -> Repair:
    """Do what one due job needs.

    Raises:
        job_store.CardChangedError: If somebody else was faster.
        errors.UnavailableError: If a service that is needed cannot be reached.
    """
    match stored.job.status:
        case JobStatus.QUEUED:
            return ring_if_lost(services, stored)
        case JobStatus.RUNNING if stored.job.lease_is_lost(services.clock()):
            recover_lost_attempt(services, stored)
            return Repair.RECOVERED
        case _:
            return Repair.FINE


def ring_if_lost(services: Services, stored: StoredJob) -> Repair:
    """Ring a queued job's next dispatch, unless the bell of the current one still waits."""
    now = services.clock()
    if services.queue.is_rung(stored.job.job_id, stored.job.dispatch):
        services.store.write(stored, stored.job.looked_at(now, now + RING_GRACE))
        return Repair.WAITING
    rung = services.store.write(stored, stored.job.rung_again(now, heard_by=now))
    announce.ring(services, rung.job, at=None)
    log.warning("A lost bell was rung again.", extra=logs.facts("rung-again"))
    return Repair.RUNG
