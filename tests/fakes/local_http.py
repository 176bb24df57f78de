"""A local HTTP server for fakes: threads, a port of its own, and an end that leaves nothing.

A fake of one of Google's services has each request judged by the service's discovery document; at
the end, a test in which one was wrong has failed.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.support.discovery import judge


class LocalServer(ThreadingHTTPServer):
    """Serves on 127.0.0.1 while it is used as a context manager."""

    daemon_threads = True
    block_on_close = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        #: Set when the server ends: a handler that waits, waits for this.
        self.closing = Event()
        #: What Google's services would not have understood of the requests.
        self.faults: list[str] = []
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.server_port}"

    def judge(self, document: str, verb: str, url: str, body: object = None) -> None:
        """Compare a request with a discovery document."""
        self.faults += judge.faults(document, verb, url, body)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
        said = "; ".join(dict.fromkeys(self.faults))
        assert kind is not None or not said, f"Google's services would not understand: {said}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that goes away in the middle is what many tests are about."""
