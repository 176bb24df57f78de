"""Findings of a skill-gap analysis made by hand, for tests that need no warehouse."""

from collections.abc import Mapping, Sequence
from datetime import date

from functions.job_types.common.demand import RequiredSkill, RoleSample, by_demand, tier_of
from functions.job_types.common.names import MatchedName, MatchKind
from functions.job_types.skill_gap_analysis import compare, learning_path, match_score
from functions.job_types.skill_gap_analysis.findings import (
    SkillGapFindings,
)

#: A small world: what builds on what, and the hours.
SKILLS: compare.Skills = {
    row.skill: row
    for row in (
        compare.SkillRow(skill="Linux", learn_hours=40, prerequisites=()),
        compare.SkillRow(skill="Docker", learn_hours=25, prerequisites=("Linux",)),
        compare.SkillRow(skill="Kubernetes", learn_hours=70, prerequisites=("Docker",)),
        compare.SkillRow(skill="Python", learn_hours=80, prerequisites=()),
        compare.SkillRow(skill="SQL", learn_hours=60, prerequisites=()),
        compare.SkillRow(skill="Apache Spark", learn_hours=60, prerequisites=("Python", "SQL")),
    )
}
SHARES: Mapping[str, float] = {"Python": 0.8, "SQL": 0.6, "Kubernetes": 0.4, "Docker": 0.1}


def make_required(shares: Mapping[str, float]) -> tuple[RequiredSkill, ...]:
    """Make required skills with these shares, by demand."""
    required = (
        RequiredSkill(skill=skill, demand_share=share, tier=tier_of(share))
        for skill, share in shares.items()
    )
    return tuple(sorted(required, key=by_demand))


def make_findings(
    *, shares: Mapping[str, float] = SHARES, listed: Sequence[str] = ("Python",)
) -> SkillGapFindings:
    """Make the findings of a person with the listed skills in the small world."""
    required = make_required(shares)
    shown = compare.with_implied(listed, SKILLS)
    gaps = compare.find_gaps(required, shown.keys(), SKILLS)
    return SkillGapFindings(
        target_role=exact("Data Engineer"),
        industry=exact("Technology"),
        current_skills=tuple(exact(skill) for skill in listed),
        sample=RoleSample(
            postings=200,
            earlier_postings=180,
            domain="Technology",
            data_date=date(2026, 9, 30),
            median_pay_usd=150_000,
            note="Made by hand.",
        ),
        required_skills=required,
        met_skills=compare.find_met(required, shown),
        gaps=gaps,
        learning_path=learning_path.plan_path(gaps, shown.keys(), SKILLS, shares),
        match_score=match_score.score_match(required, shown.keys()),
        adjacent_roles=(),
        data_source="sample data",
    )


def exact(name: str) -> MatchedName:
    """Make a name that was understood as it is."""
    return MatchedName(asked=name, matched=name, how=MatchKind.EXACT)
