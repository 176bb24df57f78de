"""The bodies that make a schedule and change one. Pure."""

from typing import Annotated

from pydantic import BeforeValidator, Field, JsonValue, StrictBool

from functions.requests.options import Moment, Tag
from functions.requests.titles import Title
from shared.core.records import Record, as_integer

Cron = Annotated[
    str,
    Field(
        min_length=9,
        max_length=100,
        description="Five fields: minute, hour, day, month, weekday. Once an hour at the most.",
    ),
]
TimeZone = Annotated[
    str,
    Field(
        min_length=1,
        max_length=64,
        description="Where `cron` is read: a name of the IANA time zone database.",
    ),
]
EveryHours = Annotated[
    int,
    Field(strict=True, ge=1, le=720, description="So many hours lie between two times."),
    BeforeValidator(as_integer),
]


class ScheduleRequest(Record):
    """The body that makes a schedule: a request, and when a job is made of it."""

    type: str = Field(description="What kind of job.")
    input: dict[str, JsonValue] = Field(
        description="The type's own fields. A request that needs a file cannot be repeated."
    )
    title: Title | None = Field(default=None, description="Made from the request if absent.")
    tags: Annotated[tuple[Tag, ...], Field(max_length=10, description="For each job.")] = ()
    cron: Cron | None = None
    time_zone: TimeZone = "UTC"
    every_hours: EveryHours | None = None
    start_at: Moment | None = Field(
        default=None, description="No time is before this; absent: from now on."
    )


class ScheduleEdit(Record):
    """What a schedule's owner may change of it; what is absent stays."""

    title: Title | None = None
    cron: Cron | None = None
    time_zone: TimeZone | None = None
    every_hours: EveryHours | None = None
    start_at: Moment | None = Field(default=None, description="No time is before this.")
    is_paused: StrictBool | None = Field(
        default=None, description="True: it makes no jobs. False: it does again, from now on."
    )

    @property
    def changes_times(self) -> bool:
        """Whether its times shall be others."""
        asked = (self.cron, self.time_zone, self.every_hours, self.start_at)
        return any(one is not None for one in asked)
