"""A schedule: the request that a job is made of again and again, and what came of it. Pure.

Its times are computed in `functions.requests.recurrence`; here is what each moment changes. A
schedule is due when `next_at` has come; one that is paused has none, so that no query finds it.
"""

from datetime import datetime
from typing import Final, Self

from pydantic import Field

from shared.core.job_status import JobStatus
from shared.core.records import StoredRecord
from shared.core.stored_value import JsonText

#: After so many failures in a row it is paused.
MOST_FAILURES: Final = 3


class ScheduleFacts(StoredRecord):
    """What a schedule's owner sees of it."""

    schedule_id: str = Field(description="Its name everywhere.")
    type: str = Field(description="The type of the jobs that it makes.")
    title: str = Field(description="What it is called, and the jobs that it makes.")
    tags: tuple[str, ...] = Field(default=(), description="Those of the jobs that it makes.")
    cron: str | None = Field(
        default=None, description="Minute, hour, day, month, weekday; absent with `everyHours`."
    )
    time_zone: str = Field(
        default="UTC", description="Where `cron` is read: a name of the IANA time zone database."
    )
    every_hours: int | None = Field(
        default=None, description="So many hours lie between two times; absent with `cron`."
    )
    start_at: datetime = Field(
        description="No time is before this; with `everyHours` they are counted from it."
    )
    #: What the sweeper's query goes by.
    next_at: datetime | None = Field(
        default=None, description="When the next job is made; absent while it is paused."
    )
    is_paused: bool = Field(default=False, description="Whether it makes no jobs.")
    paused_because: str | None = Field(
        default=None, description="Why it paused itself; absent where its owner paused it."
    )
    failures: int = Field(
        default=0, ge=0, description="How often in a row a job of it failed or could not be made."
    )
    last_at: datetime | None = Field(
        default=None, description="The time that it last kept, or tried to."
    )
    last_job_id: str | None = Field(default=None, description="The last job that it made.")
    last_problem: str | None = Field(
        default=None, description="Why no job could be made at `lastAt`; absent where one was."
    )
    created_at: datetime
    updated_at: datetime


class Schedule(ScheduleFacts):
    """`users/{uid}/schedules/{scheduleId}`. Written by requests/schedules.py and repeat.py."""

    #: The type's own fields as they were accepted; checked anew for each job.
    request: JsonText
    #: Whether the end of its last job is still to be counted.
    awaits_end: bool = False
    #: The last of its jobs that has succeeded, as far as ends are counted: what the next one may
    #: compare itself with.
    last_success_id: str | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether a job is to be made."""
        return self.next_at is not None and self.next_at <= now

    def counted(self, ended_as: JobStatus | None, now: datetime) -> Self:
        """Count how its last job has ended; None for a job that is gone.

        One that was cancelled, or is gone, says neither that it works nor that it does not.
        """
        failures, success = self.failures, self.last_success_id
        if ended_as is JobStatus.FAILED:
            failures += 1
        elif ended_as is JobStatus.SUCCEEDED:
            failures, success = 0, self.last_job_id
        return self._changed(now, failures=failures, last_success_id=success, awaits_end=False)

    def fired(self, next_at: datetime | None, now: datetime) -> Self:
        """Note that a job was made for the time that has come; the job's id is noted with it."""
        return self._changed(
            now, last_at=self.next_at, next_at=next_at, awaits_end=True, last_problem=None
        )

    def naming(self, job_id: str) -> Self:
        """Say which job was made."""
        return self.model_copy(update={"last_job_id": job_id})

    def refused(self, problem: str, next_at: datetime | None, now: datetime) -> Self:
        """Note that no job could be made for the time that has come."""
        return self._changed(
            now,
            last_at=self.next_at,
            next_at=next_at,
            failures=self.failures + 1,
            last_problem=problem,
        )

    @property
    def has_failed_enough(self) -> bool:
        """Whether it shall make no more jobs until its owner says so."""
        return self.failures >= MOST_FAILURES

    def paused_by_itself(self, now: datetime) -> Self:
        """Make no more jobs, and say why."""
        why = f"Paused after {MOST_FAILURES} failures in a row."
        if self.last_problem is not None:
            why = f"{why} The last one: {self.last_problem}"
        return self.paused(now).model_copy(update={"paused_because": why})

    def paused(self, now: datetime) -> Self:
        """Make no more jobs."""
        return self._changed(now, is_paused=True, next_at=None)

    def resumed(self, next_at: datetime, now: datetime) -> Self:
        """Make jobs again, and count failures anew.

        How its last job ends is not counted any more: it stands for a success until it is read.
        """
        return self._changed(
            now,
            last_success_id=self.last_job_id if self.awaits_end else self.last_success_id,
            is_paused=False,
            paused_because=None,
            next_at=next_at,
            failures=0,
            awaits_end=False,
            last_problem=None,
        )

    def _changed(self, now: datetime, **changes: object) -> Self:
        return self.model_copy(update={"updated_at": now, **changes})
