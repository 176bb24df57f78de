"""The job: its job document, its states, and every change it may make. Pure: no clock, no network.

Each change gives a new `Job`; the store writes what differs, under the update time the old one
was read at. A change that the table of transitions does not have cannot be expressed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import ConfigDict, Field, JsonValue

from shared.core.errors import ErrorCode
from shared.core.records import Record

#: Clocks of two machines may differ by this much; a lease counts as lost only after it.
CLOCK_SKEW = timedelta(seconds=5)
#: A job that waits for its owner's other jobs is enqueued when one of them ends; this is only for
#: the case that whoever should have enqueued died twice.
WAITING_CHECK = timedelta(hours=1)
#: How long after a task should have been heard the sweeper looks whether it was. With one sweep a
#: minute this keeps the bound of 120 s: 30 s here, 60 s to the next sweep, and its own time.
DELIVERY_GRACE = timedelta(seconds=30)


class JobStatus(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in TERMINAL


TERMINAL = frozenset({JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED})

#: Every allowed change of status. The diagram in docs/architecture.md is checked against it.
TRANSITIONS: Mapping[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.CANCELLED, JobStatus.FAILED}),
    JobStatus.RUNNING: frozenset({JobStatus.QUEUED, *TERMINAL}),
    JobStatus.SUCCEEDED: frozenset(),
    JobStatus.FAILED: frozenset({JobStatus.QUEUED}),
    JobStatus.CANCELLED: frozenset({JobStatus.QUEUED}),
}


class InvalidTransitionError(ValueError):
    """A change was asked for that the table of transitions does not have: a defect of ours."""


@dataclass(frozen=True, kw_only=True)
class Lease:
    """How long a running attempt promises to be alive after each write, and how often it writes.

    `term` must outlast several beats, or a busy worker would lose its job to a second one.
    """

    #: The promise. Lease, skew and one sweep a minute stay under the bound of 120 s.
    term: timedelta = timedelta(seconds=45)
    #: The longest time between two writes of a living attempt.
    heartbeat: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        if self.term < 3 * self.heartbeat:
            raise ValueError("a lease must outlast three beats")


class Progress(Record):
    """How far a job is, in words and numbers for a person."""

    #: 0 to 100; does not fall within an attempt. Written by run.py.
    percent: float = Field(default=0, ge=0, le=100)
    #: What is happening, one sentence. Written by run.py.
    message: str = Field(default="", max_length=200)
    #: The handler's own name for the part it is in. Written by run.py.
    stage: str | None = Field(default=None, max_length=60)
    #: Rises with every write of progress over the job's whole life, so that old news can be told
    #: from new. Written by run.py.
    seq: int = Field(default=0, ge=0)


class Failure(Record):
    """Why a job failed, or why its last attempt did. Public words only, never a stack trace."""

    code: ErrorCode
    message: str
    retriable: bool


#: The public words for a job that waited too long.
_EXPIRED = Failure(
    code=ErrorCode.DEADLINE_EXCEEDED,
    message="The job could not start before the time you gave.",
    retriable=False,
)


class Usage(Record):
    """What a job has spent so far, over all its attempts."""

    #: The model that wrote the text, as its vendor names it.
    model: str | None = None
    #: Tokens read, and those of them that the vendor still had in its cache.
    input_tokens: int = Field(default=0, ge=0)
    cached_tokens: int = Field(default=0, ge=0)
    #: Tokens written, and those of them that were the model's thinking.
    output_tokens: int = Field(default=0, ge=0)
    thinking_tokens: int = Field(default=0, ge=0)
    #: Bytes that BigQuery billed.
    bytes_billed: int = Field(default=0, ge=0)
    #: US dollars, by the price table in the settings.
    cost_usd: float = Field(default=0, ge=0)

    def plus(self, other: "Usage") -> "Usage":
        """Add what was spent now to what was spent before."""
        return Usage(
            model=other.model or self.model,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            thinking_tokens=self.thinking_tokens + other.thinking_tokens,
            bytes_billed=self.bytes_billed + other.bytes_billed,
            cost_usd=self.cost_usd + other.cost_usd,
        )


class EndedAttempt(Record):
    """One line of a job's history: an attempt that has ended. Kept in `data/attempts`."""

    attempt: int
    started_at: datetime | None = None
    #: How long it had waited for its start, see `Job.wait_seconds`.
    wait_seconds: float | None = Field(default=None, ge=0)
    ended_at: datetime
    #: The status that the job had after it: "queued" means that it is tried again.
    outcome: JobStatus
    #: Why it failed, where it did.
    code: ErrorCode | None = None


