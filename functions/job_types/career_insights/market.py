"""Make what is found of pay, employers and skills from the warehouse's rows. Pure."""

from collections.abc import Iterable, Sequence

from functions.job_types.career_insights import findings
from functions.job_types.career_insights.sample import last_year
from functions.job_types.common.significance import (
    SMALLEST_SAMPLE,
    chance_of_difference,
    pick_clear,
)
from shared.core.records import Record

#: Skills named fewer times in both years together are not compared: the test of chance counts on
#: about five in each.
SMALLEST_COUNT = 10
#: A smaller change of demand, one point, is not worth a word, however certain.
SMALLEST_CHANGE = 0.01
#: Pay is rounded to this many US dollars: no employer advertises it finer.
PAY_STEP_USD = 100
TOP_COUNT = 8
MOVING_COUNT = 5


class PayRow(Record):
    """A row of pay.sql, which says what the fields mean."""

    level: findings.Level | None
    postings: int
    lower_usd: float
    median_usd: float
    upper_usd: float


class EmployerRow(Record):
    """A row of employers.sql."""

    employer: str
    postings: int
    employers: int


class SkillRow(Record):
    """A row of skills.sql."""

    skill: str
    asked: int
    earlier_asked: int
    postings: int
    earlier_postings: int


def build_pay(rows: Iterable[PayRow]) -> findings.Pay:
    """Return quartiles of all groups that are large enough."""
    large = [(row, quartiles) for row in rows if (quartiles := _quartiles(row))]
    return findings.Pay(
        overall=next((quartiles for row, quartiles in large if row.level is None), None),
        by_level=tuple(
            findings.LevelPay(
                **quartiles.model_dump(),
                level=level,
                from_years=start,
                to_years=last_year(level),
            )
            for level, start in findings.LEVEL_STARTS.items()
            for row, quartiles in large
            if row.level is level
        ),
    )


def _quartiles(row: PayRow) -> findings.Quartiles | None:
    if row.postings < SMALLEST_SAMPLE:
        return None
    return findings.Quartiles(
        postings=row.postings,
        lower_usd=_rounded(row.lower_usd),
        median_usd=_rounded(row.median_usd),
        upper_usd=_rounded(row.upper_usd),
    )


def _rounded(dollars: float) -> int:
    return round(dollars / PAY_STEP_USD) * PAY_STEP_USD


def build_employers(rows: Iterable[EmployerRow], postings: int) -> tuple[findings.Employer, ...]:
    """Return employers with their share of so many postings, the largest first."""
    ranked = sorted(rows, key=lambda row: (-row.postings, row.employer))
    return tuple(
        findings.Employer(
            employer=row.employer,
            postings=row.postings,
            share=round(row.postings / postings, 3),
        )
        for row in ranked
    )


def build_skills(rows: Sequence[SkillRow], *, can_compare: bool) -> findings.Skills:
    """Return what is asked for most, and what is asked for more and less than a year before.

    The rows are of all skills that are named often enough to be compared.
    """
    asked = sorted((row for row in rows if row.asked), key=lambda row: (-row.asked, row.skill))
    moving = _moving(rows) if can_compare else ()
    return findings.Skills(
        top=tuple(
            findings.Skill(skill=row.skill, demand_share=round(row.asked / row.postings, 3))
            for row in asked[:TOP_COUNT]
        ),
        rising=_largest(skill for skill in moving if skill.change > 0),
        falling=_largest(skill for skill in moving if skill.change < 0),
        compared=len(moving),
    )


def _moving(rows: Sequence[SkillRow]) -> tuple[findings.MovingSkill, ...]:
    comparable = [
        row
        for row in rows
        if row.postings >= SMALLEST_SAMPLE and row.earlier_postings >= SMALLEST_SAMPLE
    ]
    chances = [
        chance_of_difference(row.asked, row.postings, row.earlier_asked, row.earlier_postings)
        for row in comparable
    ]
    picked = pick_clear(chances)
    return tuple(
        _moving_skill(row, is_picked=is_picked)
        for row, is_picked in zip(comparable, picked, strict=True)
    )


def _moving_skill(row: SkillRow, *, is_picked: bool) -> findings.MovingSkill:
    now, before = row.asked / row.postings, row.earlier_asked / row.earlier_postings
    return findings.MovingSkill(
        skill=row.skill,
        demand_share=round(now, 3),
        earlier_share=round(before, 3),
        change=round(now - before, 3),
        change_is_clear=is_picked and abs(now - before) >= SMALLEST_CHANGE,
    )


def _largest(skills: Iterable[findings.MovingSkill]) -> tuple[findings.MovingSkill, ...]:
    def rank(skill: findings.MovingSkill) -> tuple[bool, float, str]:
        return not skill.change_is_clear, -abs(skill.change), skill.skill

    return tuple(sorted(skills, key=rank)[:MOVING_COUNT])
