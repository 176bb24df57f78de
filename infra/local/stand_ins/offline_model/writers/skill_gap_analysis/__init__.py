"""Write the text of a skill-gap analysis from its findings, by rules.

What is said depends on what the figures show, and every figure is one of the findings' own.
"""

from functions.job_types.common.demand import Basis, Tier
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from functions.job_types.skill_gap_analysis.text import SkillGapText
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis import described, way_ahead
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.reasons import explain_gaps
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.small_print import small_print
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.standing import standing
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.words import (
    paragraphs,
    postings_of,
    role_of,
)

#: From this score on the reader is "most of the way".
HIGH_SCORE = 70


def write(facts: SkillGapFindings) -> SkillGapText:
    """Write the text."""
    if facts.sample.basis is Basis.DESCRIPTION:
        return described.write(facts)
    return SkillGapText(
        headline=_headline(facts),
        overview=paragraphs(
            standing(facts),
            way_ahead.way_ahead(facts),
            [way_ahead.neighbours(facts)],
            small_print(facts),
        ),
        gap_reasons=tuple(explain_gaps(facts)),
        next_step=way_ahead.next_step(facts),
    )


def _headline(facts: SkillGapFindings) -> str:
    role, gaps, value = role_of(facts), facts.gaps, facts.match_score.value
    if not gaps:
        return f"You cover everything that {postings_of(facts)} regularly ask for."
    core = [gap for gap in gaps if gap.tier is Tier.CORE]
    if not facts.met_skills:
        return _first_of_all(facts)
    if not core:
        return f"You have the core of {english.with_article(role)}; what is missing is breadth."
    if value >= HIGH_SCORE:
        left = english.count_of(len(core), "core skill")
        return f"You are most of the way to {role}: {left} to go, above all {core[0].skill}."
    return f"You cover {value}% of what {postings_of(facts)} ask for; {gaps[0].skill} comes first."


def _first_of_all(facts: SkillGapFindings) -> str:
    first, role = facts.gaps[0], role_of(facts)
    share = english.percent(first.demand_share)
    if not facts.current_skills:
        return f"Start with {first.skill}: {share} of {postings_of(facts)} ask for it."
    return (
        f"None of your skills counts towards {role} yet; {first.skill}, which {share} of the"
        " postings want, is the place to start."
    )
