"""Compare what a role asks for with what a person has: met skills, gaps, score, other roles.

Pure: figures in, findings out. Every list is by demand, the highest first, and by name where the
demand is the same, so that the same figures always give the same findings.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from functions.job_types.common.significance import (
    CLEAR_ERRORS,
    SMALLEST_SAMPLE,
    error_of_difference,
)
from functions.job_types.skill_gap_analysis.findings import (
    AdjacentRole,
    Gap,
    MatchScore,
    MetSkill,
    RequiredSkill,
    ScorePart,
    Tier,
)
from shared.core.records import Record

#: A skill that fewer postings ask for is not called required.
SMALLEST_SHARE = 0.10
CORE_SHARE = 0.5
COMMON_SHARE = 0.2
#: A smaller change of demand is not worth a word, however certain.
SMALLEST_CHANGE = 0.05
#: Pay effects are rounded to this many US dollars; the figures are no finer.
PAY_STEP_USD = 100
#: Roles less alike than this (0 to 1) are another profession and not a neighbour.
SMALLEST_LIKENESS = 0.15
ADJACENT_COUNT = 3
#: How many skills of an adjacent role are named on either side.
ADJACENT_SKILLS = 4

FORMULA = (
    "Each required skill weighs as much as the share of postings that ask for it. The score is the"
    " weight of the skills you have, divided by the weight of all required skills, times 100."
)


class DemandRow(Record):
    """A row of queries/role_skill_demand.sql, which says what the fields mean."""

    skill: str
    asked: int
    earlier_asked: int
    postings: int
    earlier_postings: int
    median_pay_usd: int | None
    pay_difference_usd: float | None
    pay_error_usd: float | None
    data_date: date


class SkillRow(Record):
    """A row of queries/skills.sql."""

    skill: str
    learn_hours: int
    prerequisites: tuple[str, ...]


class ProfileRow(Record):
    """A row of queries/role_profiles.sql."""

    role: str
    postings: int
    median_pay_usd: int
    skill: str
    share: float


Skills = Mapping[str, SkillRow]


def rank_required(rows: Iterable[DemandRow]) -> tuple[RequiredSkill, ...]:
    """Return the skills that enough postings ask for, by demand."""
    required = (_required_skill(row) for row in rows if _is_required(row))
    return tuple(sorted(required, key=by_demand))


def by_demand(skill: RequiredSkill) -> tuple[float, str]:
    """Order by demand, the highest first, then by name."""
    return -skill.demand_share, skill.skill


def tier_of(share: float) -> Tier:
    """Say how much a role wants a skill that this share of its postings ask for."""
    if share >= CORE_SHARE:
        return Tier.CORE
    return Tier.COMMON if share >= COMMON_SHARE else Tier.OCCASIONAL


def with_implied(listed: Iterable[str], skills: Skills) -> dict[str, str]:
    """Return all skills a person has shown, each with the listed skill that shows it.

    Whoever knows Kubernetes knows Docker: what a listed skill builds on counts as known.
    """
    shown = {skill: skill for skill in listed}
    for skill in list(shown):
        for prerequisite in _all_prerequisites(skill, skills):
            shown.setdefault(prerequisite, skill)
    return shown


def find_met(required: Iterable[RequiredSkill], shown: Mapping[str, str]) -> tuple[MetSkill, ...]:
    """Return the required skills that the person has shown."""
    return tuple(
        MetSkill(skill=r.skill, demand_share=r.demand_share, shown_by=shown[r.skill])
        for r in required
        if r.skill in shown
    )


def find_gaps(
    required: Sequence[RequiredSkill], shown: AbstractSet[str], skills: Skills
) -> tuple[Gap, ...]:
    """Return the required skills that the person has not shown, ranked by demand."""
    missing = sorted((r for r in required if r.skill not in shown), key=by_demand)
    names = [gap.skill for gap in missing]
    return tuple(
        _gap(rank, requirement, shown, names, skills)
        for rank, requirement in enumerate(missing, start=1)
    )


def score_match(required: Sequence[RequiredSkill], shown: AbstractSet[str]) -> MatchScore:
    """Compute the match score with its parts; the parts' points add up to it, before rounding."""
    shares = {r.skill: r.demand_share for r in required}
    total = math.fsum(shares.values())
    parts = (_score_part(tier, required, shown, total) for tier in Tier)
    return MatchScore(
        value=score(shares, shown),
        formula=FORMULA,
        parts=tuple(part for part in parts if part.required_skills),
    )


def score(shares: Mapping[str, float], shown: AbstractSet[str]) -> int:
    """Return the weight of the shown skills, as a percentage of the weight of all, 0 to 100.

    100 is kept for those who have every skill, 0 for those who have none: 99.6 is 99, 0.3 is 1.
    """
    met = [share for skill, share in shares.items() if skill in shown]
    if not met:
        return 0
    if len(met) == len(shares):
        return 100
    return min(99, max(1, round(100 * math.fsum(met) / math.fsum(shares.values()))))


