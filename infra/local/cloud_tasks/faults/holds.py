"""Hold deliveries back on purpose: for a time, or until others came, to let them go in reverse.

Runs on the event loop's thread only. A hold that is over counts as work under way even before its
coroutine has run again, so that waiting for rest cannot miss it.
"""

import asyncio
from datetime import datetime

from infra.local.cloud_tasks.alarms import Alarms
from infra.local.cloud_tasks.clock import Clock


class Hold:
    """One delivery that waits, alone or in a group."""

    def __init__(self, until: datetime, group: "ReverseGroup | None" = None) -> None:
        self._group = group
        #: None: nothing but a release ends it.
        self.until: datetime | None = until
        self._released = False
        self._wake = asyncio.Event()

    def is_over(self, now: datetime) -> bool:
        """Whether the delivery may go on."""
        return self._released or (self.until is not None and now >= self.until)

    def release(self) -> None:
        """Let the delivery go on now."""
        self._released = True
        self._wake.set()

    def leave(self) -> None:
        """Let the delivery before this one in its group go, now that this one was answered."""
        if self._group is not None:
            self._group.left(self)

    async def wait(self, alarms: Alarms, clock: Clock) -> None:
        """Wait until it is over."""
        while not self.is_over(clock.now()):
            await alarms.rest(self.until, self._wake)


class ReverseGroup:
    """Deliveries that wait for each other and then go one by one, the last first.

    If too few come in time, they go as they came.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: list[Hold] = []

    def join(self, until: datetime) -> Hold:
        """Let one more delivery wait, at most until an instant unless the group fills up."""
        hold = Hold(until, self)
        self._waiting.append(hold)
        if len(self._waiting) == self._size:
            for waiting in self._waiting:
                waiting.until = None
            self._waiting.pop().release()
        return hold

    def left(self, hold: Hold) -> None:
        """Let the delivery before this one go, now that this one has been answered."""
        if hold in self._waiting:  # its time ran out: the group never filled up
            self._waiting.remove(hold)
        elif self._waiting:
            self._waiting.pop().release()
