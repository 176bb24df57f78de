"""Sleep until an instant of the emulator's clock, with nothing that polls.

A sleeper is woken by its own event, by the real time that its instant takes, or by a move of the
clock; it may wake early and must look at the clock itself.
"""

import asyncio
import contextlib
from datetime import datetime

from infra.local.cloud_tasks.clock import Clock

#: A month of the retention is within what the event loop's timer can hold, a century is not.
_LONGEST_TIMER_SECONDS = 86_400.0


class Alarms:
    """Wakes what sleeps on one event loop."""

    def __init__(self, clock: Clock, loop: asyncio.AbstractEventLoop) -> None:
        self._clock = clock
        self._loop = loop
        self._sleepers: set[asyncio.Event] = set()
        clock.on_move(self._clock_moved)

    async def rest(self, until: datetime | None, wake: asyncio.Event) -> None:
        """Sleep until an instant, a wake-up call or a move of the clock; None is no instant."""
        seconds = None if until is None else self._clock.real_seconds_until(until)
        if seconds is not None:
            seconds = min(seconds, _LONGEST_TIMER_SECONDS)
        self._sleepers.add(wake)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await wake.wait()
        finally:
            self._sleepers.discard(wake)
            wake.clear()

    async def sleep_until(self, until: datetime) -> None:
        """Sleep until the clock shows an instant."""
        wake = asyncio.Event()
        while self._clock.now() < until:
            await self.rest(until, wake)

    def _clock_moved(self) -> None:
        # A clock may outlive the emulator that slept on it.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake_all)

    def _wake_all(self) -> None:
        for sleeper in self._sleepers:
            sleeper.set()