class Job(Record):
    """The job document: small; what lists and progress bars show, and what steers the job."""

    # Another revision may have written fields this one does not know; it leaves them alone.
    model_config = ConfigDict(extra="ignore")

    #: Its name everywhere: `{uid}:{type}:{timestampMs}:{random}`. Written once, by submit.py, as
    #: is `type`.
    job_id: str
    type: str
    status: JobStatus = JobStatus.QUEUED
    #: The owner's own words to find it by. Written by submit.py.
    tags: tuple[str, ...] = ()
    progress: Progress = Progress()
    #: The beginning of the result while it is being written, in the form that its type gives it.
    #: See `shared.core.preview`. Written by run.py, gone when the attempt ends.
    preview: dict[str, JsonValue] | None = None
    #: How many attempts have been claimed; 0 before the first. Rises by one, by run.py.
    attempt: int = Field(default=0, ge=0)
    #: How many attempts there may be: 3 means two retries. Written by submit.py.
    max_attempts: int = Field(ge=1)
    #: From when a queued job may be tried; absent means from its acceptance on. Written by
    #: submit.py, run.py, sweep.py, resubmit.py.
    next_attempt_at: datetime | None = None
    #: One sentence for a notification. Written by run.py at success.
    summary: str | None = None
    #: Why it failed, or why the last attempt did. Written by run.py and sweep.py.
    error: Failure | None = None
    #: What it has spent. Written by run.py when an attempt ends.
    usage: Usage | None = None
    #: Somebody asked a running job to stop. Written by cancel.py.
    cancel_requested: bool | None = None
    created_at: datetime
    #: When the current or last attempt was claimed. Written by run.py.
    started_at: datetime | None = None
    #: How long that attempt had waited: from when it could have begun (the job's acceptance, or
    #: `nextAttemptAt` if there was one) to its start. Written by run.py.
    wait_seconds: float | None = Field(default=None, ge=0)
    #: How long the last attempt ran: from its start until it ended, or was given up. Written by
    #: whoever ends it; absent while one runs.
    run_seconds: float | None = Field(default=None, ge=0)
    finished_at: datetime | None = None
    updated_at: datetime
    #: When Firestore may delete it (TTL). Written by submit.py.
    expire_at: datetime
    #: No attempt starts after this; a job that waits until then has failed. Written by submit.py.
    start_before: datetime | None = None
    #: Steps of this attempt and those before are not used again: the job was resubmitted afresh.
    #: Written by resubmit.py.
    steps_void_until: int = Field(default=0, ge=0)
    #: It occupies one of its owner's places: its task is enqueued, or it runs. Written by
    #: submit.py, run.py, fairness.py.
    has_place: bool | None = None
    #: It waits its turn: as many of its owner's jobs as may run at once are under way. No task is
    #: enqueued until fairness.py gives it a place. Written by submit.py and fairness.py.
    waiting: bool | None = None
    #: How often the task was enqueued; part of the task's name. Written by whoever enqueues.
    dispatch: int = Field(default=1, ge=1)
    #: Who holds the lease: new with every claim, so that two workers that claim at the same
    #: instant can tell whose write it was. Written by run.py.
    lease_id: str | None = None
    #: The running attempt's promise to be alive until then. Written by run.py.
    lease_expires_at: datetime | None = None
    #: When the sweeper must look; absent once the job is finished.
    check_at: datetime | None = None

    def log_fields(self) -> dict[str, object]:
        """Return what names it in a log line."""
        return {
            "jobId": self.job_id,
            "type": self.type,
            "dispatch": self.dispatch,
            "attempt": self.attempt,
        }

    def claimed(self, now: datetime, lease: Lease, lease_id: str) -> Self:
        """Start the next attempt."""
        return self._moved(
            JobStatus.RUNNING,
            now,
            attempt=self.attempt + 1,
            started_at=now,
            wait_seconds=_seconds(self.next_attempt_at or self.created_at, now),
            run_seconds=None,
            next_attempt_at=None,
            has_place=True,
            waiting=None,
            lease_id=lease_id,
            # Percent starts again with the attempt; seq never does.
            progress=Progress(seq=self.progress.seq + 1),
            **_promise(now, lease),
        )

    def heartbeat(self, now: datetime, lease: Lease) -> Self:
        """Renew the running attempt's promise."""
        return self._still_running(now, **_promise(now, lease))

    def progressed(
        self,
        progress: Progress,
        now: datetime,
        lease: Lease,
        preview: dict[str, JsonValue] | None = None,
    ) -> Self:
        """Show how far the running attempt is; this renews its promise too."""
        return self._still_running(now, progress=progress, preview=preview, **_promise(now, lease))

    def succeeded(self, now: datetime, summary: str, usage: Usage) -> Self:
        """End the job well."""
        return self._finished(
            JobStatus.SUCCEEDED,
            now,
            summary=summary,
            usage=usage,
            error=None,
            progress=self.progress.model_copy(
                update={"percent": 100, "seq": self.progress.seq + 1}
            ),
        )

    def failed(self, now: datetime, error: Failure, usage: Usage | None = None) -> Self:
        """End the job badly."""
        return self._finished(JobStatus.FAILED, now, error=error, usage=usage or self.usage)

    def expired(self, now: datetime) -> Self:
        """End a queued job that it is too late to start; the last attempt's error is kept."""
        return self.failed(now, self.error or _EXPIRED)

    def cancelled(self, now: datetime, usage: Usage | None = None) -> Self:
        """End the job because its owner wants no more of it."""
        return self._finished(JobStatus.CANCELLED, now, usage=usage or self.usage)

    def requeued(
        self, now: datetime, at: datetime, error: Failure | None, usage: Usage | None = None
    ) -> Self:
        """Put a running job back, to be tried again at `at`; the caller enqueues the task.

        It keeps its owner's place only if it is tried at once.
        """
        return self._moved(
            JobStatus.QUEUED,
            now,
            preview=None,
            has_place=True if at <= now else None,
            next_attempt_at=at,
            error=error,
            usage=usage or self.usage,
            lease_id=None,
            lease_expires_at=None,
            dispatch=self.dispatch + 1,
            check_at=max(at, now) + DELIVERY_GRACE,
        )

    def released(self, now: datetime, usage: Usage | None = None) -> Self:
        """Put a running job back because its machine is told to stop.

        The attempt has not failed: there may be one more. The caller enqueues the task.
        """
        queued = self.requeued(now, at=now, error=self.error, usage=usage)
        return queued.model_copy(update={"max_attempts": self.max_attempts + 1})

    def resubmitted(self, now: datetime, attempts: int, *, keep_steps: bool) -> Self:
        """Queue a failed or cancelled job once more, for so many attempts; the caller enqueues.

        Raises:
            InvalidTransitionError: If it has not ended, or has succeeded.
        """
        if not self.status.is_terminal:
            raise InvalidTransitionError(f"{self.status} cannot be resubmitted")
        return self._moved(
            JobStatus.QUEUED,
            now,
            max_attempts=self.attempt + attempts,
            steps_void_until=self.steps_void_until if keep_steps else self.attempt,
            has_place=True,
            next_attempt_at=now,
            progress=Progress(seq=self.progress.seq + 1),
            dispatch=self.dispatch + 1,
            check_at=now + DELIVERY_GRACE,
            error=None,
            finished_at=None,
            cancel_requested=None,
            start_before=None,
        )

    def end_unpublished(self, by: datetime) -> Self:
        """Have the sweeper look whether this end was published: no delivery stands for it."""
        return self.model_copy(update={"check_at": by})

    def end_published(self) -> Self:
        """Note that this end was published."""
        return self.model_copy(update={"check_at": None})

    def redispatched(self, now: datetime, expected_by: datetime) -> Self:
        """Take the next dispatch number: a task is enqueued, to be delivered by `expected_by`."""
        return self._with(now, dispatch=self.dispatch + 1, check_at=expected_by + DELIVERY_GRACE)

    def wait_for_slot(self, now: datetime) -> Self:
        """Let a queued job wait until its owner has a place free; no task is enqueued.

        Whoever does this looks for a free place once more. If that process dies before it has,
        the sweeper looks.
        """
        return self._with(now, waiting=True, has_place=None, check_at=now + DELIVERY_GRACE)

    def still_waiting(self, now: datetime) -> Self:
        """Note that a waiting job has no place yet: it need not be looked at for long."""
        later = now + WAITING_CHECK
        if self.start_before is not None:
            later = min(later, self.start_before + DELIVERY_GRACE)
        return self.check_postponed(now, later)

    def granted_slot(self, now: datetime) -> Self:
        """Let a waiting job go on: it has a place, and the caller enqueues its next dispatch."""
        redispatched_job = self.redispatched(now, expected_by=now)
        return redispatched_job.model_copy(update={"waiting": None, "has_place": True})

    def check_postponed(self, now: datetime, next_look: datetime) -> Self:
        """Note that all is well, and when the sweeper looks again."""
        return self._with(now, check_at=next_look)

    def asked_to_cancel(self, now: datetime) -> Self:
        """Ask the running attempt to stop at its next write."""
        return self._with(now, cancel_requested=True)

    def has_expired(self, now: datetime) -> bool:
        """Whether it is too late to start an attempt."""
        return self.start_before is not None and now > self.start_before

    def queue_delay(self, now: datetime) -> timedelta:
        """How long a queued job could have begun and has not.

        Nothing for a job in another state, and for one that waits for its owner's other jobs: more
        machines would not start it sooner.
        """
        if self.status is not JobStatus.QUEUED or self.waiting:
            return timedelta()
        return max(timedelta(), now - (self.next_attempt_at or self.created_at))

    @property
    def is_active(self) -> bool:
        """Whether it is under way, and nobody has asked to stop it."""
        return not self.status.is_terminal and not self.cancel_requested

    def lease_is_lost(self, now: datetime) -> bool:
        """Whether the running attempt has broken its promise, whosever clock is right."""
        return self.lease_expires_at is None or now > self.lease_expires_at + CLOCK_SKEW

    def _still_running(self, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- same
        if self.status is not JobStatus.RUNNING:
            raise InvalidTransitionError(f"{self.status} has no attempt to speak for")
        return self._with(now, **changes)

    def _finished(self, status: JobStatus, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- fields of many types
        return self._moved(
            status,
            now,
            finished_at=now,
            preview=None,
            has_place=None,
            waiting=None,
            lease_id=None,
            lease_expires_at=None,
            next_attempt_at=None,
            check_at=None,
            **changes,
        )

    def _moved(self, status: JobStatus, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- same
        if status not in TRANSITIONS[self.status]:
            raise InvalidTransitionError(f"{self.status} -> {status}")
        if self.status is JobStatus.RUNNING and self.started_at is not None:
            changes["run_seconds"] = _seconds(self.started_at, now)
        return self._with(now, status=status, **changes)

    def _with(self, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- same
        return self.model_copy(update={"updated_at": now, **changes})


def ended_attempt(before: Job, after: Job) -> EndedAttempt | None:
    """Return the line of history that this change makes; None if it ends no attempt."""
    if before.status is not JobStatus.RUNNING or after.status is JobStatus.RUNNING:
        return None
    # The error of an attempt before stays on the job document; it is not this one's.
    is_new_error = after.error is not None and after.error is not before.error
    return EndedAttempt(
        attempt=before.attempt,
        started_at=before.started_at,
        wait_seconds=before.wait_seconds,
        ended_at=after.updated_at,
        outcome=after.status,
        code=after.error.code if after.error and is_new_error else None,
    )


def new_job(  # noqa: PLR0913 -- a record has many fields
    *,
    job_id: str,
    job_type: str,
    max_attempts: int,
    now: datetime,
    retention: timedelta,
    tags: tuple[str, ...] = (),
    run_at: datetime | None = None,
    start_before: datetime | None = None,
) -> Job:
    """Return a job that was accepted just now, and whose task is about to be enqueued."""
    is_later = run_at is not None and run_at > now
    return Job(
        job_id=job_id,
        type=job_type,
        tags=tags,
        max_attempts=max_attempts,
        created_at=now,
        updated_at=now,
        expire_at=now + retention,
        start_before=start_before,
        next_attempt_at=run_at if is_later else None,
        # What runs later asks for a place when its time has come.
        has_place=None if is_later else True,
        check_at=(run_at if run_at is not None and is_later else now) + DELIVERY_GRACE,
    )


def _seconds(since: datetime, until: datetime) -> float:
    """Return the seconds between two times; 0 where two machines' clocks would make it less."""
    return max(0.0, (until - since).total_seconds())


def _promise(now: datetime, lease: Lease) -> dict[str, datetime]:
    expires_at = now + lease.term
    return {"lease_expires_at": expires_at, "check_at": expires_at + CLOCK_SKEW}
