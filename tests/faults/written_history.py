"""A history that outlives its process: a line of JSON for each version and each deed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import RootModel

from tests.faults.history import Deed, History, Version

#: The file's name.
HISTORY = "history.jsonl"


class _Line(RootModel[Version | Deed]):
    """One thing that happened."""


def real_ticks() -> Iterator[int]:
    """Number what happens by the machine's clock, the same for all of its processes."""
    while True:
        yield time.time_ns()


@dataclass(kw_only=True)
class WrittenHistory(History):
    """Writes down what happens in a process that may be killed at any time."""

    path: Path

    def keep_version(self, version: Version) -> None:
        """Write it down."""
        self._write(_Line(version))

    def keep_deed(self, deed: Deed) -> None:
        """Write it down."""
        self._write(_Line(deed))

    def _write(self, line: _Line) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line.model_dump_json() + "\n")


def write_history(path: Path, clock: Callable[[], datetime]) -> History:
    """Return a history that is written down."""
    return WrittenHistory(path=path, clock=clock, _ticks=real_ticks())


def add_written(history: History, path: Path) -> None:
    """Add to a history what other processes have written down."""
    for text in path.read_text(encoding="utf-8").splitlines():
        line = _Line.model_validate_json(text).root
        if isinstance(line, Version):
            history.keep_version(line)
        else:
            history.keep_deed(line)
