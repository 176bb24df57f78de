"""The figures that a sentence may use, each with a name, so that it can be traced.

Pure. A number that is no figure is not written: what a text might derive (a change, a difference,
a sum) is derived here.
"""

from enum import StrEnum

from pydantic import Field

from shared.core.records import Record


class Unit(StrEnum):
    """What a figure is, and with that how it is written."""

    #: A number of things: "3,098", roundable.
    COUNT = "count"
    #: A number that is not rounded: a year, a day, years of experience.
    EXACT = "exact"
    #: A part of a whole, 0 to 1: "52%".
    SHARE = "share"
    #: A change relative to what was before; -0.12 is "12%" less.
    CHANGE = "change"
    #: A difference of two shares; 0.021 is "2 points" or "2.1 points" more.
    POINTS = "points"
    #: US dollars a year: "$98,500".
    USD = "usd"


class Course(StrEnum):
    """Where the thing that a figure is about goes."""

    UP = "up"
    DOWN = "down"


class Figure(Record):
    """One number that a sentence may use."""

    id: str = Field(
        pattern=r"^[a-z0-9-]+$", max_length=40, description="Its name; sentences refer to it."
    )
    label: str = Field(description="What it is, for writer and reader.")
    unit: Unit
    value: float
    of: str | None = Field(
        default=None,
        description="The skill, employer or level it is about: a sentence that uses it must name"
        " that.",
    )
    course: Course | None = Field(
        default=None, description="A sentence that uses it must not say the opposite."
    )


def course_of(change: float) -> Course | None:
    """Say where something goes that changes by this much."""
    if change == 0:
        return None
    return Course.UP if change > 0 else Course.DOWN
