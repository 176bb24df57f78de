"""The text of a skill-gap analysis: its form, and the check that it keeps to the facts.

Pure. A text model's answer is untrusted: whatever it says, no skill and no figure that is not in
the facts is shown to the reader as if the data had named it, nor anything that leads elsewhere.
That it is plain text is seen to before, for all job types (`shared.gemini.answer`).
"""

import re
from collections.abc import Iterable, Mapping

from pydantic import Field, JsonValue

from functions.job_types.common.demand import Basis
from functions.job_types.common.mentions import find_foreign_names, without_names
from functions.job_types.common.names import MatchedName, MatchKind
from functions.job_types.common.tone import is_english, without_quotes
from functions.job_types.skill_gap_analysis.figures import foreign_figures
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from shared.core.plain_text import each_text, find_links, find_repetition
from shared.core.records import Record

#: How many gaps are explained, the largest first.
EXPLAINED_GAPS = 5
#: A name that was not understood may be named; so many words of it are no name but a text.
_LONGEST_NAME = 5


class GapReason(Record):
    """Why one gap is worth closing."""

    skill: str = Field(max_length=60, description="The gap's skill, spelled as in the facts.")
    reason: str = Field(min_length=1, max_length=600)


class SkillGapText(Record):
    """What is written about the findings, for the person they are about."""

    headline: str = Field(
        min_length=1, max_length=200, description="One sentence with the most important figure."
    )
    overview: str = Field(
        min_length=1,
        max_length=2500,
        description="Where the person stands: what carries them, what is missing, what the data"
        " cannot say.",
    )
    gap_reasons: tuple[GapReason, ...] = Field(
        max_length=EXPLAINED_GAPS,
        description="One for each of the largest gaps, in the order of the facts.",
    )
    next_step: str = Field(
        min_length=1, max_length=600, description="What to do first, concretely."
    )


def find_faults(
    text: SkillGapText, findings: SkillGapFindings, known_skills: Iterable[str]
) -> tuple[str, ...]:
    """Say where the text does not keep to the facts; nothing if it does."""
    expected = [gap.skill for gap in findings.gaps[:EXPLAINED_GAPS]]
    explained = [reason.skill for reason in text.gap_reasons]
    order = [] if explained == expected else [f"gaps explained are {explained}, not {expected}"]
    about = [] if _is_about(text.headline, findings) else ["the headline is about something else"]
    reasons = [reason.reason for reason in text.gap_reasons]
    prose = "\n".join([text.headline, text.overview, *reasons, text.next_step])
    return (*order, *find_prose_faults(prose, findings, known_skills), *about)


def find_prose_faults(
    prose: str, findings: SkillGapFindings, known_skills: Iterable[str]
) -> tuple[str, ...]:
    """Say where sentences speak of something else than the facts, or are not English."""
    named, asked = _named(findings), {name.asked for name in _asked(findings)} - {""}
    foreign = sorted(find_foreign_names(prose, named | asked, known_skills))
    own = without_quotes(prose, (name.asked for name in _asked(findings)))
    return (
        *(f"names {skill}, which is not in the facts" for skill in foreign),
        *(f"says {figure}, which is not in the facts" for figure in foreign_figures(own, findings)),
        *(f"leads to {link}" for link in find_links(without_names(own, named))),
        *(f"repeats the user's {name!r}" for name in _repeated(own, findings)),
        *("is not English" for line in own.splitlines() if not is_english(line)),
    )


def sound_part(
    part: Mapping[str, JsonValue], findings: SkillGapFindings, known_skills: Iterable[str]
) -> dict[str, JsonValue]:
    """Return what may be shown of a text that is still being written: the parts without a fault."""
    known = tuple(known_skills)
    expected = [gap.skill for gap in findings.gaps]

    def is_sound(name: str, value: JsonValue) -> bool:
        prose = "\n".join(text for _, text in each_text(value))
        if find_prose_faults(prose, findings, known):
            return False
        if name == "headline":
            return _is_about(prose, findings)
        if not isinstance(value, list):
            return True
        explained = [GapReason.model_validate(each).skill for each in value]
        return explained == expected[: len(explained)]

    return {name: value for name, value in part.items() if is_sound(name, value)}


def _repeated(prose: str, findings: SkillGapFindings) -> list[str]:
    """Return the names that were not understood and are repeated at length: they are no names."""
    return [
        name.asked
        for name in _asked(findings)
        if name.how is not MatchKind.EXACT and find_repetition(prose, name.asked, _LONGEST_NAME)
    ]


def _is_about(headline: str, findings: SkillGapFindings) -> bool:
    """Whether the headline speaks of the role, its skills, or the score."""
    role, value = findings.target_role.matched or "", findings.match_score.value
    names = {role, *(required.skill for required in findings.required_skills)} - {""}
    if findings.sample.basis is Basis.DESCRIPTION:
        names.add("job description")
    has_score = re.search(rf"(?<!\d){value}(?!\d)", headline) is not None
    return has_score or any(name.casefold() in headline.casefold() for name in names)


def _asked(findings: SkillGapFindings) -> tuple[MatchedName, ...]:
    return (findings.target_role, findings.industry, *findings.current_skills)


def _named(findings: SkillGapFindings) -> frozenset[str]:
    """Return the names that the facts hold, all of them ours: nothing that the user typed."""
    names = {required.skill for required in findings.required_skills}
    names |= {step.skill for step in findings.learning_path.steps}
    names |= {skill for step in findings.learning_path.steps for skill in step.builds_on}
    names |= {asked.matched or "" for asked in _asked(findings)}
    for role in findings.adjacent_roles:
        names |= {role.role, *role.met_skills, *role.missing_skills}
    return frozenset(names - {""})
