"""Start, watch and end the processes of the local cloud.

What must stay true: every process that was started is ended by its own id, whatever happens; on
Linux also when this process is killed, because the kernel then tells its children to end.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

#: What a process says, line by line: its name, and the line without its end.
Listener = Callable[[str, str], None]

_PR_SET_PDEATHSIG = 1
# Looked up here: between fork and exec nothing may be loaded.
_LIBC = ctypes.CDLL(None)
_END_SECONDS = 8


class ProcessDiedError(RuntimeError):
    """A process of the local cloud ended by itself; the message has its last words."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """How a process is started."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path | None = None


class Process:
    """A running process of the local cloud, in a session of its own.

    Start it from the main thread: Linux ties the children's end to the thread that made them.
    """

    def __init__(self, command: Command, listener: Listener) -> None:
        self.name = command.name
        #: How it was started: how another one of it is.
        self.command = command
        self._listener = listener
        self._last_words: list[str] = []
        self._popen = subprocess.Popen(
            command.arguments,
            cwd=command.directory,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_tie_to_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- one C call
        )
        self._reader = Thread(target=self._read, name=f"log of {self.name}", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process's id, which is its group's too."""
        return self._popen.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._popen.poll() is None

    def check(self) -> None:
        """Raise if it has ended by itself.

        Raises:
            ProcessDiedError: With its name, its exit code and its last words.
        """
        if not self.is_alive:
            self._reader.join(timeout=1)
            words = "\n".join(self._last_words) or "(it said nothing)"
            raise ProcessDiedError(
                f"{self.name} ended with code {self._popen.returncode}:\n{words}"
            )

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._signal(signal.SIGKILL)
        self._popen.wait()
        self._reader.join()

    def stop(self) -> None:
        """Have it stand still, as one that cannot be reached, until `go_on`."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Have it go on where it stood still."""
        self._signal(signal.SIGCONT)

    def ask_to_end(self) -> None:
        """Ask it to end; `end` waits for that."""
        self._signal(signal.SIGTERM)

    def end(self) -> None:
        """End it: ask, wait a while, insist."""
        self.ask_to_end()
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(_END_SECONDS)
        # Also when it has ended: a child of its own may have outlived it.
        self.kill()

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def _read(self) -> None:
        stdout = self._popen.stdout
        if stdout is None:
            return
        with stdout:
            for line in stdout:
                self._last_words = [*self._last_words[-19:], line.rstrip("\n")]
                self._listener(self.name, line.rstrip("\n"))


def end_all(processes: Sequence[Process]) -> None:
    """End processes, the last started first; all are asked before the first is waited for."""
    for process in reversed(processes):
        process.ask_to_end()
    for process in reversed(processes):
        process.end()


def _tie_to_parent() -> None:
    """Ask the kernel to end this child when its parent ends, however that ends."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
