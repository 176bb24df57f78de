"""What stands before the workers, as Cloud Run's front does: each delivery goes to the next one.

A worker that does not listen is passed over; one that accepts and does not answer keeps its
delivery. An answer may be lost here: the worker has done its work, and the queue does not learn it.
"""

import asyncio
import itertools
from contextlib import suppress

from infra.local.process.ports import HOST

_PATIENCE_SECONDS = 10
_LOOK_SECONDS = 0.5


class Dispatcher:
    """Listens where the queue delivers to, and passes on."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._workers: list[int] = []
        self._turn = itertools.count()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        #: Whether the answers that come now are lost.
        self.loses_answers = False
        #: How many were.
        self.lost = 0

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, HOST, self._port)

    async def close(self) -> None:
        """Listen no more, and abort what is open."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    def sends_to(self, ports: list[int]) -> None:
        """Say where the workers listen."""
        self._workers = ports

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                request = await _read_request(reader)
                answer = await self._answer(request)
                if self.loses_answers:
                    self.lost += 1
                elif answer:
                    writer.write(answer)
                    await writer.drain()
                    writer.write_eof()
                    return
            writer.transport.abort()
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, request: bytes) -> bytes:
        """Return the answer of the next worker that listens; nothing if none does, or it dies."""
        reader, writer = await self._connect()
        self._open.add(writer)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read(-1)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the next worker that listens; wait a while for one if none does.

        Raises:
            OSError: If none does.
        """
        for _ in range(int(_PATIENCE_SECONDS / _LOOK_SECONDS)):
            for _ in self._workers:
                port = self._workers[next(self._turn) % len(self._workers)]
                with suppress(OSError):
                    return await asyncio.open_connection(HOST, port)
            await asyncio.sleep(_LOOK_SECONDS)
        raise OSError("no worker listens")


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    """Read a request whole; the connection that it goes on with is closed after it."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n")[1:] if line]
    fields = {line.partition(b":")[0].strip().lower(): line for line in lines}
    length = int(fields.get(b"content-length", b":0").partition(b":")[2])
    body = await reader.readexactly(length)
    kept = [line for name, line in fields.items() if name != b"connection"]
    first = head.split(b"\r\n", 1)[0]
    return b"\r\n".join([first, *kept, b"Connection: close", b"", body])
