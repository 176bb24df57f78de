"""Keep what every process of the local cloud says, in `.local/logs/NAME.log`.

Each run starts its files anew: a reader finds that run only. One that still runs keeps
writing to its own, which have no names any more. A file is flushed at every line: it is read when
something died.
"""

from collections import deque
from pathlib import Path
from typing import TextIO

from infra.local.cloud.stack import HOME

LOGS = HOME / "logs"
_REMEMBERED_LINES = 50


class LogFiles:
    """The log files of one run; called with each line, by that process's own thread."""

    def __init__(self, folder: Path = LOGS) -> None:
        self.folder = folder
        self._files: dict[str, TextIO] = {}
        self._last_lines: dict[str, deque[str]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        # Also of a process that says nothing this time, or much later.
        for path in folder.glob("*.log"):
            path.unlink(missing_ok=True)

    def __call__(self, name: str, line: str) -> None:
        """Write a line of the process of that name."""
        if name not in self._files:
            # Another run may have begun one of that name.
            self.path(name).unlink(missing_ok=True)
            self._files[name] = self.path(name).open("w", encoding="utf-8")
            self._last_lines[name] = deque(maxlen=_REMEMBERED_LINES)
        self._last_lines[name].append(line)
        print(line, file=self._files[name], flush=True)

    def path(self, name: str) -> Path:
        """Say where the log of a process is."""
        return self.folder / f"{name}.log"

    def last_lines(self, name: str, count: int) -> list[str]:
        """Return the end of a process's log; nothing if it has said nothing in this run."""
        return list(self._last_lines.get(name, ()))[-count:]

    def close(self) -> None:
        """Close the files, once every process has ended."""
        for file in self._files.values():
            file.close()
        self._files.clear()
