"""A TCP proxy between one worker and Firestore that can go wrong in four ways.

    cut        every connection is aborted, and none is accepted
    slow       each piece waits before it is passed on
    half-open  the connections that there are go silent both ways, and stay open; new ones work
    swallow    what the worker sends arrives, and no answer comes back

When a fault is over, the connections that it has hit are aborted: what they hold is lost.
"""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from infra.local.process.ports import HOST

_PIECE = 1 << 16


class Mode(StrEnum):
    """What the proxy does to what passes."""

    PASS = "pass"
    CUT = "cut"
    SLOW = "slow"
    HALF_OPEN = "half-open"
    SWALLOW = "swallow"


@dataclass(eq=False)
class _Connection:
    """Both ends of what passes through."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    is_silent: bool = False
    is_hit: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def abort(self) -> None:
        """Cut it off, without a last word."""
        self.ended.set()
        self.client.transport.abort()
        self.server.transport.abort()


class Proxy:
    """One worker's way to Firestore."""

    def __init__(self, *, upstream: int) -> None:
        self._upstream = upstream
        self._mode = Mode.PASS
        self._delay = 0.0
        self._connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None
        #: Where the worker finds it, once it listens.
        self.port = 0

    def listens(self, server: asyncio.Server) -> None:
        """Note what it listens with."""
        self._server = server
        self.port = int(server.sockets[0].getsockname()[1])

    async def set(self, mode: Mode, *, delay: float = 0) -> None:
        """Go wrong from now on; or no more, with `Mode.PASS`."""
        self._mode, self._delay = mode, delay
        for connection in list(self._connections):
            match mode:
                case Mode.CUT:
                    connection.abort()
                case Mode.HALF_OPEN:
                    connection.is_silent = connection.is_hit = True
                case Mode.SWALLOW:
                    connection.is_hit = True
                case Mode.PASS if connection.is_hit:
                    connection.abort()

    async def close(self) -> None:
        """Listen no more, and abort what is open."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection of the worker's on, for as long as it lasts."""
        if self._mode is Mode.CUT:
            writer.transport.abort()
            return
        try:
            answers, server = await asyncio.open_connection(HOST, self._upstream)
        except OSError:
            writer.transport.abort()
            return
        connection = _Connection(writer, server)
        connection.is_hit = self._mode is Mode.SWALLOW
        self._connections.add(connection)
        ways = [
            asyncio.ensure_future(self._pass_on(connection, reader, server, is_answer=False)),
            asyncio.ensure_future(self._pass_on(connection, answers, writer, is_answer=True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._connections.discard(connection)
            connection.abort()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _pass_on(
        self,
        connection: _Connection,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        is_answer: bool,
    ) -> None:
        while piece := await reader.read(_PIECE):
            if connection.is_silent:
                await connection.ended.wait()
            if self._mode is Mode.SLOW:
                await asyncio.sleep(self._delay)
            if self._mode is Mode.SWALLOW and is_answer:
                continue
            writer.write(piece)
            await writer.drain()
