"""Make the jobs of the schedules whose time has come. Called with each sweep.

What must stay true: a time of a schedule makes one job at the most, whatever process dies or
comes twice. The job and the schedule's next time are one commit, based on the schedule as it was
read; and the job has a key of its own, made of schedule and time. What was missed is made up for
once.

A job that asks the same and is not done yet stands for a time that comes meanwhile. A refusal is a
failure that the schedule tells; after three failures in a row it pauses itself. Where none is due,
a run costs one query.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.auth.users import User
from shared.core import errors, idempotency
from shared.core.schedule import Schedule
from shared.core.stored_value import from_text
from shared.firestore.compare_and_set import BUCKET_TRIES, retry_stale
from shared.firestore.documents import ScheduleChange, UnreadableJobError, VersionedSchedule
from shared.firestore.schedules import SchedulePage
from shared.telemetry import logs, spans
from shared.wiring import Services

if TYPE_CHECKING:
    from shared.core.job_status import JobStatus

log = logging.getLogger(__name__)

#: The work of one run is bounded, in time and in pages; what is left is due in the next one.
_PAGE = 50
_MAX_PAGES = 40
_MAX_TIME = timedelta(seconds=10)
#: So many users' schedules are looked at at the same time; those of one user in turn.
_AT_ONCE = 8
#: A limit that is free again so soon is waited for, and for no longer than that in all.
_SOON = timedelta(minutes=15)
_PATIENCE = timedelta(hours=1)
#: What a schedule's owner has to know of.
_REFUSALS = (
    errors.InvalidArgumentError,
    errors.PermissionDeniedError,
    errors.FailedPreconditionError,
    errors.ResourceExhaustedError,
)


class Outcome(StrEnum):
    """What came of one due schedule."""

    #: A job was made, or one of the same request is still under way.
    FIRED = "fired"
    #: No job could be made; its owner reads why.
    REFUSED = "refused"
    #: It failed too often, and makes no more jobs.
    PAUSED = "paused"
    #: Another process was faster, or its owner has changed it.
    FINE = "fine"
    #: A service that is needed could not be reached, time was over, or a limit of its owner's is
    #: free again soon; the next run tries again.
    LEFT = "left"
    #: A defect of ours; the log has its traceback.
    BROKEN = "broken"


@spans.spanned("repeat")
def repeat_due(services: Services) -> Counter[Outcome]:
    """Make the jobs of all schedules that are due.

    Returns:
        How many schedules there were, by what came of them.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    began, outcomes = services.clock(), Counter[Outcome]()
    for page in _pages(services, began):
        outcomes.update(_repeat_all(services, page.schedules, until=began + _MAX_TIME))
    if outcomes:
        fields = logs.log_fields("repeat", outcomes=outcomes)
        log.info("Looked at %d schedules.", outcomes.total(), extra=fields)
    return outcomes


def _pages(services: Services, began: datetime) -> Iterator[SchedulePage]:
    page: SchedulePage | None = None
    for _ in range(_MAX_PAGES):
        page = services.store.due_schedules(began, _PAGE, page)
        yield page
        if page.last is None or services.clock() > began + _MAX_TIME:
            return


def _repeat_all(
    services: Services, due: Sequence[VersionedSchedule], until: datetime
) -> list[Outcome]:
    """Deal with due schedules: those of one user meet at their bucket, and are taken in turn."""
    by_owner: Mapping[str, list[VersionedSchedule]] = defaultdict(list)
    for stored in due:
        by_owner[stored.uid].append(stored)

    def deal(theirs: Sequence[VersionedSchedule]) -> list[Outcome]:
        return [
            Outcome.LEFT if services.clock() > until else _repeat_safely(services, stored)
            for stored in theirs
        ]

    if len(by_owner) <= 1:
        return [outcome for theirs in by_owner.values() for outcome in deal(theirs)]
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="repeat") as pool:
        # A context of its own each: the trace and the log's fields are this thread's.
        runs = [copy_context().run for _ in by_owner]
        found = list(pool.map(lambda run, theirs: run(deal, theirs), runs, by_owner.values()))
    return [outcome for outcomes in found for outcome in outcomes]


def _repeat_safely(services: Services, stored: VersionedSchedule) -> Outcome:
    """Deal with one schedule; whatever hinders it must not hinder the others."""
    with logs.log_context(scheduleId=stored.schedule.schedule_id, type=stored.schedule.type):
        try:
            return repeat_schedule(services, stored)
        except (errors.UnavailableError, errors.WriteConflictError) as error:
            fields = logs.log_fields("schedule-left", code=error.code)
            log.warning("A schedule is left to the next sweep.", exc_info=error, extra=fields)
            return Outcome.LEFT
        except Exception:
            fields = logs.log_fields("schedule-failed")
            log.exception("A schedule's job could not be made.", extra=fields)
            return Outcome.BROKEN


