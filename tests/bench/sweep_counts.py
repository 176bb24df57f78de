"""Count what a sweep asks of Firestore and Cloud Tasks where jobs are too many to store for it.

In memory: a store and a queue that answer as theirs do, and count a call as often as an RPC is
made. How long a call takes in the cloud is the reader's to multiply.
"""

import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from functions.worker import sweep
from shared import wiring
from shared.core import ids
from shared.core.job import Job
from shared.core.job_status import CheckFor
from shared.core.stored_value import JsonText
from shared.firestore.documents import Postponement, StaleWriteError, VersionedJob
from shared.firestore.due_jobs import DuePage
from shared.firestore.job_store import JobStore
from shared.settings import Settings
from shared.tasks.task_queue import TASKS_PER_PAGE, TaskQueue
from tests.bench.seeded import choose_lost, queued_jobs
from tests.support.world import MovableClock

_MINUTES = 12


class CountedStore(JobStore):
    """Job documents in memory; each call is counted."""

    def __init__(self, settings: Settings, jobs: Sequence[Job], calls: Counter[str]) -> None:
        super().__init__(settings)
        self._calls = calls
        self._versions = 0
        self._jobs_by_id = {job.job_id: self._version(job) for job in jobs}

    def due(
        self,
        now: datetime,
        limit: int,
        after: DuePage | None = None,
        since: datetime | None = None,
    ) -> DuePage:
        """See `DueJobs.due`."""
        self._calls["query"] += 1
        found = self._due(now, since)
        first = 0 if after is None else bisect.bisect_right(found, cast("Any", after.last))
        page = found[first : first + limit]
        self._calls["documents read"] += len(page)
        jobs = [self._jobs_by_id[job_id] for _, job_id in page]
        return DuePage(jobs=jobs, last=cast("Any", page[-1]) if len(page) == limit else None)

    def postpone_checks(
        self, now: datetime, postponed: Sequence[Postponement]
    ) -> list[datetime | None]:
        """See `DueJobs.postpone_checks`."""
        self._calls["batch write"] += 1
        self._calls["documents written"] += len(postponed)
        return [self._postpone(now, one) for one in postponed]

    def _postpone(self, now: datetime, one: Postponement) -> datetime | None:
        stored = self._jobs_by_id[one.job_id]
        if stored.update_time != one.update_time:
            return None
        return self._keep(stored.job.check_postponed(now, one.next_check)).update_time

    def write(
        self,
        stored: VersionedJob,
        job: Job,
        data: Mapping[str, JsonText] | None = None,
        **_: object,
    ) -> VersionedJob:
        """See `JobStore.write`."""
        self._calls["commit"] += 1
        current = self._jobs_by_id[job.job_id]
        if current.update_time != stored.update_time:
            raise StaleWriteError(current)
        return self._keep(job)

    def _keep(self, job: Job) -> VersionedJob:
        self._jobs_by_id[job.job_id] = stored = self._version(job)
        return stored

    def _version(self, job: Job) -> VersionedJob:
        self._versions += 1
        return VersionedJob(
            job=job, update_time=datetime.fromtimestamp(self._versions / 1000, tz=UTC)
        )

    def _due(self, now: datetime, since: datetime | None = None) -> list[tuple[datetime, str]]:
        return sorted(
            (stored.job.check_at, job_id)
            for job_id, stored in self._jobs_by_id.items()
            if stored.job.check_at is not None
            and stored.job.check_for is CheckFor.DELIVERY
            and stored.job.check_at <= now
            and (since is None or stored.job.check_at > since)
        )


class CountedQueue(TaskQueue):
    """The names of tasks in memory; each call is counted."""

    def __init__(self, settings: Settings, names: set[str], calls: Counter[str]) -> None:
        super().__init__(settings)
        self._calls = calls
        self._names = names

    def list_enqueued(self, most: int, go_on: Callable[[], bool]) -> frozenset[str]:
        """See `TaskQueue.list_enqueued`."""
        found = sorted(self._names)[: max(1, -(-most // TASKS_PER_PAGE)) * TASKS_PER_PAGE]
        self._calls["list"] += max(1, -(-len(found) // TASKS_PER_PAGE))
        self._calls["tasks listed"] += len(found)
        return frozenset(found)

    def is_enqueued(self, job_id: str, dispatch: int) -> bool:
        """See `TaskQueue.is_enqueued`."""
        self._calls["get"] += 1
        return ids.task_id(job_id, dispatch) in self._names

    def enqueue(self, job_id: str, dispatch: int, at: datetime | None = None) -> None:
        """See `TaskQueue.enqueue`."""
        self._calls["create"] += 1
        self._names.add(ids.task_id(job_id, dispatch))


def report(count: int, lost: int, seed: int) -> Iterator[str]:
    """Yield what the first sweep asks, and those of the next minutes, as lines for a person."""
    clock, calls = MovableClock(), Counter[str]()
    jobs = queued_jobs(count, clock(), seed)
    gone = choose_lost(jobs, lost, seed)
    names = {ids.task_id(job.job_id, job.dispatch) for job in jobs if job.job_id not in gone}
    settings = Settings(google_cloud_project="demo-counts")
    services = replace(
        wiring.connect(settings),
        store=CountedStore(settings, jobs, calls),
        queue=CountedQueue(settings, names, calls),
        clock=clock,
    )
    yield f"{count} queued jobs in memory, {lost} without a task, seed {seed}:"
    for minute in range(_MINUTES):
        repairs = sweep.sweep(services)
        what = ", ".join(f"{number} {name}" for name, number in sorted(calls.items()))
        done = ", ".join(f"{number} {name}" for name, number in sorted(repairs.items()))
        yield f"  minute {minute}: {done or 'nothing'}; {what}"
        calls.clear()
        clock.move(timedelta(minutes=1))
