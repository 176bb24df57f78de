"""Handlers that never return take their thread with them: end the process before it is deaf.

A thread cannot be ended from outside. So when a quarter of a process's threads is held by handlers
that are past their time limit, the process releases its other jobs, as at SIGTERM, and ends;
gunicorn starts another one. See docs/decisions/0021-a-process-that-lost-threads-ends.md.
"""

import logging
import os
from datetime import timedelta
from threading import Lock
from typing import Protocol

from shared import shutdown
from shared.telemetry import logs

log = logging.getLogger(__name__)


class Returning(Protocol):
    """An attempt, as far as its handler may return."""

    def returns_within(self, limit: timedelta | None) -> bool:
        """Whether it does within that time; None for any."""


#: So long after its time limit a handler may still notice that its attempt was ended.
GRACE = timedelta(seconds=30)
#: The process ends when this share of its threads is lost.
_SHARE = 4

_lock = Lock()
_lost: set[int] = set()


def watch(attempt: Returning, threads: int) -> None:
    """Wait for a handler that is past its time limit; end the process if too many never return.

    Called on the attempt's own thread, which has nothing else to do any more.

    Args:
        attempt: Whose handler was told to stop.
        threads: How many this process has for handlers.
    """
    if attempt.returns_within(GRACE):
        return
    with _lock:
        _lost.add(id(attempt))
        lost = len(_lost)
    log.error(
        "A handler does not return: %d of %d threads are lost.",
        lost,
        threads,
        extra=logs.log_fields("thread-lost", lost=lost, threads=threads),
    )
    if lost * _SHARE >= threads:
        _end_process()
    attempt.returns_within(None)
    with _lock:
        _lost.discard(id(attempt))


def _end_process() -> None:
    log.critical(
        "Too many threads are lost; the process ends.", extra=logs.log_fields("process-ends")
    )
    shutdown.end_gracefully()
    # Anything gentler waits for the threads that never end.
    os._exit(1)
