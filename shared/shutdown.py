"""Notice that this machine is about to stop, and release its work in time.

Cloud Run sends SIGTERM and kills ten seconds later. gunicorn replaces whatever handler a module
sets at import, so ours goes in after it, by gunicorn's own hook `post_worker_init`. It runs what
is registered on a thread of its own: a signal's handler must not wait for a lock.
"""

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from types import FrameType

from shared.telemetry import logs

log = logging.getLogger(__name__)

_lock = Lock()
_last_words: list[Callable[[], None]] = []
#: The signal has come: whatever begins from now on has its last word at once.
_is_ending = Event()


@contextmanager
def before_the_end(act: Callable[[], None]) -> Iterator[None]:
    """Have `act` called if the machine is told to stop inside the block.

    It is called from another thread, perhaps while the block ends; what it raises is logged.
    """
    with _lock:
        _last_words.append(act)
    if _is_ending.is_set():
        Thread(target=_call_safely, args=(act,)).start()
    try:
        yield
    finally:
        with _lock:
            _last_words.remove(act)


def end_gracefully() -> None:
    """Call everything that is registered, each on its own thread, and wait for all."""
    with _lock:
        threads = [Thread(target=_call_safely, args=(act,)) for act in _last_words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def install(*first: Callable[[], None]) -> None:
    """Arrange that each worker process of gunicorn gets the signal, and that nothing steers it.

    Call it before the fork.

    Args:
        first: What such a process calls as well before it takes requests. If that fails the
            process ends, and with it the server.
    """
    from gunicorn import config

    def begin(_worker: object) -> None:
        _put_handler()
        for act in first:
            act()

    config.PostWorkerInit.default = staticmethod(begin)
    # No tool steers these servers, and all of one home would share the one socket for it.
    config.ControlSocketDisable.default = True


def _put_handler() -> None:
    """Put our handler before gunicorn's, in the worker's main thread."""
    theirs = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        _is_ending.set()
        Thread(target=end_gracefully, name="shutdown").start()
        if callable(theirs):
            theirs(number, frame)

    signal.signal(signal.SIGTERM, stop)


def _call_safely(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception:
        log.exception("Work could not be released.", extra=logs.log_fields("release-failed"))
