"""The text of a skill-gap analysis: its form, and the check that it keeps to the facts.

Pure. A text model's answer is untrusted: whatever it says, no skill that is not in the facts is
shown to the reader as if the data had named it.
"""

from collections.abc import Iterable

from pydantic import Field

from functions.job_types.common.mentions import find_foreign_names
from functions.job_types.skill_gap.findings import SkillGapFindings
from shared.records import Record

#: How many gaps are explained, the largest first.
EXPLAINED_GAPS = 5


class GapReason(Record):
    """Why one gap is worth closing."""

    #: The gap's skill, spelled as in the facts.
    skill: str = Field(max_length=60)
    reason: str = Field(min_length=1, max_length=600)


class SkillGapText(Record):
    """What is written about the findings, for the person they are about."""

    #: One sentence with the most important figure.
    headline: str = Field(min_length=1, max_length=200)
    #: Where the person stands: what carries them, what is missing, what the data cannot say.
    overview: str = Field(min_length=1, max_length=2500)
    #: One for each of the largest gaps, in the order of the facts.
    gap_reasons: tuple[GapReason, ...] = Field(max_length=EXPLAINED_GAPS)
    #: What to do first, concretely.
    next_step: str = Field(min_length=1, max_length=600)


def find_faults(
    text: SkillGapText, findings: SkillGapFindings, known_skills: Iterable[str]
) -> tuple[str, ...]:
    """Say where the text does not keep to the facts; nothing if it does."""
    expected = [gap.skill for gap in findings.gaps[:EXPLAINED_GAPS]]
    explained = [reason.skill for reason in text.gap_reasons]
    order = [] if explained == expected else [f"gaps explained are {explained}, not {expected}"]
    foreign = sorted(find_foreign_names(_prose(text), _allowed(findings), known_skills))
    return (*order, *(f"names {skill}, which is not in the facts" for skill in foreign))


def _prose(text: SkillGapText) -> str:
    reasons = [reason.reason for reason in text.gap_reasons]
    return "\n".join([text.headline, text.overview, *reasons, text.next_step])


def _allowed(findings: SkillGapFindings) -> frozenset[str]:
    names = {required.skill for required in findings.required_skills}
    names |= {step.skill for step in findings.learning_path.steps}
    names |= {skill for step in findings.learning_path.steps for skill in step.builds_on}
    for asked in (findings.target_role, findings.industry, *findings.current_skills):
        names |= {asked.asked, asked.matched or ""}
    for role in findings.adjacent_roles:
        names |= {role.role, *role.met_skills, *role.missing_skills}
    return frozenset(names - {""})
