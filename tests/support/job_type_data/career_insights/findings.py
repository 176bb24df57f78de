"""Findings of career insights made by hand, for tests that need no warehouse."""

from collections.abc import Sequence
from datetime import date

from functions.job_types.career_insights import market, trend
from functions.job_types.career_insights.figure_list import list_figures
from functions.job_types.career_insights.findings import (
    CareerInsightsFindings,
    Level,
    Market,
    MarketSample,
)
from functions.job_types.career_insights.text import InsightsText, Sentence
from functions.job_types.common.names import MatchedName, MatchKind

FIRST, START, END = date(2024, 1, 1), date(2024, 10, 1), date(2026, 9, 30)


def make_month(month: date, postings: int, **changes: object) -> trend.MonthRow:
    """Make a month's row: the market has ten times the postings, and is steady."""
    is_recent = month >= date(2025, 10, 1)
    return trend.MonthRow.model_validate(
        {
            "month": month,
            "postings": postings,
            "recent_postings": postings * is_recent,
            "earlier_postings": postings * (not is_recent),
            "market_postings": 1000,
            "recent_market_postings": 1000 * is_recent,
            "earlier_market_postings": 1000 * (not is_recent),
            "first_date": FIRST,
            "data_date": END,
            "window_start": START,
            **changes,
        }
    )


def make_months(before: int = 100, now: int = 120) -> list[trend.MonthRow]:
    """Make 24 months, with so many postings a month in each of the two years."""
    months = [date(2024 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(24)]
    return [make_month(month, before if n < 12 else now) for n, month in enumerate(months)]


def make_skill(skill: str, asked: int, earlier_asked: int, postings: int = 1440) -> market.SkillRow:
    """Make a skill's row: 1,200 postings in the year before."""
    return market.SkillRow(
        skill=skill,
        asked=asked,
        earlier_asked=earlier_asked,
        postings=postings,
        earlier_postings=1200,
    )


#: Rust rises from 5% to 10%, Perl falls from 10% to 5%, COBOL 2.0 from 3% to 1%; SQL is steady.
SKILLS = (
    make_skill("SQL", 720, 600),
    make_skill("Rust", 144, 60),
    make_skill("Perl", 72, 120),
    make_skill("COBOL 2.0", 14, 36),
)


def make_findings(
    *, before: int = 100, now: int = 120, skills: Sequence[market.SkillRow] = SKILLS
) -> CareerInsightsFindings:
    """Make the findings about a domain with so many postings a month."""
    months = make_months(before, now)
    postings = trend.count_recent(months)
    found = Market(
        sample=MarketSample(
            postings=postings, domain="Energy", data_date=END, note="Made by hand."
        ),
        trend=trend.build_trend(months),
        pay=market.build_pay(
            [make_pay(None, 100_000), make_pay("starting", 80_000), make_pay("senior", 123_400)]
        ),
        top_employers=market.build_employers(
            [
                make_employer("Wind 21", postings * 5 // 12),
                make_employer("Sun and Sons", postings * 5 // 18),
            ],
            postings,
        ),
        employers=37,
        skills=market.build_skills(skills, can_compare=True),
    )
    return CareerInsightsFindings(
        **dict(found),
        domain=MatchedName(asked="energy", matched="Energy", how=MatchKind.EXACT),
        region=MatchedName(asked="", how=MatchKind.NONE),
        figures=list_figures(found),
        data_source="sample data",
    )


def make_pay(level: str | None, median_usd: int, postings: int = 300) -> market.PayRow:
    """Make a row of quartiles a tenth around a median."""
    return market.PayRow(
        level=None if level is None else Level(level),
        postings=postings,
        lower_usd=median_usd * 9 // 10,
        median_usd=median_usd,
        upper_usd=median_usd * 11 // 10,
    )


def make_employer(employer: str, postings: int) -> market.EmployerRow:
    """Make an employer's row."""
    return market.EmployerRow(employer=employer, postings=postings, employers=37)


def make_text(*sentences: Sentence) -> InsightsText:
    """Make a text that has nothing but these sentences to be checked."""
    plain = (Sentence(text="Nothing to see."),)
    return InsightsText(
        headline=plain[0],
        trend=sentences or plain,
        pay=plain,
        employers=plain,
        skills=plain,
        outlook=plain,
    )
