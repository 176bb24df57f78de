"""Make the trend of postings by month. Pure."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from functions.job_types.career_insights.findings import Direction, Month, Trend
from functions.job_types.common.significance import SMALLEST_SAMPLE, is_count_change_clear
from shared.core.records import Record

#: A smaller change of the number of postings, relative, is not worth a word.
SMALLEST_GROWTH = 0.05
#: The data covers the earlier year if its first posting is no later than this after its beginning:
#: a few days without a posting are no hole.
LARGEST_HOLE = timedelta(days=7)


class MonthRow(Record):
    """A row of months.sql, which says what the fields mean."""

    month: date
    postings: int
    recent_postings: int
    earlier_postings: int
    market_postings: int
    recent_market_postings: int
    earlier_market_postings: int
    first_date: date
    data_date: date
    window_start: date


def count_recent(rows: Sequence[MonthRow]) -> int:
    """Return the number of the domain's postings in the last 12 months of data."""
    return sum(row.recent_postings for row in rows)


def build_trend(rows: Sequence[MonthRow]) -> Trend:
    """Put the trend of one scope together, from one row or more in any order."""
    months = tuple(_months(rows))
    if rows[0].first_date > rows[0].window_start + LARGEST_HOLE:
        return Trend(months=months, direction=Direction.UNKNOWN)
    now, before = count_recent(rows), sum(row.earlier_postings for row in rows)
    return Trend(
        months=months,
        direction=direction_of(now, before),
        earlier_postings=before,
        change=relative_change(now, before),
        market_change=relative_change(
            sum(row.recent_market_postings for row in rows),
            sum(row.earlier_market_postings for row in rows),
        ),
    )


def direction_of(now: int, before: int) -> Direction:
    """Say where a number of postings goes, if that is more than chance."""
    if before < SMALLEST_SAMPLE:
        return Direction.UNKNOWN
    if not is_count_change_clear(now, before, SMALLEST_GROWTH):
        return Direction.STEADY
    return Direction.GROWING if now > before else Direction.SHRINKING


def relative_change(now: int, before: int) -> float | None:
    """Return a change relative to what was before; None if that is too little to compare with."""
    return round(now / before - 1, 3) if before >= SMALLEST_SAMPLE else None


def _months(rows: Sequence[MonthRow]) -> Iterator[Month]:
    by_month = {row.month: row for row in rows}
    data_date, first = rows[0].data_date, max(rows[0].first_date, rows[0].window_start)
    month = first if first.day == 1 else _last_day(first) + timedelta(days=1)
    while month <= data_date:
        row = by_month.get(month)
        # A month without a posting has no row, and is a zero in the chart.
        yield Month(
            month=month,
            postings=row.postings if row else 0,
            market_postings=row.market_postings if row else 0,
            is_whole=_last_day(month) <= data_date,
        )
        month = _last_day(month) + timedelta(days=1)


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
