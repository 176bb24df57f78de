"""End a job where no delivery stands for it: a cancel, the sweeper, an attempt cut short.

A worker's delivery comes again until all that follows from an end is done. Here the job document
itself keeps the reminder: `checkAt` stays until the events are out and the job's place is given on,
and if this process dies before, the sweeper does it.
"""

import logging

from functions.effects import concurrency, notify, start_events
from shared.core import errors, ids
from shared.core.job import DELIVERY_GRACE, Job
from shared.firestore.job_store import VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def end_job(services: Services, stored: VersionedJob, ended: Job) -> Job:
    """Write the end of a job, and do what follows from it.

    Raises:
        job_store.StaleWriteError: If somebody else was first.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    reminder = ended.end_unpublished(by=services.clock() + DELIVERY_GRACE)
    return follow_or_leave(services, services.store.write(stored, reminder))


def follow_or_leave(services: Services, stored: VersionedJob) -> Job:
    """Do what follows from an end that carries a reminder; what fails is left to the sweeper."""
    try:
        return follow_end(services, stored)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("The end is left to the sweeper.", extra=logs.log_fields("end-left"))
        return stored.job


def follow_end(services: Services, stored: VersionedJob) -> Job:
    """Publish an end that carries a reminder, give its place on, and take the reminder away.

    Nobody knows here which starts were published, so they are published too.

    Raises:
        errors.UnavailableError: If a service cannot be reached; again is harmless.
        errors.WriteConflictError: If somebody else was faster.
    """
    notify.publish_end(services, stored.job)
    concurrency.release_slots(services, ids.parse_job_id(stored.job.job_id).uid)
    start_events.publish_starts(services, stored.job)
    return services.store.write(stored, stored.job.end_published()).job
