"""How career insights are drawn."""

import pytest

from functions.job_types.career_insights.figure_list import list_figures
from functions.job_types.career_insights.findings import Market, Skills, Trend
from functions.job_types.career_insights.job import CareerInsights
from functions.job_types.common.names import MatchedName, MatchKind
from infra.local.demo.drawings import career_insights as drawing
from shared.handler.ports import GeneratedBy
from tests.support.job_type_data.career_insights.findings import (
    make_findings,
    make_skill,
    make_text,
)
from tests.support.printed import printed

OFFLINE = GeneratedBy(model="offline", prompt_version="1")


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
    lines = printed(*drawing.draw(career_insights(market()))).splitlines()
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
    text = printed(*drawing.draw(career_insights(market())), width=width)
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
    text = printed(*drawing.draw(career_insights(bare)))
    assert "unknown" in text
    assert "Outlook" in text
    assert not {"Pay a year", "Employer", "Rising"} & set(text.splitlines())


def test_a_change_that_may_be_chance_is_marked() -> None:
    """Also where there is no colour; one that is clear is not."""
    unclear = make_findings(skills=(make_skill("Go", 80, 60),)).skills
    assert "~+1 pt" in printed(*drawing.draw(career_insights(market(skills=unclear))))
    assert "~" not in printed(*drawing.draw(career_insights(market())))
