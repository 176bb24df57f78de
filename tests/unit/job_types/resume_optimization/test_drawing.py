"""How an improved résumé is drawn."""

import pytest
from rich.console import Console

from functions.job_types.common.demand import RoleSample
from functions.job_types.common.names import MatchedName, MatchKind
from functions.job_types.resume_optimization.findings import (
    AtsProblem,
    AtsProblemKind,
    Change,
    ChangeKind,
    Coverage,
    Difference,
    DifferenceKind,
    Finding,
    FindingKind,
    KeptBecause,
    KeptOriginal,
    Keyword,
    KeywordCoverage,
    KeywordPresence,
    Missing,
    MissingPart,
    Question,
    QuestionKind,
    Quote,
    RewriteCount,
    SectionKind,
    SectionReview,
)
from functions.job_types.resume_optimization.report import ResumeOptimization
from infra.local.demo.drawings import resume_optimization as drawing
from shared.handler.ports import GeneratedBy

TEXT = "- I led 2\n  teams\n- Did a thing for the team\n- Helped with 7 audits\n"


def quote(piece: str) -> dict[str, object]:
    """Return the fields of a quote of the text."""
    start = TEXT.index(piece)
    return {"start": start, "end": start + len(piece), "text": piece}


def result(**changes: object) -> ResumeOptimization:
    """Make a result in which one bullet is changed, one kept, and one left to the person."""
    coverage = {"exact": 1, "synonyms": 1, "missing": 1}
    whole = ResumeOptimization(
        target_role=MatchedName(asked="x", matched="Miller", how=MatchKind.EXACT),
        sample=RoleSample.model_validate(
            {
                "postings": 9,
                "earlierPostings": 8,
                "dataDate": "2026-09-30",
                "medianPayUsd": 1,
                "note": "By hand.",
            }
        ),
        resume_text=TEXT,
        improved_text=TEXT.replace("I led", "Led"),
        sections=(
            SectionReview(
                kind=SectionKind.EXPERIENCE,
                title="",
                start=0,
                end=len(TEXT),
                findings=tuple(
                    Finding.model_validate(
                        {**quote(piece), "kind": FindingKind.WEAK_OPENING, "message": message}
                    )
                    for piece, message in (("I", "No I."), ("Did", "Say what."))
                ),
            ),
        ),
        changes=(
            Change.model_validate(
                {
                    **quote("I led 2\n  teams"),
                    "kind": ChangeKind.REWRITE,
                    "after": "Led 2\n  teams",
                    "differences": (
                        Difference(kind=DifferenceKind.REMOVED, text="I led"),
                        Difference(kind=DifferenceKind.ADDED, text="Led"),
                        Difference(kind=DifferenceKind.SAME, text=" 2\n  teams"),
                    ),
                    "reason": "No first person.",
                }
            ),
        ),
        kept=(
            KeptOriginal.model_validate(
                {**quote("Helped with 7 audits"), "keptBecause": KeptBecause.CLAIMS_MORE}
            ),
        ),
        rewrites=RewriteCount(suggested=2, taken=1, kept=1, not_found=0),
        keywords=KeywordCoverage(
            before=Coverage.model_validate({**coverage, "percent": 25}),
            after=Coverage.model_validate({**coverage, "percent": 50}),
            keywords=(
                Keyword(
                    keyword="Milling",
                    demand_share=0.5,
                    in_job_description=True,
                    before=KeywordPresence.SYNONYM,
                    after=KeywordPresence.EXACT,
                    written_as="grinding",
                ),
            ),
        ),
        ats_problems=(
            AtsProblem(kind=AtsProblemKind.NO_EMAIL, message="No address."),
            AtsProblem(
                kind=AtsProblemKind.ODD_CHARACTERS,
                message="Odd.",
                count=2,
                where=Quote.model_validate(quote("teams")),
                is_fixed=True,
            ),
        ),
        data_source="sample data",
        generated_by=GeneratedBy(model="offline", prompt_version="1"),
    )
    return whole.model_copy(update=changes)


def drawn(whole: ResumeOptimization) -> list[str]:
    """Return the drawing's lines, without colours."""
    console = Console(width=80, no_color=True)
    with console.capture() as captured:
        for part in drawing.draw(whole):
            console.print(part)
    return [line.rstrip() for line in captured.get().splitlines()]


def below(heading: str, lines: list[str], count: int) -> list[str]:
    """Return the lines that follow a heading."""
    start = lines.index(heading) + 1
    return lines[start : start + count]


def test_coverage_is_shown_before_and_after() -> None:
    """As bars with their percentages, and what they are made of."""
    lines = drawn(result())
    assert "25%: 1 found, 1 by another name, 1 missing" in lines[1]
    assert lines[1].count("━") < lines[2].count("━")
    [keyword] = [line for line in lines if line.startswith("Milling *")]
    assert keyword.split() == ["Milling", "*", "50%", "as", "grinding", "exact"]
    assert "* is in the job description" in lines


def test_a_change_is_two_lines_and_its_reason() -> None:
    """Before and after, each whole and in one line, so that they can be compared."""
    assert below("Changed", drawn(result()), 3) == [
        "- I led 2 teams",
        "+ Led 2 teams",
        "  No first person.",
    ]


def test_what_was_kept_says_why() -> None:
    """The original, and the check that refused the rewrite."""
    assert below("Kept as it was", drawn(result()), 2) == [
        "= Helped with 7 audits",
        "  because the rewrite claimed more than it says",
    ]


def test_ats_problems_say_whether_they_are_fixed() -> None:
    """By a mark and in words; where they are, and in how many places."""
    assert below("What software stumbles over", drawn(result()), 4) == [
        "! No address.",
        "  Yours to fix.",
        "✓ Odd. In 2 places.",
        "  Fixed. “teams”",
    ]


def test_only_what_is_left_is_left_to_the_person() -> None:
    """A finding that a rewrite has settled is not told; others are, with their line."""
    assert below("What only you can do", drawn(result()), 3) == [
        "· Say what.",
        "  “- Did a thing for the team”",
        "Source: sample data, 9 postings to 2026-09-30. By hand. Text: offline.",
    ]


def test_parts_without_content_are_left_out() -> None:
    """No heading stands above nothing."""
    lines = drawn(result(changes=(), kept=(), ats_problems=(), sections=()))
    headings = {"Changed", "Kept as it was", "What software stumbles over", "What only you can do"}
    assert not headings & set(lines)


def test_what_a_review_does_without_is_said() -> None:
    """A role without postings has no sample; what only the person knows is asked."""
    question = Question.model_validate(
        {
            **quote("Did a thing for the team"),
            "kind": QuestionKind.HOW_MANY,
            "question": "How many people?",
        }
    )
    missing = Missing(part=MissingPart.MARKET, message="No postings.")
    lines = drawn(result(sample=None, missing=(missing,), questions=(question,)))
    assert lines[-2:] == ["No postings.", "Text: offline."]
    assert below("What we would ask you", lines, 1) == ["? How many people?"]


def test_long_lists_are_cut_and_counted() -> None:
    """A hundred changes are not read in a terminal."""
    lines = drawn(result(changes=result().changes * 15))
    assert lines.count("- I led 2 teams") == 12
    assert "and 3 more" in lines


@pytest.mark.parametrize("reason", KeptBecause)
def test_every_reason_to_keep_a_text_has_words(reason: KeptBecause) -> None:
    """Each can be said to a person."""
    assert drawing.KEPT_BECAUSE[reason]
