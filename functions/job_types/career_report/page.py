"""A career report as the lines of a page, for a document. Pure."""

from collections.abc import Iterable, Iterator
from typing import Final

from functions.job_types.career_report.english import count_of, usd
from functions.job_types.career_report.findings import (
    PayPart,
    PlanStep,
    ResumePart,
    SkillsPart,
    Statement,
)
from functions.job_types.career_report.result import CareerReport, PartLink
from functions.job_types.common.export.page import LineKind, PageLine

#: What the parts are called in a sentence about one that is missing.
PART_NAMES: Final = {
    "skills": "What to learn",
    "pay": "What it pays where you live",
    "pay-everywhere": "What it pays everywhere",
    "resume": "What to change in the r\u00e9sum\u00e9",
}


def lay_out(report: CareerReport) -> tuple[PageLine, ...]:
    """Return the lines of a page."""
    return tuple(_lines(report))


def _lines(report: CareerReport) -> Iterator[PageLine]:
    text, role = report.narrative, report.role
    yield PageLine(kind=LineKind.NAME, text=f"Career report: {role.matched or role.asked}")
    yield from _texts(text.headline, text.summary, text.next_step)
    if report.skills is not None:
        yield from _skills(report.skills)
    if report.pay is not None:
        yield from _pay(report.pay)
    if report.resume is not None:
        yield from _resume(report.resume)
    yield from _missing(report.parts)
    yield PageLine(kind=LineKind.HEADING, text="Where this is from")
    date = f", up to {report.data_date}" if report.data_date else ""
    yield from _texts(f"Figures: {report.data_source}{date}. Text: {report.generated_by.model}.")


def _skills(part: SkillsPart) -> Iterator[PageLine]:
    yield PageLine(kind=LineKind.HEADING, text=PART_NAMES["skills"])
    weeks, hours = count_of(part.total_weeks, "week"), count_of(part.total_hours, "hour")
    if part.plan:
        pace = f"{hours}: {weeks} at {part.hours_per_week} hours a week."
        yield from _texts(f"Your match score is {part.match_score} of 100. {pace}")
    else:
        yield from _texts(f"Your match score is {part.match_score} of 100: no skill is missing.")
    yield from (_item(_step(step)) for step in part.plan)
    yield from _items(part.shown)
    if part.later:
        yield from _texts(f"Left for later: {', '.join(part.later)}.")
    yield from _texts(part.note)


def _step(step: PlanStep) -> str:
    weeks = (
        f"week {step.last_week}"
        if step.first_week >= step.last_week
        else f"weeks {step.first_week} to {step.last_week}"
    )
    reasons = " ".join(each.text for each in step.reasons)
    return f"{step.skill} ({count_of(step.hours, 'hour')}, {weeks}). {reasons}".strip()


def _pay(part: PayPart) -> Iterator[PageLine]:
    yield PageLine(kind=LineKind.HEADING, text=PART_NAMES["pay"])
    for pays in (part.here, part.everywhere):
        if pays is not None:
            place = pays.place or "All places"
            span = f"{usd(pays.lower_usd)} to {usd(pays.upper_usd)}"
            yield _item(
                f"{place}: median {usd(pays.median_usd)}, middle half {span}"
                f" ({count_of(pays.postings, 'posting')})."
            )
    yield from _texts(" ".join(each.text for each in part.statements), part.note)


def _resume(part: ResumePart) -> Iterator[PageLine]:
    yield PageLine(kind=LineKind.HEADING, text=PART_NAMES["resume"])
    yield from _items(part.changes)
    if not part.changes:
        yield from _texts("Nothing was found that it would have to change.")


def _missing(parts: Iterable[PartLink]) -> Iterator[PageLine]:
    missing = [part for part in parts if part.why_missing is not None]
    if missing:
        yield PageLine(kind=LineKind.HEADING, text="What is missing")
        yield from (_item(f"{PART_NAMES[part.part]}: {part.why_missing}") for part in missing)


def _items(statements: Iterable[Statement]) -> Iterator[PageLine]:
    yield from (_item(each.text) for each in statements)


def _item(text: str) -> PageLine:
    return PageLine(kind=LineKind.ITEM, text=text)


def _texts(*texts: str) -> Iterator[PageLine]:
    yield from (PageLine(kind=LineKind.TEXT, text=text) for text in texts if text)
