"""How long the jobs of each type usually wait and run, by those that ended lately. Pure.

A measure, never a promise: of few jobs, or of old ones, nothing is said.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Self

from pydantic import Field

from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.records import Record, StoredRecord

#: Fewer jobs say nothing of the next one.
FEWEST = 5
#: So many of each type are kept, the latest: the document stays small whatever runs.
MOST_RUNS = 50
#: What ended earlier says nothing of today.
KEPT_FOR = timedelta(days=7)


class EndedRun(StoredRecord):
    """A job that succeeded at its first attempt."""

    ended_at: datetime
    #: From the attempt's start to its end.
    run_seconds: float
    #: In the queue; absent for one that has waited for its owner's other jobs, or whose task was
    #: lost: that says nothing of other owners' jobs.
    wait_seconds: float | None = None


class UsualSpan(Record):
    """How long something took, in seconds."""

    p50: float = Field(ge=0, description="Half took no longer.")
    p90: float = Field(ge=0, description="Nine of ten took no longer.")


class UsualTime(Record):
    """How long jobs of a type took lately: a measure, not a promise."""

    count: int = Field(ge=FEWEST, description="So many jobs were measured.")
    run: UsualSpan = Field(description="From the start of an attempt to its end, seconds.")
    wait: UsualSpan | None = Field(
        default=None,
        description="From when it could have begun to its start, seconds; without what waited for"
        " its owner's other jobs. Absent where too few are known.",
    )


class UsualTimes(StoredRecord):
    """The last runs of each type; written by the sweeper."""

    #: The jobs that ended until then have been looked at.
    through: datetime
    #: By type, the latest first.
    runs: Mapping[str, tuple[EndedRun, ...]] = {}

    @classmethod
    def none_yet(cls, now: datetime) -> Self:
        """Return what is known before any job was looked at."""
        return cls(through=now - KEPT_FOR)

    def with_ended(self, jobs: Iterable[Job], now: datetime) -> Self:
        """Return what is known with these jobs, which have ended, the latest first."""
        new = [job for job in jobs if job.finished_at and job.finished_at > self.through]
        if not new:
            return self
        runs: dict[str, list[EndedRun]] = {}
        for job in new:
            if (run := _run_of(job)) is not None:
                runs.setdefault(job.type, []).append(run)
        for name, before in self.runs.items():
            runs.setdefault(name, []).extend(before)
        kept = {name: _recent(every, now)[:MOST_RUNS] for name, every in runs.items()}
        through = max(job.finished_at for job in new if job.finished_at)
        return type(self)(
            through=through, runs={name: tuple(some) for name, some in kept.items() if some}
        )

    def usual(self, now: datetime) -> dict[str, UsualTime]:
        """Return how long jobs usually take, by type; without those of which little is known."""
        recent = {name: _recent(every, now) for name, every in self.runs.items()}
        return {name: _usual(some) for name, some in recent.items() if len(some) >= FEWEST}


def _run_of(job: Job) -> EndedRun | None:
    """Return what an ended job says; None for one that did not go through at its first attempt."""
    if job.status is not JobStatus.SUCCEEDED or job.attempt != 1:
        return None
    if job.finished_at is None or job.run_seconds is None:
        return None
    return EndedRun(
        ended_at=job.finished_at,
        run_seconds=job.run_seconds,
        # A job that waited for a slot is enqueued by another dispatch than its first.
        wait_seconds=job.wait_seconds if job.dispatch == 1 else None,
    )


def _recent(runs: Sequence[EndedRun], now: datetime) -> list[EndedRun]:
    return [run for run in runs if now - run.ended_at < KEPT_FOR]


def _usual(runs: Sequence[EndedRun]) -> UsualTime:
    waits = [run.wait_seconds for run in runs if run.wait_seconds is not None]
    return UsualTime(
        count=len(runs),
        run=_span([run.run_seconds for run in runs]),
        wait=_span(waits) if len(waits) >= FEWEST else None,
    )


def _span(seconds: Sequence[float]) -> UsualSpan:
    ordered = sorted(seconds)

    def within(tenths: int) -> float:
        """Return what so many tenths did not exceed, by the nearest rank."""
        return round(ordered[math.ceil(len(ordered) * tenths / 10) - 1], 1)

    return UsualSpan(p50=within(5), p90=within(9))
