"""Decide whether a failed attempt is tried again, and when.

Pure: time is passed in. A limit that is not set is no limit; retrying stops only when *every* set
limit is met, so a retry duration can make a task live longer, never shorter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.local.cloud_tasks.records import RetryPolicy

#: The service deletes a task this long after its creation, tried or not.
RETENTION = timedelta(days=31)


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryAt:
    """Another attempt is due at an instant."""

    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveUp:
    """No further attempt is made: the task is deleted."""

    reason: str


def backoff(policy: RetryPolicy, failures: int) -> timedelta:
    """Return the delay after the n-th failed attempt, n starting at 1.

    The delay doubles `max_doublings` times, then grows by a constant, and never exceeds
    `max_backoff` (`Queue.retry_config` in the v2 protos): with 10 s, 300 s and 3 doublings
    10, 20, 40, 80, 160, 240, 300, 300 seconds.
    """
    doublings = policy.max_doublings
    # Past 64 doublings every delay is above the cap; without the bound the number overflows.
    doubled = 2 ** min(failures - 1, doublings, 64)
    linear = max(0, failures - doublings - 1) * 2 ** min(doublings, 64)
    seconds = policy.min_backoff.total_seconds() * (doubled + linear)
    if seconds >= policy.max_backoff.total_seconds():
        return policy.max_backoff
    return timedelta(seconds=seconds)


def decide(
    policy: RetryPolicy, *, attempts: int, created: datetime, first: datetime, now: datetime
) -> RetryAt | GiveUp:
    """Decide what follows a failed attempt, by the task's policy or its queue's.

    The failed attempt is one of the `attempts`; `first` is when the first of them started.
    """
    if _limits_met(policy, attempts, now - first):
        return GiveUp(reason=f"failed {attempts} times")
    # A delay beyond the retention means the same as the retention, and no date overflows.
    due = now + min(backoff(policy, attempts), RETENTION)
    if due >= created + RETENTION:
        return GiveUp(reason="the next attempt would come after 31 days")
    return RetryAt(due=due)


def _limits_met(policy: RetryPolicy, attempts: int, age: timedelta) -> bool:
    met: list[bool] = []
    if policy.max_attempts != -1:
        met.append(attempts >= policy.max_attempts)
    if policy.max_retry_duration > timedelta(0):
        met.append(age >= policy.max_retry_duration)
    return bool(met) and all(met)
