"""Draw the result of a skill-gap analysis."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue
from rich.console import Group, RenderableType
from rich.text import Text

from functions.job_types.skill_gap_analysis.findings import AdjacentRole, Gap, LearningPath
from functions.job_types.skill_gap_analysis.job import SkillGapAnalysis
from infra.local.demo.drawings import Given, parts

_GAPS_SHOWN = 8


def own_request(given: Given) -> Mapping[str, JsonValue] | None:
    """Return the request for a person's own role and skills; an empty industry stands for all."""
    if given.file:
        return None
    named: dict[str, JsonValue] = {"targetRole": given.role, "currentSkills": [*given.skills]}
    return {**named, **({"industry": given.industry} if given.industry else {})}


def draw(analysis: SkillGapAnalysis) -> Iterator[RenderableType]:
    """Return the parts of the drawing."""
    text, score, sample = analysis.narrative, analysis.match_score.value, analysis.sample
    yield Text(text.headline, style="bold")
    yield parts.scores([("Match", score, f"{score} of 100")])
    yield Text(text.overview)
    if analysis.gaps:
        yield _gaps(analysis.gaps)
        yield parts.beside({reason.skill: reason.reason for reason in text.gap_reasons})
    if analysis.learning_path.steps:
        yield _path(analysis.learning_path)
    if analysis.adjacent_roles:
        yield _adjacent(analysis.adjacent_roles)
    yield parts.beside({"First": text.next_step}, parts.HEADING)
    data, by = analysis.data_source, analysis.generated_by.model
    yield parts.source(data, sample.postings, sample.data_date, sample.note, by)


def _gaps(gaps: tuple[Gap, ...]) -> RenderableType:
    table = parts.table("Gap", ">Asked", ">Year", ">Pay", ">Hours")
    for gap in gaps[:_GAPS_SHOWN]:
        pay = gap.pay_effect_usd if gap.pay_effect_is_clear else None
        table.add_row(
            Text(f"{gap.rank:>2}  {gap.skill}"),
            f"{gap.demand_share:.0%}",
            "" if gap.demand_change is None else parts.points(gap.demand_change),
            "" if pay is None else f"{'+' if pay >= 0 else ''}{parts.usd(pay)}",
            str(gap.learn_hours),
        )
    return parts.with_rest(table, len(gaps) - _GAPS_SHOWN)


def _path(path: LearningPath) -> RenderableType:
    table = parts.table("Learn", ">Hours", ">Weeks", ">Match", "Builds on")
    for step in path.steps:
        name, builds_on = (
            Text(f"{step.order:>2}  {step.skill}"),
            parts.dim(", ".join(step.builds_on)),
        )
        last = "" if step.first_week == step.last_week else f"-{step.last_week}"
        weeks = f"{step.first_week}{last}"
        table.add_row(name, str(step.hours), weeks, str(step.score_after), builds_on)
    pace = f"{path.total_hours} hours, {path.total_weeks} weeks at {path.hours_per_week} a week"
    later = f"; later: {', '.join(path.later)}" if path.later else ""
    return Group(table, parts.dim(pace + later))


def _adjacent(roles: tuple[AdjacentRole, ...]) -> RenderableType:
    table = parts.table("Near by", ">Match", ">Pay", "Still missing")
    for role in roles:
        missing = parts.dim(", ".join(role.missing_skills))
        table.add_row(Text(role.role), str(role.score), parts.usd(role.median_pay_usd), missing)
    return table
