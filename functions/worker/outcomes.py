"""What becomes of a job when its attempt has ended, however it ended. Pure.

a result               succeeded
a provider's quota     queued again for when it is asked anew; the attempt does not count
an error               queued for another attempt, or failed: `shared.core.retry` decides
cancelled, or asked    cancelled
the machine stops      queued again; the attempt does not count
its process died       queued again, or failed; the attempt counts
"""

from datetime import datetime, timedelta

from functions.job_types.handling import Success
from shared.core import errors, retry
from shared.core.errors import ErrorCode
from shared.core.job import Ending, Job
from shared.core.job_document import Failure
from shared.core.retry import RetryPolicy
from shared.core.type_pause import MOST_QUOTA_WAITS, QuotaExhaustedError, back_at, quota_pause
from shared.core.usage import Usage

#: How an attempt ended: its result, or what it raised.
Outcome = Success | Exception

#: The public words for an attempt that ended without a word.
_LOST = Failure(
    code=ErrorCode.ABORTED,
    message="The machine that worked on this job stopped before it was done.",
    retriable=True,
)


def ending_of(outcome: Outcome, policy: RetryPolicy, now: datetime, jitter: float) -> Ending:
    """Return how an attempt with this outcome ends its job.

    Args:
        outcome: The result, or the error.
        policy: The job type's, for another attempt.
        now: When it ended.
        jitter: Between 0 and 1, for the time of another attempt.
    """
    match outcome:
        case errors.JobCancelledError():
            return lambda job, usage: job.cancelled(now, usage)
        case Exception() as error:
            return lambda job, usage: _after_error(job, error, policy, now, jitter, usage)
        case Success(summary=summary):
            return lambda job, usage: job.succeeded(now, summary, usage)


def after_interruption(job: Job, now: datetime, usage: Usage) -> Job:
    """Return what becomes of a running job whose machine is told to stop."""
    return job.cancelled(now, usage) if job.cancel_requested else job.released(now, usage)


def after_lost_attempt(job: Job, now: datetime) -> Job:
    """Return what becomes of a running job whose attempt died. A crash counts as an attempt.

    A job that its owner asked to cancel is cancelled, instead of being run once more.
    """
    if job.cancel_requested:
        return job.cancelled(now)
    if job.is_overdue(now):
        return job.expired(now)
    if job.attempt >= job.max_attempts or job.has_expired(now):
        return job.failed(now, _LOST)
    return job.requeued(now, at=now, error=_LOST)


def quota_wait(
    job: Job, error: QuotaExhaustedError, now: datetime, jitter: float
) -> datetime | None:
    """Return when a job comes back that has met a provider's quota, and its attempt not counted.

    Returns:
        None if it has done so too often, or would have no time left: then the attempt counts.
    """
    if (job.quota_waits or 0) >= MOST_QUOTA_WAITS:
        return None
    wait = max(
        quota_pause(error.retry_after), min(error.retry_after or timedelta(), retry.MAX_WAIT)
    )
    at = back_at(now + wait, jitter)
    return None if job.has_expired(at) or at > job.expire_at else at


def _after_error(  # noqa: PLR0913, PLR0917 -- all that decides about another attempt
    job: Job, error: Exception, policy: RetryPolicy, now: datetime, jitter: float, usage: Usage
) -> Job:
    if job.cancel_requested:
        # Asked for while the attempt was preempted; queued again, no attempt would honour it.
        return job.cancelled(now, usage)
    if isinstance(error, QuotaExhaustedError) and (at := quota_wait(job, error, now, jitter)):
        return job.requeued(now, at, retry.describe(error), usage).met_quota(now)
    match retry.decide(job, error, policy, now=now, random=jitter):
        case retry.TryAgain(at=at, failure=failure):
            return job.requeued(now, at, failure, usage)
        case retry.GiveUp(failure=failure):
            return job.failed(now, failure, usage)
