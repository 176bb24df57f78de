"""Rename a job; nothing else of it changes, and nothing follows from it."""

import logging

from functions.requests.owned_jobs import change_owned_job
from shared.auth.users import User
from shared.core.job import Job
from shared.firestore.documents import VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def rename_job(services: Services, user: User, job_id: str, title: str) -> Job:
    """Rename a job of `user`, in whatever state it is.

    Raises:
        errors.NotFoundError: If there is no such job of this user.
        errors.WriteConflictError: If the job document changed at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """

    def change(stored: VersionedJob) -> Job:
        if stored.job.title == title:
            return stored.job
        renamed = services.store.write(stored, stored.job.renamed(services.clock(), title)).job
        log.info("The job has another title.", extra=logs.log_fields("rename"))
        return renamed

    return change_owned_job(services, user, job_id, change)
