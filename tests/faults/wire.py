"""A TCP proxy that can be cut: what a service looks like that refuses, or is not there."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from infra.local.process.ports import HOST
from tests.support.waiting import PATIENCE

_CHUNK = 1 << 16


class Wire:
    """The way to a service. Cut, it closes every connection, and every new one at once."""

    def __init__(self, port: int) -> None:
        self._target = (HOST, port)
        self._lock = threading.Lock()
        self._is_cut = False
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server((HOST, 0))
        self._start(self._accept)

    @property
    def address(self) -> str:
        """Where it begins: host:port."""
        return f"{HOST}:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Cut it."""
        with self._lock:
            self._is_cut = True
            ends, self._ends = self._ends, []
        for end in ends:
            _close(end)

    def mend(self) -> None:
        """Mend it."""
        with self._lock:
            self._is_cut = False

    def end(self) -> None:
        """Cut it and close every connection."""
        self.cut()
        _close(self._listener)
        for thread in self._threads:
            thread.join(PATIENCE)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._is_cut:
                    _close(near)
                    continue
                far = socket.create_connection(self._target)
                self._ends += [near, far]
            self._start(_pump, near, far)
            self._start(_pump, far, near)

    def _start(self, work: Callable[..., None], *ends: socket.socket) -> None:
        thread = threading.Thread(target=work, args=ends, daemon=True)
        self._threads.append(thread)
        thread.start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Carry bytes one way, until either end is closed."""
    with suppress(OSError):
        while chunk := source.recv(_CHUNK):
            sink.sendall(chunk)
    _close(sink)
    _close(source)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """Return a wire to the service at a port of this machine, inside the block."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.end()
