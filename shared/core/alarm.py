"""When a thread is to be awake, and by how much it is late. Pure: the clock is passed in."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Alarm:
    """When a thread is to be awake; where it is late, its whole process may have stood still."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._due = clock()

    def set(self, seconds: float) -> float:
        """Have it awake in so many seconds, and return them."""
        self._due = self._clock() + timedelta(seconds=seconds)
        return seconds

    @property
    def late_seconds(self) -> float:
        """By how much it is late; less than nothing before its time."""
        return (self._clock() - self._due).total_seconds()
