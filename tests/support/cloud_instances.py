"""An instance of a function as Cloud Run has it: a CPU during requests, some memory, an end."""

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.process.processes import Process

#: How long an instance has after SIGTERM.
STOP_SECONDS = 10
_POLL_SECONDS = 0.05


@dataclass(kw_only=True)
class Instance:
    """One instance of a function: it has a CPU while it has a request, and only then."""

    process: Process
    port: int
    max_bytes: int
    #: What it has taken at the most, and how often it stood still.
    peak_bytes: int = 0
    pauses: int = 0
    answered: int = 0
    was_too_large: bool = False
    is_stopping: bool = False
    _running: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def running(self) -> int:
        """How many requests it has."""
        return self._running

    @contextmanager
    def request(self) -> Iterator[None]:
        """Let it run during one request; after the last it stands still."""
        with self._lock:
            self._running += 1
            self._signal(signal.SIGCONT)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                self.answered += 1
                if self._running == 0 and not self.is_stopping:
                    self.pauses += 1
                    self._signal(signal.SIGSTOP)

    def rest(self) -> None:
        """Have it stand still, now that it has started."""
        with self._lock:
            if self._running == 0:
                self._signal(signal.SIGSTOP)

    def stop(self) -> bool:
        """Stop it as Cloud Run does; whether it had ended before the ten seconds were over."""
        with self._lock:
            self.is_stopping = True
            self._signal(signal.SIGCONT)
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGTERM)
        give_up_at = time.monotonic() + STOP_SECONDS
        while self.process.is_alive and time.monotonic() < give_up_at:
            time.sleep(_POLL_SECONDS)
        was_in_time = not self.process.is_alive
        self.process.kill()
        return was_in_time

    def let_end(self) -> None:
        """Let it run, so that it can end."""
        self.is_stopping = True
        self._signal(signal.SIGCONT)

    def watch(self) -> None:
        """Look at its memory, and kill it if it has taken too much."""
        self.peak_bytes = max(self.peak_bytes, _memory_of(self.process.pid))
        if self.peak_bytes > self.max_bytes:
            self.was_too_large = True
            self.process.kill()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def _memory_of(first: int) -> int:
    """Return what a process and its children have in memory; what they share counts once."""
    total = 0
    for process in (first, *_children_of(first)):
        with suppress(OSError):
            said = Path(f"/proc/{process}/smaps_rollup").read_text()
            found = re.search(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)
            total += int(found[1]) * 1024 if found else 0
    return total


def _children_of(process: int) -> list[int]:
    with suppress(OSError):
        return [
            int(each)
            for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    return []
