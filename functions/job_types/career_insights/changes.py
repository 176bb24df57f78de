"""What has changed in a market since an earlier report of the same schedule. Pure.

Two reports share most of their postings: each is of 12 months. Here they are held against each
other as if they shared none, which is the stricter way: what is called a change is one, and what is
smaller than chance may bring forth is "about the same". Reports of different samples are not
compared at all.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from functions.job_types.career_insights import findings
from functions.job_types.career_insights.figures import Course
from functions.job_types.career_insights.market import SMALLEST_CHANGE
from functions.job_types.career_insights.trend import SMALLEST_GROWTH
from functions.job_types.common.significance import (
    CLEAR_ERRORS,
    SMALLEST_SAMPLE,
    chance_of_difference,
    is_count_change_clear,
    pick_clear,
)
from shared.core.records import Record
from shared.handler.ports import EarlierResult

#: A smaller change of pay, relative, is not worth a word, however certain.
SMALLEST_PAY_CHANGE = 0.01
#: The standard error of a quartile is this, times the middle half, by the root of the postings. For
#: pay as it is spread about its middle (normal): sqrt(p (1 - p)) / density / 1.349.
_ERROR_OF_MEDIAN = 0.93
_ERROR_OF_QUARTILE = 1.01


class ChangedFigure(Record):
    """A figure of now beside that of the earlier report."""

    now: int
    earlier: int
    change: float = Field(description="Relative: 0.04 is 4% more.")
    course: Course | None = Field(
        default=None, description="Where it goes; absent if it is about the same."
    )


class SkillMove(StrEnum):
    """What a skill has done among those that are asked for most."""

    #: It is asked for more than it was, or less.
    ROSE = "rose"
    FELL = "fell"
    #: It is among them now, and was asked for less often than all of them.
    CAME = "came"
    #: It was among them, and is asked for less often than all of them.
    WENT = "went"


class ChangedSkill(Record):
    """A skill that is asked for more or less than in the earlier report, by more than chance."""

    skill: str
    move: SkillMove
    demand_share: float | None = Field(
        default=None, ge=0, le=1, description="Now; absent for one that went."
    )
    earlier_share: float | None = Field(
        default=None, ge=0, le=1, description="Then; absent for one that came."
    )


class ChangedPay(Record):
    """Pay of now beside that of the earlier report, US dollars a year."""

    lower: ChangedFigure
    median: ChangedFigure
    upper: ChangedFigure


class SinceLast(Record):
    """What has changed since the last report of the same schedule."""

    job_id: str = Field(description="The job that has made the earlier report.")
    since: datetime = Field(description="When that report was made.")
    data_date: date = Field(description="The last day that it had postings of.")
    note: str | None = Field(
        default=None, description="Why nothing is compared; absent where it is."
    )
    postings: ChangedFigure | None = Field(
        default=None, description="Postings of 12 months; absent if they are not compared."
    )
    pay: ChangedPay | None = Field(
        default=None, description="Absent if one of both reports has too little pay to say."
    )
    skills: tuple[ChangedSkill, ...] = Field(
        default=(), description="Those that have clearly moved, the largest move first."
    )
    compared_skills: int = Field(default=0, ge=0, description="How many skills were compared.")


def changes_since(
    earlier: EarlierResult[findings.CareerInsightsFindings], now: findings.CareerInsightsFindings
) -> SinceLast:
    """Hold a report against an earlier one of the same request."""
    then = earlier.value
    since = SinceLast(job_id=earlier.job_id, since=earlier.made_at, data_date=then.sample.data_date)
    if note := _why_not(then, now):
        return since.model_copy(update={"note": note})
    skills, compared = _skills(then, now)
    return since.model_copy(
        update={
            "postings": _postings(then.sample.postings, now.sample.postings),
            "pay": _pay(then.pay.overall, now.pay.overall),
            "skills": skills,
            "compared_skills": compared,
        }
    )


def _why_not(
    then: findings.CareerInsightsFindings, now: findings.CareerInsightsFindings
) -> str | None:
    """Return why two reports cannot be compared; None if they can."""
    if then.data_source != now.data_source:
        return "The earlier report is of other data, so that nothing can be compared."
    if _scope(then) != _scope(now):
        return "The earlier report is of another choice of postings, so nothing can be compared."
    if min(then.sample.postings, now.sample.postings) < SMALLEST_SAMPLE:
        return f"There are fewer than {SMALLEST_SAMPLE} postings: too few to tell a change."
    if (then.sample.data_date, then.sample.postings) == (
        now.sample.data_date,
        now.sample.postings,
    ):
        return "No new postings have been loaded since."
    return None


def _scope(report: findings.CareerInsightsFindings) -> tuple[object, ...]:
    sample = report.sample
    return sample.domain, sample.region, sample.level, report.is_elsewhere


def _postings(then: int, now: int) -> ChangedFigure:
    return _figure(then, now, is_clear=is_count_change_clear(now, then, SMALLEST_GROWTH))


def _pay(then: findings.Quartiles | None, now: findings.Quartiles | None) -> ChangedPay | None:
    if then is None or now is None:
        return None
    error = math.hypot(_spread(then), _spread(now))
    outer = error * _ERROR_OF_QUARTILE

    return ChangedPay(
        lower=_dollars(then.lower_usd, now.lower_usd, outer),
        median=_dollars(then.median_usd, now.median_usd, error * _ERROR_OF_MEDIAN),
        upper=_dollars(then.upper_usd, now.upper_usd, outer),
    )


def _spread(pay: findings.Quartiles) -> float:
    return (pay.upper_usd - pay.lower_usd) / math.sqrt(pay.postings)


def _dollars(then: int, now: int, error: float) -> ChangedFigure:
    least = max(CLEAR_ERRORS * error, SMALLEST_PAY_CHANGE * then, 1)
    return _figure(then, now, is_clear=abs(now - then) >= least)


def _figure(then: int, now: int, *, is_clear: bool) -> ChangedFigure:
    course = None if not is_clear else Course.UP if now > then else Course.DOWN
    change = round(now / then - 1, 3) if then else 0.0
    return ChangedFigure(now=now, earlier=then, change=change, course=course)


def _skills(
    then: findings.CareerInsightsFindings, now: findings.CareerInsightsFindings
) -> tuple[tuple[ChangedSkill, ...], int]:
    """Return the skills that have clearly moved, the largest move first; and how many might have.

    A report has the skills that are asked for most. One that is missing there was asked for no
    more than the last of those: it is held against that.
    """
    pairs = list(_pairs(then, now))
    picked = pick_clear([_chance(pair, then, now) for pair in pairs])
    moved = [
        pair
        for pair, is_picked in zip(pairs, picked, strict=True)
        if is_picked and abs(pair.now - pair.then) >= SMALLEST_CHANGE
    ]
    moved.sort(key=lambda pair: (-abs(pair.now - pair.then), pair.skill))
    return tuple(pair.changed() for pair in moved), len(pairs)


class _Pair(Record):
    """A skill's shares; of one that is listed in one report only, the least that it has moved."""

    skill: str
    then: float
    now: float
    is_new: bool = False
    is_gone: bool = False

    def changed(self) -> ChangedSkill:
        move = SkillMove.ROSE if self.now > self.then else SkillMove.FELL
        if self.is_new or self.is_gone:
            move = SkillMove.CAME if self.is_new else SkillMove.WENT
        return ChangedSkill(
            skill=self.skill,
            move=move,
            demand_share=None if self.is_gone else self.now,
            earlier_share=None if self.is_new else self.then,
        )


