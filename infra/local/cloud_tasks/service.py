"""Put the parts together on one event loop, and take them apart again.

asyncio is what makes this part simple: a deadline cuts a request by cancelling it, and sleeping
until the next due time needs no thread of its own. Nothing outside this package sees it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from infra.local.cloud_tasks.alarms import Alarms
from infra.local.cloud_tasks.api.control_api import ControlApi
from infra.local.cloud_tasks.api.grpc_server import GrpcServer
from infra.local.cloud_tasks.api.http_server import HttpServer
from infra.local.cloud_tasks.api.queue_api import QueueApi
from infra.local.cloud_tasks.api.task_api import TaskApi
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.engine.dispatcher import Dispatcher
from infra.local.cloud_tasks.engine.engine import Engine
from infra.local.cloud_tasks.engine.http_sender import HttpSender
from infra.local.cloud_tasks.engine.oidc import Issuer
from infra.local.cloud_tasks.engine.store import Store
from infra.local.cloud_tasks.engine.watch import Watch
from infra.local.cloud_tasks.faults.injector import Faults
from infra.local.cloud_tasks.rules import names, queue_rules
from infra.local.cloud_tasks.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Addresses:
    """Where a started emulator is reached."""

    #: `127.0.0.1:port`, for the client's channel.
    grpc: str
    #: `http://127.0.0.1:port`: discovery, certificates, controls.
    http: str
    #: The `iss` claim of its tokens.
    issuer: str


class Service:
    """A running emulator; made, started and stopped on one event loop."""

    #: Where it is reached, once started.
    addresses: Addresses

    def __init__(self, settings: Settings, clock: Clock, faults: Faults, store: Store) -> None:
        self._settings = settings
        self._faults = faults
        self._watch = Watch()
        self._issuer = Issuer(store)
        self._engine = Engine(settings, clock, store, self._watch)
        alarms = Alarms(clock, asyncio.get_running_loop())
        self._http_sender = HttpSender(clock, alarms, self._issuer)
        self._dispatcher = Dispatcher(
            self._engine,
            self._http_sender,
            clock=clock,
            alarms=alarms,
            faults=faults,
            slows_down=settings.throttle,
        )
        tasks = TaskApi(self._engine, self._dispatcher, clock, settings.service_accounts)
        self._grpc = GrpcServer(QueueApi(self._engine), tasks, faults, clock)
        control = ControlApi(faults, clock, reset=self.reset, wait_until_idle=self.wait_until_idle)
        self._http = HttpServer({**self._issuer.documents, **control.routes})
        self._create_queues()

    async def start(self, stack: AsyncExitStack) -> None:
        """Open both ports and begin to hand out tasks; the stack takes it all apart again."""
        stack.push_async_callback(self._http_sender.close)
        stack.push_async_callback(self._dispatcher.cut_all)
        stack.push_async_callback(self._http.stop)
        http_port = await self._http.start(self._settings.http_port)
        self._issuer.url = url = f"http://127.0.0.1:{http_port}"
        stack.push_async_callback(self._grpc.stop)
        grpc_port = await self._grpc.start(self._settings.port)
        stack.callback(asyncio.get_running_loop().create_task(self._dispatcher.run()).cancel)
        self.addresses = Addresses(grpc=f"127.0.0.1:{grpc_port}", http=url, issuer=url)

    async def reset(self) -> None:
        """Cut deliveries; forget tasks, tombstones, faults and throttling; keep the queues.

        A queue of the start that was deleted comes back with the defaults.
        """
        self._faults.clear()
        self._engine.reset()
        self._create_queues()
        await self._dispatcher.cut_all()

    async def wait_until_idle(self, timeout_seconds: float, within: timedelta | None) -> bool:
        """Wait until nothing will happen by itself; False if that takes too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_seconds):
                await self._watch.until(lambda: self._dispatcher.is_idle(within))
                return True
        return False

    def _create_queues(self) -> None:
        for name in self._settings.queues:
            if name not in self._engine.queues:
                self._engine.create_queue(queue_rules.default_queue(names.check_queue(name)))


@contextlib.asynccontextmanager
async def running(settings: Settings, clock: Clock, faults: Faults) -> AsyncIterator[Service]:
    """Open an emulator; at the end cut deliveries, close ports and store.

    Raises:
        ApiError: A queue's name is none.
        RuntimeError: A port is taken.
        sqlite3.OperationalError: Another emulator uses the data directory.
    """
    async with AsyncExitStack() as stack:
        store = stack.enter_context(contextlib.closing(Store(settings.data_dir)))
        service = Service(settings, clock, faults, store)
        await service.start(stack)
        yield service
