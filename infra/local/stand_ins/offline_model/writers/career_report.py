"""Write the text of a career report from its findings, by rules."""

from collections.abc import Iterator

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.findings import (
    PayPart,
    PlanStep,
    ReportFindings,
    ResumePart,
    SkillsPart,
)
from functions.job_types.career_report.text import ReportText
from infra.local.stand_ins.offline_model import english

_MISSING = {
    ReportPart.SKILLS: "what to learn",
    ReportPart.PAY: "what your place pays",
    ReportPart.PAY_EVERYWHERE: "what is paid elsewhere",
    ReportPart.RESUME: "what to change in the r\u00e9sum\u00e9",
}


def write(facts: ReportFindings) -> ReportText:
    """Write the text."""
    return ReportText(
        headline=_headline(facts),
        summary=" ".join(_summary(facts)),
        next_step=_next_step(facts),
    )


def _headline(facts: ReportFindings) -> str:
    first = _first(facts)
    if first is not None:
        return f"Learn {first.skill} first{_and_then(facts)}."
    if facts.skills is not None:
        return f"You have every skill that the postings ask for{_and_then(facts)}."
    if facts.pay is not None:
        return f"What {facts.pay.field} pays, while what to learn for the role is not known."
    return "What to change in your r\u00e9sum\u00e9 for the role."


def _and_then(facts: ReportFindings) -> str:
    has_changes = facts.resume is not None and facts.resume.changes
    return ", and change what the r\u00e9sum\u00e9 can show today" if has_changes else ""


def _first(facts: ReportFindings) -> PlanStep | None:
    return facts.skills.plan[0] if facts.skills and facts.skills.plan else None


def _summary(facts: ReportFindings) -> Iterator[str]:
    if facts.skills is not None:
        yield from _learning(facts.skills)
    if facts.pay is not None:
        yield from _paying(facts.pay)
    if facts.resume is not None:
        yield from _changing(facts.resume)
    if facts.missing:
        names = english.join_and([_MISSING[part] for part in facts.missing])
        yield f"This report does without {names}, which could not be found out."
    yield f"The figures are from {facts.data_source}."


def _learning(part: SkillsPart) -> Iterator[str]:
    yield f"Your match score for the role is {part.match_score} of 100."
    if not part.plan:
        return
    first = part.plan[0]
    yield " ".join([f"{first.skill} comes first.", *(each.text for each in first.reasons[:2])])
    weeks = english.count_of(part.total_weeks, "week")
    skills = english.count_of(len(part.plan), "skill")
    pace = f"at {part.hours_per_week} hours a week"
    yield f"The plan has {skills} and takes about {weeks} {pace}."


def _paying(part: PayPart) -> Iterator[str]:
    yield from (each.text for each in part.statements[:2])


def _changing(part: ResumePart) -> Iterator[str]:
    if part.changes:
        yield part.changes[0].text


def _next_step(facts: ReportFindings) -> str:
    first = _first(facts)
    if facts.resume is not None and facts.resume.changes:
        then = f", then begin with {first.skill}" if first else ""
        return (
            "Make the first change to your r\u00e9sum\u00e9, which needs nothing new"
            f"{then}: it is done when every line of it is true and says so."
        )
    if first is not None:
        hours = english.count_of(first.hours, "hour")
        return (
            f"Put the first of the {hours} for {first.skill} into this week; it is done when you"
            " have used it for something of your own."
        )
    return "Read the parts of this report, and choose the one thing that you do this week."
