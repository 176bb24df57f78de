"""Order the largest gaps into a path on which nothing is learnt before what it builds on.

Pure. The gap that most postings ask for comes first, but whatever it builds on and the person
lacks comes before it, also where no posting asks for that.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from functions.job_types.skill_gap_analysis import compare, match_score
from functions.job_types.skill_gap_analysis.findings import Gap, LearningPath, PathStep, StepReason

#: The pace that weeks are computed at: two evenings and a Saturday morning.
HOURS_PER_WEEK = 8
#: A path of more gaps helps no further; the rest is named as "later".
MOST_GAPS = 6


def plan_path(
    gaps: Sequence[Gap],
    shown: AbstractSet[str],
    skills: compare.Skills,
    shares: Mapping[str, float],
) -> LearningPath:
    """Plan the way through the largest gaps, which come by demand, the highest first.

    The score after each step is by the shares, the demand of all required skills.
    """
    order = order_by_prerequisites([gap.skill for gap in gaps[:MOST_GAPS]], shown, skills)
    hours = [skills[skill].learn_hours if skill in skills else 0 for skill in order]
    total = sum(hours)
    return LearningPath(
        hours_per_week=HOURS_PER_WEEK,
        total_hours=total,
        total_weeks=math.ceil(total / HOURS_PER_WEEK),
        steps=_steps(order, hours, shown, skills, shares),
        later=tuple(gap.skill for gap in gaps if gap.skill not in order),
    )


def order_by_prerequisites(
    wanted: Iterable[str], shown: AbstractSet[str], skills: compare.Skills
) -> list[str]:
    """Return the wanted skills, and what they build on, each after what it builds on.

    Skills that build on each other in a circle, which only wrong data has, come in the order met.
    """
    order: list[str] = []
    entered = set(shown)

    def add(skill: str) -> None:
        if skill in entered:
            return
        entered.add(skill)
        for prerequisite in skills[skill].prerequisites if skill in skills else ():
            add(prerequisite)
        order.append(skill)

    for skill in wanted:
        add(skill)
    return order


def _steps(
    order: Sequence[str],
    hours: Sequence[int],
    shown: AbstractSet[str],
    skills: compare.Skills,
    shares: Mapping[str, float],
) -> tuple[PathStep, ...]:
    steps: list[PathStep] = []
    known, spent = set(shown), 0
    for number, (skill, cost) in enumerate(zip(order, hours, strict=True), start=1):
        known.add(skill)
        steps.append(
            PathStep(
                order=number,
                skill=skill,
                reason=StepReason.REQUIRED if skill in shares else StepReason.PREREQUISITE,
                hours=cost,
                first_week=_week_of(spent),
                last_week=_week_of(max(spent, spent + cost - 1)),
                builds_on=skills[skill].prerequisites if skill in skills else (),
                score_after=match_score.score(shares, known),
            )
        )
        spent += cost
    return tuple(steps)


def _week_of(hours: int) -> int:
    """Return the week, counted from 1, in which the hour after `hours` hours of study falls."""
    return hours // HOURS_PER_WEEK + 1
