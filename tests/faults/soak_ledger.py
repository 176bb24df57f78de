"""The soak's ledger: what handlers and crashes wrote down, and what it says.

One line of JSON each, appended in one write, so that it survives the SIGKILL that follows it and
lines of several processes do not mix. Times are the machine's clock, in seconds.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shared.core import ids


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happened in a worker."""

    #: "start" and "end" of a handler, "pay" and "kept" of a step, "crash" of a process; "hit": a
    #: delivery of a task got no answer, or no success.
    what: str
    at: float
    #: The process; 0 for all of them.
    pid: int
    #: The job; of a "hit", the job's hash.
    job_id: str = ""
    attempt: int = 0


class Ledger:
    """The file; for those who write."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, what: str, job_id: str = "", attempt: int = 0, pid: int | None = None) -> None:
        """Write that something happens now."""
        entry = Entry(
            what=what,
            at=time.time(),
            pid=os.getpid() if pid is None else pid,
            job_id=job_id,
            attempt=attempt,
        )
        os.write(self._file, (json.dumps(vars(entry)) + "\n").encode())


def read(path: Path) -> list[Entry]:
    """Return all that was written, in order."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sorted((Entry(**json.loads(line)) for line in lines), key=lambda entry: entry.at)


@dataclass(frozen=True, kw_only=True)
class Loss:
    """An attempt that was under way when its process crashed."""

    job_id: str
    attempt: int
    at: float


@dataclass(kw_only=True)
class _Wait:
    """A job that has lost its attempt: since when, and when something was done to it last."""

    first: float
    last: float


@dataclass(kw_only=True)
class Story:
    """What a ledger says."""

    crashes: int = 0
    #: Handlers that were started.
    starts: int = 0
    losses: list[Loss] = field(default_factory=list)
    #: From a crash to the next start of a job that it hit, in seconds.
    recoveries: list[float] = field(default_factory=list)
    #: The same, from the last time that something was done to it: a crash, or one more in the
    #: middle of its recovery.
    delays: list[float] = field(default_factory=list)
    #: Jobs whose kept step was done again.
    paid_again: set[str] = field(default_factory=set)
    #: Jobs that ran in two handlers at once.
    overlapping: set[str] = field(default_factory=set)


def understand(entries: Iterable[Entry]) -> Story:
    """Read a ledger."""
    story = Story()
    running: dict[tuple[str, int], int] = {}
    waiting: dict[str, _Wait] = {}
    kept: dict[str, int] = defaultdict(int)
    for entry in entries:
        match entry.what:
            case "start":
                _start(story, entry, running, waiting)
            case "end":
                running.pop((entry.job_id, entry.attempt), None)
            case "pay" if kept[entry.job_id]:
                story.paid_again.add(entry.job_id)
            case "kept":
                kept[entry.job_id] += 1
            case "crash":
                _crash(story, entry, running, waiting)
            case "hit" if entry.job_id in waiting:
                waiting[entry.job_id].last = entry.at
    return story


def _start(
    story: Story,
    entry: Entry,
    running: dict[tuple[str, int], int],
    waiting: dict[str, _Wait],
) -> None:
    story.starts += 1
    if any(job_id == entry.job_id for job_id, _ in running):
        story.overlapping.add(entry.job_id)
    running[entry.job_id, entry.attempt] = entry.pid
    if (wait := waiting.pop(ids.job_hash(entry.job_id), None)) is not None:
        story.recoveries.append(entry.at - wait.first)
        story.delays.append(entry.at - wait.last)


def _crash(
    story: Story,
    entry: Entry,
    running: dict[tuple[str, int], int],
    waiting: dict[str, _Wait],
) -> None:
    """All that ran in that process is lost from now on."""
    story.crashes += 1
    hit = [attempt for attempt, pid in running.items() if entry.pid in {0, pid}]
    for job_id, attempt in hit:
        del running[job_id, attempt]
        waiting[ids.job_hash(job_id)] = _Wait(first=entry.at, last=entry.at)
        story.losses.append(Loss(job_id=job_id, attempt=attempt, at=entry.at))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
