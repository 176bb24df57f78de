"""What a career report finds: the records that it is made of, without the text about them.

Everything said is a statement that names the figures it is from; the text model gets these records
and no others. Shares are 0 to 1, money is US dollars a year, time is hours.
"""

from datetime import date

from pydantic import Field

from functions.job_types.career_report.children import ReportPart
from functions.job_types.common.names import MatchedName
from shared.core.records import Record

#: So many of each are shown; a report has no room for all there may be.
MOST_STEPS, MOST_LATER, MOST_STATEMENTS = 8, 20, 10


class FigureSource(Record):
    """Where a statement is from: a part, and a figure of its result."""

    part: ReportPart
    figure: str = Field(description="The field in the part's result: `gaps.0.demandShare`.")
    value: float | None = Field(
        default=None, description="The figure itself; absent where it is no number."
    )


class Statement(Record):
    """One sentence of a report, with what it rests on."""

    text: str
    sources: tuple[FigureSource, ...] = Field(min_length=1)


class PlanStep(Record):
    """One skill to learn, at its place in the order."""

    order: int = Field(ge=1)
    skill: str
    hours: int = Field(ge=0)
    first_week: int = Field(ge=1, description="Counted from 1, at the plan's pace.")
    last_week: int = Field(ge=1)
    demand_share: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="The share of the role's postings that ask for it; absent where they do not,"
        " and another step builds on it.",
    )
    pay_effect_usd: int | None = Field(
        default=None,
        description="What postings with it pay more, where that is more than chance.",
    )
    reasons: tuple[Statement, ...] = Field(description="Why it stands here.")


class SkillsPart(Record):
    """What to learn for the role, the first thing first."""

    match_score: int = Field(ge=0, le=100)
    postings: int = Field(ge=1, description="Postings of the role that the figures are from.")
    plan: tuple[PlanStep, ...]
    hours_per_week: int = Field(ge=1)
    total_hours: int = Field(ge=0)
    total_weeks: int = Field(ge=0)
    shown: tuple[Statement, ...] = Field(
        default=(), description="Skills that the résumé shows and the person did not list."
    )
    later: tuple[str, ...] = Field(default=(), description="What is left for later, by worth.")
    note: str = Field(description="Which postings these are, for the reader.")


class PayRange(Record):
    """What the postings of a place pay."""

    place: str | None = Field(default=None, description="Absent for all places.")
    postings: int = Field(ge=1, description="Postings that say what they pay.")
    lower_usd: int
    median_usd: int
    upper_usd: int


class PayPart(Record):
    """What is paid where the person lives, and everywhere."""

    field: str = Field(description="The line of business, as the postings have it.")
    level: str | None = Field(default=None, description="The experience that they ask for.")
    place: MatchedName | None = Field(default=None, description="Absent if none was named.")
    here: PayRange | None = Field(
        default=None, description="Of the place; absent if there are too few postings of it."
    )
    everywhere: PayRange | None = None
    difference_usd: int | None = Field(
        default=None, description="The place's median less that of all places."
    )
    statements: tuple[Statement, ...]
    note: str = Field(description="Which postings these are, for the reader.")


class ResumePart(Record):
    """What to change in the résumé for the role."""

    coverage_before: int = Field(ge=0, le=100, description="Keywords it has, by weight.")
    coverage_after: int = Field(ge=0, le=100)
    changes: tuple[Statement, ...] = Field(description="The most useful first.")


class ReportFindings(Record):
    """All that a report says; a part that is missing is absent."""

    role: MatchedName
    skills: SkillsPart | None = None
    pay: PayPart | None = None
    resume: ResumePart | None = None
    missing: tuple[ReportPart, ...] = Field(
        default=(), description="Parts that were asked for and could not be made."
    )
    data_date: date | None = Field(
        default=None, description="The last day there are postings of; absent if none were read."
    )
    data_source: str = Field(
        description='Where the figures come from: "sample data", or the dataset\'s name.'
    )
