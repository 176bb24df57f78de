"""What is sent to other systems: the end of a job or batch, as its event tells it, with its id.

Analysts read events, so those name jobs and owners by hashes. Who is named in WEBHOOK_URLS is a
system of ours that acts for the same users: it has to know which job this is, and whose. The id
says both, and opens nothing: without its owner's token the API answers that there is no such job.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pydantic import ConfigDict, JsonValue

from shared.core import job_event
from shared.core.job import Job
from shared.core.job_event import JobEvent
from shared.core.records import Record
from shared.webhooks.endpoints import Endpoint


class EndedJob(JobEvent):
    """How a job ended: its event, and which job it is."""

    job_id: str
    #: The batch that it was submitted in.
    batch_id: str | None = None


class Message(Record):
    """The body of a webhook, in the form of the Standard Webhooks specification."""

    #: `job.succeeded`, `job.failed`, `job.cancelled`, or `batch.ended`.
    type: str
    #: When it happened, not when it is sent.
    timestamp: datetime
    data: EndedJob


class Webhook(Record):
    """One message to one endpoint, as its task carries it.

    Unknown fields are ignored: a newer revision may have put it there.
    """

    model_config = ConfigDict(extra="ignore")

    #: The event's id: the same for every endpoint, and at every try.
    webhook_id: str
    #: Which job it tells of, for the log.
    job_id: str
    #: To whom: `Endpoint.name`. A task says no address, so that none can be called that the
    #: settings do not name.
    endpoint: str
    #: A `Message`. The sender need not know its fields: another revision may have written it.
    message: dict[str, JsonValue]


def describe(job: Job, revision: str) -> Message:
    """Make the message of a finished job."""
    event = job_event.describe(job, revision)
    return Message(
        type=f"job.{event.status}",
        timestamp=event.happened_at,
        data=EndedJob(job_id=job.job_id, batch_id=job.batch_id, **dict(event)),
    )


def describe_batch_end(jobs: Sequence[Job], revision: str) -> Message:
    """Make the message of a batch, all of whose jobs have ended: of the one that ended last."""
    event, last = job_event.describe_batch_end(jobs, revision), job_event.last_ended(jobs)
    return Message(
        type="batch.ended",
        timestamp=event.happened_at,
        data=EndedJob(job_id=last.job_id, batch_id=last.batch_id, **dict(event)),
    )


def webhooks_of(job: Job, endpoints: Sequence[Endpoint], revision: str) -> Iterator[Webhook]:
    """Return what is to be sent of a finished job, to whom."""
    if endpoints:
        yield from _to_each(endpoints, describe(job, revision))


def batch_webhooks_of(
    jobs: Sequence[Job], endpoints: Sequence[Endpoint], revision: str
) -> Iterator[Webhook]:
    """Return what is to be sent of a batch, all of whose jobs have ended, to whom."""
    if endpoints:
        yield from _to_each(endpoints, describe_batch_end(jobs, revision))


def _to_each(endpoints: Sequence[Endpoint], message: Message) -> Iterator[Webhook]:
    body = message.to_json()
    for endpoint in endpoints:
        yield Webhook(
            webhook_id=message.data.event_id,
            job_id=message.data.job_id,
            endpoint=endpoint.name,
            message=body,
        )
