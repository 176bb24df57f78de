"""What lies between the parts: a proxy before Firestore for each worker, and what spreads tasks.

One event loop in one thread. Everything may be called from any thread; a fault is set and taken
off again by its own call.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from infra.local.process.ports import HOST
from tests.blackbox.dispatcher import Dispatcher
from tests.blackbox.proxy import Proxy

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
_SECONDS = 10


class Network:
    """The event loop with all that listens on it."""

    def __init__(self, *, firestore_port: int, dispatcher_port: int, names: Sequence[str]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="network", daemon=True)
        self.proxies = {name: Proxy(upstream=firestore_port) for name in names}
        self.dispatcher = Dispatcher(dispatcher_port)

    def __enter__(self) -> Self:
        self._thread.start()
        self.call(self._open())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_SECONDS)
        self._loop.close()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Have something done on the loop, and wait for it."""
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(_SECONDS)

    async def _open(self) -> None:
        for proxy in self.proxies.values():
            server = await asyncio.start_server(proxy.serve, HOST, 0)
            proxy.listens(server)
        await self.dispatcher.open()

    async def _close(self) -> None:
        for proxy in self.proxies.values():
            await proxy.close()
        await self.dispatcher.close()
        # What served a connection ends by itself, now that it is aborted.
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        if rest:
            await asyncio.wait(rest, timeout=_SECONDS / 2)
