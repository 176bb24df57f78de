"""Compare the simulation with a real run: a burst of jobs on the emulators, as many as they bear.

`python -m tests.bench.burst [--jobs N]` submits so many jobs at once to the local cloud, whose
queue has a rate and a number of places, lets a worker in this process run them over HTTP, and
prints how long their starts and ends took beside what the simulation says. What a delivery takes
on this machine is measured before, with as many jobs as there are places.
"""

import argparse
import logging
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import grpc
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

from functions.requests import submit
from infra.costs.work import Job as JobShape
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.process import ports
from shared import wiring
from shared.auth.users import User
from shared.core.job import Job
from shared.core.rate_limit import MAX_BATCH
from shared.handler.job_context import JobContext
from shared.wiring import Services
from tests.bench.concurrency import running_worker
from tests.bench.deployment import Costs, Deployment
from tests.bench.simulate import Run, Simulation
from tests.support.emulators import GoogleEmulators, google_emulators
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.waiting import wait_until
from tests.support.world import QUEUE_PATH, settings_for, tasks_emulator

MOST_JOBS = 500
MOST_SECONDS = 60
#: The queue's, and the seconds of a job: the queue is the narrowest part, not this machine.
PER_SECOND, AT_ONCE, JOB_SECONDS = 12, 8, 2.0
#: What the service lets pass at once of that rate: a fifth of it, and ten at the least.
BURST = 10
_WIDE = 1_000_000
USER = User(uid="burst")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Seconds from the first submission to each start and each end, in order."""

    starts: Sequence[float]
    ends: Sequence[float]

    def lines(self) -> str:
        """Say where the middle and the last of them are."""
        return (
            f"start: median {statistics.median(self.starts):.1f} s, last {max(self.starts):.1f} s;"
            f" end: median {statistics.median(self.ends):.1f} s, last {max(self.ends):.1f} s"
        )


def waits(request: WordRequest, job: JobContext) -> WordResult:
    """Take as long as a job takes here."""
    time.sleep(JOB_SECONDS)
    return WordResult(answer=request.word)


def _narrow(client: tasks_v2.CloudTasksClient) -> None:
    limits = tasks_v2.RateLimits(
        max_dispatches_per_second=PER_SECOND, max_concurrent_dispatches=AT_ONCE
    )
    queue = tasks_v2.Queue(name=QUEUE_PATH, rate_limits=limits)
    client.update_queue(queue=queue, timeout=5)


def real(emulators: GoogleEmulators, tasks: CloudTasksEmulator, jobs: int) -> Measured:
    """Return what a burst of so many jobs took.

    Raises:
        TimeoutError: If they have not ended in time.
    """
    emulators.forget_documents()
    port = ports.choose_port()
    settings = settings_for(emulators, tasks, WORKER_URL=f"http://127.0.0.1:{port}/")
    services = wiring.connect(settings)
    with grpc.insecure_channel(tasks.addresses.grpc) as channel:
        client = tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
        _narrow(client)
        client.pause_queue(name=QUEUE_PATH, timeout=5)
        with declared(waits), running_worker(services, port, AT_ONCE):
            _submit(services, jobs)
            began = services.clock()
            client.resume_queue(name=QUEUE_PATH, timeout=5)
            wait_until(lambda: not _unfinished(services), seconds=MOST_SECONDS)
    ended = services.store.all_jobs(USER.uid, MOST_JOBS)
    return _measured([versioned.job for versioned in ended], began)


def _submit(services: Services, jobs: int) -> None:
    words = [f"word {number}" for number in range(jobs)]
    for first in range(0, jobs, MAX_BATCH):
        part = words[first : first + MAX_BATCH]
        submit.submit_batch(services, USER, [{"type": "test-word", "word": word} for word in part])


def _unfinished(services: Services) -> bool:
    # Asked seldom: the machine is the run's.
    time.sleep(0.5)
    found = services.store.all_jobs(USER.uid, MOST_JOBS)
    return any(not versioned.job.status.is_terminal for versioned in found)


def _measured(jobs: Sequence[Job], began: datetime) -> Measured:
    def since(at: datetime | None) -> float:
        if at is None:
            raise RuntimeError("a job has ended that has no times")
        return (at - began) / timedelta(seconds=1)

    return Measured(
        starts=sorted(since(job.started_at) for job in jobs),
        ends=sorted(since(job.finished_at) for job in jobs),
    )


def simulated(jobs: int, alone: Measured) -> Measured:
    """Return what the simulation says of a burst, given what a few jobs took that need not wait."""
    cut = Deployment(
        name="emulators",
        queue_per_second=PER_SECOND,
        queue_at_once=AT_ONCE,
        worker_instances=1,
        concurrency=_WIDE,
    )
    start, end = statistics.mean(alone.starts), statistics.mean(alone.ends)
    cost = Costs(
        submit=0, start=start, write=0, end=0, api_cpu=0, worker_cpu=0, api_start=0, worker_start=0
    )
    run = Run(
        deployment=cut,
        job=JobShape(seconds=end - start, progress_writes=0, steps=0),
        cost=cost,
        burst=BURST,
        varies=0,
        index_per_second=_WIDE,
    )
    out = Simulation(run).play([0.0] * jobs, 10 * MOST_SECONDS)
    return Measured(starts=sorted(out.starts), ends=sorted(out.ended))


def main() -> int:
    """Measure, and print both."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--jobs", type=int, default=100, choices=range(1, MOST_JOBS + 1))
    jobs = options.parse_args().jobs
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with google_emulators() as emulators, tasks_emulator() as tasks:
        os.environ.update(emulators.environment)
        real(emulators, tasks, AT_ONCE)  # connects
        alone = real(emulators, tasks, AT_ONCE)
        measured = real(emulators, tasks, jobs)
    said = simulated(jobs, alone)
    sys.stdout.write(f"{AT_ONCE} jobs, real:        {alone.lines()}\n")
    sys.stdout.write(f"{jobs} jobs, real:      {measured.lines()}\n")
    sys.stdout.write(f"{jobs} jobs, simulated: {said.lines()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