def repeat_schedule(services: Services, listed: VersionedSchedule) -> Outcome:
    """Do what one due schedule needs, as it is by now.

    Raises:
        errors.WriteConflictError: If it, or its owner's bucket, changed at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    stored: VersionedSchedule | None = listed

    def once() -> Outcome:
        nonlocal stored
        if stored is None or not stored.schedule.is_due(services.clock()):
            return Outcome.FINE
        try:
            return _repeat_as_it_is(services, stored)
        except errors.WriteConflictError:
            stored = services.store.read_schedule(listed.uid, listed.schedule.schedule_id)
            raise

    return retry_stale(
        once, tries=BUCKET_TRIES, stale=errors.WriteConflictError, pauses=services.pauses
    )


def _repeat_as_it_is(services: Services, stored: VersionedSchedule) -> Outcome:
    """Count how the last job ended; then make the next one, or pause.

    Raises:
        errors.WriteConflictError: If the schedule has changed; nothing was written.
    """
    from functions.requests.recurrence import recurrence_of

    now = services.clock()
    schedule = _counted(services, stored.schedule, now)
    if schedule.has_failed_enough:
        return _pause(services, stored, schedule)
    next_at = recurrence_of(schedule).next_time(now)
    after = schedule.fired(next_at, now)
    try:
        job_id = _submit(services, ScheduleChange(before=stored, after=after))
    except errors.AlreadyExistsError:
        # The job of this time was made, and is erased already.
        services.store.write_schedule(ScheduleChange(before=stored, after=after))
        return Outcome.FINE
    except _REFUSALS as error:
        if _passes_soon(error, stored.schedule, now):
            return Outcome.LEFT
        return _refuse(services, stored, schedule.refused(_told(error), next_at, now))
    fields = logs.log_fields("schedule-fired", jobId=job_id)
    log.info("A schedule's time has come: there is a job of it.", extra=fields)
    return Outcome.FIRED


def _counted(services: Services, schedule: Schedule, now: datetime) -> Schedule:
    """Return a schedule that knows how its last job ended; one that is not done is left to it."""
    if not schedule.awaits_end or schedule.last_job_id is None:
        return schedule
    try:
        last = services.store.read(schedule.last_job_id)
    except UnreadableJobError:
        last = None
    if last is not None and not last.job.status.is_terminal:
        return schedule
    ended_as: JobStatus | None = None if last is None else last.job.status
    return schedule.counted(ended_as, now)


def _submit(services: Services, change: ScheduleChange) -> str:
    """Make the job of a time, in one commit with the schedule; return its id.

    Raises:
        errors.WriteConflictError: If the schedule has changed, or its owner has submitted
            meanwhile; nothing was written.
        errors.JobsError: If its owner may not have the job, or there is none of its type any more.
    """
    # What reads requests knows all types of jobs: it is loaded where there is one to make.
    from functions.requests.schedules import body_of
    from functions.requests.submission import parse_submission
    from functions.requests.submit import submit_scheduled

    schedule, user = change.before.schedule, User(uid=change.before.uid)
    body = body_of(schedule.type, from_text(schedule.request), schedule.tags)
    asked = parse_submission(user, body, None, services.clock())
    time = schedule.next_at or services.clock()
    key = replace(asked.key, key=idempotency.scheduled_name(schedule.schedule_id, time))
    made = submit_scheduled(
        services, replace(asked, key=key, title=schedule.title, schedule=change)
    )
    if not made.is_new:
        after = change.after.naming(made.job.job_id)
        services.store.write_schedule(replace(change, after=after))
    return made.job.job_id


def _told(error: errors.JobsError) -> str:
    """Return why a job could not be made, in public words."""
    if not error.violations:
        return error.message
    first = error.violations[0]
    if first.field == "type":
        return "There are no jobs of this type any more."
    return f"The request does not fit any more: {first.message}"


def _passes_soon(error: errors.JobsError, schedule: Schedule, now: datetime) -> bool:
    """Whether a limit will be free before the time that has come is too long ago."""
    if not isinstance(error, errors.ResourceExhaustedError) or error.retry_after is None:
        return False
    is_fresh = schedule.next_at is not None and now < schedule.next_at + _PATIENCE
    return is_fresh and error.retry_after <= _SOON


def _refuse(services: Services, stored: VersionedSchedule, after: Schedule) -> Outcome:
    """Tell that no job could be made; of the last of too many, pause at once."""
    fields = logs.log_fields("schedule-refused", failures=after.failures)
    log.info("A schedule's job was refused.", extra=fields)
    if after.has_failed_enough:
        return _pause(services, stored, after)
    services.store.write_schedule(ScheduleChange(before=stored, after=after))
    return Outcome.REFUSED


def _pause(services: Services, stored: VersionedSchedule, after: Schedule) -> Outcome:
    paused = after.paused_by_itself(services.clock())
    services.store.write_schedule(ScheduleChange(before=stored, after=paused))
    fields = logs.log_fields("schedule-paused", failures=paused.failures)
    log.warning("A schedule has paused itself.", extra=fields)
    return Outcome.PAUSED
