"""Keep what was asked for a while, in this instance, so that no job pays twice for the same.

Safe for threads. Two that ask the same at the same moment may both run it; that is cheaper than
letting one wait for the other's failure.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")

#: Of rows, a few thousand small ones each: some megabytes in all.
_MOST_ENTRIES = 128


class RecentAnswers(Generic[ValueT]):
    """Answers by question, the youngest kept."""

    def __init__(self, clock: Callable[[], datetime], kept_for: timedelta) -> None:
        self._clock = clock
        self._kept_for = kept_for
        self._entries: OrderedDict[Hashable, tuple[datetime, ValueT]] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Hashable, ask: Callable[[], ValueT]) -> ValueT:
        """Return the answer kept for a question; ask if there is none, or it is too old."""
        now = self._clock()
        with self._lock:
            kept = self._entries.get(question)
        if kept is not None and now - kept[0] < self._kept_for:
            return kept[1]
        answer = ask()
        with self._lock:
            self._entries[question] = (now, answer)
            self._entries.move_to_end(question)
            if len(self._entries) > _MOST_ENTRIES:
                self._entries.popitem(last=False)
        return answer
