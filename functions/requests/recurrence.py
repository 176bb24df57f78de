"""When a schedule's times are: by cron in a time zone, or every so many hours.

On the day a clock goes forward, a time that the day does not have is the first one after it; on the
day it goes back, a time that comes twice is the first of the two. Hours are hours whatever clocks
do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from shared.core import errors
from shared.core.errors import FieldViolation
from shared.core.schedule import Schedule

#: Two times of a schedule are at least so far apart.
CLOSEST: Final = timedelta(hours=1)
#: The first time is at most so far ahead.
FARTHEST: Final = timedelta(days=366)
#: A day has fewer times than this, where they are that far apart; every day has the same.
_TIMES_OF_A_DAY = 25
_FIELDS = 5
#: A year of no leap, and no month of an odd length behind it.
_ANY_DAY = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """When something is done again and again; one of `cron` and `every_hours` is given."""

    cron: str | None
    time_zone: str
    every_hours: int | None
    #: No time is before it; hours are counted from it.
    start_at: datetime

    def next_time(self, after: datetime) -> datetime | None:
        """Return the first time after another one; None if there is none within decades."""
        return next(self.times(after), None)

    def times(self, after: datetime) -> Iterator[datetime]:
        """Return all times after another one, in UTC."""
        if self.every_hours is not None:
            yield from self._every(timedelta(hours=self.every_hours), after)
            return
        if self.cron is None:
            return
        begin = max(after, self.start_at - timedelta(microseconds=1))
        for time in CronSim(self.cron, begin.astimezone(ZoneInfo(self.time_zone))):
            # Of an hour that comes twice the library goes through both.
            if (found := time.astimezone(UTC)) > begin:
                yield found
                begin = found

    def _every(self, step: timedelta, after: datetime) -> Iterator[datetime]:
        past = 0 if after < self.start_at else (after - self.start_at) // step + 1
        while True:
            yield self.start_at + past * step
            past += 1


def recurrence_of(schedule: Schedule) -> Recurrence:
    """Return when a schedule's times are."""
    return Recurrence(
        cron=schedule.cron,
        time_zone=schedule.time_zone,
        every_hours=schedule.every_hours,
        start_at=schedule.start_at,
    )


def check_recurrence(recurrence: Recurrence, now: datetime) -> datetime:
    """Return the first time of a recurrence that begins now.

    Raises:
        errors.InvalidArgumentError: If it has none, or they are too close or too far; it names the
            field.
    """
    if (recurrence.cron is None) == (recurrence.every_hours is None):
        raise wrong_field("cron", "Must be given, or everyHours, and not both.")
    _check_zone(recurrence.time_zone)
    if recurrence.cron is not None:
        _check_cron(recurrence.cron)
    first = recurrence.next_time(now)
    if first is None:
        raise wrong_field("cron", "Must be a time that comes: this one never does.")
    return first


def check_start(start_at: datetime | None, now: datetime) -> datetime:
    """Return from when on a recurrence counts that was asked for now.

    Raises:
        errors.InvalidArgumentError: If that is in the past, or too far ahead.
    """
    if start_at is None:
        return now.replace(microsecond=0)
    if start_at <= now:
        raise wrong_field("startAt", "Must be later than now.")
    if start_at > now + FARTHEST:
        raise wrong_field("startAt", f"Must be {FARTHEST.days} days ahead at the most.")
    return start_at


def wrong_field(field: str, message: str) -> errors.InvalidArgumentError:
    """Return the refusal of a field."""
    return errors.InvalidArgumentError(violations=[FieldViolation(field=field, message=message)])


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise wrong_field(
            "timeZone", "Must be a time zone's name, as Europe/Berlin or UTC."
        ) from None


def _check_cron(cron: str) -> None:
    if len(cron.split()) != _FIELDS:
        raise wrong_field("cron", "Must have five fields: minute, hour, day, month, weekday.")
    try:
        times = list(islice(CronSim(cron, _ANY_DAY), _TIMES_OF_A_DAY))
    except CronSimError as error:
        part = str(error).removeprefix("Bad ")
        raise wrong_field("cron", f"Must be a time that a calendar has: its {part} is none.") from (
            None
        )
    if any(later - earlier < CLOSEST for earlier, later in pairwise(times)):
        raise wrong_field("cron", "Must be once an hour at the most.")
