"""Publish that an attempt has begun: beside its handler, and with the job's end once more.

    publish_start    at the claim; nobody waits for Pub/Sub
    follow_start     before the delivery is answered: has it arrived?
    publish_starts   whoever publishes an end publishes the starts of all the job's attempts

What must stay true: a start that is not published costs the attempt nothing, and the job's end
neither: that is written, published, and its place given on before anybody waits for a start. Who
deals with an end has seen every start of the job arrive, or publishes them all again: so a start
is published at least once, as an end is; the process that began it may die over it.
"""

import logging

from shared.core import errors
from shared.core.job import EndedAttempt, Job
from shared.firestore import job_store
from shared.pubsub.job_events import Publication
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def publish_start(services: Services, job: Job) -> Publication | None:
    """Begin to publish that the attempt of a claimed job has begun; None if that fails at once."""
    try:
        return services.events.publish_start(job)
    except errors.EventNotPublishedError:
        return None


def follow_start(services: Services, publication: Publication | None, job: Job) -> None:
    """Wait until a start has arrived; if it has not, see to it that it will.

    Args:
        services: Where it is published.
        publication: What `publish_start` has given.
        job: The job as it is when all else is done.

    Raises:
        errors.EventNotPublishedError: If the job has ended and Pub/Sub takes no start of it: the
            delivery must come again.
        errors.UnavailableError: If Firestore cannot be reached: likewise.
    """
    has_arrived = _arrives(services, publication)
    if job.status.is_terminal and not (has_arrived and job.attempt == 1):
        publish_starts(services, job)
    elif not has_arrived:
        log.warning("A start is left to the job's end.", extra=logs.log_fields("start-left"))


def publish_starts(services: Services, job: Job) -> None:
    """Publish the start of every attempt of a job that has ended, and wait until all are out.

    Raises:
        errors.EventNotPublishedError: If Pub/Sub did not take one; again is harmless.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    begun = [services.events.publish_start(each) for each in _at_each_start(services, job)]
    for publication in begun:
        services.events.wait_for(publication)


def _arrives(services: Services, publication: Publication | None) -> bool:
    """Wait for a start, and say whether Pub/Sub has it."""
    if publication is None:
        return False
    try:
        services.events.wait_for(publication)
    except errors.EventNotPublishedError:
        return False
    return True


def _at_each_start(services: Services, job: Job) -> list[Job]:
    """Return the job as it was at the start of each of its attempts, as far as its history goes.

    The job document has the last attempt's; only a job with more of them costs a read.
    """
    if job.attempt <= 1:
        return [job] * job.attempt
    _, data = services.store.read_with_data(job.job_id, job_store.ATTEMPTS)
    history = data.get(job_store.ATTEMPTS)
    lines = history.values() if isinstance(history, dict) else ()
    ended = [EndedAttempt.model_validate(line) for line in lines]
    return [_at_start(job, line) for line in ended if line.attempt < job.attempt] + [job]


def _at_start(job: Job, line: EndedAttempt) -> Job:
    return job.model_copy(
        update={
            "attempt": line.attempt,
            "started_at": line.started_at,
            "wait_seconds": line.wait_seconds,
        }
    )
