"""The emulator's clock: the real one, or one that only tests move.

Every due time, back-off, deadline and tombstone is measured on it, so that a test can pass an hour
in a millisecond. Either kind can be moved forward and never goes back.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time; can be moved from any thread."""

    def __init__(self, *, manual: bool = False, start: datetime | None = None) -> None:
        #: True when time stands still unless it is moved.
        self.manual = manual
        self._lock = threading.Lock()
        self._offset = (start or datetime.now(UTC)) - datetime.now(UTC)
        self._frozen_at = (start or datetime.now(UTC)) if manual else None
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        with self._lock:
            return self._now()

    def advance(self, by: timedelta) -> datetime:
        """Move forward by a duration and return the new instant.

        Raises:
            ValueError: The duration is negative.
        """
        if by < timedelta(0):
            raise ValueError("the clock does not go back")
        with self._lock:
            self._offset += by
            if self._frozen_at is not None:
                self._frozen_at += by
            now = self._now()
        for listener in list(self._listeners):
            listener()
        return now

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call the listener after each move, in the mover's thread."""
        self._listeners.append(listener)

    def real_seconds_until(self, instant: datetime) -> float | None:
        """Return how long it really takes until an instant; None if only a move can bring it."""
        remaining = (instant - self.now()).total_seconds()
        if remaining <= 0:
            return 0.0
        return None if self.manual else remaining

    def _now(self) -> datetime:
        return self._frozen_at or datetime.now(UTC) + self._offset
