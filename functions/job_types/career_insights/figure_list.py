"""List every figure that a sentence may use. Pure.

Only what is clear gets a figure: a change that may be chance cannot be written about with a number.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from functions.job_types.career_insights import findings
from functions.job_types.career_insights.figures import Course, Figure, Unit, course_of

#: How many months a figure's year has: every figure is of the last 12 months of data.
YEAR_MONTHS = 12
#: How many employers get a figure.
NAMED_EMPLOYERS = 5


@dataclass(frozen=True)
class _FigureIn:
    """Makes figures of one unit."""

    unit: Unit

    def __call__(
        self,
        name: str,
        label: str,
        value: float,
        of: str | None = None,
        course: Course | None = None,
    ) -> Figure:
        return Figure(id=name, label=label, unit=self.unit, value=value, of=of, course=course)


_count, _exact, _share = _FigureIn(Unit.COUNT), _FigureIn(Unit.EXACT), _FigureIn(Unit.SHARE)
_change, _points, _usd = _FigureIn(Unit.CHANGE), _FigureIn(Unit.POINTS), _FigureIn(Unit.USD)


def list_figures(market: findings.Market) -> tuple[Figure, ...]:
    """List the figures; each has a name of its own."""
    return (
        *_of_sample(market.sample),
        *_of_trend(market.trend),
        *_of_pay(market.pay),
        *_of_employers(market.top_employers, market.employers),
        *_of_skills(market.skills),
    )


def _of_sample(sample: findings.MarketSample) -> Iterator[Figure]:
    yield _count("postings", "postings of the sample, last 12 months", sample.postings)
    yield _exact("months", "months that the sample covers", YEAR_MONTHS)
    yield _exact("data-day", "day of the month that the data ends on", sample.data_date.day)
    yield _exact("data-year", "year that the data ends in", sample.data_date.year)


def _of_trend(trend: findings.Trend) -> Iterator[Figure]:
    course = {findings.Direction.GROWING: Course.UP, findings.Direction.SHRINKING: Course.DOWN}.get(
        trend.direction
    )
    if trend.earlier_postings is not None:
        label = "postings in the 12 months before"
        yield _count("earlier-postings", label, trend.earlier_postings, course=course)
    # A change that may be chance is no figure.
    if trend.change is not None and course is not None:
        label = "change of postings against the year before"
        yield _change("postings-change", label, trend.change, course=course_of(trend.change))
    if trend.market_change is not None:
        label = "change of postings in all domains against the year before"
        course = course_of(trend.market_change)
        yield _change("market-change", label, trend.market_change, course=course)
    year = [month for month in trend.months if month.is_whole][-YEAR_MONTHS:]
    if len(year) == YEAR_MONTHS:
        yield from _of_month("busiest", "most", max(year, key=lambda month: month.postings))
        yield from _of_month("quietest", "fewest", min(year, key=lambda month: month.postings))


def _of_month(name: str, words: str, month: findings.Month) -> Iterator[Figure]:
    spoken = f"{month.month:%B}"
    label = f"the month of the last 12 with the {words} postings, {spoken}"
    yield _count(f"{name}-postings", f"postings in {label}", month.postings, of=spoken)
    yield _exact(f"{name}-year", f"year of {label}", month.month.year, of=spoken)


def _of_pay(pay: findings.Pay) -> Iterator[Figure]:
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
        yield _usd("level-rise", label, rise, course=course_of(rise))


def _of_level(pay: findings.LevelPay) -> Iterator[Figure]:
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


def _of_employers(employers: tuple[findings.Employer, ...], count: int) -> Iterator[Figure]:
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


def _of_skills(skills: findings.Skills) -> Iterator[Figure]:
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


def _of_moving(name: str, skill: findings.MovingSkill) -> Iterator[Figure]:
    of, course = skill.skill, course_of(skill.change)
    yield _share(f"{name}-now", f"share of postings, {of}", skill.demand_share, of, course)
    label = f"that share a year before, {of}"
    yield _share(f"{name}-before", label, skill.earlier_share, of, course)
    yield _points(f"{name}-change", f"the one less the other, {of}", skill.change, of, course)
