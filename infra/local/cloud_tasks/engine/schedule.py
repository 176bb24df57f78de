"""The order in which a queue's waiting tasks come due.

Pure: no clock. Earliest first, and first in, first out among equals. Putting a name again replaces
its earlier entry, so a task never comes due twice.
"""

import heapq
import itertools
from datetime import datetime


class Schedule:
    """A heap of names by due time; replaced and dropped entries are skipped when met."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, str]] = []
        self._entry_of: dict[str, int] = {}
        self._entries = itertools.count()

    def put(self, name: str, due: datetime) -> None:
        """Let a name come due at an instant, instead of any earlier plan."""
        entry = next(self._entries)
        self._entry_of[name] = entry
        heapq.heappush(self._heap, (due, entry, name))

    def drop(self, name: str) -> None:
        """Forget a name, if it is there."""
        self._entry_of.pop(name, None)

    def next_due(self) -> datetime | None:
        """Return when the first name comes due, or None when nothing waits."""
        while self._heap and self._entry_of.get(self._heap[0][2]) != self._heap[0][1]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: datetime) -> str | None:
        """Take the first name off that is due by now."""
        due = self.next_due()
        if due is None or due > now:
            return None
        name = heapq.heappop(self._heap)[2]
        del self._entry_of[name]
        return name
