"""Run a program as a person does, and find every process it has started.

A process is told by a mark in its environment, which all that it starts inherit: so nothing is
found by its name, and no process of another program is touched.
"""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from infra.local.cloud.emulators import ROOT
from tests.support.waiting import wait_until

_MARK = "CAREERLENS_TEST_PROGRAM"
_START_SECONDS = 60


class Program:
    """A running program, its output, and its processes."""

    def __init__(
        self, arguments: Sequence[str], output: Path, tree: Path = ROOT, **environment: str
    ) -> None:
        self.mark = uuid.uuid4().hex
        self._output = output
        with output.open("wb") as file:
            self._popen = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, *arguments],
                cwd=tree,
                env=_environment({**environment, _MARK: self.mark}),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        """All that it has printed so far."""
        return self._output.read_text(encoding="utf-8")

    def wait_for_text(self, text: str) -> None:
        """Wait until it has printed something."""
        wait_until(
            lambda: text in self.output or self._popen.poll() is not None, seconds=_START_SECONDS
        )
        assert text in self.output, self.output

    def send(self, number: signal.Signals) -> None:
        """Send it, and only it, a signal."""
        self._popen.send_signal(number)

    def wait(self, seconds: float = 100) -> int:
        """Wait for its end, and return its exit code."""
        return self._popen.wait(seconds)

    def process_ids(self) -> list[int]:
        """Return the ids of it and of all that it has started, and that still lives."""
        mark = f"{_MARK}={self.mark}".encode()
        return [pid for pid in _all_process_ids() if mark in _environment_of(pid).split(b"\0")]

    def kill_rest(self) -> None:
        """End what is left of it, by process id."""
        for pid in self.process_ids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._popen.wait()


@contextmanager
def started(
    arguments: Sequence[str], folder: Path, *, tree: Path = ROOT, **environment: str
) -> Iterator[Program]:
    """Run a program of a tree for the length of the block at most; a folder keeps its output."""
    program = Program(arguments, folder / "output.txt", tree, **environment)
    try:
        yield program
    finally:
        program.kill_rest()


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without what other tests have set for themselves."""
    left_out = {"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "PYTHONIOENCODING": "utf-8", **extra}


def _all_process_ids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _environment_of(pid: int) -> bytes:
    """Return a process's environment; nothing of one that has ended, or is another user's."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""
