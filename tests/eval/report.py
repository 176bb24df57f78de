"""The report of a run: for a terminal, as Markdown and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from pydantic import JsonValue
from rich import box
from rich.table import Table
from rich.text import Text

from shared.core.usage import Usage
from tests.eval.rubrics import ALL_TYPES, RUBRICS
from tests.eval.running import Judged

#: How many cases are named as the worst, and how many of a case's faults are told.
WORST, TOLD = 5, 3


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came of a run."""

    model: str
    day: date
    judged: tuple[Judged, ...]

    @property
    def is_passed(self) -> bool:
        """Whether no rubric failed anywhere."""
        return not any(each.faults for each in self.judged)

    @property
    def usage(self) -> Usage:
        """What was spent in all."""
        return reduce(Usage.plus, (each.answer.usage for each in self.judged), Usage())

    @property
    def seconds(self) -> float:
        """How long it took in all."""
        return sum(each.answer.seconds for each in self.judged)

    @property
    def worst(self) -> tuple[Judged, ...]:
        """The cases with the most faults, the worst first."""
        faulty = sorted((j for j in self.judged if j.faults), key=lambda j: -len(j.faults))
        return tuple(faulty[:WORST])

    def summary(self) -> str:
        """Say in a line what came of it and what it took."""
        passed = sum(not each.faults for each in self.judged)
        used = self.usage
        return (
            f"{passed} of {len(self.judged)} cases pass all rubrics; {used.input_tokens:,} tokens"
            f" read, {used.output_tokens:,} written, ${used.cost_usd:.4f}, {self.seconds:.1f} s"
        )


def rubric_rows(judged: Sequence[Judged]) -> Iterator[tuple[str, ...]]:
    """Return a row a rubric: how many answers pass it, of those judged, by type and in all."""
    for rubric in RUBRICS:
        cells = [_count(judged, rubric.name, name) for name in ALL_TYPES]
        yield (rubric.name, *cells, _count(judged, rubric.name))


def case_rows(judged: Sequence[Judged]) -> Iterator[tuple[str, ...]]:
    """Return a row a case: which rubrics it passes, and what it took."""
    for each in judged:
        answer = each.answer
        counted = [j.faults for j in each.judgements if j.faults is not None]
        passed = sum(not faults for faults in counted)
        yield (
            str(answer.case),
            f"{passed}/{len(counted)}",
            str(answer.attempts),
            f"{answer.usage.input_tokens + answer.usage.output_tokens:,}",
            f"${answer.usage.cost_usd:.4f}",
            f"{answer.seconds:.1f}",
        )


def kind_rows(judged: Sequence[Judged]) -> Iterator[tuple[str, ...]]:
    """Return a row a kind of case: how many of its cases pass all rubrics."""
    kinds = dict.fromkeys(each.answer.case.kind for each in judged if each.answer.case.kind)
    for kind in kinds:
        found = [each for each in judged if each.answer.case.kind == kind]
        yield kind, f"{sum(not each.faults for each in found)}/{len(found)}"


_KIND_COLUMNS = ("Kind", "Cases that pass")
_RUBRIC_COLUMNS = ("Rubric", *ALL_TYPES, "all")
_CASE_COLUMNS = ("Case", "Rubrics", "Attempts", "Tokens", "Cost", "Seconds")


def tables(report: Report) -> Iterator[Table | Text]:
    """Draw the report for a terminal."""
    yield _draw(_CASE_COLUMNS, case_rows(report.judged))
    yield _draw(_KIND_COLUMNS, kind_rows(report.judged))
    yield _draw(_RUBRIC_COLUMNS, rubric_rows(report.judged))
    for each in report.worst:
        yield Text(str(each.answer.case), style="bold red")
        for rubric, fault in each.faults[:TOLD]:
            yield Text(f"  {rubric}: {fault}")
    yield Text(f"{report.model}: {report.summary()}", style="green" if report.is_passed else "red")


def to_markdown(report: Report) -> str:
    """Write the report as Markdown."""
    parts = [
        f"{report.day.isoformat()}, `{report.model}`: {report.summary()}.",
        _markdown(_RUBRIC_COLUMNS, rubric_rows(report.judged)),
        _markdown(_KIND_COLUMNS, kind_rows(report.judged)),
        _markdown(_CASE_COLUMNS, case_rows(report.judged)),
    ]
    if report.worst:
        listed = [
            f"- {each.answer.case}: {rubric}: {fault}"
            for each in report.worst
            for rubric, fault in each.faults[:TOLD]
        ]
        parts += ["The worst cases:", "\n".join(listed)]
    return "\n\n".join(parts) + "\n"


def to_json(report: Report) -> JsonValue:
    """Write everything there is, the results themselves included, to look closer."""
    return {
        "model": report.model,
        "day": report.day.isoformat(),
        "passed": report.is_passed,
        "seconds": round(report.seconds, 3),
        "usage": report.usage.to_json(),
        "cases": [_case(each) for each in report.judged],
    }


def _case(judged: Judged) -> JsonValue:
    answer = judged.answer
    return {
        "case": str(answer.case),
        "attempts": answer.attempts,
        "seconds": round(answer.seconds, 3),
        "error": answer.error,
        "usage": answer.usage.to_json(),
        "rubrics": {
            each.rubric: list(each.faults) for each in judged.judgements if each.faults is not None
        },
        "result": answer.document,
    }


def _count(judged: Sequence[Judged], rubric: str, job_type: str | None = None) -> str:
    found = [
        judgement.faults
        for each in judged
        if job_type in {None, each.answer.case.job_type}
        for judgement in each.judgements
        if judgement.rubric == rubric and judgement.faults is not None
    ]
    return f"{sum(not faults for faults in found)}/{len(found)}" if found else ""


def _draw(columns: Sequence[str], rows: Iterator[tuple[str, ...]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold cyan")
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _markdown(columns: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    rule = ("---", *["--:"] * (len(columns) - 1))
    return "\n".join(f"| {' | '.join(row)} |" for row in (tuple(columns), rule, *rows))
