"""What a skill-gap analysis finds: the figures, without the text that is written about them.

These records are the facts that a text model gets, the larger part of the result, and the kept
value of the step that paid for them. Shares are 0 to 1, money is US dollars a year, time is hours.
"""

from enum import StrEnum

from pydantic import Field

from functions.job_types.common.demand import RequiredSkill, RoleSample, Tier
from functions.job_types.common.names import MatchedName
from shared.core.records import Record


class MetSkill(Record):
    """A required skill that the person has."""

    skill: str
    demand_share: float = Field(ge=0, le=1)
    shown_by: str = Field(
        description="The skill they listed that shows it: this one, or one that builds on it."
    )


class Gap(RequiredSkill):
    """A required skill that the person has not shown."""

    rank: int = Field(ge=1, description="1 is the gap that most postings ask for.")
    learn_hours: int = Field(
        ge=0, description="Hours to a first working knowledge, once what it builds on is known."
    )
    builds_on: tuple[str, ...] = Field(
        default=(), description="What it builds on and the person has."
    )
    missing_prerequisites: tuple[str, ...] = Field(
        default=(), description="What it builds on and the person lacks."
    )
    unlocks: tuple[str, ...] = Field(default=(), description="Other gaps that build on it.")


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
    first_week: int = Field(
        ge=1, description="Weeks from the start, counted from 1, at the path's pace."
    )
    last_week: int = Field(ge=1)
    builds_on: tuple[str, ...] = Field(
        default=(), description="What it builds on: learnt in an earlier step, or known already."
    )
    score_after: int = Field(ge=0, le=100, description="The match score once this step is done.")


class LearningPath(Record):
    """The largest gaps in an order in which they can be learnt."""

    hours_per_week: int = Field(ge=1)
    total_hours: int = Field(ge=0)
    total_weeks: int = Field(ge=0)
    steps: tuple[PathStep, ...] = ()
    later: tuple[str, ...] = Field(
        default=(), description="Gaps that fewer postings ask for, left for later."
    )


class ScorePart(Record):
    """What one tier of skills adds to the match score."""

    tier: Tier
    met_skills: int = Field(ge=0)
    required_skills: int = Field(ge=0)
    points: float = Field(
        ge=0, le=100, description="Of the score's 100 points, those reached and those there are."
    )
    possible_points: float = Field(ge=0, le=100)


class MatchScore(Record):
    """How much of what the role asks for the person has shown."""

    value: int = Field(ge=0, le=100)
    formula: str = Field(description="How it was computed, in words.")
    parts: tuple[ScorePart, ...]


class AdjacentRole(Record):
    """Another role, with requirements like the target's, that fits the person better."""

    role: str
    score: int = Field(ge=0, le=100, description="Its match score, computed as the target's is.")
    postings: int = Field(ge=1)
    median_pay_usd: int
    met_skills: tuple[str, ...] = Field(
        default=(),
        description="Its skills that the person has, and those they lack, by demand; the first"
        " few.",
    )
    missing_skills: tuple[str, ...] = ()


class SkillGapFindings(Record):
    """All figures of a skill-gap analysis."""

    target_role: MatchedName
    industry: MatchedName
    current_skills: tuple[MatchedName, ...]
    sample: RoleSample
    required_skills: tuple[RequiredSkill, ...] = Field(description="By demand, the highest first.")
    met_skills: tuple[MetSkill, ...]
    gaps: tuple[Gap, ...] = Field(description="By demand, the highest first.")
    learning_path: LearningPath
    match_score: MatchScore
    adjacent_roles: tuple[AdjacentRole, ...] = Field(
        description="By score, the best first; none if the target fits best."
    )
    data_source: str = Field(
        description='Where the figures come from: "sample data", or the dataset\'s name.'
    )
