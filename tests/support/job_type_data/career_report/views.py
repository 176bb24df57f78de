"""What a report reads of its parts, made by hand, for tests that need no warehouse."""

from pydantic import JsonValue

from functions.job_types.career_report.report import Parts
from functions.job_types.career_report.request import CareerReportRequest
from functions.job_types.career_report.views import MarketView, ReviewView, SkillsView

DATE = "2026-09-30"
REQUEST = CareerReportRequest.model_validate(
    {"targetRole": "data engineer", "industry": "Energy", "region": "US South"}
)


def make_gap(
    skill: str, share: float, pay: int | None = None, needs: tuple[str, ...] = (), hours: int = 20
) -> dict[str, JsonValue]:
    """Make a gap; a pay effect that is given is clear."""
    return {
        "skill": skill,
        "demandShare": share,
        "learnHours": hours,
        "payEffectUsd": pay,
        "payEffectIsClear": pay is not None,
        "missingPrerequisites": [*needs],
        "rank": 1,
        "tier": "core",
    }


GAPS = (
    make_gap("Spark", 0.5, needs=("Scala",), hours=60),
    make_gap("Airflow", 0.48, pay=10_000, hours=25),
    make_gap("Kubernetes", 0.3),
)


def make_skills(
    gaps: tuple[dict[str, JsonValue], ...] = GAPS, basis: str = "postings"
) -> SkillsView:
    """Make a skill gap: SQL is there; Scala, which no posting asks for, is on its path."""
    return SkillsView.model_validate(
        {
            "targetRole": {"asked": "data engineer", "matched": "Data Engineer", "how": "exact"},
            "sample": {
                "basis": basis,
                "postings": 400,
                "medianPayUsd": 100_000,
                "dataDate": DATE,
                "note": "Postings for Data Engineer in all domains.",
            },
            "metSkills": [{"skill": "SQL", "demandShare": 0.7, "shownBy": "SQL"}],
            "gaps": [*gaps],
            "learningPath": {
                "hoursPerWeek": 10,
                "steps": [{"skill": "Scala", "hours": 40, "order": 1, "builtOn": []}],
            },
            "matchScore": {"value": 41},
            "dataSource": "sample data",
        }
    )


def make_market(
    region: str | None = "US South",
    median: int | None = 110_000,
    postings: int = 900,
    level: str | None = None,
    asked: str | None = None,
) -> MarketView:
    """Make a market whose quartiles lie $20,000 around the median; Airflow rises in it."""
    pay = {
        "postings": postings,
        "lowerUsd": (median or 0) - 20_000,
        "medianUsd": median or 0,
        "upperUsd": (median or 0) + 20_000,
    }
    how = "exact" if region else "none"
    return MarketView.model_validate(
        {
            "domain": {"asked": "energy", "matched": "Energy", "how": "exact"},
            "region": {"asked": asked or region or "", "matched": region, "how": how},
            "sample": {
                "postings": postings,
                "domain": "Energy",
                "region": region,
                "level": level,
                "dataDate": DATE,
                "note": "Postings in Energy.",
            },
            "pay": {} if median is None else {"overall": pay},
            "skills": {
                "rising": [
                    {"skill": "Airflow", "change": 0.04, "changeIsClear": True},
                    {"skill": "Kubernetes", "change": 0.04, "changeIsClear": False},
                ]
            },
            "dataSource": "sample data",
        }
    )


def make_keyword(keyword: str, before: str, after: str, share: float = 0.5) -> dict[str, JsonValue]:
    """Make a keyword of a review."""
    return {"keyword": keyword, "demandShare": share, "before": before, "after": after}


def make_review(*keywords: dict[str, JsonValue], **changes: JsonValue) -> ReviewView:
    """Make a review: one passage is rewritten; the r\u00e9sum\u00e9 has nothing else to change."""
    return ReviewView.model_validate(
        {
            "keywords": {
                "before": {"percent": 30},
                "after": {"percent": 45},
                "keywords": [*keywords],
            },
            "rewrites": {"taken": 1, "kept": 0},
            "resumeText": "Ada Example",
            "dataSource": "sample data",
            **changes,
        }
    )


def make_parts() -> Parts:
    """Make all parts of a report."""
    return Parts(
        skills=make_skills(),
        pay=make_market(),
        pay_everywhere=make_market(region=None, median=100_000),
        resume=make_review(
            make_keyword("SQL", "missing", "missing", 0.7),
            make_keyword("Airflow", "missing", "missing"),
            make_keyword("Kubernetes", "synonym", "exact", 0.3),
        ),
    )
