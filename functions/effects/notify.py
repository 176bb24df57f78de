"""The single effects: enqueue a task, publish an end.

A task that cannot be enqueued is left to the sweeper, which finds the job by its `checkAt`. An end
that cannot be published is an error: what led to it must come again. An end goes to Pub/Sub, and
then into the queue of webhooks, once for each endpoint; all of it is harmless twice.
"""

import logging
from datetime import datetime

from shared.core import errors
from shared.core.job import Job
from shared.telemetry import logs
from shared.webhooks import message
from shared.wiring import Services

log = logging.getLogger(__name__)


def publish_end(services: Services, job: Job) -> None:
    """Publish how a job has ended.

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
