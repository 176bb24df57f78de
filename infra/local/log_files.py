"""Keep what every process of the local cloud says, in `.local/logs/NAME.log`.

Each run starts its files anew. A file is flushed at every line: it is read when something died.
"""

from pathlib import Path
from typing import TextIO

from infra.local.stack import HOME

LOGS = HOME / "logs"


class LogFiles:
    """The log files of one run; called with each line, by that process's own thread."""

    def __init__(self, folder: Path = LOGS) -> None:
        self.folder = folder
        self._files: dict[str, TextIO] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, name: str, line: str) -> None:
        """Write a line of the process of that name."""
        if name not in self._files:
            self._files[name] = self.path(name).open("w", encoding="utf-8")
        print(line, file=self._files[name], flush=True)

    def path(self, name: str) -> Path:
        """Say where the log of a process is."""
        return self.folder / f"{name}.log"

    def last_lines(self, name: str, count: int) -> list[str]:
        """Give the end of a process's log; nothing if it has said nothing in this run."""
        if name not in self._files:
            return []
        return self.path(name).read_text(encoding="utf-8").splitlines()[-count:]

    def close(self) -> None:
        """Close the files, once every process has ended."""
        for file in self._files.values():
            file.close()
        self._files.clear()
