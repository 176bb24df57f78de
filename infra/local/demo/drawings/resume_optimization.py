"""Draw the result of a résumé optimization.

The résumé's text may be any person's: it is shown as plain text, its line ends as blanks.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from functions.job_types.resume_optimization.findings import (
    AtsProblem,
    Change,
    Coverage,
    Difference,
    DifferenceKind,
    Finding,
    KeptBecause,
    KeptOriginal,
    Keyword,
    KeywordPresence,
)
from functions.job_types.resume_optimization.report import ResumeOptimization
from infra.local.demo.drawings import Given, parts

_KEYWORDS_SHOWN = 12
_CHANGES_SHOWN = 12
_OTHERS_SHOWN = 6
_QUOTE_LENGTH = 60
_LINE_ENDS = re.compile(r"\s*\n\s*")

KEPT_BECAUSE: Mapping[KeptBecause, str] = {
    KeptBecause.ADDS_FIGURE: "the rewrite had a figure that is not in it",
    KeptBecause.LOSES_FIGURE: "the rewrite lost a figure",
    KeptBecause.ADDS_NAME: "the rewrite had a name that is not in it",
    KeptBecause.LOSES_NAME: "the rewrite lost a name",
    KeptBecause.CLAIMS_MORE: "the rewrite claimed more than it says",
    KeptBecause.CHANGES_MEANING: "the rewrite said the opposite",
    KeptBecause.NOT_PLAIN: "the rewrite was not plain text",
    KeptBecause.TOO_LONG: "the rewrite was much longer",
    KeptBecause.NO_ROOM: "there was no room for more changes",
}
_STYLES = {KeywordPresence.EXACT: "green", KeywordPresence.SYNONYM: "yellow"}


def own_request(given: Given) -> Mapping[str, JsonValue] | None:
    """Return the request for a person's own file, which comes in place of its text."""
    return {"targetRole": given.role} if given.file else None


def saved_text(result: ResumeOptimization) -> str:
    """Return the improved résumé."""
    return result.improved_text


def draw(result: ResumeOptimization) -> Iterator[RenderableType]:
    """Return the parts of the drawing."""
    before, after = result.keywords.before, result.keywords.after
    yield Text(result.summarise(), style="bold")
    yield parts.scores([_coverage("Before", before), _coverage("After", after)])
    if result.keywords.keywords:
        yield _keywords(result.keywords.keywords)
    if result.changes:
        yield _changes(result.changes)
    if result.kept:
        yield _kept(result.kept)
    if result.ats_problems:
        yield _ats(result.ats_problems)
    if left := _left_to_do(result):
        yield _advice(left, result.resume_text)
    sample = result.sample
    yield parts.source(
        result.data_source,
        sample.postings,
        sample.data_date,
        sample.note,
        result.generated_by.model,
    )


def _coverage(name: str, coverage: Coverage) -> tuple[str, int, str]:
    counts = f"{coverage.exact} found, {coverage.synonyms} by another name"
    return name, coverage.percent, f"{coverage.percent}%: {counts}, {coverage.missing} missing"


def _keywords(keywords: Sequence[Keyword]) -> RenderableType:
    table = parts.table("Keyword", ">Asked", "Before", "After")
    for keyword in keywords[:_KEYWORDS_SHOWN]:
        share = "" if keyword.demand_share is None else f"{keyword.demand_share:.0%}"
        mark = " *" if keyword.in_job_description else ""
        before = _presence(keyword.before, keyword.written_as)
        after = _presence(keyword.after, keyword.written_as)
        table.add_row(Text(keyword.keyword + mark), share, before, after)
    drawn = parts.with_rest(table, len(keywords) - _KEYWORDS_SHOWN)
    if any(keyword.in_job_description for keyword in keywords):
        return Group(drawn, parts.dim("* is in the job description"))
    return drawn


def _presence(presence: KeywordPresence, written_as: str | None) -> Text:
    if presence is KeywordPresence.SYNONYM and written_as:
        return Text(f"as {written_as}", style="yellow")
    return Text(presence.value, style=_STYLES.get(presence, "dim"))


def _changes(changes: Sequence[Change]) -> RenderableType:
    grid = _marked()
    for change in changes[:_CHANGES_SHOWN]:
        grid.add_row(Text("-", style="red"), _side(change.differences, DifferenceKind.ADDED))
        grid.add_row(Text("+", style="green"), _side(change.differences, DifferenceKind.REMOVED))
        grid.add_row("", parts.dim(change.reason))
    return _headed("Changed", parts.with_rest(grid, len(changes) - _CHANGES_SHOWN))


def _side(differences: Sequence[Difference], without: DifferenceKind) -> Text:
    """Return the text before or after, with what is only there in colour."""
    styles = {DifferenceKind.REMOVED: "red", DifferenceKind.ADDED: "bold green"}
    pieces = [piece for piece in differences if piece.kind is not without]
    return Text.assemble(
        *((_LINE_ENDS.sub(" ", piece.text), styles.get(piece.kind, "")) for piece in pieces)
    )


def _kept(kept: Sequence[KeptOriginal]) -> RenderableType:
    grid = _marked()
    for original in kept[:_OTHERS_SHOWN]:
        grid.add_row("=", Text(_LINE_ENDS.sub(" ", original.text)))
        grid.add_row("", parts.dim(f"because {KEPT_BECAUSE[original.kept_because]}"))
    return _headed("Kept as it was", parts.with_rest(grid, len(kept) - _OTHERS_SHOWN))


def _ats(problems: Sequence[AtsProblem]) -> RenderableType:
    grid = _marked()
    for problem in problems:
        is_fixed = problem.is_fixed
        mark = Text("✓", style="green") if is_fixed else Text("!", style="bold yellow")
        where = f" In {problem.count} places." if problem.count > 1 else ""
        quote = f" “{_shortened(problem.where.text)}”" if problem.where else ""
        grid.add_row(mark, Text(f"{problem.message}{where}"))
        grid.add_row("", parts.dim(("Fixed." if is_fixed else "Yours to fix.") + quote))
    return _headed("What software stumbles over", grid)


def _advice(findings: Sequence[Finding], text: str) -> RenderableType:
    """List findings, each with the line that it begins in."""
    grid = _marked()
    for finding in findings[:_OTHERS_SHOWN]:
        line = text[text.rfind("\n", 0, finding.start) + 1 :].partition("\n")[0]
        grid.add_row("·", Text(finding.message))
        grid.add_row("", parts.dim(f"“{_shortened(line)}”"))
    rest = len(findings) - _OTHERS_SHOWN
    return _headed("What only you can do", parts.with_rest(grid, rest))


def _left_to_do(result: ResumeOptimization) -> list[Finding]:
    """Return the findings about what no rewrite has touched."""
    findings = [finding for section in result.sections for finding in section.findings]
    return [
        finding
        for finding in findings
        if not any(c.start < finding.end and finding.start < c.end for c in result.changes)
    ]


def _marked() -> Table:
    """Return an empty list, each line of which begins with a mark."""
    return Table.grid(padding=(0, 1, 0, 0))


def _headed(heading: str, drawn: RenderableType) -> RenderableType:
    return Group(Text(heading, style=parts.HEADING), drawn)


def _shortened(text: str) -> str:
    return textwrap.shorten(text, _QUOTE_LENGTH, placeholder=" …")
