"""Put the parts together on one event loop, and take them apart again.

asyncio is what makes this part simple: a deadline cuts a request by cancelling it, and sleeping
until the next due time needs no thread of its own. Nothing outside this package sees it.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from infra.local.cloud_tasks.alarms import Alarms
from infra.local.cloud_tasks.api.control_api import ControlApi
from infra.local.cloud_tasks.api.grpc_server import GrpcServer
from infra.local.cloud_tasks.api.http_server import Answerer, HttpServer, Request
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

    def __init__(self, settings: Settings, clock: Clock, faults: Faults) -> None:
        self._settings = settings
        self._faults = faults
        self._watch = Watch()
        self._store = Store(settings.data_dir)
        self._issuer = Issuer(self._store)
        alarms = Alarms(clock, asyncio.get_running_loop())
        self._http_sender = HttpSender(clock, alarms, self._issuer)
        self._engine = Engine(settings, clock, self._store, self._watch)
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
        self._http = HttpServer(self._routes(ControlApi(self, faults, clock)))
        self._exit = AsyncExitStack()

    async def start(self) -> Addresses:
        """Open both ports, create the queues asked for, and begin to hand out tasks."""
        self._exit.callback(self._store.close)
        self._create_queues()
        self._exit.push_async_callback(self._http_sender.close)
        self._exit.push_async_callback(self._dispatcher.cut_all)
        await self._http.start(self._settings.http_port)
        self._exit.push_async_callback(self._http.stop)
        self._issuer.url = f"http://127.0.0.1:{self._http.port}"
        await self._grpc.start(self._settings.port)
        self._exit.push_async_callback(self._grpc.stop)
        self._pump = asyncio.get_running_loop().create_task(self._dispatcher.run())
        self._exit.callback(self._pump.cancel)
        return Addresses(
            grpc=f"127.0.0.1:{self._grpc.port}", http=self._issuer.url, issuer=self._issuer.url
        )

    async def stop(self) -> None:
        """Stop handing out, cut deliveries, close ports and store."""
        await self._exit.aclose()

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
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._watch.until(lambda: self._dispatcher.is_idle(within))
        except TimeoutError:
            return False
        return True

    def _create_queues(self) -> None:
        for name in self._settings.queues:
            if name not in self._engine.queues:
                self._engine.create_queue(queue_rules.default_queue(names.check_queue(name)))

    def _routes(self, control: ControlApi) -> dict[tuple[str, str], Answerer]:
        async def discovery(_: Request) -> dict[str, object]:
            return self._issuer.discovery()

        async def key_set(_: Request) -> dict[str, object]:
            return self._issuer.key_set()

        async def certificates(_: Request) -> dict[str, object]:
            return self._issuer.certificates()

        return {
            ("GET", "/.well-known/openid-configuration"): discovery,
            ("GET", "/certs"): key_set,
            ("GET", "/certs.pem"): certificates,
            ("POST", "/control/faults"): control.add_fault,
            ("POST", "/control/clock"): control.move_clock,
            ("POST", "/control/reset"): control.reset,
            ("GET", "/control/idle"): control.idle,
        }
