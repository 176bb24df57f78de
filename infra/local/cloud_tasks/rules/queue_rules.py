"""A queue's defaults and limits; what is out of range raises `ApiError` with the recorded words.

Pure. Zero means *not given*, as in the protos, and takes the default; the defaults and messages
are the real service's. `max_burst_size` is the service's own choice: 100 at 500 a second is
documented; the line between (a fifth of the rate, at least 10) is an assumption.
"""

import math
from datetime import timedelta

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.records import Queue, RateLimits, RetryPolicy

_MAX_RATE = 500.0
_MAX_CONCURRENT = 5000

DEFAULT_RETRY = RetryPolicy(
    max_attempts=100,
    max_retry_duration=timedelta(0),
    min_backoff=timedelta(milliseconds=100),
    max_backoff=timedelta(hours=1),
    max_doublings=16,
)


def rate_limits(*, rate: float, concurrent: int) -> RateLimits:
    """Fill in and check a queue's rate limits."""
    if rate < 0:
        raise errors.invalid("RateLimits.maxDispatchesPerSecond cannot be negative.")
    if rate > _MAX_RATE:
        raise errors.invalid("RateLimits.maxDispatchesPerSecond must be less than or equal to 500.")
    if concurrent < 0:
        raise errors.invalid("RateLimits.maxConcurrentDispatches cannot be negative.")
    if concurrent > _MAX_CONCURRENT:
        raise errors.invalid(
            "RateLimits.maxConcurrentDispatches must be less than or equal to 5000."
        )
    full_rate = rate or _MAX_RATE
    return RateLimits(
        max_dispatches_per_second=full_rate,
        max_burst_size=max(10, math.ceil(full_rate / 5)),
        max_concurrent_dispatches=concurrent or 1000,
    )


def retry_policy(given: RetryPolicy, defaults: RetryPolicy = DEFAULT_RETRY) -> RetryPolicy:
    """Fill in and check a retry policy in which zero means *not given*.

    Args:
        given: What the caller wrote.
        defaults: The service's for a queue; the queue's for a task's own policy.
    """
    _check_signs(given)
    policy = RetryPolicy(
        max_attempts=given.max_attempts or defaults.max_attempts,
        max_retry_duration=given.max_retry_duration or defaults.max_retry_duration,
        min_backoff=given.min_backoff or defaults.min_backoff,
        max_backoff=given.max_backoff or defaults.max_backoff,
        max_doublings=given.max_doublings or defaults.max_doublings,
    )
    if policy.min_backoff > policy.max_backoff:
        raise errors.invalid(
            "RetryConfig.minBackoff must be less than or equal to RetryConfig.maxBackoff."
        )
    return policy


def default_queue(name: str) -> Queue:
    """Return a queue with nothing but a name given."""
    limits = rate_limits(rate=0, concurrent=0)
    return Queue(name=name, rate_limits=limits, retry=DEFAULT_RETRY)


def _check_signs(given: RetryPolicy) -> None:
    zero = timedelta(0)
    if given.max_attempts < -1:
        raise errors.invalid("RetryConfig.maxAttempts must be greater or equal to -1.")
    for name, is_negative in (
        ("maxDoublings", given.max_doublings < 0),
        ("minBackoff", given.min_backoff < zero),
        ("maxBackoff", given.max_backoff < zero),
        ("maxRetryDuration", given.max_retry_duration < zero),
    ):
        if is_negative:
            raise errors.invalid(f"RetryConfig.{name} cannot be negative.")
