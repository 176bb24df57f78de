"""Find the roles near the one asked for that fit a person better. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from functions.job_types.common.demand import RequiredSkill
from functions.job_types.skill_gap_analysis.findings import AdjacentRole
from functions.job_types.skill_gap_analysis.match_score import score
from shared.core.records import Record

#: Roles less alike than this (0 to 1) are another profession and not a neighbour.
SMALLEST_LIKENESS = 0.15
ADJACENT_COUNT = 3
#: How many skills of an adjacent role are named on either side.
ADJACENT_SKILLS = 4


class ProfileRow(Record):
    """A row of role_profiles.sql."""

    role: str
    postings: int
    median_pay_usd: int
    skill: str
    share: float
    data_date: date


def find_adjacent(
    target: str,
    required: Iterable[RequiredSkill],
    profiles: Iterable[ProfileRow],
    shown: AbstractSet[str],
    target_score: int,
) -> tuple[AdjacentRole, ...]:
    """Return the roles like the target that fit the person better than it, the best first.

    A target that is no role of the profiles is what is required of it.
    """
    by_role: dict[str, list[ProfileRow]] = {}
    for row in profiles:
        by_role.setdefault(row.role, []).append(row)
    wanted = _shares(by_role.get(target, ())) or {r.skill: r.demand_share for r in required}
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
