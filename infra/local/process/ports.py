"""Find ports on 127.0.0.1: the usual one where it is free, any other where it is taken."""

import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack

HOST = "127.0.0.1"
#: Ports that no system gives to a connection by itself: Linux begins at 32768, others later. One of
#: those might be taken by any client between our look and the listener's bind.
_OURS = range(20_000, 32_000)
_TRIES = 50


def choose_port(preferred: int = 0) -> int:
    """Return the preferred port if it is free, else a free one.

    Between this look and the listener's own bind another process may take it; the listener then
    fails to start, with a message that names the port.
    """
    return choose_ports(preferred)[0]


def choose_ports(*preferred: int) -> list[int]:
    """Return as many ports, all different; each the preferred one if it is free.

    All are held until the last is chosen, so that none is given twice.
    """
    with ExitStack() as probes:
        return [_hold(port, probes) for port in preferred]


def _hold(preferred: int, probes: ExitStack) -> int:
    """Bind to the preferred port or another, until the probes are closed."""
    for port in _candidates(preferred):
        probe = probes.enter_context(socket.socket())
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            # Only now it is taken: two sockets that do not listen may share a port.
            probe.listen()
        except OSError:
            continue
        return int(probe.getsockname()[1])
    raise OSError("there is no free port on 127.0.0.1")


def _candidates(preferred: int) -> Iterator[int]:
    """Return which ports are tried, in order; the last is whichever the system has."""
    if preferred:
        yield preferred
    yield from (_OURS[secrets.randbelow(len(_OURS))] for _ in range(_TRIES))
    yield 0
