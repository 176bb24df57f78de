"""Simulate a deployment at more jobs a second than a machine can make: where it breaks first.

`python -m tests.bench.simulate` prints the tables of `docs/scale.md`. Jobs pass, one event after
the other, through what the platform limits (`tests/bench/limits.py`), with what our operations
cost (`tests/bench/figures.json`, `infra/costs`). Its clock is the simulation's and its chance is
seeded: the same run gives the same figures.

What is over a limit waits here, in order. A real service also slows down, and refuses.
"""

import random
import statistics
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, product, takewhile

import simpy
from rich.console import Console
from rich.table import Table

from infra.costs.work import Job
from tests.bench import deployment, limits
from tests.bench.deployment import Costs, Deployment, kept_costs
from tests.bench.stations import Fleet, FleetShape, Places, Rate, Sharded, Steps

RATES = (100, 1_000, 10_000)
SECONDS = 300
#: No more events than these make: above, one simulated job stands for some that move together.
_SIMULATED_A_SECOND = 40
#: The last part of a run is looked at: the first one is the start of the first instances.
_LAST = 1 / 3
#: What ends is at least this share of what comes where a rate is held.
_HOLDS = 0.95
#: A part breaks when the jobs of so many seconds wait at it.
_BROKEN_SECONDS = 2
#: Until then the first instances start.
_WARM_SECONDS = 10
_LOOK_SECONDS = 0.25


@dataclass(kw_only=True)
class Outcome:
    """What one simulated run has shown."""

    #: Seconds from the request to the start of its handler, of each job that has started.
    starts: list[float] = field(default_factory=list)
    #: When each ended.
    ended: list[float] = field(default_factory=list)
    #: At which part the jobs of some seconds waited first, and since when. What waits there holds
    #: places elsewhere, so that others follow.
    broke: tuple[str, float] | None = None
    #: Instances of the worker that were started.
    instances: int = 0

    def ended_a_second(self, seconds: float, weight: float = 1) -> float:
        """Return how many ended in each second of the last part of a run."""
        first = seconds * (1 - _LAST)
        return weight * sum(first <= at < seconds for at in self.ended) / (seconds - first)


@dataclass(frozen=True, kw_only=True)
class Run:
    """What is simulated."""

    deployment: Deployment
    job: Job = field(default_factory=Job)
    cost: Costs = field(default_factory=kept_costs)
    #: How many jobs each simulated one stands for.
    weight: int = 1
    #: How many tasks a queue that has rested dispatches at once.
    burst: float = 1
    #: By how much the length of a job varies: of half to one and a half times its seconds.
    varies: float = 0.5
    index_per_second: float = limits.INDEX_PER_SECOND.value


