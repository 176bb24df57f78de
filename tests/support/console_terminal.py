"""The console in a terminal of its own, beside a cloud that it finds."""

import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import ioctl

from infra.local.cloud import discovery
from infra.local.cloud.emulators import ROOT
from infra.local.cloud.log_files import LogFiles
from infra.local.cloud.stack import LocalCloud, Ports, local_cloud

CONSOLE = (sys.executable, "-m", "infra.local.console")
#: The last that it writes: lines break again, there is a cursor, and the first screen.
RELEASED = "\x1b[?7h\x1b[?25h\x1b[?1049l"


@contextmanager
def discoverable_cloud() -> Iterator[LocalCloud]:
    """Run the local cloud so that other programs find it, as `make run` does."""
    logs = LogFiles()
    parts = LocalCloud(
        ports=Ports.free(),
        listener=logs,
        overrides={"TEXT_MODEL": "tests.support.moody_model:open_text_model"},
    )
    try:
        with (
            local_cloud(parts, sweep_every_seconds=1) as cloud,
            discovery.published(cloud.environment),
        ):
            yield cloud
    finally:
        logs.close()


class Terminal:
    """The console in a terminal of its own: what it writes, and the keyboard."""

    def __init__(self) -> None:
        self._near, self._far = pty.openpty()
        ioctl(self._far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._before = termios.tcgetattr(self._far)
        self.written = ""
        self.process = subprocess.Popen(  # noqa: S603 -- our own program
            CONSOLE,
            cwd=ROOT,
            stdin=self._far,
            stdout=self._far,
            stderr=self._far,
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
            # Its own terminal in full: Ctrl-C is then an interrupt.
            preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 -- one C call
        )

    @property
    def is_as_before(self) -> bool:
        """Whether keys echo, and wait for the end of the line, as they did at first."""
        return termios.tcgetattr(self._far) == self._before

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Wait until something is written that was not there at the last wait."""
        give_up_at = time.monotonic() + seconds
        while text not in self.written:
            assert time.monotonic() < give_up_at, f"no {text!r} in {self.written[-3000:]!r}"
            self._read(0.1)
        self.written = self.written.partition(text)[2]

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._near, key.encode())

    def wait(self) -> int:
        """Wait for the end, and return the exit code."""
        give_up_at = time.monotonic() + 20
        # What is not read might hold it up.
        while self._read(0.1) or self.process.poll() is None:
            assert time.monotonic() < give_up_at, "the console does not end"
        return self.process.wait()

    def close(self) -> None:
        """End what is left of it."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        os.close(self._near)
        os.close(self._far)

    def _read(self, timeout_seconds: float) -> str:
        """Read what there is; nothing if nothing comes in time."""
        if not select.select([self._near], [], [], timeout_seconds)[0]:
            return ""
        text = os.read(self._near, 65536).decode(errors="replace")
        self.written += text
        return text
