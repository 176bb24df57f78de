"""The token bucket and the schedule: how fast, and in which order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.cloud_tasks.engine.schedule import Schedule
from infra.local.cloud_tasks.rules import rate
from infra.local.cloud_tasks.rules.rate import Bucket

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    """An hour of rest is worth one burst, not an hour of tokens."""
    bucket = Bucket(tokens=0, at=START)
    full = rate.refill(bucket, rate=100, burst=10, now=START + timedelta(hours=1))
    assert full.tokens == 10


@settings(deadline=None)
@given(
    st.floats(0.01, 500),
    st.integers(1, 500),
    st.lists(st.timedeltas(timedelta(0), timedelta(seconds=30)), max_size=100),
)
def test_no_stretch_of_time_gets_more_than_burst_and_rate(
    per_second: float, burst: int, pauses: list[timedelta]
) -> None:
    """In any stretch no more is handed out than the burst and what flowed in since."""
    bucket, now, taken = Bucket(tokens=burst, at=START), START, 0
    for pause in pauses:
        now += pause
        bucket = rate.refill(bucket, rate=per_second, burst=burst, now=now)
        while rate.has_token(bucket):
            bucket = rate.take(bucket)
            taken += 1
        assert taken <= burst + per_second * (now - START).total_seconds() + 0.01


@given(st.floats(0.01, 500), st.floats(0, 0.99))
def test_the_next_token_is_there_when_it_is_due(per_second: float, tokens: float) -> None:
    """A queue that sleeps until the instant it was told finds a token: it never wakes in vain."""
    bucket = Bucket(tokens=tokens, at=START)
    at = rate.next_token_at(bucket, rate=per_second)
    assert rate.has_token(rate.refill(bucket, rate=per_second, burst=10, now=at))


def test_the_earliest_comes_first_and_equals_in_their_order() -> None:
    """Names come due by time, and first in, first out at the same time."""
    schedule = Schedule()
    for name, seconds in [("late", 2), ("first", 1), ("second", 1)]:
        schedule.put(name, START + timedelta(seconds=seconds))
    now = START + timedelta(seconds=5)
    assert [schedule.pop_due(now) for _ in range(4)] == ["first", "second", "late", None]


def test_putting_a_name_again_replaces_its_time() -> None:
    """A name is never in the schedule twice."""
    schedule = Schedule()
    schedule.put("task", START)
    schedule.put("task", START + timedelta(seconds=9))
    assert schedule.next_due() == START + timedelta(seconds=9)
    assert schedule.pop_due(START) is None


def test_a_dropped_name_does_not_come_due() -> None:
    """Dropping forgets the name, and dropping it again does no harm."""
    schedule = Schedule()
    schedule.put("task", START)
    schedule.drop("task")
    schedule.drop("task")
    assert schedule.next_due() is None
