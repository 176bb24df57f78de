"""What was seen of the local cloud, as the figures that a person reads. Pure: time is passed in.

Each means what its tile on the cloud's dashboard means (docs/operations.md); what the dashboard
extrapolates to an hour is here counted over the last hour.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from infra.local.console.counters import Counted
from infra.local.demo.figures import percentile
from infra.local.process.log_lines import short_job_id
from shared.core.job import Job
from shared.core.job_status import JobStatus

#: What "a minute" is worked out from, as on the dashboard.
RATE_WINDOW: Final = timedelta(minutes=5)
#: The same stretch in steps, for a curve.
CURVE_STEPS: Final = 60
#: What a line is counted under that lacks the field.
MISSING: Final = "-"
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class WaitingTask:
    """A task in the queue."""

    due_at: datetime
    #: It was handed to the worker, which has not answered yet: most likely its job runs.
    is_under_way: bool


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The local cloud as it was seen at one moment."""

    at: datetime
    #: All jobs that are kept.
    statuses: Mapping[JobStatus, int]
    #: Queued jobs that wait for their owner's other jobs.
    waiting: int
    running: Sequence[Job]
    enqueued: Sequence[WaitingTask]
    is_queue_paused: bool
    #: By metric, what it has counted in the last hour.
    counted: Mapping[str, Sequence[Counted]]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """How often something happens."""

    a_minute: float
    #: How often it happened in each step of the stretch that the rate is of.
    curve: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How long something takes, in seconds; None of none."""

    count: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The tasks in the queue."""

    depth: int
    under_way: int
    #: Due, and not handed out.
    due: int
    #: How late the latest of those is; None if none is due.
    oldest_due: timedelta | None
    #: When the next one comes due; None if none waits for its time.
    next_due: timedelta | None
    is_paused: bool


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A running attempt. It has no words of its owner: no message, no tags."""

    job: str
    type: str
    percent: float
    stage: str
    attempt: int
    max_attempts: int
    age: timedelta
    is_asked_to_stop: bool
    is_lost: bool


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that one frame shows."""

    at: datetime
    statuses: Mapping[JobStatus, int]
    waiting: int
    accepted: Flow
    #: By how jobs ended.
    ended: Mapping[JobStatus, Flow]
    #: Attempts for each job that ended in the last hour; None if none ended.
    attempts_a_job: float | None
    wait: Spread
    run: Spread
    run_by_type: Mapping[str, Spread]
    queue: Queue
    #: Of the last hour, the most frequent first.
    failures: Mapping[str, int]
    repairs: Mapping[str, int]
    errors: Mapping[str, int]
    sweeps: int
    #: Sweeps that found a task waiting past its time.
    late_sweeps: int
    last_sweep: timedelta | None
    #: For how long the oldest queued job that the last sweep met could have begun.
    oldest_job: timedelta | None
    #: US dollars by model, of the last hour.
    cost_usd: Mapping[str, float]
    #: The longest running first.
    running: Sequence[Attempt]


def measure(seen: Seen) -> Figures:
    """Work out the figures of what was seen."""
    ended = seen.counted["jobs_ended"]
    sweeps, oldest = seen.counted["sweeps"], seen.counted["oldest_seconds"]
    return Figures(
        at=seen.at,
        statuses=seen.statuses,
        waiting=seen.waiting,
        accepted=flow(seen.counted["jobs_accepted"], seen.at),
        ended={
            status: flow([one for one in ended if status_of(one) is status], seen.at)
            for status in JobStatus
            if status.is_terminal
        },
        attempts_a_job=_ratio(len(seen.counted["attempts_started"]), len(ended)),
        wait=spread(seen.counted["wait_seconds"]),
        run=spread(seen.counted["run_seconds"]),
        run_by_type=_spread_by_type(seen.counted["run_seconds"]),
        queue=_look_at_queue(seen),
        failures=_count_by("code", seen.counted["attempts_failed"]),
        repairs=_count_by("action", seen.counted["repairs"]),
        errors=_errors(seen),
        sweeps=len(sweeps),
        late_sweeps=len(seen.counted["sweeps_with_late_jobs"]),
        last_sweep=since(sweeps[-1].at, seen.at) if sweeps else None,
        oldest_job=timedelta(seconds=oldest[-1].value) if oldest else None,
        cost_usd=_sum_by("model", seen.counted["model_cost_usd"]),
        running=sorted((_attempt(job, seen.at) for job in seen.running), key=_age, reverse=True),
    )


