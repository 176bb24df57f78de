"""Erase a job, or a whole user: job documents, data, keys, token bucket and waiting tasks.

What must stay true: a job document goes last, so that an erasure that died in the middle finds the
job again and goes on; a job that still runs loses its attempt, which then can write nothing.
Erasing what is gone is fine.
"""

import logging

from pydantic import Field

from functions.requests.owned_jobs import parse_owned_id
from shared.auth.users import User
from shared.core import errors
from shared.core.records import Record
from shared.firestore.compare_and_set import retry_stale
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The work of one call is bounded; the caller calls again until nothing is left.
MAX_JOBS = 100


class Erasure(Record):
    """How much of a user went."""

    jobs: int
    tasks: int = Field(description="Tasks that waited in the queue for them.")
    is_complete: bool = Field(description="Whether there is more: call again.")


def erase_job(services: Services, user: User, job_id: str) -> None:
    """Erase a job that has ended, and all that belongs to it.

    Raises:
        errors.NotFoundError: If it cannot be a job of this user.
        errors.FailedPreconditionError: If it has not ended: cancel it first.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    parse_owned_id(user, job_id)
    retry_stale(lambda: _erase_as_it_is(services, job_id))


def _erase_as_it_is(services: Services, job_id: str) -> None:
    """Read a job and erase it, if it has ended."""
    stored = services.store.read(job_id)
    if stored is None:
        return
    if not stored.job.status.is_terminal:
        raise errors.FailedPreconditionError(f"The job is {stored.job.status}; cancel it first.")
    services.store.erase(stored)
    with logs.log_context(**stored.job.log_fields()):
        log.info("The job is erased.", extra=logs.log_fields("erase"))


def erase_user(services: Services, user: User) -> Erasure:
    """Erase what there is of a user, up to a bounded amount of work.

    Raises:
        errors.UnavailableError: If a service cannot be reached; calling again goes on.
    """
    jobs = services.store.all_jobs(user.uid, MAX_JOBS)
    tasks = 0
    for stored in jobs:
        if not stored.job.status.is_terminal:
            tasks += services.queue.delete_task(stored.job.job_id, stored.job.dispatch)
        services.store.erase(stored, whatever=True)
    is_complete = len(jobs) < MAX_JOBS
    if is_complete:
        services.store.erase_traces(user.uid)
    log.info("A user is erased.", extra=logs.log_fields("erase-user", jobs=len(jobs)))
    return Erasure(jobs=len(jobs), tasks=tasks, is_complete=is_complete)
