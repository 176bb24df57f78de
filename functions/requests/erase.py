"""Erase a job, or a whole user: schedules, job documents, data, submitted requests, tasks.

What must stay true: a job document goes last, so that an erasure that died in the middle finds the
job again and goes on, and it goes only as it was read, so that nothing is kept below it meanwhile.
A job that an attempt runs is asked to stop, and goes when it has: until then it holds its slot, and
what it costs is written. What bounds a user outlives their jobs: token bucket, spending, and the
idempotency keys, as hashes. Erasing what is gone is fine.
"""

import logging
from datetime import timedelta
from typing import assert_never

from pydantic import Field

from functions.effects import finish
from functions.effects.effects_of import repeated_effects
from functions.requests import cancel
from functions.requests.owned_jobs import parse_owned_id
from shared.auth.users import User
from shared.core import errors
from shared.core.gather import PartOfAnotherJobError
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus
from shared.core.records import Record
from shared.firestore.compare_and_set import retry_stale
from shared.firestore.documents import (
    BucketChange,
    StaleWriteError,
    UnreadableJobError,
    VersionedBucket,
    VersionedJob,
)
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The work of one call is bounded; the caller calls again until nothing is left.
MAX_JOBS = 100
#: A delivery that died comes again within half an hour, Cloud Tasks' longest deadline.
_FRESH = timedelta(hours=1)


class Erasure(Record):
    """How much of a user went."""

    jobs: int
    tasks: int = Field(description="Tasks that waited in the queue for them.")
    is_complete: bool = Field(
        description="False while there is more, or a job that ran has not stopped yet: call again,"
        " some seconds later."
    )


def erase_job(services: Services, user: User, job_id: str) -> None:
    """Erase a job that has ended, and all that belongs to it: its parts before it.

    Raises:
        errors.NotFoundError: If it cannot be a job of this user.
        errors.FailedPreconditionError: If it has not ended: cancel it first; or if it is a part of
            another job that is still there.
        errors.UnavailableError: If Firestore cannot be reached, or only a newer revision can read
            one of its parts.
    """
    parse_owned_id(user, job_id)
    retry_stale(lambda: _erase_as_it_is(services, job_id))


def _erase_as_it_is(services: Services, job_id: str) -> None:
    """Read a job and erase it, if it has ended."""
    stored = services.store.read(job_id)
    if stored is None:
        return
    if stored.job.parent_id is not None and _is_there(services, stored.job.parent_id):
        raise PartOfAnotherJobError
    if not stored.job.status.is_terminal:
        raise errors.FailedPreconditionError(f"The job is {stored.job.status}; cancel it first.")
    for one in (*_ended_children(services, stored.job), stored):
        _erase_ended(services, one)


def _is_there(services: Services, job_id: str) -> bool:
    try:
        return services.store.read(job_id) is not None
    except UnreadableJobError:
        return True


def _ended_children(services: Services, parent: Job) -> tuple[VersionedJob, ...]:
    """Return all the jobs that another one has made."""
    if not parent.has_children:
        return ()
    found = services.store.children_of(parent.job_id)
    found.check_all_read()
    if any(not child.job.status.is_terminal for child in found.jobs):
        # They are asked to stop by its end.
        raise errors.FailedPreconditionError("A part of the job has not stopped yet; try again.")
    return found.jobs


def _erase_ended(services: Services, stored: VersionedJob) -> None:
    _publish_what_is_left(services, stored)
    services.store.erase(stored)
    with logs.log_context(**stored.job.log_fields()):
        log.info("The job is erased.", extra=logs.log_fields("erase"))


def erase_user(services: Services, user: User) -> Erasure:
    """Erase what there is of a user, up to a bounded amount of work.

    Raises:
        errors.UnavailableError: If a service cannot be reached; calling again goes on.
    """
    # Before the jobs: a submission that comes meanwhile changes it, and is then not overlooked.
    bucket = services.store.read_bucket(user.uid)
    # What makes jobs goes before them. One that is made meanwhile changes the bucket, too.
    services.store.erase_schedules(user.uid)
    jobs = services.store.all_jobs(user.uid, MAX_JOBS)
    # What runs comes last: when it has stopped, no other job is there to be given its slot.
    jobs.sort(key=lambda stored: stored.job.status is JobStatus.RUNNING)
    tasks = [_erase_or_stop(services, stored) for stored in jobs]
    gone = [deleted for deleted in tasks if deleted is not None]
    is_complete = len(gone) == len(jobs) < MAX_JOBS and _erase_traces(services, user, bucket)
    log.info("A user is erased.", extra=logs.log_fields("erase-user", jobs=len(gone)))
    return Erasure(jobs=len(gone), tasks=sum(gone), is_complete=is_complete)


def _erase_or_stop(services: Services, listed: VersionedJob) -> int | None:
    """Erase a job as it is by now; return how many tasks went with it, None if it still runs."""
    stored: VersionedJob | None = listed

    def once() -> int | None:
        nonlocal stored
        try:
            return 0 if stored is None else _erase_unless_it_runs(services, stored)
        except StaleWriteError as stale:
            stored = stale.current
            raise

    with logs.log_context(**listed.job.log_fields()):
        return retry_stale(once)


def _erase_unless_it_runs(services: Services, stored: VersionedJob) -> int | None:
    """Erase a job, or ask its attempt to stop; see `_erase_or_stop`.

    Raises:
        StaleWriteError: If the job has changed meanwhile.
    """
    job = stored.job
    match job.status:
        case JobStatus.RUNNING if not job.lease_is_lost(services.clock()):
            cancel.cancel_as_it_is(services, stored)
            return None
        case JobStatus.QUEUED | JobStatus.RUNNING:
            tasks = services.queue.delete_task(job.job_id, job.dispatch)
        case JobStatus.SUSPENDED | JobStatus.SUCCEEDED | JobStatus.FAILED | JobStatus.CANCELLED:
            tasks = False
        case _:
            assert_never(job.status)
    _publish_what_is_left(services, stored)
    services.store.erase(stored)
    return int(tasks)


def _publish_what_is_left(services: Services, stored: VersionedJob) -> None:
    """Publish an end that may not be out yet: once the job is gone, no process would look (G9).

    That of a fresh end is perhaps under way, in a delivery that may die or be refused.
    """
    job = stored.job
    is_fresh = job.finished_at is not None and services.clock() < job.finished_at + _FRESH
    if is_fresh or job.check_for is CheckFor.PUBLISH:
        finish.carry_out(services, job, repeated_effects(job))


def _erase_traces(services: Services, user: User, bucket: VersionedBucket) -> bool:
    """Erase what is left without jobs; return whether that is all, no job having come meanwhile."""
    change = None
    if bucket.bucket is not None:
        left = bucket.bucket.without_jobs(services.submit_limit)
        change = BucketChange(before=bucket, after=left)
    try:
        services.store.erase_traces(user.uid, change)
    except errors.WriteConflictError:
        return False
    return True
