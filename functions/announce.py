"""Tell who must know, after the card was written: the queue of the next attempt, or the world.

A bell that cannot be rung is left to the sweeper, which finds the card by its `checkAt`. An end
that cannot be published is an error: the delivery that led to it must come again.
"""

import logging
from datetime import datetime

from shared import errors, logs
from shared.job import RING_GRACE, Job
from shared.job_store import StoredJob
from shared.wiring import Services

log = logging.getLogger(__name__)


def announce(services: Services, job: Job) -> None:
    """Do what follows from a card just written: ring for a queued job, publish a finished one.

    Raises:
        errors.EventNotPublishedError: If Pub/Sub did not take the event; again is harmless.
    """
    if job.status.is_terminal:
        services.events.publish(job)
    else:
        ring(services, job, job.next_attempt_at)


def end_job(services: Services, stored: StoredJob, ended: Job) -> Job:
    """Write the end of a job for which no delivery stands, and publish it.

    A worker's delivery comes again until the end is published. Elsewhere (a cancel, the sweeper)
    the card itself keeps the reminder: `checkAt` stays until the event is out, and if it never
    gets there, the sweeper publishes it.

    Raises:
        job_store.CardChangedError: If somebody else was first.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    reminder = ended.to_be_announced(by=services.clock() + RING_GRACE)
    return publish_end(services, services.store.write(stored, reminder))


def follow_up(services: Services, stored: StoredJob) -> None:
    """Do what follows from a card just written, where no delivery stands for it."""
    if stored.job.status.is_terminal:
        publish_end(services, stored)
    else:
        ring(services, stored.job, stored.job.next_attempt_at)


def publish_end(services: Services, stored: StoredJob) -> Job:
    """Publish the end of a finished job that carries a reminder, and take the reminder away."""
    try:
        services.events.publish(stored.job)
        return services.store.write(stored, stored.job.announced()).job
    except (errors.EventNotPublishedError, errors.WriteConflictError):
        log.warning("The end is left to the sweeper.", extra=logs.facts("publish-left"))
        return stored.job


def ring(services: Services, job: Job, at: datetime | None) -> None:
    """Ring the bell of the job's current dispatch, now or `at`."""
    try:
        services.queue.ring(job.job_id, job.dispatch, at)
    except errors.UnavailableError:
        log.warning(
            "The bell could not be rung; the sweeper will.",
            extra=logs.facts("ring-failed", dispatch=job.dispatch),
        )
