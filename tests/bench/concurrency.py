"""Measure concurrency: how long one user's single job waits behind another user's hundred.

`python -m tests.bench.concurrency` starts the emulators, a queue that delivers over HTTP, and a
worker with a few threads in this process; prints, for each run, the wait of the single job in
lengths of a job. Exits with 1 if it ever is more than two.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from werkzeug.serving import BaseWSGIServer

from functions.requests import submit
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.process import ports
from shared import wiring
from shared.auth.users import User
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.rate_limit import MAX_BATCH
from shared.handler.job_context import JobContext
from shared.wiring import Services
from tests.support.emulators import GoogleEmulators, google_emulators
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.waiting import wait_until
from tests.support.web import worker_app
from tests.support.world import settings_for, tasks_emulator

RUNS = 5
QUEUED = 100
SLOTS = 3
#: One more than a user's slots; and none more, so that the single job has to wait for a thread.
THREADS = (4, 3)
#: Long enough that a busy machine's own delays are not what is measured.
JOB_LENGTH = timedelta(seconds=1)
#: The stated bound, in lengths of a job.
BOUND = 2.0

MANY, SINGLE = User(uid="many"), User(uid="single")


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What one run has shown."""

    #: From the single job's acceptance to its claim, in lengths of a job.
    wait: float
    #: How many of the other user's jobs had ended when the single one was submitted.
    ended_before: int
    #: How many of them waited or ran then.
    unfinished_before: int


def slow(request: WordRequest, job: JobContext) -> WordResult:
    """Take as long as a job takes here."""
    time.sleep(JOB_LENGTH.total_seconds())
    return WordResult(answer=request.word)


class PooledServer(BaseWSGIServer):
    """Answers with a fixed number of threads, as a worker under gunicorn does."""

    multithread = True
    pool: ThreadPoolExecutor

    def process_request(self, request: object, client_address: object) -> None:
        """Return a request to the next thread that is free."""
        self.pool.submit(self._answer, request, client_address)

    def _answer(self, request: object, client_address: object) -> None:
        try:
            self.finish_request(request, client_address)  # type: ignore[arg-type]
        finally:
            self.shutdown_request(request)  # type: ignore[arg-type]


@contextmanager
def running_worker(services: Services, port: int, threads: int) -> Iterator[None]:
    """Answer tasks inside the block, on so many threads."""
    with ThreadPoolExecutor(threads) as pool, ThreadPoolExecutor(1) as acceptor:
        server = PooledServer("127.0.0.1", port, worker_app(services))
        server.pool = pool
        acceptor.submit(server.serve_forever, 0.01)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()


def _ended(services: Services, user: User) -> int:
    jobs = services.store.all_jobs(user.uid, QUEUED + 1)
    return sum(1 for stored in jobs if stored.job.status.is_terminal)


def measure(services: Services) -> Measurement:
    """Let one user fill the queue, submit another's job, and say how long that one waited."""
    _run_to_its_end(services, User(uid="first"))  # connects, which takes as long as some jobs
    words = [f"word {number}" for number in range(QUEUED)]
    for first in range(0, QUEUED, MAX_BATCH):
        part = words[first : first + MAX_BATCH]
        submit.submit_batch(services, MANY, [{"type": "test-word", "word": word} for word in part])
    wait_until(lambda: services.store.count_slots(MANY.uid) == SLOTS, seconds=30)
    ended = _ended(services, MANY)
    single = _run_to_its_end(services, SINGLE)
    if single.started_at is None:
        raise RuntimeError("the job has succeeded, and never started")
    return Measurement(
        wait=(single.started_at - single.created_at) / JOB_LENGTH,
        ended_before=ended,
        unfinished_before=QUEUED - ended,
    )


def _run_to_its_end(services: Services, user: User) -> Job:
    """Submit a job and wait until it has succeeded."""
    job_id = submit.submit_job(services, user, {"type": "test-word", "word": "x"}).job.job_id
    wait_until(lambda: _read(services, job_id).status is JobStatus.SUCCEEDED, seconds=60)
    return _read(services, job_id)


def _read(services: Services, job_id: str) -> Job:
    (job,) = services.store.read_many([job_id])
    return job


def run_once(emulators: GoogleEmulators, tasks: CloudTasksEmulator, threads: int) -> Measurement:
    """Measure on an empty database and an empty queue."""
    emulators.forget_documents()
    port = ports.choose_port()
    settings = settings_for(
        emulators,
        tasks,
        RUNNING_PER_USER=str(SLOTS),
        UNFINISHED_PER_USER=str(2 * QUEUED),
        WORKER_URL=f"http://127.0.0.1:{port}/",
    )
    services = wiring.connect(settings)
    with running_worker(services, port, threads):
        try:
            return measure(services)
        finally:
            tasks.reset()


def main() -> int:
    """Measure some times; 0 if the bound was kept each time."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    waits = []
    with google_emulators() as emulators, declared(slow):
        os.environ.update(emulators.environment)
        for threads, number in product(THREADS, range(1, RUNS + 1)):
            with tasks_emulator() as tasks:
                found = run_once(emulators, tasks, threads)
            waits.append(found.wait)
            print(  # noqa: T201 -- this program's purpose
                f"{threads} threads, run {number}: the single job started after"
                f" {found.wait:.2f} job lengths, with {found.unfinished_before} of {QUEUED}"
                " jobs of another user unfinished"
            )
    longest = f"the longest of {len(waits)}: {max(waits):.2f} job lengths"
    print(f"{longest}; the bound is {BOUND:.0f}")  # noqa: T201 -- same
    return 0 if max(waits) <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
