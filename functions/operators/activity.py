"""What happened lately to everybody's jobs: counts, waits, runs and cost over time, and failures.

It is read from the job documents when an operator asks, and nothing is counted before: what is not
looked at costs no call. One call reads a bounded number of documents; where there were more jobs,
the answer reaches back less far, and says so.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from functions.operators import audit
from functions.operators.queue import MOST_QUEUED, QueueNow, describe_queue
from functions.operators.roles import require_viewer
from shared.auth.users import User
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.core.usage import Usage
from shared.wiring import Services

#: So many job documents are read by one call: $0.0015 by Firestore's prices, and some seconds.
MOST_READ = 2_500
#: A chart has so many points.
_BUCKETS = 48


class ActivityQuery(Record):
    """How far back to look."""

    hours: Annotated[int, Field(ge=1, le=168, description="Hours; a week at the most.")] = 24


class Spread(Record):
    """How long something took, in seconds: half took no longer than p50, 19 of 20 than p95."""

    count: int
    p50: float
    p95: float


class ActivityBucket(Record):
    """What happened in one stretch of time."""

    starts_at: datetime
    submitted: int
    succeeded: int
    failed: int
    cancelled: int
    wait: Spread | None = Field(default=None, description="How long last attempts had waited.")
    run: Spread | None = Field(default=None, description="How long last attempts ran.")
    cost_usd: float = Field(description="What the jobs that ended then have cost, US dollars.")


class TypeActivity(Record):
    """What happened to the jobs of one type."""

    type: str
    submitted: int
    succeeded: int
    failed: int
    cancelled: int
    wait: Spread | None = None
    run: Spread | None = None
    cost_usd: float


class FailureGroup(Record):
    """The jobs that failed alike."""

    code: ErrorCode
    count: int
    types: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    retriable: bool = Field(description="Whether the last of them may do better another time.")


class OperatorActivity(Record):
    """What happened lately to everybody's jobs."""

    since: datetime = Field(description="From when on all is told.")
    until: datetime
    is_complete: bool = Field(
        description="Whether that is as far back as was asked for. There were too many jobs if not."
    )
    bucket_seconds: int
    buckets: tuple[ActivityBucket, ...] = Field(description="In the order of time.")
    types: tuple[TypeActivity, ...] = Field(description="The busiest first.")
    failures: tuple[FailureGroup, ...] = Field(description="The most frequent first.")
    queue: QueueNow = Field(description="How the queue stands at the end of that time.")


def read_activity(services: Services, viewer: User, query: ActivityQuery) -> OperatorActivity:
    """Return what happened in the last hours.

    Raises:
        errors.PermissionDeniedError: If `viewer` is neither viewer nor operator.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_viewer(viewer)
    until = services.clock()
    wanted = until - timedelta(hours=query.hours)
    submitted = services.store.latest("createdAt", wanted, MOST_READ)
    ended = services.store.latest("finishedAt", wanted, MOST_READ)
    # Where there were more, all is told from the later of the two moments on.
    reached = [job.created_at for job in submitted[MOST_READ - 1 :]]
    reached += [job.finished_at for job in ended[MOST_READ - 1 :] if job.finished_at]
    jobs = list({job.job_id: job for job in (*submitted, *ended)}.values())
    is_complete = not reached
    since = max((wanted, *reached))
    queued = services.store.oldest_queued(MOST_QUEUED)
    audit.log_access("GET /api/operator/activity", viewer, None, len(jobs) + len(queued))
    queue = describe_queue(queued, until)
    return describe_activity(jobs, since, until, queue, is_complete=is_complete)


def describe_activity(
    jobs: Sequence[Job], since: datetime, until: datetime, queue: QueueNow, *, is_complete: bool
) -> OperatorActivity:
    """Return what happened to jobs between two moments. Pure."""
    length = max((until - since) / _BUCKETS, timedelta(seconds=1))
    events: dict[int, _Events] = defaultdict(_Events)
    by_type: dict[str, _Events] = defaultdict(_Events)
    failed = []
    for job in jobs:
        if job.created_at >= since:
            events[_place(job.created_at, since, length)].submitted += 1
            by_type[job.type].submitted += 1
        if job.finished_at is not None and job.finished_at >= since:
            events[_place(job.finished_at, since, length)].ended.append(job)
            by_type[job.type].ended.append(job)
            failed += [job] if job.status is JobStatus.FAILED else []
    buckets = (
        ActivityBucket(starts_at=since + number * length, **events[number].figures())
        for number in range(_BUCKETS)
    )
    types = (TypeActivity(type=name, **of_type.figures()) for name, of_type in by_type.items())
    return OperatorActivity(
        since=since,
        until=until,
        is_complete=is_complete,
        bucket_seconds=round(length.total_seconds()),
        buckets=tuple(buckets),
        types=tuple(sorted(types, key=lambda one: (-one.submitted, one.type))),
        failures=_failures(failed),
        queue=queue,
    )


class _Events:
    """What happened in a stretch of time, or to a type."""

    def __init__(self) -> None:
        self.submitted = 0
        self.ended: list[Job] = []

    def figures(self) -> dict[str, int | float | Spread | None]:
        """Return the fields that buckets and types have alike."""
        count = {
            status.value: sum(job.status is status for job in self.ended)
            for status in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)
        }
        return {
            "submitted": self.submitted,
            **count,
            "wait": _spread(job.wait_seconds for job in self.ended),
            "run": _spread(job.run_seconds for job in self.ended),
            "cost_usd": sum((job.usage or Usage()).cost_usd for job in self.ended),
        }


def _place(moment: datetime, since: datetime, length: timedelta) -> int:
    # A clock that is ahead of ours may have written it.
    return min((moment - since) // length, _BUCKETS - 1)


def _spread(seconds: Iterable[float | None]) -> Spread | None:
    found = [value for value in seconds if value is not None]
    if not found:
        return None
    # One value twice has the same shares as once, and `quantiles` wants two.
    shares = statistics.quantiles(found * 2 if len(found) == 1 else found, n=20, method="inclusive")
    return Spread(count=len(found), p50=round(shares[9], 3), p95=round(shares[18], 3))


def _failures(jobs: Iterable[Job]) -> tuple[FailureGroup, ...]:
    groups: dict[ErrorCode, list[Job]] = defaultdict(list)
    for job in sorted(jobs, key=lambda one: one.finished_at or one.updated_at):
        groups[job.error.code if job.error else ErrorCode.INTERNAL].append(job)
    found = (
        FailureGroup(
            code=code,
            count=len(alike),
            types=tuple(sorted({job.type for job in alike})),
            first_at=alike[0].finished_at or alike[0].updated_at,
            last_at=alike[-1].finished_at or alike[-1].updated_at,
            retriable=alike[-1].error is not None and alike[-1].error.retriable,
        )
        for code, alike in groups.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.count, one.code)))
