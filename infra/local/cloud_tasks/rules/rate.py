"""The token bucket that limits how fast a queue hands out tasks.

Pure: time is passed in. A dispatch takes one token; tokens flow in at a steady rate and the bucket
holds no more than the burst.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Instants have whole microseconds: a token this close to whole is whole, else a queue would wake
#: again and again for the last fraction.
_NEARLY = 1e-6


@dataclass(frozen=True, kw_only=True, slots=True)
class Bucket:
    """How many tokens there were, and when."""

    tokens: float
    at: datetime


def refill(bucket: Bucket, *, rate: float, burst: float, now: datetime) -> Bucket:
    """Add what flowed in until now."""
    flowed = max(0.0, (now - bucket.at).total_seconds()) * rate
    return Bucket(tokens=min(burst, bucket.tokens + flowed), at=now)


def has_token(bucket: Bucket) -> bool:
    """Say whether a dispatch may take place now."""
    return bucket.tokens >= 1 - _NEARLY


def take(bucket: Bucket) -> Bucket:
    """Take one dispatch's token."""
    return Bucket(tokens=max(0.0, bucket.tokens - 1), at=bucket.at)


def next_token_at(bucket: Bucket, *, rate: float) -> datetime:
    """Say when a dispatch may take place at the earliest."""
    if has_token(bucket):
        return bucket.at
    missing = (1 - bucket.tokens) / rate
    return bucket.at + timedelta(seconds=missing, microseconds=1)
