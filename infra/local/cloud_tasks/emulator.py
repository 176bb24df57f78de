"""The emulator for synchronous callers: tests and the command line.

Everything runs on an event loop in a thread of its own; each method here may be called from any
other thread.
"""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from datetime import timedelta
from typing import Self, TypeVar

from infra.local.cloud_tasks import service
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.faults.injector import Faults
from infra.local.cloud_tasks.service import Addresses, Service
from infra.local.cloud_tasks.settings import Settings

_T = TypeVar("_T")


class CloudTasksEmulator:
    """A Cloud Tasks service on this machine."""

    _loop: asyncio.AbstractEventLoop
    _stopping: asyncio.Event

    def __init__(self, settings: Settings | None = None, *, clock: Clock | None = None) -> None:
        self._settings = settings or Settings()
        #: Tells its time; can be moved forward.
        self.clock = clock or Clock()
        #: What goes wrong, and for which tasks.
        self.faults = Faults(self._settings.seed)
        self._thread: threading.Thread | None = None
        self._service: Service | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Addresses:
        """Start and return where it is reached.

        Raises:
            RuntimeError: It runs already, or a port is taken.
            sqlite3.OperationalError: Another emulator uses the data directory.
        """
        if self._thread is not None:
            raise RuntimeError("the emulator runs already")
        started: Future[Service] = Future()
        self._loop, self._stopping = asyncio.new_event_loop(), asyncio.Event()
        self._thread = threading.Thread(
            target=self._run, args=(started,), name="cloud-tasks-emulator"
        )
        self._thread.start()
        try:
            self._service = started.result()
        except BaseException:
            self.stop()
            raise
        return self._service.addresses

    def stop(self) -> None:
        """Stop: deliveries under way are cut. Does nothing if it does not run."""
        if self._thread is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed already: it could not start
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = self._service = None

    @property
    def addresses(self) -> Addresses:
        """Where it is reached.

        Raises:
            RuntimeError: It does not run.
        """
        return self._running().addresses

    def wait_until_idle(self, timeout_seconds: float = 10, within: timedelta | None = None) -> bool:
        """Wait until nothing will happen by itself; False if that takes too long.

        A task that waits for its time keeps the emulator from being idle on a running clock, since
        it will come; not on a manual one, nor in a paused queue.

        Args:
            timeout_seconds: How long to wait, in real time.
            within: Ignore what comes due later than this.
        """
        return self._call(self._running().wait_until_idle(timeout_seconds, within))

    def reset(self) -> None:
        """Forget tasks, tombstones, faults and throttling; queues keep their settings and run."""
        self._call(self._running().reset())

    def _run(self, started: "Future[Service]") -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live(started))

    async def _live(self, started: "Future[Service]") -> None:
        try:
            async with service.running(self._settings, self.clock, self.faults) as running:
                started.set_result(running)
                await self._stopping.wait()
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    def _running(self) -> Service:
        if self._service is None:
            raise RuntimeError("the emulator does not run")
        return self._service

    def _call(self, work: Coroutine[None, None, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
