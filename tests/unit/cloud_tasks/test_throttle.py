"""How 429 and 503 slow a whole queue down."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.local.cloud_tasks.rules import throttle
from infra.local.cloud_tasks.rules.throttle import Throttle

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def after(status: int, before: Throttle, retry_after: str | None = None) -> Throttle:
    """Let one answer come in."""
    return throttle.after_answer(
        before, status=status, retry_after=retry_after, cap=timedelta(minutes=1), now=NOW
    )


@pytest.mark.parametrize(
    ("status", "share"), [(429, 0.25), (503, 0.25), (500, 0.5), (404, 1.0), (200, 1.0)]
)
def test_what_an_answer_does_to_the_rate(status: int, share: float) -> None:
    """429 and 503 halve it, other 5xx leave it, everything else doubles it."""
    assert after(status, Throttle(share=0.5)).share == share


def test_the_rate_never_falls_to_nothing() -> None:
    """A queue that meets nothing but 503 still tries now and then."""
    slowed = Throttle()
    for _ in range(50):
        slowed = after(503, slowed)
    assert slowed.share == 1 / 64


def test_retry_after_holds_the_whole_queue_up_to_its_cap() -> None:
    """The header is honoured, but never beyond the queue's longest back-off."""
    assert after(503, Throttle(), "20").not_before == NOW + timedelta(seconds=20)
    assert after(503, Throttle(), "9999").not_before == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("7", 7),
        ("soon", 0),
        ("-3", 0),
        ("9" * 40, 0),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30),
        ("Thu, 01 Jan 2026 00:00:30 -0000", 30),
        ("Wed, 31 Dec 2025 23:59:00 GMT", 0),
    ],
)
def test_reading_retry_after(header: str | None, seconds: int) -> None:
    """Seconds or a date; the past and nonsense mean no delay."""
    assert throttle.retry_delay(header, NOW) == timedelta(seconds=seconds)
