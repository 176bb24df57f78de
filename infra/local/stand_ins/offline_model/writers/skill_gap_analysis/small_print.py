"""Say what the figures are from, and what was read into a person's words. Pure."""

from collections.abc import Iterator

from functions.job_types.common.names import MatchKind
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.words import (
    day_of,
    postings_of,
    role_of,
    some_of,
)


def small_print(facts: SkillGapFindings) -> Iterator[str]:
    """Say how names were understood, and what the figures are from."""
    yield from how_understood(facts)
    sample = facts.sample
    made_up = " made-up" if facts.data_source == "sample data" else ""
    yield (
        f"The figures are from {sample.postings:,}{made_up} {postings_of(facts)} over the twelve"
        f" months to {day_of(sample.data_date)} ({facts.data_source})."
    )
    if facts.industry.asked and sample.domain is None:
        yield (
            f"{facts.industry.matched} alone has too few, so they cover all industries."
            if facts.industry.matched
            else "No industry in the data is near the one you named, so they cover all."
        )


def how_understood(facts: SkillGapFindings) -> Iterator[str]:
    """Say what was read into a person's words, and what was left out."""
    if facts.target_role.how is MatchKind.NEAR:
        yield f"You asked for \u201c{facts.target_role.asked}\u201d, read here as {role_of(facts)}."
    near = [
        f"\u201c{skill.asked}\u201d as {skill.matched}"
        for skill in facts.current_skills
        if skill.how is MatchKind.NEAR
    ]
    if near:
        yield f"Reading {some_of(near)} is a guess; correct your list if it is wrong."
    unknown = [f"\u201c{skill.asked}\u201d" for skill in facts.current_skills if not skill.matched]
    if unknown:
        are, them = ("is", "it was") if len(unknown) == 1 else ("are", "they were")
        yield f"{some_of(unknown)} {are} not in the data, so {them} left out."
