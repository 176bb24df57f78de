"""Find the jobs whose task or runner died, and set them going again. Runs every minute.

Every unfinished job document says in `checkAt` when the sweeper must look. The states this can
meet:

    queued, too late to start        its `startBefore` has passed: it has failed
    queued, waits for a slot        its owner's other jobs run: give it one if there is one
    queued, its task still waits     a long queue: look again later
    queued, its task is gone         lost between Firestore and the queue: enqueue the next dispatch
    running, its lease is over       the process died: back to the queue, or to the end
    running, its lease is alive      it beat after the query looked: nothing to do
    finished, not yet published      a cancel or a sweep ended it and died: publish its end

Two sweepers at once are harmless: each change is a compare-and-set, and the second one leaves
the job to the first. One bad job document does not stop the others.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from functions.effects import concurrency, finish
from functions.worker.recover import recover_lost_attempt
from shared.core import errors, ids
from shared.core.job import DELIVERY_GRACE
from shared.core.job_status import CheckFor
from shared.firestore.documents import VersionedJob
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The work of one run is bounded, in jobs and in time; what is left is due in the next one.
_PAGE = 100
_MAX_PAGES = 20
_MAX_TIME = timedelta(seconds=40)


class Repair(StrEnum):
    """What the sweeper did about one job."""

    #: Its task was gone, and was enqueued again.
    REDISPATCHED = "redispatched"
    #: Its attempt was lost, and was settled.
    RECOVERED = "recovered"
    #: It waited until it was too late to start.
    EXPIRED = "expired"
    #: Its end was published.
    PUBLISHED = "published"
    #: Its task waits in a long queue.
    WAITING = "waiting"
    #: Another process was faster, or it needs nothing.
    FINE = "fine"
    #: A service that is needed could not be reached; the next run tries again.
    LEFT = "left"
    #: A defect of ours; the log has its traceback.
    BROKEN = "broken"


@spans.spanned("sweep")
def sweep(services: Services) -> Counter[Repair]:
    """Look at every job that is due.

    Returns:
        How many jobs were repaired, by what was done.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    began, oldest, repairs = services.clock(), timedelta(), Counter[Repair]()
    for stored in _due_jobs(services, began):
        oldest = max(oldest, stored.job.queue_delay(began))
        repairs[_repair_safely(services, stored)] += 1
    log.info(
        "Swept %d jobs.",
        repairs.total(),
        extra=logs.log_fields("sweep", repairs=repairs, oldestSeconds=oldest.total_seconds()),
    )
    return repairs


def _due_jobs(services: Services, began: datetime) -> Iterator[VersionedJob]:
    """Return the due jobs, page by page, for as long as one run may take."""
    last = None
    for _ in range(_MAX_PAGES):
        page = services.store.due(began, _PAGE, after=last)
        yield from page.jobs
        if page.last is None or services.clock() - began > _MAX_TIME:
            return
        last = page


def _repair_safely(services: Services, stored: VersionedJob) -> Repair:
    """Repair one job; whatever hinders it must not hinder the others."""
    with logs.log_context(**stored.job.log_fields()):
        try:
            return repair_job(services, stored)
        except errors.WriteConflictError:
            return Repair.FINE
        except errors.UnavailableError as error:
            fields = logs.log_fields("left", code=error.code)
            log.warning("A job is left to the next sweep.", exc_info=True, extra=fields)
            return Repair.LEFT
        except Exception:
            log.exception("A job could not be repaired.", extra=logs.log_fields("repair-failed"))
            return Repair.BROKEN


def repair_job(services: Services, stored: VersionedJob) -> Repair:
    """Do what one due job needs.

    Raises:
        StaleWriteError: If another process was faster.
        errors.UnavailableError: If a service that is needed cannot be reached.
    """
    job, now = stored.job, services.clock()
    match job.check_for:
        case CheckFor.DELIVERY | CheckFor.SLOT if job.has_expired(now):
            finish.change_by_itself(services, stored, job.expired(now))
            return Repair.EXPIRED
        case CheckFor.DELIVERY:
            return redispatch_if_lost(services, stored)
        case CheckFor.SLOT:
            finish.grant_slots(services, job)
            line = concurrency.line_up(services, ids.parse_job_id(job.job_id).uid)
            # Refused if it has got one just now.
            services.store.write(stored, job.still_waiting(now), bucket=line)
            return Repair.WAITING
        case CheckFor.LEASE if job.lease_is_lost(now):
            recover_lost_attempt(services, stored)
            return Repair.RECOVERED
        case CheckFor.LEASE | None:
            return Repair.FINE
        case CheckFor.PUBLISH:
            finish.repeat(services, stored)
            return Repair.PUBLISHED
        case _:
            assert_never(job.check_for)


def redispatch_if_lost(services: Services, stored: VersionedJob) -> Repair:
    """Enqueue a queued job's next dispatch, unless the task of the current one still waits."""
    now = services.clock()
    if services.queue.is_enqueued(stored.job.job_id, stored.job.dispatch):
        services.store.write(stored, stored.job.check_postponed(now, now + DELIVERY_GRACE))
        return Repair.WAITING
    finish.change_by_itself(services, stored, stored.job.redispatched(now))
    log.warning("A lost task was enqueued again.", extra=logs.log_fields("redispatched"))
    return Repair.REDISPATCHED
