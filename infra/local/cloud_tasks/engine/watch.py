"""Tell those who wait that something has changed: the dispatcher, and tests that wait for rest.

Nothing polls: a change sets the dispatcher's wake-up call and lets conditions be looked at again.
"""

import asyncio
from collections.abc import Callable


class Watch:
    """One event loop's news."""

    def __init__(self) -> None:
        #: The dispatcher's wake-up call.
        self.wake = asyncio.Event()
        self._next = asyncio.Event()

    def changed(self) -> None:
        """Wake the dispatcher and let every waiting condition be looked at again."""
        self.wake.set()
        self.settled()

    def settled(self) -> None:
        """Let every waiting condition be looked at again."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        while not condition():
            await self._next.wait()
