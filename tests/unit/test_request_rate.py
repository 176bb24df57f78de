"""How many requests of one user a process answers: pure but for its memory, time passed in."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.http.request_rate import RequestRate
from shared.core import errors

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def used_up(rate: RequestRate, count: int) -> RequestRate:
    """Return the rate after so many requests of a user."""
    for _ in range(count):
        rate.take("u", NOW)
    return rate


def test_one_more_is_refused_until_one_is_free_again() -> None:
    """At 60 a minute that is a second, and the refusal says so."""
    rate = used_up(RequestRate(60), 60)
    with pytest.raises(errors.ResourceExhaustedError, match="60 requests a minute") as refused:
        rate.take("u", NOW)
    assert refused.value.retry_after == timedelta(seconds=1)
    rate.take("u", NOW + timedelta(seconds=1))


def test_a_refused_request_costs_nothing() -> None:
    """Who asks on and on is answered again as soon as who waited."""
    rate = used_up(RequestRate(60), 60)
    for _ in range(1000):
        with pytest.raises(errors.ResourceExhaustedError):
            rate.take("u", NOW)
    rate.take("u", NOW + timedelta(seconds=1))


def test_users_are_counted_apart() -> None:
    """One user's requests take nothing from another's."""
    used_up(RequestRate(1), 1).take("v", NOW)


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(seconds=1)])
def test_a_clock_that_is_set_back_pays_nothing_out_twice(back: timedelta) -> None:
    """Nor does it take anything away."""
    rate = used_up(RequestRate(60), 59)
    rate.take("u", NOW - back)
    with pytest.raises(errors.ResourceExhaustedError):
        rate.take("u", NOW)


def test_so_many_users_are_remembered_and_no_more() -> None:
    """Memory is bounded: the user who asked longest ago is forgotten."""
    rate = RequestRate(1, max_users=2)
    for uid in ("a", "b", "c", "a"):
        rate.take(uid, NOW)
    with pytest.raises(errors.ResourceExhaustedError):
        rate.take("c", NOW)
