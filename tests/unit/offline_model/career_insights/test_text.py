"""What the offline model writes about a market."""

import pytest

from functions.job_types.career_insights.figures import Figure, Unit
from functions.job_types.career_insights.market import SkillRow
from functions.job_types.career_insights.text import InsightsText, find_faults
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.offline_model.writers.career_insights.figured import spell
from shared.handler.ports import ModelCall
from tests.support.job_type_data.career_insights.findings import SKILLS, make_findings

KNOWN = ("SQL", "Rust", "Perl", "COBOL 2.0", "Haskell")


def write(before: int = 100, now: int = 120) -> InsightsText:
    """Let the offline model write about a market with so many postings a month."""
    findings = make_findings(before=before, now=now)
    return (
        OfflineModel()
        .write(ModelCall(prompt="career_insights", facts=findings, answer=InsightsText))
        .value
    )


@pytest.mark.parametrize(("before", "now"), [(100, 120), (100, 80), (100, 101), (2, 40), (50, 50)])
@pytest.mark.parametrize("skills", [SKILLS, SKILLS[:1], ()], ids=len)
def test_the_text_keeps_to_the_figures(before: int, now: int, skills: tuple[SkillRow, ...]) -> None:
    """It passes the check that a real model's text must pass."""
    findings = make_findings(before=before, now=now, skills=skills)
    text = (
        OfflineModel()
        .write(ModelCall(prompt="career_insights", facts=findings, answer=InsightsText))
        .value
    )
    assert find_faults(text, findings, KNOWN) == ()


@pytest.mark.parametrize(
    ("now", "words"),
    [(120, "Energy has 20% more"), (80, "Energy has 20% fewer"), (101, "in Energy is steady")],
)
def test_the_headline_says_where_it_goes(now: int, words: str) -> None:
    """Growing, shrinking, or neither."""
    assert words in write(now=now).headline.text


def test_it_says_what_it_is() -> None:
    """The reader of sample data and of a text by rules learns both."""
    last = write().outlook[-1].text
    assert "made-up sample data" in last
    assert "by rules, without a language model" in last


def test_it_names_the_figures_of_every_number() -> None:
    """The numbers that a sentence has are those it names, in their order."""
    assert write().headline.figures == ("postings-change", "pay-median")


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        (Unit.COUNT, 3098, "3,098"),
        (Unit.EXACT, 2026, "2026"),
        (Unit.SHARE, 0.523, "52%"),
        (Unit.SHARE, 0.043, "4.3%"),
        (Unit.SHARE, 0.05, "5%"),
        (Unit.CHANGE, -0.12, "12%"),
        (Unit.POINTS, 0.021, "2.1 points"),
        (Unit.POINTS, -0.01, "1 point"),
        (Unit.USD, 98_500, "$98,500"),
    ],
)
def test_how_figures_are_spelled(unit: Unit, value: float, written: str) -> None:
    """As a person would, without a sign."""
    assert spell(Figure(id="x", label="x", unit=unit, value=value)) == written
