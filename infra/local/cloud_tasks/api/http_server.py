"""A very small HTTP server on the event loop, for discovery and test controls.

The standard library's own wakes up twice a second to look whether it should stop; this one sleeps.
One request a connection, bodies up to a mebibyte, and only from this machine's own programs: a web
page cannot reach it, because a foreign Host is refused and a POST must be JSON.
"""

import asyncio
import email
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

_MAX_BODY = 1024 * 1024
_OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What was asked."""

    method: str
    path: str
    query: dict[str, str]
    body: dict[str, object]


class RequestError(Exception):
    """The request cannot be served; the message says why."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


Json: TypeAlias = Mapping[str, object]
#: What answers a method and path.
Routes: TypeAlias = Mapping[tuple[str, str], Callable[[Request], Awaitable[Json]]]


class HttpServer:
    """Serves JSON on 127.0.0.1."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self, port: int) -> int:
        """Listen on a port and return it; 0 picks a free one."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def stop(self) -> None:
        """Stop listening and cut what is under way."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._open):
            connection.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._open.add(serving)
        serving.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            status, content = await self._respond(reader)
            payload = json.dumps(content).encode()
            writer.write(_head(status, len(payload)) + payload)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the caller went away
        finally:
            writer.close()

    async def _respond(self, reader: asyncio.StreamReader) -> tuple[HTTPStatus, Json]:
        try:
            request = await _read(reader)
            answer = self._routes.get((request.method, request.path))
            if answer is not None:
                return HTTPStatus.OK, await answer(request)
        except RequestError as error:
            return error.status, {"error": str(error)}
        return HTTPStatus.NOT_FOUND, {"error": f"no {request.method} {request.path} here"}


async def _read(reader: asyncio.StreamReader) -> Request:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, _, rest = head.partition("\r\n")
        method, address, _ = first.split(" ", 2)
    except (asyncio.LimitOverrunError, ValueError) as error:
        raise RequestError(HTTPStatus.BAD_REQUEST, "this is not HTTP") from error
    headers = email.message_from_string(rest)
    if headers.get("Host", "").rpartition(":")[0] not in _OWN_HOSTS:
        raise RequestError(HTTPStatus.FORBIDDEN, "only for programs on this machine")
    parts = urlsplit(address)
    body = await _read_body(reader, headers) if method == "POST" else {}
    return Request(method=method, path=parts.path, query=dict(parse_qsl(parts.query)), body=body)


async def _read_body(reader: asyncio.StreamReader, headers: Message) -> dict[str, object]:
    if headers.get_content_type() != "application/json":
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json")
    length = headers.get("Content-Length", "0")
    if not length.isdigit() or int(length) > _MAX_BODY:
        raise RequestError(HTTPStatus.BAD_REQUEST, "Content-Length is wrong or too large")
    try:
        body = json.loads(await reader.readexactly(int(length)) or b"{}")
    except ValueError as error:
        raise RequestError(HTTPStatus.BAD_REQUEST, "the body is not JSON") from error
    if not isinstance(body, dict):
        raise RequestError(HTTPStatus.BAD_REQUEST, "the body is not a JSON object")
    return body


def _head(status: HTTPStatus, length: int) -> bytes:
    return (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\nConnection: close\r\n\r\n"
    ).encode()
