"""Find the jobs whose task or runner died, and set them going again. Runs every minute.

Every unfinished job document says in `checkAt` when the sweeper must look. The states this can
meet:

    queued, too late                 `startBefore` or `deadline` has passed: it has failed
    queued, waits for a slot        its owner's other jobs run: give it one if there is one
    queued, its task still waits     a long queue: look again later, the later the longer it waits
    queued, its task is gone         lost between Firestore and the queue: enqueue the next dispatch
    queued, its type is paused       an operator has; if none has any more: enqueue it
    running, its lease is over       the process died: back to the queue, or to the end
    running, its lease is alive      it beat after the query looked: nothing to do
    suspended, its time is over      no answer came: put it back, with that
    suspended, its children ended    the process that ended the last one died: put it back
    finished, not yet published      a cancel or a sweep ended it and died: publish its end

Two sweepers at once are harmless: each change is a compare-and-set, and the second one leaves
the job to the first. One bad job document does not stop the others. What ends in time goes on in
the next sweep, and what became due lately is looked at first.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from functions.effects import concurrency, finish, type_pauses
from functions.worker import long_queue
from functions.worker.gathered import resume_if_gathered
from functions.worker.recover import recover_lost_attempt
from functions.worker.unanswered import question_is_over, resume_unanswered
from shared.core import errors, ids
from shared.core.job_status import CheckFor
from shared.firestore.documents import VersionedJob
from shared.firestore.due_jobs import DuePage
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The work of one run is bounded, in jobs and in time; what is left is due in the next one.
_PAGE = 10000
_MAX_PAGES = 20
_MAX_TIME = timedelta(seconds=40)
#: The rest of it is for noting which jobs wait: what is not noted is looked at again.
_LOOKING_TIME = timedelta(seconds=28)
#: What became due since then comes before a backlog of more than a page: two sweeps ago.
_FRESH = timedelta(minutes=2)
#: So many jobs are repaired at the same time, where there are more than a few.
_AT_ONCE = 8
_FEW = 4


class Repair(StrEnum):
    """What the sweeper did about one job."""

    #: Its task was gone, and was enqueued again.
    REDISPATCHED = "redispatched"
    #: Its attempt was lost, and was settled.
    RECOVERED = "recovered"
    #: It waited until it was too late to start.
    EXPIRED = "expired"
    #: No answer came in time, and it goes on without.
    TIMED_OUT = "timed-out"
    #: What it awaited has ended, and it goes on.
    GATHERED = "gathered"
    #: Its type is resumed, and it goes on.
    RESUMED = "resumed"
    #: Its end was published.
    PUBLISHED = "published"
    #: Its task waits in a long queue, or it awaits other jobs.
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
    queue: long_queue.LongQueue | None = None
    for page in _due_pages(services, began):
        if queue is None:
            queue = long_queue.LongQueue(
                services=services, due=len(page.jobs), list_until=began + _LOOKING_TIME
            )
        oldest = max([oldest, *(stored.job.queue_delay(began) for stored in page.jobs)])
        repairs.update(_repair_all(services, queue.others(page.jobs), until=began + _MAX_TIME))
    if queue is not None and queue.waiting:
        repairs[Repair.WAITING] += queue.waiting
        queue.postpone(until=began + _MAX_TIME)
    log.info(
        "Swept %d jobs.",
        repairs.total(),
        extra=logs.log_fields("sweep", repairs=repairs, oldestSeconds=oldest.total_seconds()),
    )
    return repairs


def _due_pages(services: Services, began: datetime) -> Iterator[DuePage]:
    """Return the due jobs, page by page, for as long as one run may look."""
    first = services.store.due(began, _PAGE)
    yield first
    further = _further_pages(services, began, first)
    for _ in range(1, _MAX_PAGES):
        if first.last is None or services.clock() - began > _LOOKING_TIME:
            return
        if (page := next(further, None)) is None:
            return
        yield page


def _further_pages(services: Services, began: datetime, first: DuePage) -> Iterator[DuePage]:
    """Return the pages behind the first one; what became due lately comes before a backlog."""
    fresh = began - _FRESH
    if first.jobs and (first.jobs[-1].job.check_at or began) > fresh:
        yield from _pages(services, began, after=first)
        return
    yield from _pages(services, began, since=fresh)
    yield from _pages(services, fresh, after=first)


def _pages(
    services: Services,
    until: datetime,
    after: DuePage | None = None,
    since: datetime | None = None,
) -> Iterator[DuePage]:
    page = after
    while page is None or page.last is not None:
        page = services.store.due(until, _PAGE, page, since)
        yield page


def _repair_all(
    services: Services, jobs: Sequence[VersionedJob], until: datetime
) -> Iterator[Repair]:
    """Repair jobs, several at a time where there are many; what is left then is left."""

    def repair(stored: VersionedJob) -> Repair:
        return Repair.LEFT if services.clock() > until else _repair_safely(services, stored)

    if len(jobs) <= _FEW:
        yield from map(repair, jobs)
        return
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sweep") as pool:
        # A context of its own each: the trace and the log's fields are this thread's.
        yield from pool.map(
            lambda run, one: run(repair, one), [copy_context().run for _ in jobs], jobs
        )


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
        case CheckFor.DELIVERY | CheckFor.SLOT | CheckFor.PAUSE:
            return _repair_queued(services, stored)
        case CheckFor.LEASE if job.lease_is_lost(now):
            recover_lost_attempt(services, stored)
            return Repair.RECOVERED
        case CheckFor.ANSWER if question_is_over(job, now):
            resume_unanswered(services, stored)
            return Repair.TIMED_OUT
        case CheckFor.CHILDREN:
            return Repair.GATHERED if resume_if_gathered(services, stored) else Repair.WAITING
        case CheckFor.LEASE | CheckFor.ANSWER | None:
            return Repair.FINE
        case CheckFor.PUBLISH:
            finish.repeat(services, stored)
            return Repair.PUBLISHED
        case _:
            assert_never(job.check_for)


def _repair_queued(services: Services, stored: VersionedJob) -> Repair:
    """Do what one due queued job needs."""
    job, now = stored.job, services.clock()
    if job.has_expired(now):
        finish.change_by_itself(services, stored, job.expired(now))
        return Repair.EXPIRED
    if job.check_for is CheckFor.DELIVERY:
        return redispatch_if_lost(services, stored)
    if job.check_for is CheckFor.PAUSE:
        return _repair_parked(services, stored)
    finish.grant_slots(services, job)
    line = concurrency.line_up(services, ids.parse_job_id(job.job_id).uid)
    # Refused if it has got one just now.
    services.store.write(stored, job.still_waiting(now), bucket=line)
    return Repair.WAITING


def _repair_parked(services: Services, stored: VersionedJob) -> Repair:
    """Do what one due job needs whose type an operator has paused."""
    job, now = stored.job, services.clock()
    if type_pauses.read(services).pause_of(job.type, now) is None:
        finish.change_by_itself(services, stored, job.unparked(now))
        return Repair.RESUMED
    services.store.write(stored, job.still_parked(now))
    return Repair.WAITING


def redispatch_if_lost(services: Services, stored: VersionedJob) -> Repair:
    """Enqueue a queued job's next dispatch, unless the task of the current one still waits."""
    now = services.clock()
    if services.queue.is_enqueued(stored.job.job_id, stored.job.dispatch):
        next_check = long_queue.next_check(stored.job, now)
        services.store.write(stored, stored.job.check_postponed(now, next_check))
        return Repair.WAITING
    finish.change_by_itself(services, stored, stored.job.redispatched(now))
    log.warning("A lost task was enqueued again.", extra=logs.log_fields("redispatched"))
    return Repair.REDISPATCHED