def _pairs(
    then: findings.CareerInsightsFindings, now: findings.CareerInsightsFindings
) -> Iterator[_Pair]:
    before, after = _shares(then.skills), _shares(now.skills)
    for skill in before.keys() & after.keys():
        yield _Pair(skill=skill, then=before[skill], now=after[skill])
    # The bound may be above the share it is held against: then there is nothing to tell.
    bound = _lowest(then.skills)
    for one in now.skills.top:
        if one.skill not in before and bound is not None and one.demand_share > bound:
            yield _Pair(skill=one.skill, then=bound, now=one.demand_share, is_new=True)
    bound = _lowest(now.skills)
    for one in then.skills.top:
        if one.skill not in after and bound is not None and one.demand_share > bound:
            yield _Pair(skill=one.skill, then=one.demand_share, now=bound, is_gone=True)


def _shares(skills: findings.Skills) -> Mapping[str, float]:
    """Return the share of each skill that a report names."""
    named = (*skills.rising, *skills.falling, *skills.top)
    return {one.skill: one.demand_share for one in named}


def _lowest(skills: findings.Skills) -> float | None:
    return min((one.demand_share for one in skills.top), default=None)


def _chance(
    pair: _Pair, then: findings.CareerInsightsFindings, now: findings.CareerInsightsFindings
) -> float:
    before, after = then.sample.postings, now.sample.postings
    return chance_of_difference(round(pair.now * after), after, round(pair.then * before), before)


def tell_shortly(since: SinceLast) -> str:
    """Say in a few words what a notification can say of it; nothing if there is no news."""
    median = since.pay.median if since.pay else None
    said = [
        f"{name} {figure.change:+.0%}"
        for name, figure in (("median pay", median), ("postings", since.postings))
        if figure is not None and figure.course is not None
    ]
    came = [one.skill for one in since.skills if one.move is SkillMove.CAME]
    said += [f"new: {', '.join(came[:2])}"] if came else []
    return f" Since {since.since:%-d %B}: {', '.join(said)}." if said else ""
