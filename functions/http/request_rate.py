"""Bound how many requests of one user this process answers, reads and refusals included.

In memory: no request costs a call for it. So each instance counts for itself, and a new one begins
anew; what must hold over all of them, how many jobs a user submits, is counted in Firestore
(`shared.core.rate_limit`).
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from shared.core import errors

#: So many users are remembered, some 4 MB; the one who asked longest ago is forgotten first.
MAX_USERS: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class _Left:
    """How many requests a user had left at a moment."""

    requests: float
    at: datetime


class RequestRate:
    """A token bucket for each user who has asked lately."""

    def __init__(self, per_minute: int, *, max_users: int = MAX_USERS) -> None:
        self._per_minute = per_minute
        self._max_users = max_users
        self._users: OrderedDict[str, _Left] = OrderedDict()
        self._lock = Lock()

    def take(self, uid: str, now: datetime) -> None:
        """Count one request of a user.

        Raises:
            errors.ResourceExhaustedError: If there were too many; it says when one is free again.
        """
        with self._lock:
            left = self._refilled(uid, now)
            if left.requests >= 1:
                self._keep(uid, replace(left, requests=left.requests - 1))
                return
        raise errors.ResourceExhaustedError(
            f"You may send {self._per_minute} requests a minute.",
            retry_after=(1 - left.requests) * timedelta(minutes=1) / self._per_minute,
        )

    def _refilled(self, uid: str, now: datetime) -> _Left:
        if (last := self._users.get(uid)) is None:
            return _Left(requests=self._per_minute, at=now)
        # A clock that was set back takes nothing away, and pays no minute out twice.
        at = max(now, last.at)
        gained = (at - last.at) / timedelta(minutes=1) * self._per_minute
        return _Left(requests=min(self._per_minute, last.requests + gained), at=at)

    def _keep(self, uid: str, left: _Left) -> None:
        self._users[uid] = left
        self._users.move_to_end(uid)
        if len(self._users) > self._max_users:
            self._users.popitem(last=False)
