"""A receiver of webhooks: a real HTTP or HTTPS server, which answers as it is told to."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from itertools import chain, repeat
from threading import Lock

from tests.fakes.local_http import LocalServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class WebhookReceiver(LocalServer):
    """Keeps what comes, and gives its answers in turn, the last one for ever."""

    def __init__(self, *answers: Answer, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(_Handler)
        self.came: list[Received] = []
        self._answers = chain(answers, repeat(answers[-1]))
        self._lock = Lock()
        if tls is not None:
            # The greeting is each connection's own matter, in its own thread.
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def next_answer(self, request: Received) -> Answer:
        """Keep a request, and say how it is answered."""
        with self._lock:
            self.came.append(request)
            return next(self._answers)


class _Handler(BaseHTTPRequestHandler):
    server: WebhookReceiver

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        request = Received(
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        self.server.next_answer(request)(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer with a status."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def raw(*parts: bytes, pause_seconds: float = 0, repeats: int = 1) -> Answer:
    """Answer with bytes as they are, with a pause before each, for as long as the client reads."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        assert isinstance(request.server, LocalServer)
        first, *rest = parts
        try:
            request.wfile.write(first)
            for part in (part for _ in range(repeats) for part in rest):
                if request.server.closing.wait(pause_seconds):
                    return
                request.wfile.write(part)
        except OSError:
            return  # The client does not read any more.

    return answer
