"""Make, list, change and delete schedules, for their owner.

What must stay true: of one user there are never more than `MOST_SCHEDULES`, whatever comes at the
same moment: each that is made writes its owner's token bucket as it was read. A schedule that was
answered with 201 is stored; the same key never makes a second one. One of another user is answered
like one that does not exist.
"""

import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, islice
from typing import Final

from pydantic import JsonValue

from functions.requests import admission
from functions.requests.recurrence import (
    Recurrence,
    check_recurrence,
    check_start,
    recurrence_of,
)
from functions.requests.schedule_bodies import ScheduleEdit, ScheduleRequest
from functions.requests.submission import SubmissionRequest, parse_submission
from shared.auth.users import User
from shared.core import errors, idempotency
from shared.core.errors import Allowance
from shared.core.idempotency import IdempotencyKey
from shared.core.schedule import Schedule
from shared.firestore.compare_and_set import BUCKET_TRIES, retry_stale
from shared.firestore.documents import (
    BucketChange,
    PriorSubmission,
    Quota,
    ScheduleChange,
    VersionedSchedule,
)
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: So many schedules a user may have, paused ones among them.
MOST_SCHEDULES: Final = 20
_ID = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, kw_only=True)
class MadeSchedule:
    """What came of a request: a schedule, and whether this request made it."""

    schedule: Schedule
    is_new: bool
    #: What the user may still submit after it.
    allowance: Allowance


def create_schedule(
    services: Services, user: User, wanted: ScheduleRequest, idempotency_key: str | None = None
) -> MadeSchedule:
    """Make a schedule of `user`; it takes a token, as a job does.

    Raises:
        errors.InvalidArgumentError: If the request or its times are not right; it names each field.
        errors.FailedPreconditionError: If the user has as many as may be.
        errors.AlreadyExistsError: If the key came before with another request, or its schedule is
            gone.
        errors.ResourceExhaustedError: If the user submits too fast.
        errors.UnavailableError: If Firestore cannot be reached. It may have been stored.
    """
    asked = _checked(services, user, wanted, idempotency_key)
    schedule = _new_schedule(services, wanted, asked)
    tries = count()
    made = retry_stale(
        lambda: _store(services, user.uid, asked, schedule, is_again=next(tries) > 0),
        tries=BUCKET_TRIES,
        stale=errors.WriteConflictError,
        pauses=services.pauses,
    )
    if made.is_new:
        fields = logs.log_fields("schedule-made", scheduleId=schedule.schedule_id)
        log.info("A schedule is made.", extra=fields)
    return made


def _checked(
    services: Services, user: User, wanted: ScheduleRequest, key: str | None
) -> SubmissionRequest:
    """Return the submission that it would be now, told apart by all that was asked."""
    body = body_of(wanted.type, wanted.input, wanted.tags)
    asked = parse_submission(user, body, key, services.clock())
    print_of_all = idempotency.fingerprint("schedule", wanted.to_json())
    return replace(asked, key=replace(asked.key, fingerprint=print_of_all))


def body_of(job_type: str, fields: JsonValue, tags: tuple[str, ...]) -> dict[str, JsonValue]:
    """Return the submission of a schedule's job: no earlier result answers it."""
    own = fields if isinstance(fields, dict) else {}
    return {**own, "type": job_type, "options": {"tags": list(tags), "fresh": True}}


def _new_schedule(
    services: Services, wanted: ScheduleRequest, asked: SubmissionRequest
) -> Schedule:
    now = services.clock()
    recurrence = Recurrence(
        cron=wanted.cron,
        time_zone=wanted.time_zone,
        every_hours=wanted.every_hours,
        start_at=check_start(wanted.start_at, now),
    )
    return Schedule(
        schedule_id=services.token(),
        type=asked.job_type.name,
        title=wanted.title or asked.title,
        tags=asked.options.tags,
        request=asked.text,
        cron=recurrence.cron,
        time_zone=recurrence.time_zone,
        every_hours=recurrence.every_hours,
        start_at=recurrence.start_at,
        next_at=check_recurrence(recurrence, now),
        created_at=now,
        updated_at=now,
    )


def _store(
    services: Services,
    uid: str,
    asked: SubmissionRequest,
    schedule: Schedule,
    *,
    is_again: bool,
) -> MadeSchedule:
    """Store a schedule, or return the one that its key has made before.

    Raises:
        errors.WriteConflictError: If another request of this user came between.
    """
    now = services.clock()
    quota, (prior,) = services.store.read_prior(uid, [asked.key], now)
    earlier = _earlier(services, uid, asked, prior)
    if earlier is None and is_again:
        # The answer to the first try may have been lost, and not what it stored.
        mine = services.store.read_schedule(uid, schedule.schedule_id)
        earlier = None if mine is None else mine.schedule
    if earlier is not None:
        is_new = earlier.schedule_id == schedule.schedule_id
        allowance = admission.bucket_of(services, quota).allowance(services.submit_limit)
        return MadeSchedule(schedule=earlier, is_new=is_new, allowance=allowance)
    if len(services.store.list_schedules(uid, MOST_SCHEDULES)) >= MOST_SCHEDULES:
        raise errors.FailedPreconditionError(
            f"You may have {MOST_SCHEDULES} schedules. Delete one first."
        )
    bucket, key = _paid(services, quota), None
    if asked.key.key is not None:
        expire_at = now + services.settings.job_retention
        key = (
            asked.key.key,
            IdempotencyKey(
                job_id=schedule.schedule_id, fingerprint=asked.key.fingerprint, expire_at=expire_at
            ),
        )
    services.store.create_schedule(uid, schedule, bucket, key)
    allowance = bucket.after.allowance(services.submit_limit)
    return MadeSchedule(schedule=schedule, is_new=True, allowance=allowance)


