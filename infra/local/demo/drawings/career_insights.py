"""Draw career insights: months as columns, pay as boxes, and the text below its figures."""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from rich.console import Group, RenderableType
from rich.text import Text

from functions.job_types.career_insights.findings import (
    Employer,
    Month,
    MovingSkill,
    Pay,
    Quartiles,
    Skills,
    Trend,
)
from functions.job_types.career_insights.job import CareerInsights
from functions.job_types.career_insights.text import Sentence
from infra.local.demo.drawings import parts

#: The columns of months: lines high, and characters wide with the gap between two.
_CHART_HEIGHT = 5
_MONTH_WIDTH = 3
_LEVELS = " ▁▂▃▄▅▆▇█"
_BOX_WIDTH = 20
_BAR_WIDTH = 20
_EMPLOYERS_SHOWN = 6
#: Stands before a change that may be chance.
_UNCLEAR = "~"


def draw(insights: CareerInsights) -> Iterator[RenderableType]:
    """Return the parts of the drawing."""
    text = insights.narrative
    yield Text(text.headline.text, style="bold")
    yield Group(*_trend(insights.trend))
    yield _written(text.trend)
    if insights.pay.overall or insights.pay.by_level:
        yield _pay(insights.pay)
    yield _written(text.pay)
    if insights.top_employers:
        yield _employers(insights.top_employers, insights.employers)
    yield _written(text.employers)
    yield from _skills(insights.skills)
    yield _written(text.skills)
    outlook = " ".join(sentence.text for sentence in text.outlook)
    yield parts.beside({"Outlook": outlook}, parts.HEADING)
    data, sample, by = insights.data_source, insights.sample, insights.generated_by.model
    yield parts.source(data, sample.postings, sample.data_date, sample.note, by)


def _written(sentences: Sequence[Sentence]) -> Text:
    return Text(" ".join(sentence.text for sentence in sentences))


def _trend(trend: Trend) -> Iterator[RenderableType]:
    yield Text("Postings by month", style=parts.HEADING)
    yield from _chart(trend.months)
    moves = [trend.direction.value]
    if trend.change is not None:
        moves.append(f"{trend.change:+.0%} on the year before")
    if trend.market_change is not None:
        moves.append(f"all domains {trend.market_change:+.0%}")
    yield parts.dim(", ".join(moves))


def _chart(months: Sequence[Month]) -> Iterator[Text]:
    """Draw a column for each month over its first letter and its year, zero at the bottom."""
    highest = max((month.postings for month in months), default=0)
    margin = len(f"{highest:,}")
    for line in reversed(range(_CHART_HEIGHT)):
        label = f"{highest:,}" if line == _CHART_HEIGHT - 1 else ""
        drawn = Text(f"{label:>{margin}} ", style="dim")
        for month in months:
            style = "cyan" if month.is_whole else "dim cyan"
            drawn.append(_cell(month.postings, highest, line), style=style)
        yield drawn
    letters = "".join(f"{month.month:%b}"[:1].ljust(_MONTH_WIDTH) for month in months)
    yield parts.dim(f"{0:>{margin}} {letters}".rstrip())
    years = "".join(
        str(year).ljust(_MONTH_WIDTH * len(list(group)))
        for year, group in groupby(months, lambda month: month.month.year)
    )
    yield parts.dim(f"{'':>{margin}} {years}".rstrip())


def _cell(postings: int, highest: int, line: int) -> str:
    """Draw a column's part on one of the chart's lines, the lowest of which is 0."""
    eighths = round(postings / highest * _CHART_HEIGHT * 8) if highest else 0
    level = max(0, min(8, eighths - line * 8))
    return (_LEVELS[level] * (_MONTH_WIDTH - 1)).ljust(_MONTH_WIDTH)


def _pay(pay: Pay) -> RenderableType:
    rows: list[tuple[str, Quartiles]] = [("all of these", pay.overall)] if pay.overall else []
    for level in pay.by_level:
        to = "+" if level.to_years is None else f"-{level.to_years}"
        rows.append((f"{level.level.value}, {level.from_years}{to} years", level))
    low = min(quartiles.lower_usd for _, quartiles in rows)
    high = max(quartiles.upper_usd for _, quartiles in rows)
    table = parts.table("Pay a year", ">Lower", ">Median", ">Upper", "")
    for name, pays in rows:
        median = Text(parts.usd(pays.median_usd), style="bold")
        lower, upper = parts.usd(pays.lower_usd), parts.usd(pays.upper_usd)
        table.add_row(name, lower, median, upper, _box(pays, low, high))
    note = "Lower, median, upper: a quarter, half, three quarters pay no more."
    return Group(table, parts.dim(note))


def _box(quartiles: Quartiles, low: int, high: int) -> Text:
    """Draw the quartiles on a line from the lowest to the highest of all."""
    start, middle, end = (
        round((amount - low) / max(1, high - low) * (_BOX_WIDTH - 1))
        for amount in (quartiles.lower_usd, quartiles.median_usd, quartiles.upper_usd)
    )
    line = [" "] * start + ["━"] * (end - start + 1)
    line[middle] = "●"
    return Text("".join(line), style="cyan")


def _employers(employers: Sequence[Employer], count: int) -> RenderableType:
    table = parts.table("Employer", ">Postings", ">Share", "")
    most = max(employer.share for employer in employers)
    for employer in employers[:_EMPLOYERS_SHOWN]:
        bar = parts.bar(employer.share / most if most else 0, _BAR_WIDTH)
        table.add_row(
            Text(employer.employer), f"{employer.postings:,}", f"{employer.share:.0%}", bar
        )
    return parts.with_rest(table, count - min(len(employers), _EMPLOYERS_SHOWN))


def _skills(skills: Skills) -> Iterator[RenderableType]:
    if skills.top:
        named = ", ".join(f"{skill.skill} {skill.demand_share:.0%}" for skill in skills.top)
        yield parts.beside({"Asked": named}, parts.HEADING)
    if not skills.rising and not skills.falling:
        return
    columns = ("Rising", ">Asked", ">Change", "", "Falling", ">Asked", ">Change")
    moving = zip_longest(skills.rising, skills.falling)
    table = parts.table(*columns, rows=((*_moving(r), "", *_moving(f)) for r, f in moving))
    if all(skill.change_is_clear for skill in (*skills.rising, *skills.falling)):
        yield table
    else:
        note = f"{_UNCLEAR} may be chance: {skills.compared} skills were compared"
        yield Group(table, parts.dim(note))


def _moving(skill: MovingSkill | None) -> tuple[Text, Text, Text]:
    if skill is None:
        return Text(), Text(), Text()
    style, mark = ("", "") if skill.change_is_clear else ("dim", _UNCLEAR)
    return (
        Text(skill.skill, style=style),
        Text(f"{skill.demand_share:.0%}", style=style),
        Text(mark + parts.points(skill.change), style=style),
    )
