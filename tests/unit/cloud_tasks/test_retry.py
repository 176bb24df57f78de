"""When a failed attempt is tried again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.cloud_tasks.records import RetryPolicy
from infra.local.cloud_tasks.rules import retry
from infra.local.cloud_tasks.rules.queue_rules import DEFAULT_RETRY

START = datetime(2026, 1, 1, tzinfo=UTC)
DOCUMENTED = RetryPolicy(
    max_attempts=-1,
    max_retry_duration=timedelta(0),
    min_backoff=timedelta(seconds=10),
    max_backoff=timedelta(seconds=300),
    max_doublings=3,
)

policies = st.builds(
    RetryPolicy,
    max_attempts=st.integers(-1, 1000),
    max_retry_duration=st.timedeltas(timedelta(0), timedelta(days=400)),
    min_backoff=st.timedeltas(timedelta(0), timedelta(hours=1)),
    max_backoff=st.timedeltas(timedelta(hours=1), timedelta(days=3650)),
    max_doublings=st.integers(0, 100_000),
)


def decide(
    policy: RetryPolicy, attempts: int, age: timedelta = timedelta(0)
) -> retry.RetryAt | retry.GiveUp:
    """Decide for a task created and first tried at START."""
    return retry.decide(policy, attempts=attempts, created=START, first=START, now=START + age)


def test_the_documented_sequence() -> None:
    """10 s, 300 s and 3 doublings give the sequence in the service's own documentation."""
    delays = [retry.backoff(DOCUMENTED, n).total_seconds() for n in range(1, 9)]
    assert delays == [10, 20, 40, 80, 160, 240, 300, 300]


def test_the_defaults_start_at_a_tenth_of_a_second() -> None:
    """The default policy keeps fractions of a second."""
    delays = [retry.backoff(DEFAULT_RETRY, n).total_seconds() for n in range(1, 5)]
    assert delays == [0.1, 0.2, 0.4, 0.8]


def test_without_doublings_the_delay_grows_by_a_constant() -> None:
    """Zero doublings means linear growth from the start."""
    linear = replace(DOCUMENTED, max_doublings=0)
    assert [retry.backoff(linear, n).total_seconds() for n in range(1, 4)] == [10, 20, 30]


@given(policies, st.integers(1, 100_000))
def test_a_delay_never_shrinks_and_stays_within_its_bounds(policy: RetryPolicy, n: int) -> None:
    """Each delay is at least the one before, at least the minimum and at most the maximum."""
    delay = retry.backoff(policy, n)
    assert policy.min_backoff <= delay <= policy.max_backoff
    assert retry.backoff(policy, n + 1) >= delay


@given(policies, st.integers(1, 1000), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_every_policy_comes_to_an_end(policy: RetryPolicy, attempts: int, age: timedelta) -> None:
    """No retry is due after the retention of 31 days, whatever the policy says."""
    verdict = decide(policy, attempts, age)
    if isinstance(verdict, retry.RetryAt):
        assert verdict.due < START + retry.RETENTION


@pytest.mark.parametrize(
    ("max_attempts", "duration", "attempts", "age", "goes_on"),
    [
        pytest.param(3, 0, 2, 999, True, id="attempts left"),
        pytest.param(3, 0, 3, 0, False, id="attempts used up, no duration set"),
        pytest.param(3, 60, 3, 59, True, id="attempts used up, duration not"),
        pytest.param(3, 60, 2, 60, True, id="duration passed, attempts left"),
        pytest.param(3, 60, 3, 60, False, id="both limits met"),
        pytest.param(-1, 60, 500, 59, True, id="no limit of attempts, duration not passed"),
        pytest.param(-1, 60, 1, 60, False, id="no limit of attempts, duration passed"),
        pytest.param(-1, 0, 10_000, 9999, True, id="no limit at all"),
    ],
)
def test_retrying_stops_when_every_set_limit_is_met(
    *, max_attempts: int, duration: int, attempts: int, age: int, goes_on: bool
) -> None:
    """Both limits must be met; one that is not set does not count."""
    policy = replace(
        DOCUMENTED, max_attempts=max_attempts, max_retry_duration=timedelta(seconds=duration)
    )
    verdict = decide(policy, attempts, timedelta(seconds=age))
    assert isinstance(verdict, retry.RetryAt) is goes_on