def _paid(services: Services, quota: Quota) -> BucketChange:
    bucket = admission.bucket_of(services, quota)
    return BucketChange(
        before=quota.bucket, after=bucket.take(services.submit_limit, services.clock())
    )


def _earlier(
    services: Services, uid: str, asked: SubmissionRequest, prior: PriorSubmission
) -> Schedule | None:
    """Return the schedule that this key has made before."""
    if prior.key is None:
        return None
    prior.key.check_same(asked.key.fingerprint)
    stored = services.store.read_schedule(uid, prior.key.job_id or "-")
    if stored is None:
        raise errors.AlreadyExistsError("This Idempotency-Key has made a schedule that is gone.")
    return stored.schedule


def list_schedules(services: Services, user: User) -> list[Schedule]:
    """Return all schedules of `user`, the oldest first.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    found = services.store.list_schedules(user.uid, MOST_SCHEDULES)
    return [stored.schedule for stored in found]


def find_schedule(services: Services, user: User, schedule_id: str) -> VersionedSchedule:
    """Read a schedule of the one who asks.

    Raises:
        errors.NotFoundError: If there is none, or it is another user's.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    if _ID.fullmatch(schedule_id):
        stored = services.store.read_schedule(user.uid, schedule_id)
        if stored is not None:
            return stored
    raise errors.NotFoundError("There is no such schedule.")


def change_schedule(
    services: Services, user: User, schedule_id: str, edit: ScheduleEdit
) -> Schedule:
    """Change a schedule of `user`: its title, its times, or whether it is paused.

    Raises:
        errors.NotFoundError: If there is none, or it is another user's.
        errors.InvalidArgumentError: If the times are not right; it names the field.
        errors.WriteConflictError: If it changed at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """

    def change() -> Schedule:
        stored = find_schedule(services, user, schedule_id)
        after = _edited(services, stored.schedule, edit)
        if after != stored.schedule:
            services.store.write_schedule(ScheduleChange(before=stored, after=after))
            fields = logs.log_fields("schedule-changed", scheduleId=schedule_id)
            log.info("A schedule is changed.", extra=fields)
        return after

    return retry_stale(change, stale=errors.WriteConflictError, pauses=services.pauses)


def _edited(services: Services, schedule: Schedule, edit: ScheduleEdit) -> Schedule:
    """Return a schedule as its owner wants it; the next time is counted from now."""
    now, after = services.clock(), schedule
    if edit.title is not None and edit.title != schedule.title:
        after = after.model_copy(update={"title": edit.title, "updated_at": now})
    if edit.changes_times:
        recurrence = _edited_times(services, schedule, edit)
        first = check_recurrence(recurrence, now)
        changed = {**vars(recurrence), "next_at": None if schedule.is_paused else first}
        after = after.model_copy(update={**changed, "updated_at": now})
    if edit.is_paused is True and not after.is_paused:
        return after.paused(now)
    if edit.is_paused is False and after.is_paused:
        return after.resumed(check_recurrence(recurrence_of(after), now), now)
    return after


def _edited_times(services: Services, schedule: Schedule, edit: ScheduleEdit) -> Recurrence:
    keeps_kind = edit.cron is None and edit.every_hours is None
    start_at = schedule.start_at
    if edit.start_at is not None:
        start_at = check_start(edit.start_at, services.clock())
    return Recurrence(
        cron=schedule.cron if keeps_kind else edit.cron,
        every_hours=schedule.every_hours if keeps_kind else edit.every_hours,
        time_zone=edit.time_zone or schedule.time_zone,
        start_at=start_at,
    )


def next_times(schedule: Schedule, count: int) -> tuple[datetime, ...]:
    """Return the next times of a schedule; none while it is paused."""
    if schedule.next_at is None:
        return ()
    later = recurrence_of(schedule).times(schedule.next_at)
    return (schedule.next_at, *islice(later, count - 1))


def delete_schedule(services: Services, user: User, schedule_id: str) -> None:
    """Delete a schedule of `user`; the jobs that it made stay. One that is gone is fine.

    Raises:
        errors.NotFoundError: If it can be none of this user.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    if not _ID.fullmatch(schedule_id):
        raise errors.NotFoundError("There is no such schedule.")
    services.store.delete_schedule(user.uid, schedule_id)
    fields = logs.log_fields("schedule-deleted", scheduleId=schedule_id)
    log.info("A schedule is deleted.", extra=fields)
