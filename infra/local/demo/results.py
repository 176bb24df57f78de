"""Print a job's result for a person to read."""

import json
from collections.abc import Callable, Iterator

from pydantic import JsonValue
from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from functions.job_types.skill_gap.findings import AdjacentRole, Gap, PathStep, SkillGapFindings
from functions.job_types.skill_gap_analysis import SkillGapAnalysis
from infra.local.demo.orders import SKILL_GAP

#: Lines longer than this are hard to read.
_MAX_WIDTH = 100
_GAPS_SHOWN = 8
_NAME_WIDTH = 22


def print_result(console: Console, title: str, job_type: str, value: JsonValue) -> None:
    """Print the result of one job, below a line with its title."""
    width = min(console.width, _MAX_WIDTH)
    heading = Rule(Text(title, style="bold"), align="left", style="dim")
    draw = _DRAWERS.get(job_type, _draw_json)
    console.print()
    console.print(heading, width=width)
    console.print(draw(value), width=width, highlight=False)


def _draw_json(value: JsonValue) -> RenderableType:
    """Draw the result of a type that has no drawing of its own here."""
    return Text(json.dumps(value, indent=2, ensure_ascii=False))


def _draw_skill_gap(value: JsonValue) -> RenderableType:
    analysis = SkillGapAnalysis.model_validate(value)
    return Group(*(Padding(part, (1, 0, 0, 0)) for part in _parts(analysis)))


_DRAWERS: dict[str, Callable[[JsonValue], RenderableType]] = {SKILL_GAP: _draw_skill_gap}


def _parts(analysis: SkillGapAnalysis) -> Iterator[RenderableType]:
    text = analysis.narrative
    yield Text(text.headline, style="bold")
    yield _score(analysis.match_score.value)
    yield Text(text.overview)
    if analysis.gaps:
        yield _gaps(analysis.gaps)
        yield _beside({reason.skill: reason.reason for reason in text.gap_reasons}, "bold")
    if analysis.learning_path.steps:
        yield _path(analysis)
    if analysis.adjacent_roles:
        yield _adjacent(analysis.adjacent_roles)
    yield _beside({"First": text.next_step}, "bold cyan")
    yield _origin(analysis, analysis.generated_by.model)


def _score(value: int) -> RenderableType:
    line = Table.grid(padding=(0, 2, 0, 0))
    bar = ProgressBar(total=100, completed=value, width=30, complete_style="cyan")
    line.add_row(Text("Match", style="bold cyan"), bar, Text(f"{value} of 100"))
    return line


def _table(*columns: tuple[str, str]) -> Table:
    """Give an empty table with columns of these names; ">" aligns to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold cyan")
    for name, align in columns:
        table.add_column(name, justify="right" if align == ">" else "left")
    return table


def _gaps(gaps: tuple[Gap, ...]) -> RenderableType:
    table = _table(("Gap", ""), ("Asked", ">"), ("Year", ">"), ("Pay", ">"), ("Hours", ">"))
    for gap in gaps[:_GAPS_SHOWN]:
        pay = gap.pay_effect_usd if gap.pay_effect_is_clear else None
        table.add_row(
            Text(f"{gap.rank:>2}  {gap.skill}"),
            f"{gap.demand_share:.0%}",
            "" if gap.demand_change is None else f"{gap.demand_change * 100:+.0f} pt",
            "" if pay is None else f"{'-' if pay < 0 else '+'}${abs(pay):,}",
            str(gap.learn_hours),
        )
    more = len(gaps) - _GAPS_SHOWN
    return Group(table, Text(f"and {more} more", style="dim")) if more > 0 else table


def _beside(texts: dict[str, str], style: str) -> RenderableType:
    """Lay out texts, each beside its name."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=style, min_width=5, max_width=_NAME_WIDTH)
    for name, text in texts.items():
        table.add_row(Text(name), Text(text))
    return table


def _path(analysis: SkillGapFindings) -> RenderableType:
    path = analysis.learning_path
    table = _table(("Learn", ""), ("Hours", ">"), ("Weeks", ">"), ("Match", ">"), ("Builds on", ""))
    for step in path.steps:
        table.add_row(
            Text(f"{step.order:>2}  {step.skill}"),
            str(step.hours),
            _weeks(step),
            str(step.score_after),
            Text(", ".join(step.builds_on), style="dim"),
        )
    pace = f"{path.total_hours} hours, {path.total_weeks} weeks at {path.hours_per_week} a week"
    later = f"; later: {', '.join(path.later)}" if path.later else ""
    return Group(table, Text(pace + later, style="dim"))


def _weeks(step: PathStep) -> str:
    if step.first_week == step.last_week:
        return str(step.first_week)
    return f"{step.first_week}-{step.last_week}"


def _adjacent(roles: tuple[AdjacentRole, ...]) -> RenderableType:
    table = _table(("Near by", ""), ("Match", ">"), ("Pay", ">"), ("Still missing", ""))
    for role in roles:
        missing = Text(", ".join(role.missing_skills), style="dim")
        table.add_row(Text(role.role), str(role.score), f"${role.median_pay_usd:,}", missing)
    return table


def _origin(findings: SkillGapFindings, generated_by: str) -> RenderableType:
    sample = findings.sample
    line = (
        f"Source: {findings.data_source}, {sample.postings:,} postings to {sample.data_date}."
        f" {sample.note} Text: {generated_by}."
    )
    return Text(line, style="dim")
