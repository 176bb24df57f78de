"""A local cloud in the middle of its work, as the console sees it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from infra.local.console.counters import Counted
from infra.local.console.figures import Seen, WaitingTask
from infra.local.console.metrics import METRICS
from shared.core.job import Job
from shared.core.job_document import Lease, Progress
from shared.core.job_status import JobStatus
from shared.core.new_job import new_job

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_TYPES = ("translate-document", "summarize-documents", "count-sentences")


def ago(seconds: float) -> datetime:
    """Return the moment that was so long ago."""
    return NOW - timedelta(seconds=seconds)


def counted(seconds_ago: float, value: float = 1, **labels: str) -> Counted:
    """Return a line that a metric counted so long ago."""
    return Counted(at=ago(seconds_ago), labels=labels, value=value)


def running_attempt(
    *,
    job_type: str = _TYPES[0],
    percent: float = 0,
    stage: str | None = None,
    attempt: int = 1,
    started: float = 1,
    heartbeat: float = 0,
) -> Job:
    """Return the job document of a running job; times are seconds ago."""
    job = new_job(
        job_id=f"ada@example.com:{job_type}:1763900000000:{int(started * 10):016x}",
        job_type=job_type,
        max_attempts=3,
        now=ago(started + 1),
        retention=timedelta(days=1),
        tags=("Ada's own words",),
    )
    for _ in range(attempt - 1):
        job = job.claimed(ago(started), Lease(), "a-lease").requeued(
            ago(started), at=ago(started), error=None
        )
    job = job.claimed(ago(started), Lease(), "a-lease")
    progress = Progress(percent=percent, message="Ada's own message", stage=stage, seq=9)
    return job.progressed(progress, ago(heartbeat), Lease())


def seen(
    counts: Mapping[str, Sequence[Counted]] | None = None,
    *,
    running: Sequence[Job] = (),
    enqueued: Sequence[WaitingTask] = (),
) -> Seen:
    """Return what was seen; nothing but what is said."""
    return Seen(
        at=NOW,
        statuses=dict.fromkeys(JobStatus, 0),
        waiting=0,
        running=running,
        enqueued=enqueued,
        is_queue_paused=False,
        counted={**dict.fromkeys(METRICS, ()), **(counts or {})},
    )


def busy() -> Seen:
    """Return a cloud with something in every tile."""
    return Seen(
        at=NOW,
        statuses=dict(zip(JobStatus, (14, 4, 231, 6, 3), strict=True)),
        waiting=5,
        running=[
            running_attempt(percent=62, stage="write", started=8.4),
            running_attempt(job_type=_TYPES[1], percent=35, stage="review-sections", started=5.1),
            running_attempt(job_type=_TYPES[2], percent=8, stage="look-up", attempt=2, started=1.9),
            running_attempt(
                job_type=_TYPES[2], percent=40, stage="write", started=95, heartbeat=70
            ),
        ],
        enqueued=[
            *(WaitingTask(due_at=ago(started), is_under_way=True) for started in (8, 5, 2)),
            *(WaitingTask(due_at=ago(late), is_under_way=False) for late in (4.2, 0.3)),
            WaitingTask(due_at=ago(-31), is_under_way=False),
        ],
        is_queue_paused=False,
        counted=dict.fromkeys(METRICS, ()) | {name: tuple(each) for name, each in _busy_counts()},
    )


def _busy_counts() -> Iterator[tuple[str, Iterator[Counted]]]:
    """Return what was counted in a lively quarter of an hour, the oldest first."""
    yield "jobs_accepted", (counted(900 - n * 3.5, type=_TYPES[n % 3]) for n in range(258))
    yield "attempts_started", (counted(898 - n * 3.5, type=_TYPES[n % 3]) for n in range(254))
    yield "jobs_ended", (counted(890 - n * 3.7, status=_ended(n)) for n in range(240))
    yield "wait_seconds", (counted(898 - n * 3.5, 0.05 + n % 20 / 25) for n in range(254))
    yield (
        "run_seconds",
        (
            counted(890 - n * 3.5, 2 + n % 3 * 3 + n % 20 / 10, type=_TYPES[n % 3])
            for n in range(251)
        ),
    )
    codes = ["unavailable"] * 9 + ["deadline-exceeded"] * 4 + ["resource-exhausted"] * 2
    yield "attempts_failed", (counted(800 - n * 20, code=code) for n, code in enumerate(codes))
    yield "repairs", (counted(600 - n * 60, action="recover") for n in range(2))
    yield "sweeps", (counted(1000 - n * 60) for n in range(17))
    yield "oldest_seconds", (counted(1000 - n * 60, n % 3 * 2.4) for n in range(17))
    yield "sweeps_with_late_jobs", (counted(400) for _ in range(1))
    yield "errors", (counted(500 - n, action="handler-raised") for n in range(2))
    yield (
        "model_cost_usd",
        (counted(800 - n * 4, 0.00042, model="gemini-2.5-flash") for n in range(180)),
    )


def _ended(number: int) -> str:
    """Return how the job of a number ended: most of them well."""
    if number % 40 == 7:
        return "failed"
    return "cancelled" if number % 80 == 9 else "succeeded"
