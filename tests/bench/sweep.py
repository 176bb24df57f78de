"""Measure how long lost tasks stay lost behind a long queue that is paused, and what a sweep costs.

`python -m tests.bench.sweep` seeds 20,000 queued jobs of which 20 have lost their task, on the
emulators (each a process of its own), and sweeps once a minute until all are found; then it says
what the next sweeps cost. After that the same for 100,000 jobs by counts of calls, on services in
memory. Exits with 1 if the lost ones took longer than the bound.
"""

import argparse
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from functions.worker import sweep
from infra.local.cloud_tasks.service import Addresses
from infra.local.process import ports
from infra.local.process.processes import Command, Process, end_all
from shared import wiring
from shared.core.job import Job
from shared.core.job_status import DELIVERY_GRACE
from shared.wiring import Services
from tests.bench import sweep_counts
from tests.bench.seeded import choose_lost, queued_jobs
from tests.support.emulators import GoogleEmulators, google_emulators
from tests.support.rpc_count import counted_calls
from tests.support.waiting import wait_until
from tests.support.world import QUEUE_PATHS, settings_for

LOST: Final = 20
#: What docs/guarantees.md promises, from when a task was lost; its jobs are due after the grace.
BOUND: Final = timedelta(seconds=120)
SWEEP_EVERY: Final = timedelta(minutes=1)
#: No run takes longer, whatever is measured.
LONGEST: Final = timedelta(minutes=15)
#: Sweeps after all lost ones are found: what a long queue costs that needs nothing.
_AFTERWARDS: Final = 2
_THREADS: Final = 16
_WARM_UP: Final = 3


@dataclass(frozen=True, kw_only=True)
class TasksProcess:
    """An emulator of Cloud Tasks in a process of its own."""

    addresses: Addresses


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What one sweep has done and cost."""

    seconds: float
    cpu_seconds: float
    calls: Counter[str]
    repairs: Counter[sweep.Repair]

    def __str__(self) -> str:
        """Return it as a line for a person."""
        calls = ", ".join(f"{count} {name}" for name, count in sorted(self.calls.items()))
        repairs = ", ".join(f"{count} {what}" for what, count in sorted(self.repairs.items()))
        return (
            f"{self.seconds:.1f} s, CPU {self.cpu_seconds:.1f} s,"
            f" {self.calls.total()} calls ({calls}): {repairs or 'nothing'}"
        )


@contextmanager
def tasks_process() -> Iterator[TasksProcess]:
    """Run an emulator of Cloud Tasks inside the block."""
    grpc_port, http_port = ports.choose_port(), ports.choose_port()
    queues = [part for path in QUEUE_PATHS for part in ("--queue", path)]
    listens = [f"--port={grpc_port}", f"--http-port={http_port}", "--quiet"]
    lines: list[str] = []
    process = Process(
        Command(
            name="tasks",
            arguments=[sys.executable, "-m", "infra.local.cloud_tasks", *listens, *queues],
        ),
        lambda _, line: lines.append(line),
    )
    try:
        wait_until(lambda: bool(lines), seconds=30)
        http = f"http://{ports.HOST}:{http_port}"
        yield TasksProcess(
            addresses=Addresses(grpc=f"{ports.HOST}:{grpc_port}", http=http, issuer=http)
        )
    finally:
        end_all([process])


def seed_world(services: Services, jobs: Sequence[Job], lost: frozenset[str]) -> None:
    """Store the jobs, and enqueue the tasks of all but the lost."""
    connection = services.store._connection

    def store(part: Sequence[Job]) -> None:
        writes = connection.separate()
        for job in part:
            writes.set(services.store._job_document(job.job_id), job.to_document())
        connection.api.batch_write(request=writes.request, metadata=connection.metadata, timeout=60)

    def enqueue(job: Job) -> None:
        if job.job_id not in lost:
            services.queue.enqueue(job.job_id, job.dispatch)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(store, [jobs[first : first + 400] for first in range(0, len(jobs), 400)]))
        list(pool.map(enqueue, jobs))


def swept(services: Services) -> Swept:
    """Sweep once, and count and time it; the processor's time is this process's alone."""
    began, cpu_began = time.monotonic(), time.process_time()
    with counted_calls(services) as calls:
        repairs = sweep.sweep(services)
    return Swept(
        seconds=time.monotonic() - began,
        cpu_seconds=time.process_time() - cpu_began,
        calls=Counter(calls),
        repairs=repairs,
    )


def sweeps_until_found(services: Services, lost: int) -> tuple[float, list[Swept]]:
    """Sweep once a minute until so many tasks are enqueued again.

    Returns:
        The seconds from the first sweep until the end of the last, and each sweep.
    """
    done: list[Swept] = []
    began = time.monotonic()
    while sum(one.repairs[sweep.Repair.REDISPATCHED] for one in done) < lost:
        if done:
            time.sleep(max(0.0, SWEEP_EVERY.total_seconds() - done[-1].seconds))
        if time.monotonic() - began > LONGEST.total_seconds():
            break
        done.append(swept(services))
        _say(f"  sweep {len(done)}: {done[-1]}")
    return time.monotonic() - began, done


def measure(services: Services, count: int, seed: int) -> float:
    """Seed, sweep, and say what it cost; return how long the lost ones stayed lost, in seconds."""
    now = datetime.now(UTC)
    jobs = queued_jobs(count, now, seed)
    lost = choose_lost(jobs, LOST, seed)
    seed_world(services, jobs, lost)
    for _ in range(_WARM_UP):
        # The emulator's first queries take four times as long as later ones; a service is warm.
        services.store.due(now, 10_000)
    # Seeding takes longer than a minute: the sweeper's clock stands where the jobs are just due.
    behind = datetime.now(UTC) - now
    services = replace(services, clock=lambda: datetime.now(UTC) - behind)
    _say(f"{count} queued jobs, {LOST} without a task, seed {seed}:")
    found_after, _ = sweeps_until_found(services, LOST)
    # The unluckiest: lost at once, and the sweeper came just before it was due.
    lost_for = found_after + DELIVERY_GRACE.total_seconds() + SWEEP_EVERY.total_seconds()
    _say(f"  all found after {found_after:.1f} s of sweeping: lost for {lost_for:.0f} s at most")
    for _ in range(_AFTERWARDS):
        behind -= SWEEP_EVERY
        _say(f"  a minute later: {swept(services)}")
    return lost_for


def main() -> int:
    """Measure; 0 if the bound was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=20_000, help="on the emulators")
    parser.add_argument("--counted", type=int, default=100_000, help="in memory, by counts")
    parser.add_argument("--seed", type=int, default=16)
    options = parser.parse_args()
    logging.getLogger().setLevel(logging.ERROR)
    with ExitStack() as stack:
        google: GoogleEmulators = stack.enter_context(google_emulators())
        outside = stack.enter_context(tasks_process())
        os.environ.update(google.environment)
        services = wiring.connect(settings_for(google, outside))
        services.queue._client.pause_queue(name=QUEUE_PATHS[0])
        lost_for = measure(services, options.jobs, options.seed)
    if options.counted:
        for line in sweep_counts.report(options.counted, LOST, options.seed):
            _say(line)
    return 0 if lost_for <= BOUND.total_seconds() else 1


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- this program's purpose


if __name__ == "__main__":
    sys.exit(main())
