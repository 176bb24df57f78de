"""Tell that all jobs of a batch have ended: whichever process publishes the last one's end.

What must stay true: an end is written before it is looked whether it was the last, so of jobs that
end at the same moment the process of at least one finds none under way. An end that is published
again has its batch looked at again; the event is made of what is stored, and has the same id.
"""

from shared.core import errors, ids
from shared.core.job import Job
from shared.webhooks import message
from shared.wiring import Services


def publish_batch_end(services: Services, job: Job, batch_id: str) -> None:
    """Publish that a job's batch has ended, if no job of it is under way.

    Args:
        services: What it takes.
        job: A job whose end is written.
        batch_id: The batch that it came in.

    Raises:
        errors.EventNotPublishedError: If it could not be looked or told; again is harmless.
    """
    try:
        jobs = _ended_jobs(services, ids.parse_job_id(job.job_id).uid, batch_id)
    except errors.UnavailableError as error:
        raise errors.EventNotPublishedError from error
    if not jobs:
        return
    services.events.publish_batch_end(jobs)
    settings = services.settings
    for webhook in message.batch_webhooks_of(jobs, settings.webhook_endpoints, settings.k_revision):
        services.queue.put_webhook(webhook)


def _ended_jobs(services: Services, uid: str, batch_id: str) -> list[Job]:
    """Return the jobs of a batch that has ended; none while one is under way.

    The first query costs one document, whatever the batch's size; only the last end reads them all.
    """
    if services.store.batch_is_under_way(uid, batch_id):
        return []
    jobs = services.store.batch_jobs(uid, batch_id)
    # One may have been run once more between the two.
    return jobs if all(job.status.is_terminal for job in jobs) else []
