"""The names that may not be used again yet.

A finished task's name stays taken for a day, a deleted queue's for three. Time is passed in; what
has run out is forgotten when something new is buried, so the list cannot grow for ever.
"""

from datetime import datetime

from infra.local.cloud_tasks.engine.store import Store


class Tombstones:
    """Names and when they are free again; the store holds the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._until = store.tombstones()

    def is_taken(self, name: str, now: datetime) -> bool:
        """Say whether a name may not be used yet."""
        until = self._until.get(name)
        return until is not None and now < until

    def add(self, name: str, until: datetime, now: datetime) -> None:
        """Remember what the store has already buried."""
        self._until.pop(name, None)
        self._until[name] = until
        self._drop_past(now)

    def clear(self) -> None:
        """Forget every name."""
        self._until.clear()

    def _drop_past(self, now: datetime) -> None:
        # Oldest first. A deleted queue's name lasts longer and keeps those after it a while more.
        while self._until and (oldest := next(iter(self._until.items())))[1] <= now:
            del self._until[oldest[0]]
            self._store.forget_tombstone(oldest[0])
