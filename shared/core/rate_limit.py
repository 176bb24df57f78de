"""The token bucket that bounds how fast one user submits. Pure: time is passed in.

A bucket holds up to `burst` tokens and gains `per_minute` each minute; a job takes one. It is
stored as the document `rateLimits/{uid}` and changes in the same commit as the job it paid for.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from pydantic import Field

from shared.core import errors
from shared.core.errors import Allowance
from shared.core.records import StoredRecord

#: So many jobs may be submitted in one call.
MAX_BATCH: Final = 50


@dataclass(frozen=True, kw_only=True)
class SubmitLimit:
    """How many jobs a user may submit."""

    burst: int
    per_minute: int


class TokenBucket(StoredRecord):
    """How many jobs a user may still submit, as of a moment."""

    tokens: float
    counted_at: datetime
    #: When Firestore may delete it (TTL): a bucket that has filled up, of a user whose jobs are
    #: all gone, says nothing.
    expire_at: datetime
    #: The user's jobs that may not be finished; one that is finished is taken out when room is
    #: needed, and not before: so a settled job costs no write here.
    unfinished: tuple[str, ...] = ()
    #: What the files of their jobs count, by job; see `shared.core.kept_files`.
    files: dict[str, int] = Field(default_factory=dict)
    #: Rises with every place that is given to a job, so that two who give one at the same moment
    #: meet at this document.
    grants: int = 0
    #: Whether a device of the user's is told of their jobs; absent of a user who never had one.
    #: Written by requests/devices.py.
    has_devices: bool | None = None

    def __hash__(self) -> int:
        """Return the hash of a value, as of every record; a dictionary in it has none."""
        return hash(self.model_dump_json())

    @classmethod
    def full(cls, limit: SubmitLimit, now: datetime) -> Self:
        """Return the bucket of a user who has not submitted lately."""
        return cls(tokens=limit.burst, counted_at=now, expire_at=now)

    def take(self, limit: SubmitLimit, now: datetime, jobs: int = 1) -> "TokenBucket":
        """Take a token for each job.

        More jobs at once than a bucket can hold need a full one, and are paid for afterwards: the
        bucket is then in debt, and the next job waits the longer.

        Raises:
            errors.ResourceExhaustedError: If there are not enough; it says when there will be.
        """
        # A clock that runs behind the one that wrote must not take tokens away, nor be counted
        # from: the same minute would be paid out twice.
        counted_at = max(now, self.counted_at)
        tokens = self._tokens_at(limit, counted_at)
        needed = min(jobs, limit.burst)
        if tokens < needed:
            raise errors.ResourceExhaustedError(
                f"You may submit {limit.per_minute} jobs a minute.",
                allowance=self.model_copy(update={"tokens": tokens}).allowance(limit),
                retry_after=(counted_at - now) + _time_for(needed - tokens, limit),
            )
        return self._paid(limit, counted_at, tokens, jobs)

    def charge(self, limit: SubmitLimit, now: datetime, jobs: int) -> "TokenBucket":
        """Take a token for each job that a job has made: none is refused, the bucket is in debt."""
        counted_at = max(now, self.counted_at)
        return self._paid(limit, counted_at, self._tokens_at(limit, counted_at), jobs)

    def _paid(
        self, limit: SubmitLimit, counted_at: datetime, tokens: float, jobs: int
    ) -> "TokenBucket":
        full_at = counted_at + _time_for(limit.burst - tokens + jobs, limit)
        return self.model_copy(
            update={
                "tokens": tokens - jobs,
                "counted_at": counted_at,
                "expire_at": max(full_at, self.expire_at),
            }
        )

    def _tokens_at(self, limit: SubmitLimit, time: datetime) -> float:
        minutes = max(0.0, (time - self.counted_at) / timedelta(minutes=1))
        return min(limit.burst, self.tokens + minutes * limit.per_minute)

    def allowance_at(self, limit: SubmitLimit, now: datetime) -> Allowance:
        """Say what is left at a moment after it was counted."""
        return self.model_copy(update={"tokens": self._tokens_at(limit, now)}).allowance(limit)

    def allowance(self, limit: SubmitLimit) -> Allowance:
        """Say what is left."""
        return Allowance(
            limit=limit.burst,
            remaining=max(0, math.floor(self.tokens)),
            full_in=_time_for(limit.burst - self.tokens, limit),
        )

    def holding(self, unfinished: tuple[str, ...], expire_at: datetime) -> "TokenBucket":
        """Return the bucket of a user who has these jobs, the last of which expires then."""
        return self.granting().model_copy(
            update={"unfinished": unfinished, "expire_at": max(self.expire_at, expire_at)}
        )

    def without_jobs(self, limit: SubmitLimit) -> "TokenBucket":
        """Return the bucket of a user whose jobs are all gone: it stays until it has filled up."""
        full_at = self.counted_at + _time_for(max(0.0, limit.burst - self.tokens), limit)
        left = self.model_copy(update={"unfinished": (), "files": {}, "expire_at": full_at})
        return left.without_devices() if self.has_devices else left

    def with_devices(self, until: datetime) -> "TokenBucket":
        """Note that the user has a device, until then at the most."""
        expire_at = max(self.expire_at, until)
        return self.model_copy(update={"has_devices": True, "expire_at": expire_at})

    def without_devices(self) -> "TokenBucket":
        """Note that the user has no device any more."""
        return self.model_copy(update={"has_devices": False})

    def granting(self) -> "TokenBucket":
        """Count that a place is given to a job."""
        return self.model_copy(update={"grants": self.grants + 1})


def _time_for(tokens: float, limit: SubmitLimit) -> timedelta:
    """Return the time in which a bucket gains so many tokens, rounded up to a millisecond.

    Rounded down, a client that waits exactly that long would be refused once more.
    """
    return timedelta(milliseconds=math.ceil(tokens / limit.per_minute * 60_000))
