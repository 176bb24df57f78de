"""The text of a skill-gap analysis: its form, and the check that it keeps to the facts.

Pure. A text model's answer is untrusted: whatever it says, no skill and no figure that is not in
the facts is shown to the reader as if the data had named it, nor anything that leads elsewhere.
That it is plain text is seen to before, for all job types (`shared.text_model_answer`).
"""

import re
from collections.abc import Iterable

from pydantic import Field

from functions.job_types.common.mentions import find_foreign_names
from functions.job_types.common.names import MatchedName, MatchKind
from functions.job_types.skill_gap.figures import foreign_figures
from functions.job_types.skill_gap.findings import SkillGapFindings
from shared.plain_text import find_links, find_repetition
from shared.records import Record

#: How many gaps are explained, the largest first.
EXPLAINED_GAPS = 5
#: A name that was not understood may be named; so many words of it are no name but a text.
_LONGEST_NAME = 5


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
    prose = _prose(text)
    foreign = sorted(find_foreign_names(prose, _allowed(findings), known_skills))
    own = _without_quotes(prose, findings)
    figures = foreign_figures(own, findings)
    return (
        *order,
        *(f"names {skill}, which is not in the facts" for skill in foreign),
        *(f"says {figure}, which is not in the facts" for figure in figures),
        *(f"leads to {link}" for link in find_links(own)),
        *(f"repeats the user's {name!r}" for name in _repeated(own, findings)),
        *(() if _is_about(text.headline, findings) else ("the headline is about something else",)),
    )


def _without_quotes(prose: str, findings: SkillGapFindings) -> str:
    """Take out what the user wrote where it stands in quotes: it is named there, not said."""
    for name in _asked(findings):
        for quote in (f"\u201c{name.asked}\u201d", f'"{name.asked}"'):
            prose = prose.replace(quote, "")
    return prose


def _repeated(prose: str, findings: SkillGapFindings) -> list[str]:
    """Give the names that were not understood and are repeated at length: they are no names."""
    return [
        name.asked
        for name in _asked(findings)
        if name.how is not MatchKind.EXACT and find_repetition(prose, name.asked, _LONGEST_NAME)
    ]


def _is_about(headline: str, findings: SkillGapFindings) -> bool:
    """Whether the headline speaks of the role, its skills, or the score."""
    role, value = findings.target_role.matched or "", findings.match_score.value
    names = {role, *(required.skill for required in findings.required_skills)} - {""}
    has_score = re.search(rf"(?<!\d){value}(?!\d)", headline) is not None
    return has_score or any(name.casefold() in headline.casefold() for name in names)


def _asked(findings: SkillGapFindings) -> tuple[MatchedName, ...]:
    return (findings.target_role, findings.industry, *findings.current_skills)


def _prose(text: SkillGapText) -> str:
    reasons = [reason.reason for reason in text.gap_reasons]
    return "\n".join([text.headline, text.overview, *reasons, text.next_step])


def _allowed(findings: SkillGapFindings) -> frozenset[str]:
    names = {required.skill for required in findings.required_skills}
    names |= {step.skill for step in findings.learning_path.steps}
    names |= {skill for step in findings.learning_path.steps for skill in step.builds_on}
    for asked in _asked(findings):
        names |= {asked.asked, asked.matched or ""}
    for role in findings.adjacent_roles:
        names |= {role.role, *role.met_skills, *role.missing_skills}
    return frozenset(names - {""})
