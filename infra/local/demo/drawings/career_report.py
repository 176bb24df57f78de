"""Draw a career report: the plan, pay beside all places, and the changes of the résumé."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue
from rich.console import Group, RenderableType
from rich.text import Text

from functions.job_types.career_report.findings import (
    PayPart,
    PlanStep,
    ResumePart,
    SkillsPart,
    Statement,
)
from functions.job_types.career_report.result import CareerReport
from infra.local.demo.drawings import parts

#: The part that reviews a résumé asks, and is answered as if it stood alone.
ASKING: Mapping[str, JsonValue] = {"askMe": True}


def draw(report: CareerReport) -> Iterator[RenderableType]:
    """Return the parts of the drawing."""
    text = report.narrative
    yield Text(text.headline, style="bold")
    yield Text(text.summary)
    if report.skills is not None:
        yield _skills(report.skills)
    if report.pay is not None:
        yield _pay(report.pay)
    if report.resume is not None:
        yield _resume(report.resume)
    missing = {each.part.value: each.why_missing for each in report.parts if each.why_missing}
    if missing:
        yield Group(Text("Missing", style=parts.HEADING), parts.beside(missing))
    yield parts.beside({"First": text.next_step}, parts.HEADING)
    date = f" to {report.data_date}" if report.data_date else ""
    yield parts.dim(f"Source: {report.data_source}{date}. Text: {report.generated_by.model}.")


def _skills(part: SkillsPart) -> RenderableType:
    score = parts.scores([("Match", part.match_score, f"{part.match_score} of 100")])
    table = parts.table("Learn", ">Hours", ">Weeks", "Because")
    for step in part.plan:
        name = Text(f"{step.order:>2}  {step.skill}")
        table.add_row(name, str(step.hours), _weeks(step), Text(_sentences(step.reasons)))
    later = f"; later: {', '.join(part.later)}" if part.later else ""
    pace = f"{part.total_hours} hours, {part.total_weeks} weeks at {part.hours_per_week} a week"
    shown = [Text(_sentences(part.shown))] if part.shown else []
    return Group(score, table, parts.dim(f"{pace}{later}"), *shown)


def _weeks(step: PlanStep) -> str:
    last = "" if step.first_week == step.last_week else f"-{step.last_week}"
    return f"{step.first_week}{last}"


def _pay(part: PayPart) -> RenderableType:
    table = parts.table("Pay a year", ">Lower", ">Median", ">Upper", ">Postings")
    for pays in (part.here, part.everywhere):
        if pays is not None:
            amounts = (pays.lower_usd, pays.median_usd, pays.upper_usd)
            name = Text(pays.place or "all places")
            table.add_row(name, *map(parts.usd, amounts), parts.number(pays.postings))
    drawn = [table] if table.row_count else []
    return Group(*drawn, Text(_sentences(part.statements)))


def _resume(part: ResumePart) -> RenderableType:
    lines = (Text(f"{n:>2}  {each.text}") for n, each in enumerate(part.changes, start=1))
    return Group(Text("R\u00e9sum\u00e9", style=parts.HEADING), *lines)


def _sentences(statements: Sequence[Statement]) -> str:
    return " ".join(each.text for each in statements)
