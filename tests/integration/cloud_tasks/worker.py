"""A worker to deliver to: remembers what it was sent, answers as it is told.

It answers 200 unless told otherwise. Waiting is for conditions, never for a time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the worker says."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the worker was sent."""

    method: str
    path: str
    #: By lower-case name.
    headers: dict[str, str]
    body: bytes

    @property
    def task(self) -> str:
        """The task's short name."""
        return self.headers["x-cloudtasks-taskname"]


class Worker:
    """A web server on a free port of this machine."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._changed = threading.Condition()
        self._answers: list[Answer] = []
        self._open = threading.Event()
        self._open.set()
        self._running = 0
        self.most_at_once = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        # An incoming delivery wakes the selector at once; the interval only delays the end.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/run"

    def close(self) -> None:
        """Answer every request that waits, and stop."""
        self._open.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def will_answer(self, *answers: int | Answer) -> None:
        """Answer so, one after the other, before going back to 200."""
        self._answers += [Answer(status=a) if isinstance(a, int) else a for a in answers]

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Answer no request before the block ends."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def wait_for_calls(self, count: int) -> list[Call]:
        """Wait until that many calls have come in, and return them."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.calls) >= count, PATIENCE_SECONDS)
            assert came, f"{len(self.calls)} calls of {count} came"
            return list(self.calls)

    def take(self, call: Call) -> Answer:
        """Remember a call and return its answer, once the worker may answer."""
        with self._changed:
            self.calls.append(call)
            answer = self._answers.pop(0) if self._answers else Answer()
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
            self._changed.notify_all()
        self._open.wait(PATIENCE_SECONDS)
        with self._changed:
            self._running -= 1
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        worker = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                answer = worker.take(
                    Call(
                        method=self.command,
                        path=self.path,
                        headers={name.lower(): value for name, value in self.headers.items()},
                        body=self.rfile.read(length),
                    )
                )
                # Where the deadline has cut the request, no client is left to answer.
                with suppress(ConnectionError):
                    self._say(answer)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any  # noqa: N815

            def _say(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        return Handler
