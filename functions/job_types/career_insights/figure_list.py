"""List every figure that a sentence may use. Pure.

Only what is clear gets a figure: a change that may be chance cannot be written about with a number.
"""

import math
from collections.abc import Iterator

from functions.job_types.career_insights.figures import Course, Figure, Unit, course_of
from functions.job_types.career_insights.findings import (
    Direction,
    Employer,
    LevelPay,
    Market,
    MarketSample,
    Month,
    MovingSkill,
    Pay,
    Skills,
    Trend,
)

#: How many months a figure's year has: every figure is of the last 12 months of data.
YEAR_MONTHS = 12
#: How many employers get a figure.
NAMED_EMPLOYERS = 5


def list_figures(market: Market) -> tuple[Figure, ...]:
    """List the figures; each has a name of its own."""
    return (
        *_of_sample(market.sample),
        *_of_trend(market.trend),
        *_of_pay(market.pay),
        *_of_employers(market.top_employers, market.employers),
        *_of_skills(market.skills),
    )


def _of_sample(sample: MarketSample) -> Iterator[Figure]:
    yield _count("postings", "postings of the sample, last 12 months", sample.postings)
    yield _exact("months", "months that the sample covers", YEAR_MONTHS)
    yield _exact("data-day", "day of the month that the data ends on", sample.data_date.day)
    yield _exact("data-year", "year that the data ends in", sample.data_date.year)


def _of_trend(trend: Trend) -> Iterator[Figure]:
    course = {Direction.GROWING: Course.UP, Direction.SHRINKING: Course.DOWN}.get(trend.direction)
    if trend.earlier_postings is not None:
        yield _count(
            "earlier-postings", "postings in the 12 months before", trend.earlier_postings, course
        )
    # A change that may be chance is no figure.
    if trend.change is not None and course is not None:
        yield _change("postings-change", "change of postings against the year before", trend.change)
    if trend.market_change is not None:
        label = "change of postings in all domains against the year before"
        yield _change("market-change", label, trend.market_change)
    year = [month for month in trend.months if month.is_whole][-YEAR_MONTHS:]
    if len(year) == YEAR_MONTHS:
        yield from _of_month("busiest", "most", max(year, key=lambda month: month.postings))
        yield from _of_month("quietest", "fewest", min(year, key=lambda month: month.postings))


def _of_month(name: str, words: str, month: Month) -> Iterator[Figure]:
    spoken = f"{month.month:%B}"
    label = f"the month of the last 12 with the {words} postings, {spoken}"
    yield _count(f"{name}-postings", f"postings in {label}", month.postings, of=spoken)
    yield _exact(f"{name}-year", f"year of {label}", month.month.year, of=spoken)


def _of_pay(pay: Pay) -> Iterator[Figure]:
    if pay.overall is not None:
        yield _usd("pay-lower", "lower quartile of pay", pay.overall.lower_usd)
        yield _usd("pay-median", "median of pay", pay.overall.median_usd)
        yield _usd("pay-upper", "upper quartile of pay", pay.overall.upper_usd)
    for level in pay.by_level:
        yield from _of_level(level)
    if len(pay.by_level) > 1:
        lowest, highest = pay.by_level[0], pay.by_level[-1]
        rise = highest.median_usd - lowest.median_usd
        label = f"median pay at {highest.level} less that at {lowest.level} level"
        yield Figure(
            id="level-rise", label=label, unit=Unit.USD, value=rise, course=course_of(rise)
        )


def _of_level(pay: LevelPay) -> Iterator[Figure]:
    name, of = f"level-{pay.level}", str(pay.level)
    for quartile, value in (
        ("lower", pay.lower_usd),
        ("median", pay.median_usd),
        ("upper", pay.upper_usd),
    ):
        yield _usd(f"{name}-{quartile}", f"{quartile} quartile of pay, {of} level", value, of)
    yield _exact(f"{name}-from", f"first year of experience, {of} level", pay.from_years, of)
    if pay.to_years is not None:
        yield _exact(f"{name}-to", f"last year of experience, {of} level", pay.to_years, of)


def _of_employers(employers: tuple[Employer, ...], count: int) -> Iterator[Figure]:
    if not employers:
        return
    named = employers[:NAMED_EMPLOYERS]
    yield _count("employers", "employers with postings in the sample", count)
    yield _exact("employers-named", "employers that have a figure", len(named))
    share = round(math.fsum(employer.share for employer in named), 3)
    yield _share("employers-named-share", "share of postings that these have together", share)
    for rank, employer in enumerate(named, start=1):
        name, of = f"employer-{rank}", employer.employer
        yield _share(f"{name}-share", f"share of postings, {of}", employer.share, of=of)
        yield _count(f"{name}-postings", f"postings, {of}", employer.postings, of=of)


def _of_skills(skills: Skills) -> Iterator[Figure]:
    if skills.compared:
        label = "skills that were compared with the year before"
        yield _count("skills-compared", label, skills.compared)
    for rank, skill in enumerate(skills.top, start=1):
        label = f"share of postings that ask for {skill.skill}"
        yield _share(f"skill-{rank}-share", label, skill.demand_share, of=skill.skill)
    for name, moving in (("rising", skills.rising), ("falling", skills.falling)):
        clear = (skill for skill in moving if skill.change_is_clear)
        for rank, skill in enumerate(clear, start=1):
            yield from _of_moving(f"{name}-{rank}", skill)


def _of_moving(name: str, skill: MovingSkill) -> Iterator[Figure]:
    of, course = skill.skill, course_of(skill.change)
    yield _share(f"{name}-now", f"share of postings, {of}", skill.demand_share, course, of)
    yield _share(
        f"{name}-before", f"that share a year before, {of}", skill.earlier_share, course, of
    )
    yield Figure(
        id=f"{name}-change",
        label=f"the one less the other, {of}",
        unit=Unit.POINTS,
        value=skill.change,
        of=of,
        course=course,
    )


def _count(
    name: str, label: str, value: int, course: Course | None = None, of: str | None = None
) -> Figure:
    return Figure(id=name, label=label, unit=Unit.COUNT, value=value, course=course, of=of)


def _exact(name: str, label: str, value: int, of: str | None = None) -> Figure:
    return Figure(id=name, label=label, unit=Unit.EXACT, value=value, of=of)


def _share(
    name: str, label: str, value: float, course: Course | None = None, of: str | None = None
) -> Figure:
    return Figure(id=name, label=label, unit=Unit.SHARE, value=value, course=course, of=of)


def _change(name: str, label: str, value: float) -> Figure:
    return Figure(id=name, label=label, unit=Unit.CHANGE, value=value, course=course_of(value))


def _usd(name: str, label: str, value: int, of: str | None = None) -> Figure:
    return Figure(id=name, label=label, unit=Unit.USD, value=value, of=of)
