"""Draw the result of a résumé optimization.

The résumé's text may be any person's: it is shown as plain text, its line ends as blanks.
"""

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

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
    Question,
)
from functions.job_types.resume_optimization.report import ResumeOptimization
from infra.local.demo.drawings import Given, parts

_T = TypeVar("_T")
_Row = tuple[RenderableType, RenderableType]

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
    KeptBecause.WRONG_ENGLISH: "the rewrite was no correct English",
    KeptBecause.NO_ROOM: "there was no room for more changes",
}
#: The demo's people are there to be asked.
ASKING: Mapping[str, JsonValue] = {"askMe": True}
#: What they answer, by how a question begins; they are made up, and so is this.
_ANSWERS = {"How many": "12", "How much": "$40,000", "How often": "weekly", "By how": "30%"}
_ANY_ANSWER = "3 reports are ready a day earlier"
_STYLES = {KeywordPresence.EXACT: "green", KeywordPresence.SYNONYM: "yellow"}


def own_request(given: Given) -> Mapping[str, JsonValue] | None:
    """Return the request for a person's own file, which comes in place of its text."""
    return {"targetRole": given.role} if given.file else None


def answer(context: JsonValue) -> JsonValue:
    """Return the figures that the demo's people give."""
    match context:
        case {"figures": [*rows]}:
            return {"figures": [_answer_row(row) for row in rows]}
        case _:
            return None


def _answer_row(row: JsonValue) -> JsonValue:
    if not isinstance(row, dict):
        return row
    asked = str(row.get("question"))
    figure = next((said for how, said in _ANSWERS.items() if asked.startswith(how)), _ANY_ANSWER)
    return {**row, "figure": figure}


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
    if result.questions:
        yield _questions(result.questions)
    if left := _left_to_do(result):
        yield _advice(left, result.resume_text)
    for part in result.missing:
        yield parts.dim(part.message)
    data, sample, by = result.data_source, result.sample, result.generated_by.model
    if sample is None:
        yield parts.dim(f"Text: {by}.")
    else:
        yield parts.source(data, sample.postings, sample.data_date, sample.note, by)


def _questions(questions: Sequence[Question]) -> RenderableType:
    def rows(question: Question) -> Iterator[_Row]:
        yield "?", Text(question.question)
        yield "", parts.dim(f"\u201c{_shortened(question.text)}\u201d")

    return _listed("What we would ask you", questions, _OTHERS_SHOWN, rows)


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
    def rows(change: Change) -> Iterator[_Row]:
        yield Text("-", style="red"), _side(change.differences, DifferenceKind.ADDED)
        yield Text("+", style="green"), _side(change.differences, DifferenceKind.REMOVED)
        yield "", parts.dim(change.reason)

    return _listed("Changed", changes, _CHANGES_SHOWN, rows)


def _side(differences: Sequence[Difference], without: DifferenceKind) -> Text:
    """Return the text before or after, with what is only there in colour."""
    styles = {DifferenceKind.REMOVED: "red", DifferenceKind.ADDED: "bold green"}
    pieces = [piece for piece in differences if piece.kind is not without]
    return Text.assemble(
        *((_LINE_ENDS.sub(" ", piece.text), styles.get(piece.kind, "")) for piece in pieces)
    )


def _kept(kept: Sequence[KeptOriginal]) -> RenderableType:
    def rows(original: KeptOriginal) -> Iterator[_Row]:
        yield "=", Text(_LINE_ENDS.sub(" ", original.text))
        yield "", parts.dim(f"because {KEPT_BECAUSE[original.kept_because]}")

    return _listed("Kept as it was", kept, _OTHERS_SHOWN, rows)


def _ats(problems: Sequence[AtsProblem]) -> RenderableType:
    def rows(problem: AtsProblem) -> Iterator[_Row]:
        is_fixed = problem.is_fixed
        where = f" In {problem.count} places." if problem.count > 1 else ""
        quote = f" “{_shortened(problem.where.text)}”" if problem.where else ""
        mark = Text("✓", style="green") if is_fixed else Text("!", style="bold yellow")
        yield mark, Text(f"{problem.message}{where}")
        yield "", parts.dim(("Fixed." if is_fixed else "Yours to fix.") + quote)

    return _listed("What software stumbles over", problems, len(problems), rows)


def _advice(findings: Sequence[Finding], text: str) -> RenderableType:
    """List findings, each with the line that it begins in."""

    def rows(finding: Finding) -> Iterator[_Row]:
        line = text[text.rfind("\n", 0, finding.start) + 1 :].partition("\n")[0]
        yield "·", Text(finding.message)
        yield "", parts.dim(f"“{_shortened(line)}”")

    return _listed("What only you can do", findings, _OTHERS_SHOWN, rows)


def _left_to_do(result: ResumeOptimization) -> list[Finding]:
    """Return the findings about what no rewrite has touched."""
    findings = [finding for section in result.sections for finding in section.findings]
    return [
        finding
        for finding in findings
        if not any(c.start < finding.end and finding.start < c.end for c in result.changes)
    ]


def _listed(
    heading: str, items: Sequence[_T], shown: int, rows: Callable[[_T], Iterator[_Row]]
) -> RenderableType:
    """List the first items below a heading, each in rows of a mark and what it is about."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    for item in items[:shown]:
        for row in rows(item):
            grid.add_row(*row)
    listed = parts.with_rest(grid, len(items) - shown)
    return Group(Text(heading, style=parts.HEADING), listed)


def _shortened(text: str) -> str:
    return textwrap.shorten(text, _QUOTE_LENGTH, placeholder=" …")
