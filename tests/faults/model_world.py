"""The model's Firestore, queue, topic and time, as a value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self, cast

from shared.core import ids
from shared.core.job import Job
from shared.core.job_event import describe, describe_batch_end
from shared.core.job_history import ended_attempt
from shared.core.job_status import JobStatus
from shared.firestore import documents
from shared.firestore.documents import VersionedJob

#: The job, the dispatch, and when it is due.
QueuedTask = tuple[str, int, datetime]

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class World:
    """All that is outside the actors. A value: a change makes another one."""

    now: datetime = START
    #: By path: the value, and the number of the write that put it there.
    documents: Mapping[str, tuple[object, int]] = field(default_factory=dict)
    writes: int = 0
    #: Tasks that wait.
    enqueued: frozenset[QueuedTask] = frozenset()
    #: Tasks that were ever enqueued: their names stay taken.
    names: frozenset[tuple[str, int]] = frozenset()
    #: Published: the event's id, and the job's status.
    events: frozenset[tuple[str, JobStatus]] = frozenset()
    #: The ids of the ends of batches that were published.
    batch_ends: frozenset[str] = frozenset()

    @property
    def jobs(self) -> list[VersionedJob]:
        """The job documents."""
        return [
            VersionedJob(job=value, update_time=update_time(number))
            for value, number in self.documents.values()
            if isinstance(value, Job)
        ]

    @property
    def job(self) -> Job:
        """The only job document."""
        (stored,) = self.jobs
        return stored.job

    def put(self, **documents: object) -> Self:
        """Return the world after one commit; the documents by their path."""
        number = self.writes + 1
        stamped = {path: (value, number) for path, value in documents.items()}
        return replace(self, documents={**self.documents, **stamped}, writes=number)

    def later(self, by: timedelta) -> Self:
        """Return the world when so much time has passed."""
        return replace(self, now=self.now + by)

    def without_task(self, job_id: str, dispatch: int) -> Self:
        """Return the world when a task has been answered."""
        left = frozenset(task for task in self.enqueued if task[:2] != (job_id, dispatch))
        return replace(self, enqueued=left)


def update_time(number: int) -> datetime:
    """Return when the write of that number was made, as Firestore says it."""
    return START + timedelta(microseconds=number)


def data_path(job_id: str, name: str) -> str:
    """Say where a document below a job document is."""
    return f"{job_id}/{name}"


def changed_history(world: World, old: Job, new: Job) -> dict[str, str]:
    """Return what a write does to a job's history: one more line, if it ends an attempt."""
    ended = ended_attempt(old, new)
    if ended is None:
        return {}
    path = data_path(new.job_id, documents.ATTEMPTS)
    text, _ = world.documents.get(path, ("{}", 0))
    lines = json.loads(cast("str", text)) | {str(ended.attempt): ended.to_json()}
    return {path: json.dumps(lines)}


def what_is_wrong(world: World) -> str | None:
    """Say what is wrong with a world where nothing happens any more; None if all is well."""
    for stored in world.jobs:
        job = stored.job
        has_result = data_path(job.job_id, documents.RESULT) in world.documents
        if not job.status.is_terminal:
            return f"G1 the job is {job.status} for ever"
        if has_result != (job.status is JobStatus.SUCCEEDED):
            return f"G6 the job is {job.status}, and has a result: {has_result}"
        if job.check_at is not None:
            return "the sweeper looks at the job for ever"
    return None


def what_is_unpublished(world: World) -> str | None:
    """Say which job's end or start was not published; None if all were."""
    for stored in world.jobs:
        job = stored.job
        if (describe(job, "model").event_id, job.status) not in world.events:
            return f"G9 the end was not published: {job.status}"
        for number in range(1, job.attempt + 1):
            start = (ids.event_id(job.job_id, number, JobStatus.RUNNING), JobStatus.RUNNING)
            if start not in world.events:
                return f"G9 the start of attempt {number} was not published"
    return what_batch_is_untold(world)


def what_batch_is_untold(world: World) -> str | None:
    """Say which batch's end was not published although all its jobs have ended; None if all were.

    And whether one was published of jobs that have never been its last: its id says of which.
    """
    batches: dict[str, list[Job]] = {}
    for stored in world.jobs:
        if stored.job.batch_id is not None:
            batches.setdefault(stored.job.batch_id, []).append(stored.job)
    for name, jobs in batches.items():
        if describe_batch_end(jobs, "model").event_id not in world.batch_ends:
            return f"G9 the end of the batch {name} was not published"
    return None
