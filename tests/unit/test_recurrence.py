"""When a schedule's times are: cron in a time zone, both days on which clocks change, and hours."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from functions.requests.recurrence import Recurrence, check_recurrence, check_start
from functions.requests.schedule_bodies import ScheduleEdit
from shared.core import errors

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 30, 10, 15, tzinfo=UTC)


def by_cron(cron: str, time_zone: str = "Europe/Berlin", start_at: datetime = NOW) -> Recurrence:
    """Return a recurrence by cron."""
    return Recurrence(cron=cron, time_zone=time_zone, every_hours=None, start_at=start_at)


def every(hours: int, start_at: datetime = NOW) -> Recurrence:
    """Return a recurrence by hours."""
    return Recurrence(cron=None, time_zone="UTC", every_hours=hours, start_at=start_at)


def local(recurrence: Recurrence, after: datetime, count: int) -> list[str]:
    """Return the next times as a clock on the wall in Berlin shows them."""
    found = islice(recurrence.times(after), count)
    return [f"{time.astimezone(BERLIN):%m-%d %H:%M %z}" for time in found]


def field_of(refused: pytest.ExceptionInfo[errors.InvalidArgumentError]) -> tuple[str, str]:
    """Return the field that is wrong, and the sentence about it."""
    (one,) = refused.value.violations
    return one.field, one.message


def test_a_daily_time_is_that_of_the_clock_on_the_wall() -> None:
    """At eight in Berlin, in winter and in summer."""
    march = datetime(2026, 3, 28, 12, tzinfo=UTC)
    daily = by_cron("0 8 * * *", start_at=march)
    assert local(daily, march, 2) == ["03-29 08:00 +0200", "03-30 08:00 +0200"]


def test_a_time_that_the_day_does_not_have_is_the_first_after_it() -> None:
    """The clock goes from two to three: half past two is three, and the next day as ever."""
    march = datetime(2026, 3, 27, 12, tzinfo=UTC)
    daily = by_cron("30 2 * * *", start_at=march)
    assert local(daily, march, 3) == [
        "03-28 02:30 +0100",
        "03-29 03:00 +0200",
        "03-30 02:30 +0200",
    ]


@pytest.mark.parametrize("minute", [0, 15, 29, 31, 45, 59])
@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_comes_twice_is_kept_once(minute: int, fold: int) -> None:
    """The clock goes from three to two: half past two is the first of the two, from any moment."""
    daily = by_cron("30 2 * * *", start_at=datetime(2026, 10, 1, tzinfo=UTC))
    october = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert local(daily, october, 2) == ["10-25 02:30 +0200", "10-26 02:30 +0100"]
    inside = datetime(2026, 10, 25, 2, minute, tzinfo=BERLIN, fold=fold).astimezone(UTC)
    is_before = fold == 0 and minute < 30
    expected = "10-25 02:30 +0200" if is_before else "10-26 02:30 +0100"
    assert local(daily, inside, 1) == [expected]


def test_hours_are_hours_whatever_clocks_do() -> None:
    """Every hour of the night on which one comes twice is kept, and n hours are counted on."""
    october = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    hourly = by_cron("0 * * * *", start_at=october)
    assert local(hourly, october, 4) == [
        *("10-25 02:00 +0200", "10-25 02:00 +0100"),
        *("10-25 03:00 +0100", "10-25 04:00 +0100"),
    ]
    day = list(islice(every(24, october).times(october), 2))
    assert day == [october + timedelta(days=1), october + timedelta(days=2)]


def test_missed_times_are_passed_over() -> None:
    """The next time is after now, and in step with the first one."""
    assert every(6).next_time(NOW + timedelta(hours=20)) == NOW + timedelta(hours=24)
    assert every(6).next_time(NOW + timedelta(hours=18)) == NOW + timedelta(hours=24)


def test_no_time_is_before_the_start() -> None:
    """The start itself is a time, where it fits."""
    start = datetime(2026, 12, 7, 7, tzinfo=UTC)
    assert by_cron("0 8 * * *", start_at=start).next_time(NOW) == start
    assert every(5, start).next_time(NOW) == start


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("0 0 30 2 *", "Must be a time that a calendar has: its day-of-month is none."),
        ("61 * * * *", "Must be a time that a calendar has: its minute is none."),
        ("0 24 * * *", "Must be a time that a calendar has: its hour is none."),
        ("0 0 * 13 *", "Must be a time that a calendar has: its month is none."),
        ("0 0 * * 8", "Must be a time that a calendar has: its day-of-week is none."),
        ("0 0 * * ²L", "Must be a time that a calendar has: its day-of-week is none."),
        ("* * * * *", "Must be once an hour at the most."),
        ("0,59 3 * * *", "Must be once an hour at the most."),
        ("*/30 0 1 1 *", "Must be once an hour at the most."),
        ("0 0 0 * * *", "Must have five fields: minute, hour, day, month, weekday."),
        ("every day", "Must have five fields: minute, hour, day, month, weekday."),
        ("0 0 31 4 */2", "Must be a time that a calendar has: its day-of-month is none."),
    ],
)
def test_a_cron_that_is_none_is_refused_with_a_sentence(cron: str, said: str) -> None:
    """An impossible date, the 61st minute, and what comes too often."""
    with pytest.raises(errors.InvalidArgumentError) as refused:
        check_recurrence(by_cron(cron), NOW)
    assert field_of(refused) == ("cron", said)


@pytest.mark.parametrize("cron", ["0 9 * * MON-FRI", "15 */2 * * *", "0 0 29 2 *", "0 8 L * *"])
def test_a_usual_cron_is_taken(cron: str) -> None:
    """Names, steps, a leap day, the last day of a month."""
    assert check_recurrence(by_cron(cron), NOW) > NOW


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "Europe", "", "\0", "x" * 64])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    """Also one that is a path."""
    with pytest.raises(errors.InvalidArgumentError) as refused:
        check_recurrence(by_cron("0 8 * * *", name), NOW)
    assert field_of(refused) == (
        "timeZone",
        "Must be a time zone's name, as Europe/Berlin or UTC.",
    )


def test_one_of_cron_and_hours_is_given() -> None:
    """Neither and both are refused."""
    both = Recurrence(cron="0 8 * * *", time_zone="UTC", every_hours=3, start_at=NOW)
    neither = Recurrence(cron=None, time_zone="UTC", every_hours=None, start_at=NOW)
    for wrong in (both, neither):
        with pytest.raises(errors.InvalidArgumentError) as refused:
            check_recurrence(wrong, NOW)
        assert field_of(refused)[0] == "cron"
    assert list(neither.times(NOW)) == []


def test_a_start_is_ahead_and_not_too_far() -> None:
    """The past and the far future are refused; none is now."""
    assert check_start(None, NOW) == NOW
    assert check_start(NOW + timedelta(seconds=1), NOW) == NOW + timedelta(seconds=1)
    for wrong in (NOW, NOW - timedelta(days=1), NOW + timedelta(days=367)):
        with pytest.raises(errors.InvalidArgumentError) as refused:
            check_start(wrong, NOW)
        assert field_of(refused)[0] == "startAt"


def test_a_number_is_the_same_with_a_point() -> None:
    """JSON has one kind of number: 2.0 hours are 2, and 2.5 are none."""
    assert ScheduleEdit.model_validate({"everyHours": 2.0}).every_hours == 2
    with pytest.raises(ValidationError):
        ScheduleEdit.model_validate({"everyHours": 2.5})
    with pytest.raises(ValidationError):
        ScheduleEdit.model_validate({"everyHours": "2"})
