"""Say how much of what a role asks for a person has: the match score and its parts. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from functions.job_types.common.demand import Basis, RequiredSkill, Tier
from functions.job_types.skill_gap_analysis.findings import MatchScore, ScorePart

FORMULA = (
    "Each required skill weighs as much as the share of postings that ask for it. The score is the"
    " weight of the skills you have, divided by the weight of all required skills, times 100."
)
#: The same, where the demand of all is.
FORMULA_DESCRIBED = (
    "The score is how many of the skills that the job description names you have, divided by how"
    " many it names, times 100."
)


def score_match(
    required: Sequence[RequiredSkill], shown: AbstractSet[str], basis: Basis = Basis.POSTINGS
) -> MatchScore:
    """Compute the match score with its parts; the parts' points add up to it, before rounding."""
    shares = {r.skill: r.demand_share for r in required}
    total = math.fsum(shares.values())
    parts = (_score_part(tier, required, shown, total) for tier in Tier)
    return MatchScore(
        value=score(shares, shown),
        formula=FORMULA if basis is Basis.POSTINGS else FORMULA_DESCRIBED,
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
