"""What a skill-gap analysis finds: the figures, without the text that is written about them.

These records are the facts that a text model gets, the larger part of the result, and the kept
value of the step that paid for them. Shares are 0 to 1, money is US dollars a year, time is hours.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from functions.job_types.common.names import MatchedName
from shared.core.records import Record


class Tier(StrEnum):
    """How much a role wants a skill, by the share of its postings that ask for it."""

    #: At least every second posting.
    CORE = "core"
    #: At least one in five.
    COMMON = "common"
    #: Fewer.
    OCCASIONAL = "occasional"


class Sample(Record):
    """Which postings the figures are from."""

    #: Postings of the role in the last 12 months of data: demand is a share of these.
    postings: int = Field(ge=1)
    #: Those of the 12 months before: what a change of demand is measured from.
    earlier_postings: int = Field(ge=0)
    #: The domain they are limited to; absent means all domains.
    domain: str | None = None
    #: The last day there are postings of.
    data_date: date
    #: The middle of their yearly pay, US dollars.
    median_pay_usd: int | None = None
    #: Why it is this sample, one sentence for the reader.
    note: str


class RequiredSkill(Record):
    """A skill that postings of the role ask for."""

    skill: str
    #: The share of postings that ask for it.
    demand_share: float = Field(ge=0, le=1)
    #: That share less the share of the 12 months before; absent if those are too few.
    demand_change: float | None = Field(default=None, ge=-1, le=1)
    #: Whether that change is more than chance: at least two standard errors and five points.
    demand_change_is_clear: bool = False
    tier: Tier
    #: What postings with it pay more a year than postings of the role without it, at the same
    #: domain and experience level; absent if one of the two groups is too small.
    pay_effect_usd: int | None = None
    #: Whether that difference is more than chance: at least two standard errors.
    pay_effect_is_clear: bool = False


class MetSkill(Record):
    """A required skill that the person has."""

    skill: str
    demand_share: float = Field(ge=0, le=1)
    #: The skill they listed that shows it: this one, or one that builds on it.
    shown_by: str


class Gap(RequiredSkill):
    """A required skill that the person has not shown."""

    #: 1 is the gap that most postings ask for.
    rank: int = Field(ge=1)
    #: Hours to a first working knowledge, once what it builds on is known.
    learn_hours: int = Field(ge=0)
    #: What it builds on and the person has.
    builds_on: tuple[str, ...] = ()
    #: What it builds on and the person lacks.
    missing_prerequisites: tuple[str, ...] = ()
    #: Other gaps that build on it.
    unlocks: tuple[str, ...] = ()


class StepReason(StrEnum):
    """Why a skill is on the learning path."""

    #: Postings of the role ask for it.
    REQUIRED = "required"
    #: They do not, but something they ask for builds on it.
    PREREQUISITE = "prerequisite"


class PathStep(Record):
    """One skill to learn, at its place in the order."""

    order: int = Field(ge=1)
    skill: str
    reason: StepReason
    hours: int = Field(ge=0)
    #: Weeks from the start, counted from 1, at the path's pace.
    first_week: int = Field(ge=1)
    last_week: int = Field(ge=1)
    #: What it builds on: learnt in an earlier step, or known already.
    builds_on: tuple[str, ...] = ()
    #: The match score once this step is done.
    score_after: int = Field(ge=0, le=100)


class LearningPath(Record):
    """The largest gaps in an order in which they can be learnt."""

    hours_per_week: int = Field(ge=1)
    total_hours: int = Field(ge=0)
    total_weeks: int = Field(ge=0)
    steps: tuple[PathStep, ...] = ()
    #: Gaps that fewer postings ask for, left for later.
    later: tuple[str, ...] = ()


class ScorePart(Record):
    """What one tier of skills adds to the match score."""

    tier: Tier
    met_skills: int = Field(ge=0)
    required_skills: int = Field(ge=0)
    #: Of the score's 100 points, those reached and those there are.
    points: float = Field(ge=0, le=100)
    possible_points: float = Field(ge=0, le=100)


class MatchScore(Record):
    """How much of what the role asks for the person has shown."""

    value: int = Field(ge=0, le=100)
    #: How it was computed, in words.
    formula: str
    parts: tuple[ScorePart, ...]


class AdjacentRole(Record):
    """Another role, with requirements like the target's, that fits the person better."""

    role: str
    #: Its match score, computed as the target's is.
    score: int = Field(ge=0, le=100)
    postings: int = Field(ge=1)
    median_pay_usd: int
    #: Its skills that the person has, and those they lack, by demand; the first few.
    met_skills: tuple[str, ...] = ()
    missing_skills: tuple[str, ...] = ()


class SkillGapFindings(Record):
    """All figures of a skill-gap analysis."""

    target_role: MatchedName
    industry: MatchedName
    current_skills: tuple[MatchedName, ...]
    sample: Sample
    #: By demand, the highest first.
    required_skills: tuple[RequiredSkill, ...]
    met_skills: tuple[MetSkill, ...]
    #: By demand, the highest first.
    gaps: tuple[Gap, ...]
    learning_path: LearningPath
    match_score: MatchScore
    #: By score, the best first; none if the target fits best.
    adjacent_roles: tuple[AdjacentRole, ...]
    #: Where the figures come from: "sample data", or the dataset's name.
    data_source: str
