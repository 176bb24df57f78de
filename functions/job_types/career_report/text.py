"""The text of a career report: its form, and the check that it keeps to the findings.

Pure. A text model's answer is untrusted: whatever it says, no number and no name is shown to the
reader that the report's own statements do not have, nor anything that leads elsewhere.
"""

from collections.abc import Iterator, Mapping

from pydantic import Field, JsonValue

from functions.job_types.career_report.findings import ReportFindings, Statement
from functions.job_types.common.mentions import without_names
from functions.job_types.common.names import MatchedName, MatchKind
from functions.job_types.common.numbers import Form, WrittenNumber, read_numbers
from functions.job_types.common.tone import is_english, unknown_names, verdicts, without_quotes
from shared.core.plain_text import each_text, find_links, find_repetition
from shared.core.records import Record

#: A name that was not understood may be named; so many words of it are no name but a text.
_LONGEST_NAME = 5


class ReportText(Record):
    """What is written about a report, for the person it is about."""

    headline: str = Field(min_length=1, max_length=200, description="What to do, in one sentence.")
    summary: str = Field(
        min_length=1,
        max_length=1500,
        description="How the parts belong together: what to learn, what it pays, what to change.",
    )
    next_step: str = Field(min_length=1, max_length=400, description="What to do first.")


def find_faults(
    text: ReportText, findings: ReportFindings, known_skills: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Say where the text does not keep to the findings; nothing if it does."""
    prose = f"{text.headline}\n{text.summary}\n{text.next_step}"
    return find_prose_faults(prose, findings, known_skills)


def find_prose_faults(
    prose: str, findings: ReportFindings, _known_skills: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Say where sentences speak of something else than the findings, or are not English."""
    names, said = _names(findings), [each.text for each in statements_of(findings)]
    own = without_quotes(prose, (name.asked for name in _asked(findings)))
    given = (*names, *said, *_notes(findings), findings.data_source)
    return (
        *(f"names {name!r}, which is not in the facts" for name in unknown_names(own, given)),
        *_foreign_numbers(own, findings),
        *(f"leads to {link}" for link in find_links(without_names(own, names))),
        *(f"repeats the user's {name!r}" for name in _repeated(own, findings)),
        *(f"judges: {word}" for word in verdicts(own, " ".join((*said, "match score")))),
        *("is not English" for line in own.splitlines() if not is_english(line)),
    )


def sound_part(
    part: Mapping[str, JsonValue], findings: ReportFindings, known_skills: tuple[str, ...]
) -> dict[str, JsonValue]:
    """Return what may be shown of a text that is still being written: the parts without a fault."""

    def is_sound(value: JsonValue) -> bool:
        prose = "\n".join(text for _, text in each_text(value))
        return not find_prose_faults(prose, findings, known_skills)

    return {name: value for name, value in part.items() if is_sound(value)}


def statements_of(findings: ReportFindings) -> Iterator[Statement]:
    """Return all that a report states, in its order."""
    if findings.skills is not None:
        for step in findings.skills.plan:
            yield from step.reasons
        yield from findings.skills.shown
    if findings.pay is not None:
        yield from findings.pay.statements
    if findings.resume is not None:
        yield from findings.resume.changes


def _foreign_numbers(prose: str, findings: ReportFindings) -> Iterator[str]:
    known = (*_numbers_said(findings), *_numbers_of(findings))
    digital = [name for name in _names(findings) if any(letter.isdigit() for letter in name)]
    read = read_numbers(without_names(prose, digital))
    yield from (f"has a quantity that cannot be checked: {words}" for words in read.unreadable)
    for number in read.numbers:
        if not any(number.form is form and number.is_rounding_of(value) for form, value in known):
            yield f"gives {number.value:g} ({number.form}), which is not in the facts"


def _numbers_said(findings: ReportFindings) -> Iterator[tuple[Form, float]]:
    texts = (*(each.text for each in statements_of(findings)), *_notes(findings))
    numbers: Iterator[WrittenNumber] = (n for text in texts for n in read_numbers(text).numbers)
    yield from ((number.form, number.value) for number in numbers)


def _numbers_of(findings: ReportFindings) -> Iterator[tuple[Form, float]]:
    """Return the figures that stand in the report and in no sentence of it."""
    skills, pay, resume = findings.skills, findings.pay, findings.resume
    if skills is not None:
        plain = (skills.match_score, skills.postings, skills.hours_per_week, len(skills.plan))
        more = (skills.total_hours, skills.total_weeks, len(skills.later))
        yield from ((Form.PLAIN, value) for value in (*plain, *more))
        yield Form.PERCENT, skills.match_score
        yield Form.PLAIN, 100  # What a score is of.
        yield from ((Form.PLAIN, step.hours) for step in skills.plan)
        yield from ((Form.PLAIN, step.last_week) for step in skills.plan)
    if pay is not None and pay.difference_usd is not None:
        yield Form.MONEY, pay.difference_usd
    if resume is not None:
        yield from ((Form.PERCENT, v) for v in (resume.coverage_before, resume.coverage_after))
        yield Form.PLAIN, len(resume.changes)


def _names(findings: ReportFindings) -> frozenset[str]:
    """Return the names that the findings hold, all of them ours: nothing that the user typed."""
    names = {each.matched or "" for each in _asked(findings)}
    if findings.skills is not None:
        names |= {step.skill for step in findings.skills.plan} | {*findings.skills.later}
    if findings.pay is not None:
        places = (findings.pay.here, findings.pay.everywhere)
        names |= {findings.pay.field, *(pays.place or "" for pays in places if pays)}
    return frozenset(names - {""})


def _notes(findings: ReportFindings) -> tuple[str, ...]:
    return tuple(part.note for part in (findings.skills, findings.pay) if part is not None)


def _asked(findings: ReportFindings) -> tuple[MatchedName, ...]:
    place = findings.pay.place if findings.pay else None
    return (findings.role,) if place is None else (findings.role, place)


def _repeated(prose: str, findings: ReportFindings) -> list[str]:
    """Return the names that were not understood and are repeated at length: they are no names."""
    return [
        name.asked
        for name in _asked(findings)
        if name.how is not MatchKind.EXACT and find_repetition(prose, name.asked, _LONGEST_NAME)
    ]