class Simulation:
    """One deployment and the jobs that come to it."""

    def __init__(self, run: Run, seed: int = 0) -> None:
        self.outcome = Outcome()
        self._came = 0
        self._run, self._random, self._env = run, random.Random(seed), simpy.Environment()  # noqa: S311 -- no secret
        cut = run.deployment
        shape = partial(FleetShape, full=limits.FULL.value, concurrency=cut.concurrency)
        shape = partial(shape, starts_per_second=limits.STARTS_PER_SECOND.value)
        self._api = Fleet(
            self._env, shape(instances=cut.api_instances, start_seconds=run.cost.api_start)
        )
        self._worker = Fleet(
            self._env, shape(instances=cut.worker_instances, start_seconds=run.cost.worker_start)
        )
        self._check_at = self._sharded(cut.check_at_shards, run.index_per_second)
        self._created_at = self._sharded(cut.list_shards, run.index_per_second)
        self._finished_at = self._sharded(cut.list_shards, run.index_per_second)
        self._dispatch = self._sharded(cut.queues, cut.queue_per_second, run.burst)
        self._at_once = [Places(self._env, cut.queue_at_once) for _ in range(cut.queues)]

    def play(self, arrivals: Iterable[float], seconds: float) -> Outcome:
        """Let jobs come at these times, and return what has happened after so many seconds."""
        self._env.process(self._arrive(arrivals))
        self._env.process(self._watch())
        self._env.run(until=seconds)
        self.outcome.instances = self._worker.started
        return self.outcome

    def _watch(self) -> Steps:
        """Look often whether a part breaks; instances have some time to start."""
        while self.outcome.broke is None:
            yield self._env.timeout(_LOOK_SECONDS)
            is_cold = self._env.now < _WARM_SECONDS
            waiting = {
                name: number
                for name, number in self._waiting().items()
                if not (is_cold and name.endswith("instances"))
            }
            most = max(waiting, key=lambda name: waiting[name])
            if waiting[most] > _BROKEN_SECONDS * max(1.0, self._came / self._env.now):
                self.outcome.broke = most, self._env.now

    def _sharded(self, shards: int, per_second: float, burst: float = 1) -> Sharded:
        rates = [Rate(self._env, per_second, burst=burst) for _ in range(shards)]
        return Sharded(rates, self._random)

    def _waiting(self) -> dict[str, int]:
        return {
            "index of checkAt": self._check_at.waiting,
            "index of createdAt": self._created_at.waiting,
            "index of finishedAt": self._finished_at.waiting,
            "queue: dispatches a second": self._dispatch.waiting,
            "queue: dispatched at once": sum(queue.waiting.now for queue in self._at_once),
            "worker's instances": self._worker.waiting.now,
            "api's instances": self._api.waiting.now,
        }

    def _arrive(self, arrivals: Iterable[float]) -> Steps:
        for at in arrivals:
            yield self._env.timeout(at - self._env.now)
            self._came += 1
            self._env.process(self._job())

    def _job(self) -> Steps:
        came, weight = self._env.now, self._run.weight
        yield from self._submit()
        yield from self._dispatch.take(weight)
        queue = self._random.choice(self._at_once)
        yield from queue.take(weight)
        yield from self._worker.take(weight)
        yield from self._work(came)
        self._worker.release(weight)
        queue.release(weight)
        self.outcome.ended.append(self._env.now)

    def _submit(self) -> Steps:
        cost, weight = self._run.cost, self._run.weight
        yield from self._api.take(weight)
        yield from self._created_at.take(weight)
        yield from self._check_at.take(weight)
        yield self._env.timeout(cost.api_cpu + cost.submit)
        self._api.release(weight)

    def _work(self, came: float) -> Steps:
        """Claim, write as often as the job does, and end."""
        job, cost, weight = self._run.job, self._run.cost, self._run.weight
        yield from self._check_at.take(weight)
        moved = self._env.now
        yield self._env.timeout(cost.start)
        self.outcome.starts.append(self._env.now - came)
        length = job.seconds * (1 + self._run.varies * self._random.uniform(-1, 1))
        writes = job.progress_writes + job.steps
        for _ in range(writes):
            yield self._env.timeout(length / (writes + 1) + cost.write)
            if self._env.now - moved > deployment.LOOK_MOVES_EVERY:
                yield from self._check_at.take(weight)
                moved = self._env.now
        yield self._env.timeout(length / (writes + 1) + cost.worker_cpu)
        yield from self._finished_at.take(weight)
        yield self._env.timeout(cost.end)


def at_random(chance: random.Random, per_second: float) -> Iterator[float]:
    """Return when jobs come that know nothing of each other: a Poisson process."""
    now = 0.0
    for _ in count():
        now += chance.expovariate(per_second)
        yield now


def weight_of(rate: float) -> int:
    """Return how many jobs each simulated one stands for, at so many a second."""
    return max(1, round(rate / _SIMULATED_A_SECOND))


def simulate(cut: Deployment, rate: float, *, seconds: float = SECONDS, seed: int = 0) -> Outcome:
    """Return what so many demo jobs a second do to a deployment."""
    weight = weight_of(rate)
    arrivals = at_random(random.Random(seed), rate / weight)  # noqa: S311 -- same
    coming = takewhile(lambda at: at < seconds, arrivals)
    return Simulation(Run(deployment=cut, weight=weight), seed).play(coming, seconds)


def main() -> int:
    """Print both tables."""
    console, cost, cuts = Console(width=130), kept_costs(), deployment.deployments()
    full = Table("Full at so many jobs a second", *(cut.name for cut in cuts), box=None)
    found = [deployment.ceilings(cut, Job(), cost) for cut in cuts]
    for name in found[0]:
        full.add_row(name, *(f"{each[name]:,.0f}" if name in each else "-" for each in found))
    console.print(full)
    table = Table(
        *("Deployment", "Jobs/s", "Ended/s", "Start, median", "99 %", "Breaks first"), box=None
    )
    for cut, rate in product(cuts, RATES):
        table.add_row(cut.name, f"{rate:,}", *_row(simulate(cut, rate), rate))
    console.print(table)
    return 0


def _row(out: Outcome, rate: float) -> list[str]:
    ended = out.ended_a_second(SECONDS, weight_of(rate))
    cuts = statistics.quantiles(out.starts, n=100) if len(out.starts) > 1 else [SECONDS] * 99
    name, since = out.broke or ("holds", 0)
    return [
        f"{ended:,.0f}",
        f"{cuts[49]:.1f} s",
        f"{cuts[98]:.1f} s",
        f"{name}, after {since:.0f} s" if out.broke and ended < _HOLDS * rate else "holds",
    ]


if __name__ == "__main__":
    sys.exit(main())
