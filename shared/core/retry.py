"""Decide whether a failed attempt is tried again, and when.

Pure: no clock, no network. Every deliberate retry is decided here, so that the job document and
the queue cannot disagree; Cloud Tasks' own retry only covers a worker that could not answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.core import errors
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.stored_value import shortened

#: However long a service asks to wait: a job that comes back days later helps none.
MAX_WAIT = timedelta(hours=6)
#: Characters of an error that a user reads.
_MESSAGE_LENGTH = 1_000


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """How a job type wants its failed attempts repeated."""

    #: Attempts in all: 3 means two retries.
    max_attempts: int = 3
    #: The wait after the first failed attempt; it doubles with each further one.
    base: timedelta = timedelta(seconds=5)
    #: The doubling stops here; jitter comes on top.
    cap: timedelta = timedelta(minutes=5)
    #: Up to this share of the wait is added at random, so that jobs that failed together do not
    #: come back together.
    jitter: float = 0.2

    def __post_init__(self) -> None:
        if self.max_attempts < 1:
            raise ValueError("a job type needs at least one attempt")

    def wait_after(self, attempt: int, random: float) -> timedelta:
        """Return the wait after failed attempt number `attempt` (1 is the first).

        `wait = min(cap, base * 2^(attempt - 1)) * (1 + jitter * random)`, `random` in [0, 1).
        """
        # 2^30 times any base is beyond any cap, and keeps timedelta from overflowing.
        doubled = self.base * (1 << min(attempt - 1, 30))
        return min(self.cap, doubled) * (1 + self.jitter * random)


@dataclass(frozen=True, kw_only=True)
class TryAgain:
    """The job goes back to the queue until `at`."""

    at: datetime
    failure: Failure


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """The job has failed."""

    failure: Failure


def decide(
    job: Job, error: Exception, policy: RetryPolicy, *, now: datetime, random: float
) -> TryAgain | GiveUp:
    """Decide what follows from an attempt of `job` that ended in `error`.

    Args:
        job: The job document as it was while the attempt ran.
        error: What ended it. An error that is not ours is a defect, and may be a passing one.
        policy: The job type's own.
        now: The time of the decision.
        random: A number in [0, 1).
    """
    failure = describe(error)
    if not failure.retriable or job.attempt >= job.max_attempts:
        return GiveUp(failure=failure)
    # A vendor's error may have something of that name too, of any type.
    asked_for = error.retry_after if isinstance(error, errors.RetriableJobError) else None
    wait = policy.wait_after(_failed(job, policy), random) if asked_for is None else asked_for
    wait = min(max(wait, timedelta()), MAX_WAIT)
    if job.has_expired(now + wait) or now + wait > job.expire_at:
        return GiveUp(failure=failure)
    return TryAgain(at=now + wait, failure=failure)


def _failed(job: Job, policy: RetryPolicy) -> int:
    """Count the attempts that make the next wait longer.

    Neither those before a resubmission do, nor those that a machine has released.
    """
    counted_from = job.attempts_from or 0
    released = max(0, job.max_attempts - counted_from - policy.max_attempts)
    return max(1, job.attempt - counted_from - released)


def describe(error: Exception) -> Failure:
    """Put an error into public words; one that is not ours becomes "internal" and retriable."""
    if isinstance(error, errors.JobsError):
        message = shortened(error.message, _MESSAGE_LENGTH)
        return Failure(code=error.code, message=message, retriable=error.retriable)
    defect = errors.InternalError()
    return Failure(code=defect.code, message=defect.message, retriable=True)
