"""How results are drawn, of what form they ever are."""

import pytest
from rich.console import Console, RenderableType

from functions.job_types.career_insights.figure_list import list_figures
from functions.job_types.career_insights.findings import Market, Skills, Trend
from functions.job_types.career_insights.job import CareerInsights
from functions.job_types.common.names import MatchedName, MatchKind
from functions.job_types.resume_optimization.findings import KeptBecause
from functions.job_types.skill_gap_analysis.findings import Sample
from infra.local.demo.drawings import generic, insights, parts, resume
from shared.handler.job_context import GeneratedBy
from tests.support.insights import make_findings, make_skill, make_text

OFFLINE = GeneratedBy(model="offline", prompt_version="1")


def printed(*drawn: RenderableType, width: int = 80) -> str:
    """Print into a text, without the blanks at the ends of lines."""
    console = Console(width=width, no_color=True)
    with console.capture() as captured:
        for part in drawn:
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def test_any_result_has_a_form() -> None:
    """Texts stand beside readable names, records become a table, what is deeper is indented."""
    text = printed(
        generic.draw_value(
            {
                "headline": "Über alles",
                "isRemote": True,
                "medianPayUsd": 98_500,
                "share": 0.125,
                "words": ["a", "b"],
                "empty": [],
                "facts": {"role": "Miller", "deeper": {"postings": 1234}},
                "rows": [{"skill": "SQL", "count": 12}, {"skill": "Rust", "count": 7, "note": "n"}],
            }
        )
    )
    assert text.splitlines() == [
        "Headline        Über alles",
        "Is remote       yes",
        "Median pay usd  98,500",
        "Share           0.125",
        "Words           a, b",
        "Empty",
        "Facts",
        "  Role   Miller",
        "  Deeper",
        "    Postings  1234",
        "Rows",
        "  Skill   Count   Note",
        "  ────────────────────",
        "  SQL        12",
        "  Rust        7   n",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2026, "2026"),
        (10_000, "10,000"),
        (-12_345.5, "-12,345.5"),
        (3.0, "3"),
        (2.345678, "2.35"),
        (0.0571234, "0.05712"),
        (0, "0"),
        (False, "no"),
        (None, ""),
    ],
)
def test_values_are_written_as_people_do(value: float | None, written: str) -> None:
    """Years have no comma, long numbers have; nothing has digits without end."""
    assert printed(generic.draw_value(value)) == written


def test_a_long_list_is_cut_and_counted() -> None:
    """Of many items the first are shown, and how many more there are."""
    text = printed(generic.draw_value([{"deep": {"number": number}} for number in range(20)]))
    assert "and 12 more" in text
    assert text.count("Number") == 8


def test_markup_in_a_result_is_only_text() -> None:
    """What a model or a user wrote cannot colour the terminal, nor vanish in it."""
    hostile = "[bold red]x[/] [link=http://a]y[/link]"
    assert hostile in printed(generic.draw_value({"text": hostile}))
    assert hostile in printed(parts.beside({"name": hostile}))


@pytest.mark.parametrize("reason", KeptBecause)
def test_every_reason_to_keep_a_text_has_words(reason: KeptBecause) -> None:
    """Each can be said to a person."""
    assert resume.KEPT_BECAUSE[reason]


@pytest.mark.parametrize(
    ("share", "drawn"), [(0, ""), (1, "████"), (0.5, "██"), (0.53125, "██▏"), (2, "████")]
)
def test_a_bar_is_exact_to_an_eighth(share: float, drawn: str) -> None:
    """It is as long as the share says, and never longer than there is room."""
    assert parts.bar(share, 4).plain == drawn


def career_insights(market: Market) -> CareerInsights:
    """Make a result about a market, with a text of no importance."""
    return CareerInsights(
        **dict(market),
        domain=MatchedName(asked="energy", matched="Energy", how=MatchKind.EXACT),
        region=MatchedName(asked="", how=MatchKind.NONE),
        figures=list_figures(market),
        data_source="sample data",
        narrative=make_text(),
        generated_by=OFFLINE,
    )


def market(**changes: object) -> Market:
    """Make a market of 24 months, with changes."""
    findings = make_findings()
    fields = {name: getattr(findings, name) for name in Market.model_fields}
    return Market.model_validate({**fields, **changes})


def test_months_are_columns_from_zero() -> None:
    """The highest month fills the chart; the year before, 100 to its 120, five sixths of it."""
    lines = printed(*insights.draw(career_insights(market()))).splitlines()
    start = lines.index("Postings by month") + 1
    top, second, bottom = lines[start], lines[start + 1], lines[start + 4]
    assert top == "120 " + "▁▁ " * 12 + ("██ " * 12).rstrip()
    assert second.count("██") == bottom.count("██") == 24
    assert lines[start + 5].split() == ["0", *"ONDJFMAMJJASONDJFMAMJJAS"]
    assert lines[start + 6].split() == ["2024", "2025", "2026"]
    assert "growing, +20% on the year before, all domains +0%" in lines


@pytest.mark.parametrize("width", [80, 120])
def test_insights_fit_the_terminal(width: int) -> None:
    """No line is cut off, and no cell."""
    text = printed(*insights.draw(career_insights(market())), width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.count("…") == 0


def test_insights_without_figures_are_drawn_too() -> None:
    """Where pay, employers, skills and the year before are missing, their parts are."""
    findings = make_findings()
    bare = market(
        trend=Trend(months=findings.trend.months[:1], direction="unknown"),
        pay={},
        top_employers=(),
        employers=0,
        skills=Skills(),
    )
    text = printed(*insights.draw(career_insights(bare)))
    assert "unknown" in text
    assert "Outlook" in text
    assert not {"Pay a year", "Employer", "Rising"} & set(text.splitlines())


def test_a_change_that_may_be_chance_is_marked() -> None:
    """Also where there is no colour; one that is clear is not."""
    unclear = make_findings(skills=(make_skill("Go", 80, 60),)).skills
    assert "~+1 pt" in printed(*insights.draw(career_insights(market(skills=unclear))))
    assert "~" not in printed(*insights.draw(career_insights(market())))


def test_a_source_names_all_there_is_to_know() -> None:
    """Data, number, date, why it is this sample, and who wrote."""
    sample = Sample.model_validate(make_sample())
    line = parts.source("sample data", sample.postings, sample.data_date, sample.note, "offline")
    assert (
        line.plain == "Source: sample data, 1,200 postings to 2026-09-30. By hand. Text: offline."
    )


def make_sample() -> dict[str, object]:
    """Make a sample's fields."""
    return {
        "postings": 1200,
        "earlierPostings": 100,
        "dataDate": "2026-09-30",
        "medianPayUsd": 1,
        "note": "By hand.",
    }
