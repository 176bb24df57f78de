"""What career insights find: the figures, without the text that is written about them.

These records are the facts that a text model gets, the larger part of the result, and the kept
value of the step that paid for them. Shares are 0 to 1, money is US dollars a year.
"""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, NonNegativeInt, model_validator

from functions.job_types.career_insights.figures import Figure
from functions.job_types.common.names import MatchedName
from shared.core.records import Record


class Level(StrEnum):
    """How much experience a posting asks for. The queries have the same names and bounds."""

    #: Fewer than 3 years.
    STARTING = "starting"
    #: 3 to 5 years.
    EXPERIENCED = "experienced"
    #: 6 to 9 years.
    SENIOR = "senior"
    #: 10 years and more.
    EXPERT = "expert"


#: The years of experience that each level begins with.
LEVEL_STARTS = {Level.STARTING: 0, Level.EXPERIENCED: 3, Level.SENIOR: 6, Level.EXPERT: 10}


def level_of(years: int) -> Level:
    """Return the level of a person with so many years of experience."""
    return max((level for level in Level if LEVEL_STARTS[level] <= years), key=LEVEL_STARTS.get)  # type: ignore[arg-type]


class Direction(StrEnum):
    """Where a number of postings goes."""

    GROWING = "growing"
    SHRINKING = "shrinking"
    #: It changes by no more than chance, or by too little to matter.
    STEADY = "steady"
    #: There is no whole earlier year to compare with.
    UNKNOWN = "unknown"


class MarketSample(Record):
    """Which postings the figures are from: those of the last 12 months of data."""

    postings: int = Field(ge=1)
    domain: str
    region: str | None = Field(
        default=None, description="The region they are limited to; absent means all."
    )
    level: Level | None = Field(
        default=None, description="The experience level they are limited to; absent means all."
    )
    data_date: date = Field(description="The last day there are postings of.")
    note: str = Field(description="Why it is this sample, for the reader.")


class Month(Record):
    """A calendar month's postings."""

    month: date = Field(description="Its first day.")
    postings: int = Field(ge=0)
    market_postings: int = Field(
        ge=0, description="Postings of all domains in the same region and level, to compare with."
    )
    is_whole: bool = Field(
        default=True, description="False for a last month that the data does not cover to its end."
    )


class Trend(Record):
    """How the number of postings moves."""

    months: tuple[Month, ...] = Field(
        description="One after the other without a hole, the oldest first; at most 24, for a line"
        " chart."
    )
    direction: Direction
    earlier_postings: NonNegativeInt | None = Field(
        default=None,
        description="Postings in the 12 months before those of the sample; absent if the data"
        " does not reach back.",
    )
    change: float | None = Field(
        default=None,
        ge=-1,
        description="Change against those, relative: 0.12 is 12% more. Absent if they are missing"
        " or too few.",
    )
    market_change: float | None = Field(
        default=None, ge=-1, description="The same for all domains in the same region and level."
    )


class Quartiles(Record):
    """What a quarter of postings, half of them, and three quarters pay at the most."""

    postings: int = Field(ge=1, description="Postings that say what they pay.")
    lower_usd: int
    median_usd: int
    upper_usd: int

    @model_validator(mode="after")
    def _are_ordered(self) -> Self:
        if not self.lower_usd <= self.median_usd <= self.upper_usd:
            raise ValueError("quartiles must be in order")
        return self


class LevelPay(Quartiles):
    """The pay of one experience level."""

    level: Level
    from_years: int = Field(ge=0, description="The years of experience it begins with.")
    to_years: NonNegativeInt | None = Field(
        default=None,
        description="The last whole years that belong to it; absent for the highest level.",
    )


class Pay(Record):
    """What postings pay, US dollars a year."""

    overall: Quartiles | None = Field(
        default=None, description="Of the sample; absent if too few of it say."
    )
    by_level: tuple[LevelPay, ...] = Field(
        default=(),
        description="In the sample's domain and region, whatever its level, by experience; levels"
        " with too few postings are missing.",
    )


class Employer(Record):
    """An employer with many postings in the sample."""

    employer: str
    postings: int = Field(ge=1)
    share: float = Field(ge=0, le=1, description="Of the sample.")


class Skill(Record):
    """A skill that the sample's postings ask for."""

    skill: str
    demand_share: float = Field(ge=0, le=1)


class MovingSkill(Skill):
    """A skill whose demand rises or falls."""

    earlier_share: float = Field(ge=0, le=1, description="The share of the 12 months before.")
    change: float = Field(ge=-1, le=1, description="The one less the other: 0.02 is 2 points up.")
    change_is_clear: bool = Field(
        description="Whether that is more than chance, with regard to how many skills were"
        " compared."
    )


class Skills(Record):
    """What the sample's postings ask for, and how that moves."""

    top: tuple[Skill, ...] = Field(default=(), description="By demand, the highest first.")
    rising: tuple[MovingSkill, ...] = Field(
        default=(), description="The clear ones first, then by how much they rise."
    )
    falling: tuple[MovingSkill, ...] = ()
    compared: NonNegativeInt = Field(
        default=0,
        description="How many skills were compared with the year before; 0 if there is nothing to"
        " compare with.",
    )


class Market(Record):
    """What the warehouse says of a sample."""

    sample: MarketSample
    trend: Trend
    pay: Pay
    top_employers: tuple[Employer, ...] = Field(
        description="Of the sample, by postings, the most first."
    )
    employers: int = Field(ge=0, description="How many employers the sample's postings are from.")
    skills: Skills


class CareerInsightsFindings(Market):
    """What was asked, and all figures of the answer."""

    domain: MatchedName
    region: MatchedName
    experience_years: int | None = Field(
        default=None, description="As asked; absent if it was not said."
    )
    figures: tuple[Figure, ...] = Field(description="Everything a sentence may give a number of.")

    data_source: str = Field(
        description='Where the figures come from: "sample data", or the dataset\'s name.'
    )

    @property
    def is_elsewhere(self) -> bool:
        """Whether a place was asked for that the data has no postings from."""
        return bool(self.region.asked) and self.region.matched is None
