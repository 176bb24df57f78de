"""Reading days: the forms that public files have."""

from datetime import UTC, date, datetime

import pytest

from infra.load_postings.faults import FieldError
from infra.load_postings.values.days import day_comes_first, read_day

AS_OF = date(2026, 9, 30)
DAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    "value",
    [
        *("2026-09-14", "2026/09/14", "2026-09-14T23:59:00+02:00", "2026-09-14 06:39:10 +0000"),
        *("20260914", 20260914, 1789344000, "1789344000000", 1789344000000.0, "1.789344e+12"),
        *("14.09.2026", "14/09/2026", "09/14/2026", "9/14/26", "09-14-2026", "14-Sep-2026"),
        *("Sep 14, 2026", "14 September 2026", "Mon, 14 Sep 2026 10:00:00 GMT"),
        *(DAY, datetime(2026, 9, 14, 23, tzinfo=UTC)),
        *("16 days ago", "Posted 16 days ago", "16d"),
    ],
)
def test_the_usual_forms(value: object) -> None:
    """Numbers are seconds or milliseconds; what is over 12 is a day."""
    assert read_day(value, day_first=None, as_of=AS_OF) == DAY


@pytest.mark.parametrize(
    ("value", "days"),
    [
        *(("today", 0), ("Just posted", 0), ("20 hours ago", 0), ("yesterday", 1)),
        *(("a day ago", 1), ("2 weeks ago", 14), ("30+ days ago", 30), ("1mo", 30)),
        ("3 minutes ago", 0),
    ],
)
def test_how_long_ago_is_counted_from_when_it_was_read(value: str, days: int) -> None:
    """The words "30+ days" are at least thirty, and are taken for thirty."""
    assert (AS_OF - read_day(value, day_first=None, as_of=AS_OF)).days == days


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("03/04/2026", "may be two days: .* --day-first or --month-first"),
        ("September 2026", "not a day"),
        ("2026", "not a day"),
        ("Monday", "not a day"),
        ("2026-02-30", "not a day"),
        ("99999999999999999999", "not a day"),
        (True, "not a day"),
        (["2026-09-14"], "not a day"),
        ("1 " * 60, "not a day"),
    ],
)
def test_what_is_no_day_is_refused(value: object, problem: str) -> None:
    """Nothing is filled in that is not said."""
    with pytest.raises(FieldError, match=problem):
        read_day(value, day_first=None, as_of=AS_OF)


def test_how_long_ago_needs_to_be_read_on_a_day() -> None:
    """Today is not when the file was made."""
    with pytest.raises(FieldError, match="--as-of"):
        read_day("3 days ago", day_first=None, as_of=None)


def test_what_is_told_comes_first() -> None:
    """The same numbers are two days."""
    days = [read_day("03/04/2026", day_first=first, as_of=None) for first in (True, False)]
    assert days == [date(2026, 4, 3), date(2026, 3, 4)]


@pytest.mark.parametrize(
    ("values", "is_first"),
    [
        (["03/04/2026", "25/04/2026", None, 7], True),
        (["03/04/2026", "04/25/2026"], False),
        (["03/04/2026"], None),
        (["25/04/2026", "04/25/2026"], None),
        (["25.04.2026", "2026-04-25"], None),
    ],
)
def test_one_day_over_twelve_shows_the_order_of_all(
    values: list[object], *, is_first: bool | None
) -> None:
    """Where a column shows both, or neither, it shows nothing."""
    assert day_comes_first(values) is is_first
