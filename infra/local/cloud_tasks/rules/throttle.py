"""Slow a whole queue down while its worker answers 429 or 503.

Pure: time is passed in. The real service's curve is not public. This model has its documented
shape only: each such answer halves the queue's rate and burst down to 1/64, each other answer below
500 doubles them up to the full, and `Retry-After` holds the whole queue back, for no longer than
the queue's `max_backoff`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SLOWING_STATUSES = frozenset({429, 503})
_SMALLEST_SHARE = 1 / 64
_SERVER_ERRORS = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Throttle:
    """How much of its own limits a queue may use."""

    #: 1.0 is all of them.
    share: float = 1.0
    #: Nothing is handed out before this instant.
    not_before: datetime | None = None


def after_answer(
    throttle: Throttle, *, status: int, retry_after: str | None, cap: timedelta, now: datetime
) -> Throttle:
    """Return the throttle after a worker's answer; `cap` is the longest hold."""
    if status in SLOWING_STATUSES:
        hold = min(cap, retry_delay(retry_after, now))
        until = max(throttle.not_before or now, now + hold)
        return Throttle(share=max(_SMALLEST_SHARE, throttle.share / 2), not_before=until)
    if status >= _SERVER_ERRORS:
        return throttle
    return Throttle(share=min(1.0, throttle.share * 2), not_before=throttle.not_before)


def retry_delay(header: str | None, now: datetime) -> timedelta:
    """Read a `Retry-After` header, seconds or a date; anything else is no delay."""
    if header is None:
        return timedelta(0)
    try:
        if header.strip().isdigit():
            return timedelta(seconds=int(header))
        date = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return timedelta(0)
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(timedelta(0), aware - now)
