"""The token bucket that bounds how fast one user submits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core import errors
from shared.core.rate_limit import SubmitLimit, TokenBucket

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMIT = SubmitLimit(burst=10, per_minute=10)
LIMITS = st.builds(
    SubmitLimit,
    burst=st.integers(min_value=1, max_value=50),
    per_minute=st.integers(min_value=1, max_value=600),
)
WAITS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(minutes=5))
#: Tokens are counted in floating point; this much is not a job.
TINY = 1e-6


def submit(bucket: TokenBucket, limit: SubmitLimit, at: datetime) -> tuple[TokenBucket, int]:
    """Try to submit; return the bucket afterwards, and 1 if the job passed or 0."""
    try:
        return bucket.take(limit, at), 1
    except errors.ResourceExhaustedError:
        return bucket, 0


def told_to_wait(bucket: TokenBucket, limit: SubmitLimit, at: datetime) -> timedelta:
    """Return the wait that a refusal names; none if the job passes."""
    try:
        bucket.take(limit, at)
    except errors.ResourceExhaustedError as refusal:
        return refusal.retry_after or timedelta(0)
    return timedelta(0)


def empty(limit: SubmitLimit, at: datetime) -> TokenBucket:
    """Return a bucket out of which the whole burst was taken at once."""
    bucket = TokenBucket.full(limit, at)
    for _ in range(limit.burst):
        bucket = bucket.take(limit, at)
    return bucket


def test_a_full_bucket_lets_the_burst_pass_and_no_more() -> None:
    """Ten at once pass, and the eleventh does not."""
    bucket = empty(LIMIT, NOW)

    with pytest.raises(errors.ResourceExhaustedError):
        bucket.take(LIMIT, NOW)


def test_a_refusal_says_when_to_come_again() -> None:
    """At ten a minute the next token is there after 6 s."""
    with pytest.raises(errors.ResourceExhaustedError) as caught:
        empty(LIMIT, NOW).take(LIMIT, NOW)

    assert caught.value.retry_after == timedelta(seconds=6)
    assert caught.value.message == "You may submit 10 jobs a minute."


def test_a_bucket_says_what_is_left() -> None:
    """Whole tokens, and the time until there are as many as there can be."""
    left = TokenBucket.full(LIMIT, NOW).take(LIMIT, NOW, jobs=3).allowance(LIMIT)

    assert left == errors.Allowance(limit=10, remaining=7, full_in=timedelta(seconds=18))


def test_a_refusal_says_what_is_left() -> None:
    """As of now: half a minute has brought five, and six were asked for."""
    with pytest.raises(errors.ResourceExhaustedError) as caught:
        empty(LIMIT, NOW).take(LIMIT, NOW + MINUTE / 2, jobs=6)

    assert caught.value.allowance is not None
    assert caught.value.allowance.remaining == 5


def test_tokens_come_back_with_time() -> None:
    """Half a minute brings half of the minute's tokens; one of them is taken."""
    assert empty(LIMIT, NOW).take(LIMIT, NOW + MINUTE / 2).tokens == 4


def test_no_more_tokens_than_the_burst_are_saved_up() -> None:
    """A week of silence earns no more than a full bucket."""
    week = NOW + timedelta(weeks=1)

    assert empty(LIMIT, NOW).take(LIMIT, week).tokens == 9


def test_a_bucket_expires_when_it_would_be_full() -> None:
    """A full bucket says nothing, so Firestore may delete it then, and not before."""
    bucket = empty(LIMIT, NOW)

    assert bucket.expire_at == NOW + MINUTE
    assert bucket.take(LIMIT, bucket.expire_at) == TokenBucket.full(LIMIT, bucket.expire_at).take(
        LIMIT, bucket.expire_at
    )


def test_more_than_a_bucket_holds_needs_a_full_one_and_is_paid_for_afterwards() -> None:
    """A batch of 30 passes once the bucket is full; the next job waits until the debt is paid."""
    full = TokenBucket.full(LIMIT, NOW)
    in_debt = full.take(LIMIT, NOW, jobs=30)

    assert in_debt.tokens == -20
    assert in_debt.allowance(LIMIT).remaining == 0
    assert in_debt.expire_at == NOW + 3 * MINUTE
    with pytest.raises(errors.ResourceExhaustedError) as refusal:
        in_debt.take(LIMIT, NOW)
    assert refusal.value.retry_after == MINUTE * 2.1
    assert in_debt.take(LIMIT, NOW + MINUTE * 2.1).tokens == pytest.approx(0)
    with pytest.raises(errors.ResourceExhaustedError):
        full.take(LIMIT, NOW).take(LIMIT, NOW, jobs=30)


@settings(deadline=None)
@given(LIMITS, st.lists(WAITS, max_size=200))
def test_never_more_than_burst_and_rate_pass(limit: SubmitLimit, waits: list[timedelta]) -> None:
    """In any stretch of time no more jobs pass than the burst and what the rate gives."""
    bucket, at, passed = TokenBucket.full(limit, NOW), NOW, 0
    for wait in waits:
        at += wait
        bucket, one = submit(bucket, limit, at)
        passed += one

    assert passed <= limit.burst + limit.per_minute * ((at - NOW) / MINUTE) + TINY


@settings(deadline=None)
@given(LIMITS, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1)))
def test_a_clock_that_runs_backwards_takes_nothing_away(
    limit: SubmitLimit, behind: timedelta
) -> None:
    """A job stamped before the last one costs its one token, and no more."""
    bucket = TokenBucket.full(limit, NOW)

    assert bucket.take(limit, NOW - behind).tokens == limit.burst - 1


def test_two_clocks_do_not_count_the_same_time_twice() -> None:
    """Instances whose clocks differ by 6 s, in turn, let no more pass than burst and 6 s give."""
    ahead = NOW + timedelta(seconds=6)
    bucket, passed = TokenBucket.full(LIMIT, NOW), 0
    for at in [ahead, NOW] * 50:
        bucket, one = submit(bucket, LIMIT, at)
        passed += one

    assert passed <= LIMIT.burst + 1


@settings(deadline=None)
@given(LIMITS, st.lists(WAITS, max_size=20))
def test_waiting_as_told_and_a_second_is_enough(limit: SubmitLimit, waits: list[timedelta]) -> None:
    """A second after the moment a refusal names, the job passes."""
    bucket, at = empty(limit, NOW), NOW
    for wait in waits:
        at += wait
        bucket, _ = submit(bucket, limit, at)
    assert submit(bucket, limit, at + told_to_wait(bucket, limit, at) + timedelta(seconds=1))[1]


@pytest.mark.parametrize(
    "per_minute",
    [
        7,
        10,
        pytest.param(
            11,
        ),
        13,
    ],
)
def test_waiting_as_told_is_enough(per_minute: int) -> None:
    """A user who waits as long as a refusal says passes at the next try."""
    limit = SubmitLimit(burst=1, per_minute=per_minute)
    bucket = empty(limit, NOW)
    for milliseconds in range(0, 4000, 37):
        at = NOW + timedelta(milliseconds=milliseconds)
        assert submit(bucket, limit, at + told_to_wait(bucket, limit, at))[1]


def test_a_bucket_comes_back_from_firestore_the_same() -> None:
    """A bucket is read as it was stored."""
    bucket = empty(LIMIT, NOW)

    assert TokenBucket.model_validate(bucket.to_document()) == bucket
