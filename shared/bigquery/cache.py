"""Keep what queries gave for an hour, in this instance, so that nobody pays twice for the same.

What is kept belongs to the data as it was: when postings are loaded, it is asked anew.

Safe for threads. Two that ask the same at the same moment may both run it; that is cheaper than
letting one wait for the other's failure.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime, timedelta
from threading import Lock

from pydantic import BaseModel

from shared.handler.job_context import Parameter

#: Lists of names may change without the postings; an hour is short enough for nobody to notice.
KEPT_FOR = timedelta(hours=1)
#: A job asks several queries in a row; they need not each look whether postings were loaded.
DATE_KEPT_FOR = timedelta(minutes=1)
#: A few thousand small rows each: some megabytes in all.
_MOST_ENTRIES = 128

Rows = tuple[BaseModel, ...]


def cache_key(
    name: str,
    version: str,
    row: type[BaseModel],
    parameters: Mapping[str, Parameter],
    data_date: datetime | None,
) -> Hashable:
    """Return the same key for the same question to the same data.

    1, 1.0 and True are different questions.
    """
    given = sorted(
        (
            each,
            type(value).__name__,
            value if isinstance(value, str | int | float) else tuple(value),
        )
        for each, value in parameters.items()
    )
    return (name, version, row, tuple(given), data_date)


class RowCache:
    """Rows by question, the youngest kept."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._entries: OrderedDict[Hashable, tuple[datetime, Rows]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Rows | None:
        """Return the rows kept for a question; None if there are none, or they are too old."""
        with self._lock:
            kept_at, rows = self._entries.get(key, (None, ()))
        if kept_at is None or self._clock() - kept_at >= KEPT_FOR:
            return None
        return rows

    def keep(self, key: Hashable, rows: Rows) -> None:
        """Keep the rows of a question from now on."""
        with self._lock:
            self._entries[key] = (self._clock(), rows)
            self._entries.move_to_end(key)
            if len(self._entries) > _MOST_ENTRIES:
                self._entries.popitem(last=False)


class DataDate:
    """When the data was last changed, looked at no more often than once in `DATE_KEPT_FOR`."""

    def __init__(self, read: Callable[[], datetime | None], clock: Callable[[], datetime]) -> None:
        self._read = read
        self._clock = clock
        #: When it was looked at, and what was seen; one assignment, so safe for threads.
        self._seen: tuple[datetime, datetime | None] | None = None

    def get(self) -> datetime | None:
        """Return the date; what looking raises passes."""
        now = self._clock()
        if self._seen is None or now - self._seen[0] >= DATE_KEPT_FOR:
            self._seen = (now, self._read())
        return self._seen[1]
