"""Find ports on 127.0.0.1: the usual one where it is free, any other where it is taken."""

import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from itertools import cycle, islice
from pathlib import Path

HOST = "127.0.0.1"
#: Ports that no system gives to a connection by itself: Linux begins at 32768, others later. One of
#: those might be taken by any client between our look and the listener's bind.
_OURS = range(20_000, 32_000)
#: A process chooses among so many of them, which no other process chooses from while it lives.
_SHARE = 40


def choose_port(preferred: int = 0) -> int:
    """Return the preferred port if it is free, else a free one.

    Of two processes that choose at once, no other port than a preferred one is given to both.
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
    yield from islice(_share_of(os.getpid()), _SHARE)
    yield 0


@cache
def _share_of(_process: int) -> Iterator[int]:
    """Return a process's own ports, round and round: what was given last comes last again.

    Where there is no folder for the claims, another process may choose from the same.
    """
    shares = [_OURS[start : start + _SHARE] for start in range(0, len(_OURS), _SHARE)]
    secrets.SystemRandom().shuffle(shares)
    with suppress(OSError):
        folder = Path(tempfile.gettempdir()) / f"careerlens-ports-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        claimed = (ports for ports in shares if _is_claimed(folder / str(ports.start)))
        return cycle(next(claimed, shares[0]))
    return cycle(shares[0])


def _is_claimed(path: Path) -> bool:
    """Lock a file for as long as this process lives, however it ends; False if another has it."""
    claim = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        flock(claim, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        os.close(claim)
        return False
    return True
