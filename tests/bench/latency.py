"""The critical path of each operation: which calls follow one another, at a cloud's latencies.

`python -m tests.bench.latency` runs a submission, and a job from its start to its end, on the
emulators, with clients that add to each call what it would take in the cloud
(`limits.LATENCIES`), and prints what waited for what. Two calls that overlap ran side by side;
the path is the longest chain of calls of which each began after the one before had ended.
"""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, cast

from shared.handler.job_context import JobContext
from shared.wiring import Services
from tests.bench import figures, limits
from tests.support.emulators import google_emulators
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.world import World, connect_world, tasks_client, tasks_emulator

if TYPE_CHECKING:
    from google.cloud.firestore_v1.services.firestore import FirestoreClient

PROGRESS_WRITES: Final = 5
KEPT: Final = Path(__file__).with_name("paths.json")
#: The operations, as `paths.json` names them.
POST, START, PROGRESS, END, EVENT = (
    "POST, to the answer",
    "start, from the delivery to the handler",
    "five progress writes",
    "end, from the handler to the answer",
    "the event of the start, while the handler runs",
)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One RPC: when it began and ended, on one clock, in seconds."""

    name: str
    began: float
    ended: float


@dataclass
class Calls:
    """The RPCs of one operation, from all its threads."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    made: list[Call] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def timed(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        """Return the call, as it is from a function that runs in the cloud."""
        if name not in limits.LATENCIES:
            return call

        def timed(*args: object, **kwargs: object) -> object:
            began = self.clock()
            self.sleep(limits.LATENCIES[name].value)
            try:
                return call(*args, **kwargs)
            finally:
                with self._lock:
                    self.made.append(Call(name=name, began=began, ended=self.clock()))

        return timed


class Distant:
    """A vendor's API object that is as far away as in the cloud."""

    def __init__(self, api: object, calls: Calls) -> None:
        self._api, self._calls = api, calls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the vendor's object has
        """Return the attribute; a call of a service takes its time."""
        return self._calls.timed(name, getattr(self._api, name))


@contextmanager
def distant(services: Services, calls: Calls) -> Iterator[None]:
    """Have the services that far away inside the block."""
    store, queue, events = services.store, services.queue, services.events
    connection, tasks, publisher = store._connection, queue._client, events._client
    far = cast("FirestoreClient", Distant(connection.api, calls))
    store.__dict__["_connection"] = replace(connection, api=far)
    queue.__dict__["_client"] = Distant(tasks, calls)
    events.__dict__["_client"] = Distant(publisher, calls)
    try:
        yield
    finally:
        store.__dict__["_connection"] = connection
        queue.__dict__["_client"] = tasks
        events.__dict__["_client"] = publisher


def critical_path(calls: Sequence[Call]) -> list[Call]:
    """Return the longest chain of calls of which each began after the one before had ended.

    Longest by the latencies of a cloud, not by what an emulator took.
    """
    ordered = sorted(calls, key=lambda call: call.ended)
    best: list[list[Call]] = [[]]
    for call in ordered:
        before = [path for path in best if not path or path[-1].ended <= call.began]
        best.append([*max(before, key=seconds_of), call])
    return max(best, key=seconds_of)


def seconds_of(path: Sequence[Call]) -> float:
    """Return what these calls take in the cloud, one after the other."""
    return sum(limits.LATENCIES[call.name].value for call in path)


def measure(world: World) -> dict[str, list[Call]]:
    """Return the calls of each operation, in a new world, with settings as they are deployed."""
    calls = Calls(time.monotonic, time.sleep)
    marks: list[float] = []

    def works(request: WordRequest, job: JobContext) -> WordResult:
        marks.append(time.monotonic())
        for number in range(PROGRESS_WRITES):
            world.clock.move(timedelta(seconds=2))
            job.progress(number, "on")
        marks.append(time.monotonic())
        return WordResult(answer="done")

    deployed = figures.as_deployed(world)
    with declared(works), distant(world.services, calls):
        job = deployed.submit(word="x")
        marks.append(time.monotonic())
        deployed.deliver(job.job_id, 1)
    return _by_operation(calls.made, marks)


def _by_operation(calls: Sequence[Call], marks: Sequence[float]) -> dict[str, list[Call]]:
    """Return the calls by what they are for; the event of the start is published meanwhile."""
    submitted, started, worked = marks
    event = next(call for call in calls if call.name == "publish")
    others = [call for call in calls if call is not event]

    def between(first: float, last: float) -> list[Call]:
        return [call for call in others if first <= call.began < last]

    return {
        POST: between(0, submitted),
        START: between(submitted, started),
        PROGRESS: between(started, worked),
        END: between(worked, math.inf),
        EVENT: [event],
    }


def paths(world: World) -> dict[str, dict[str, int]]:
    """Return of each operation the calls in a row, all of its calls, and what the former take."""
    return {
        name: {
            "calls in a row": len(path := critical_path(calls)),
            "calls": len(calls),
            "milliseconds": round(1000 * seconds_of(path)),
        }
        for name, calls in measure(world).items()
    }


def read_kept() -> figures.Figures:
    """Return the paths that are kept."""
    kept: figures.Figures = json.loads(KEPT.read_text(encoding="utf-8"))
    return kept


def main() -> int:
    """Print the paths, and keep them when asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", action="store_true", help="write paths.json anew")
    keep = options.parse_args().keep
    with (
        google_emulators() as google,
        tasks_emulator() as emulator,
        tasks_client(emulator) as client,
    ):
        os.environ.update(google.environment)
        google.forget_documents()
        found = measure(connect_world(google, emulator, client))
        google.forget_documents()
        counted = paths(connect_world(google, emulator, client)) if keep else None
    for name, calls in found.items():
        path = critical_path(calls)
        chain = " → ".join(call.name for call in path)
        sys.stdout.write(f"{name}: {round(1000 * seconds_of(path))} ms: {chain}\n")
    if counted is not None:
        KEPT.write_text(json.dumps(counted, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
