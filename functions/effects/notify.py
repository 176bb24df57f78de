"""Tell who must know, after the card was written: the queue of the next attempt, or the world.

A bell that cannot be rung is left to the sweeper, which finds the card by its `checkAt`. An end
that cannot be published is an error: the delivery that led to it must come again. The world is
Pub/Sub, and then the queue of webhooks, once for each endpoint; all of it is harmless twice.
"""

import logging
from datetime import datetime

from shared.core import errors
from shared.core.job import Job
from shared.telemetry import logs
from shared.webhooks import message
from shared.wiring import Services

log = logging.getLogger(__name__)


def announce(services: Services, job: Job) -> None:
    """Do what follows from a card just written: ring for a queued job, publish a finished one.

    Raises:
        errors.EventNotPublishedError: If not all could be told; again is harmless.
    """
    if job.status.is_terminal:
        publish_end(services, job)
    else:
        ring(services, job, job.next_attempt_at)


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


def ring(services: Services, job: Job, at: datetime | None) -> None:
    """Ring the bell of the job's current dispatch, now or `at`."""
    try:
        services.queue.ring(job.job_id, job.dispatch, at)
    except errors.UnavailableError:
        log.warning(
            "The bell could not be rung; the sweeper will.",
            extra=logs.facts("ring-failed", dispatch=job.dispatch),
        )