def _errors(seen: Seen) -> dict[str, int]:
    """Count our errors by what was done, and beside them what a receiver refused for a day."""
    given_up = len(seen.counted["webhooks_given_up"])
    errors = _count_by("action", seen.counted["errors"])
    return {**errors, "webhook-given-up": given_up} if given_up else errors


def flow(counted: Sequence[Counted], at: datetime) -> Flow:
    """Say how often something happened lately."""
    step = RATE_WINDOW / CURVE_STEPS
    # A line of this very moment counts into the last step, also if its clock is a little ahead.
    ages = (max(_NOTHING, at - one.at) for one in counted)
    steps = Counter(int(age / step) for age in ages)
    curve = tuple(steps[step] for step in reversed(range(CURVE_STEPS)))
    return Flow(a_minute=sum(curve) / (RATE_WINDOW / _MINUTE), curve=curve)


def spread(counted: Sequence[Counted]) -> Spread:
    """Say how long something takes: the middle, and what 95 of 100 keep to."""
    values = [one.value for one in counted]
    return Spread(count=len(values), p50=percentile(values, 0.5), p95=percentile(values, 0.95))


def _spread_by_type(counted: Sequence[Counted]) -> dict[str, Spread]:
    types = sorted({one.labels.get("type", MISSING) for one in counted})
    return {
        name: spread([one for one in counted if one.labels.get("type", MISSING) == name])
        for name in types
    }


def since(then: datetime, at: datetime) -> timedelta:
    """Return an age; what seems to be of the future is of now."""
    return max(_NOTHING, at - then)


def status_of(counted: Counted) -> JobStatus:
    """Return how a job ended; a line that does not say is a queued job's cancellation."""
    return JobStatus(counted.labels.get("status", JobStatus.CANCELLED))


def _look_at_queue(seen: Seen) -> Queue:
    resting = [task.due_at for task in seen.enqueued if not task.is_under_way]
    due = [due_at for due_at in resting if due_at <= seen.at]
    later = [due_at for due_at in resting if due_at > seen.at]
    return Queue(
        depth=len(seen.enqueued),
        under_way=len(seen.enqueued) - len(resting),
        due=len(due),
        oldest_due=seen.at - min(due) if due else None,
        next_due=min(later) - seen.at if later else None,
        is_paused=seen.is_queue_paused,
    )


def _attempt(job: Job, at: datetime) -> Attempt:
    return Attempt(
        job=short_job_id(job.job_id) or "",
        type=job.type,
        percent=job.progress.percent,
        stage=job.progress.stage or "",
        attempt=job.attempt,
        max_attempts=job.max_attempts,
        age=since(job.started_at or job.updated_at, at),
        is_asked_to_stop=bool(job.cancel_requested),
        is_lost=job.lease_is_lost(at),
    )


def _age(attempt: Attempt) -> timedelta:
    return attempt.age


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _count_by(field: str, counted: Sequence[Counted]) -> dict[str, int]:
    """Count by a field, the most frequent first."""
    return dict(Counter(one.labels.get(field, MISSING) for one in counted).most_common())


def _sum_by(field: str, counted: Sequence[Counted]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for one in counted:
        name = one.labels.get(field, MISSING)
        sums[name] = sums.get(name, 0) + one.value
    return dict(sorted(sums.items(), key=lambda item: -item[1]))
