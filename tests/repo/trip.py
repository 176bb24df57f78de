"""The trip of one delivery: which of the engine's files a reader enters who follows it.

Counted from what really runs: a job of a test's type, which shows progress and keeps a step, is
delivered to the worker by HTTP, and a profiler notes each call that leads from one file into
another.

    followed           functions/ without its job types, and shared/handler: each file is one
    counted once       the pure core (shared/core, and the two tables beside the engine that are
                       as pure), and the room of Firestore: both are asked again and again
    not followed       what a call leads to and comes straight back from: telemetry, settings,
                       the adapters of the other neighbours, the registry and the handler
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from types import FrameType

from tests.repo.repository import ROOT

#: What counts as one, by the start of its path.
_ONCE = {
    "shared/core/": "the pure core",
    "functions/worker/outcomes.py": "the pure core",
    "functions/effects/effects_of.py": "the pure core",
    "shared/firestore/": "the firestore room",
}
_FOLLOWED = ("functions/", "shared/handler/")
_LEFT_OUT = ("functions/job_types/",)


def stop_of(path: str) -> str | None:
    """Return what a file counts as; None if it is not followed."""
    for start, name in _ONCE.items():
        if path.startswith(start):
            return name
    is_followed = path.startswith(_FOLLOWED) and not path.startswith(_LEFT_OUT)
    return path if is_followed else None


@dataclass
class Trip:
    """What was entered, in this order, and from where to where it went and came back."""

    entered: list[str] = field(default_factory=list)
    #: Each way from one file into another, once; each is one return.
    ways: list[tuple[str, str]] = field(default_factory=list)
    _where: list[str | None] = field(default_factory=list)

    @property
    def returns(self) -> int:
        """How often the reader comes back: from each file that is one, and each of the others.

        What counts as one file is left as one, wherever it was entered from.
        """
        singles = set(_ONCE.values())
        ways = {way for way in self.ways if not singles.intersection(way)}
        return len(ways) + len(singles.intersection(self.entered))

    def note(self, frame: FrameType, event: str, _: object) -> None:
        """Note a call or a return of Python code; for `sys.setprofile`."""
        if event == "call":
            self._enter(stop_of(_path_of(frame)))
        elif event == "return" and self._where:
            self._where.pop()

    def _enter(self, stop: str | None) -> None:
        before = next((each for each in reversed(self._where) if each is not None), None)
        self._where.append(stop)
        if stop is None:
            return
        if stop not in self.entered:
            self.entered.append(stop)
        if before is not None and before != stop and (before, stop) not in self.ways:
            self.ways.append((before, stop))


@contextmanager
def followed() -> Iterator[Trip]:
    """Follow what this thread does inside the block."""
    trip = Trip()
    sys.setprofile(trip.note)
    try:
        yield trip
    finally:
        sys.setprofile(None)


def _path_of(frame: FrameType) -> str:
    path = PurePath(frame.f_code.co_filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""