def find_adjacent(
    target: str, profiles: Iterable[ProfileRow], shown: AbstractSet[str], target_score: int
) -> tuple[AdjacentRole, ...]:
    """Return the roles like the target that fit the person better than it, the best first."""
    by_role = _by_role(profiles)
    wanted = _shares(by_role.get(target, ()))
    near = (
        _adjacent_role(rows, shown)
        for role, rows in by_role.items()
        if role != target and likeness(wanted, _shares(rows)) >= SMALLEST_LIKENESS
    )
    better = [role for role in near if role.score > target_score]
    return tuple(sorted(better, key=lambda role: (-role.score, role.role))[:ADJACENT_COUNT])


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Say how alike two roles' requirements are, 0 to 1: the weighted Jaccard index.

    `sum(min(a, b)) / sum(max(a, b))` over all skills (Ruzicka's similarity).
    """
    skills = one.keys() | other.keys()
    pairs = [(one.get(skill, 0.0), other.get(skill, 0.0)) for skill in skills]
    largest = math.fsum(max(pair) for pair in pairs)
    return math.fsum(min(pair) for pair in pairs) / largest if largest else 0.0


def _is_required(row: DemandRow) -> bool:
    return row.postings > 0 and row.asked / row.postings >= SMALLEST_SHARE


def _required_skill(row: DemandRow) -> RequiredSkill:
    share = row.asked / row.postings
    effect = _pay_effect(row)
    return RequiredSkill(
        skill=row.skill,
        demand_share=round(share, 3),
        demand_change=_demand_change(row, share),
        demand_change_is_clear=_is_change_clear(row),
        tier=tier_of(share),
        pay_effect_usd=effect,
        pay_effect_is_clear=effect is not None and _is_clear(row),
    )


def _demand_change(row: DemandRow, share: float) -> float | None:
    if row.earlier_postings < SMALLEST_SAMPLE:
        return None
    return round(share - row.earlier_asked / row.earlier_postings, 3)


def _is_change_clear(row: DemandRow) -> bool:
    """Test two shares for a difference."""
    if row.earlier_postings < SMALLEST_SAMPLE:
        return False
    now, before = row.asked / row.postings, row.earlier_asked / row.earlier_postings
    error = error_of_difference(now, row.postings, before, row.earlier_postings)
    return abs(now - before) >= max(SMALLEST_CHANGE, CLEAR_ERRORS * error)


def _pay_effect(row: DemandRow) -> int | None:
    if row.pay_difference_usd is None or row.pay_error_usd is None:
        return None
    return round(row.pay_difference_usd / PAY_STEP_USD) * PAY_STEP_USD


def _is_clear(row: DemandRow) -> bool:
    difference, error = row.pay_difference_usd or 0.0, row.pay_error_usd or 0.0
    return error > 0 and abs(difference) >= CLEAR_ERRORS * error


def _all_prerequisites(skill: str, skills: Skills) -> list[str]:
    found: list[str] = []
    waiting = [skill]
    while waiting:
        row = skills.get(waiting.pop())
        new = [name for name in (row.prerequisites if row else ()) if name not in found]
        found += new
        waiting += new
    return found


def _gap(
    rank: int,
    requirement: RequiredSkill,
    shown: AbstractSet[str],
    gaps: Sequence[str],
    skills: Skills,
) -> Gap:
    row = skills.get(requirement.skill)
    prerequisites = row.prerequisites if row else ()
    return Gap(
        **requirement.model_dump(),
        rank=rank,
        learn_hours=row.learn_hours if row else 0,
        builds_on=tuple(name for name in prerequisites if name in shown),
        missing_prerequisites=tuple(name for name in prerequisites if name not in shown),
        unlocks=tuple(
            name
            for name in gaps
            if name in skills and requirement.skill in skills[name].prerequisites
        ),
    )


def _score_part(
    tier: Tier, required: Iterable[RequiredSkill], shown: AbstractSet[str], total: float
) -> ScorePart:
    of_tier = [r for r in required if r.tier is tier]
    met = [r for r in of_tier if r.skill in shown]
    return ScorePart(
        tier=tier,
        met_skills=len(met),
        required_skills=len(of_tier),
        points=_points(met, total),
        possible_points=_points(of_tier, total),
    )


def _points(skills: Iterable[RequiredSkill], total: float) -> float:
    return round(100 * math.fsum(r.demand_share for r in skills) / total, 1) if total else 0.0


def _by_role(profiles: Iterable[ProfileRow]) -> dict[str, list[ProfileRow]]:
    by_role: dict[str, list[ProfileRow]] = {}
    for row in profiles:
        by_role.setdefault(row.role, []).append(row)
    return by_role


def _shares(rows: Iterable[ProfileRow]) -> dict[str, float]:
    return {row.skill: row.share for row in rows}


def _adjacent_role(rows: Sequence[ProfileRow], shown: AbstractSet[str]) -> AdjacentRole:
    ranked = sorted(rows, key=lambda row: (-row.share, row.skill))
    met = [row.skill for row in ranked if row.skill in shown]
    missing = [row.skill for row in ranked if row.skill not in shown]
    return AdjacentRole(
        role=rows[0].role,
        score=score(_shares(rows), shown),
        postings=rows[0].postings,
        median_pay_usd=rows[0].median_pay_usd,
        met_skills=tuple(met[:ADJACENT_SKILLS]),
        missing_skills=tuple(missing[:ADJACENT_SKILLS]),
    )
