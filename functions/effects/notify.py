"""Tell what must know of a written change: the queue of the next attempt, or the world.

A task that cannot be enqueued is left to the sweeper, which finds the job document by its
`checkAt`. An end that cannot be published is an error: the delivery that led to it must come again.
The world is Pub/Sub, and then the queue of webhooks, once for each endpoint; all of it is harmless
twice.
"""

import logging
from datetime import datetime

from shared.core import errors
from shared.core.job import Job
from shared.telemetry import logs
from shared.webhooks import message
from shared.wiring import Services

log = logging.getLogger(__name__)


def notify(services: Services, job: Job) -> None:
    """Do what follows from a written change: enqueue a queued job, publish a finished one.

    Raises:
        errors.EventNotPublishedError: If not all could be told; again is harmless.
    """
    if job.status.is_terminal:
        publish_end(services, job)
    else:
        enqueue(services, job, job.next_attempt_at)


def publish_end(services: Services, job: Job) -> None:
    """Tell the world of a finished job.

    Raises:
        errors.EventNotPublishedError: If Pub/Sub did not take the event, or Cloud Tasks a webhook;
            again is harmless.
    """
    services.events.publish(job)
    settings = services.settings
    for webhook in message.webhooks_of(job, settings.webhook_endpoints, settings.k_revision):
        services.queue.put_webhook(webhook)


def enqueue(services: Services, job: Job, at: datetime | None) -> None:
    """Enqueue the task of the job's current dispatch, now or `at`."""
    try:
        services.queue.enqueue(job.job_id, job.dispatch, at)
    except errors.UnavailableError:
        log.warning(
            "The task could not be enqueued; the sweeper will.",
            extra=logs.log_fields("enqueue-failed", dispatch=job.dispatch),
        )
