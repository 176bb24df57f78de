"""Publish that an attempt has begun: beside its handler, and with the job's end once more.

    publish_start    at the claim; the handler does not wait for Pub/Sub
    follow_start     before the delivery is answered: has it arrived?
    publish_starts   what publishes an end publishes the starts of all the job's attempts

What must stay true: a start that is not published costs the attempt nothing, and the job's end
neither: that is written, published, and its slot granted before a start is waited for. What deals
with an end has seen every start of the job arrive, or publishes them all again: so a start is
published at least once, as an end is; the process that began it may die over it.
"""

import logging
from dataclasses import dataclass

from shared.core import errors
from shared.core.job import Job
from shared.core.job_history import at_start, ended_attempts
from shared.firestore import documents
from shared.pubsub.job_events import Publication
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class StartEvent:
    """The start event of an attempt, on its way."""

    #: None if it could not even be sent.
    publication: Publication | None


def publish_start(services: Services, job: Job) -> StartEvent:
    """Begin to publish that the attempt of a claimed job has begun."""
    try:
        return StartEvent(publication=services.events.publish_start(job))
    except errors.EventNotPublishedError:
        return StartEvent(publication=None)


def follow_start(services: Services, start: StartEvent, job: Job) -> None:
    """Wait until a start has arrived; if it has not, see to it that it will.

    Args:
        services: Where it is published.
        start: What `publish_start` has returned.
        job: The job as it is when all else is done.

    Raises:
        errors.EventNotPublishedError: If the job has ended and Pub/Sub takes no start of it: the
            delivery must come again.
        errors.UnavailableError: If Firestore cannot be reached: likewise.
    """
    has_arrived = _arrives(services, start)
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


def _arrives(services: Services, start: StartEvent) -> bool:
    """Wait for a start, and return whether Pub/Sub has it."""
    if start.publication is None:
        return False
    try:
        services.events.wait_for(start.publication)
    except errors.EventNotPublishedError:
        return False
    return True


def _at_each_start(services: Services, job: Job) -> list[Job]:
    """Return the job as it was at the start of each of its attempts, as far as its history goes.

    The job document has the last attempt's; only a job with more of them costs a read.
    """
    if job.attempt <= 1:
        return [job] * job.attempt
    _, data = services.store.read_with_data(job.job_id, documents.ATTEMPTS)
    ended = ended_attempts(data.get(documents.ATTEMPTS))
    return [at_start(job, line) for line in ended if line.attempt < job.attempt] + [job]
