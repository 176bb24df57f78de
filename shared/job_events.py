"""Pub/Sub: tell the rest of the company what became of a job.

An event has no user text, and the same moment always has the same `eventId`: whoever reads may
drop what it has seen. Publishing waits for the service's answer, because after the HTTP response
Cloud Run gives no more processor time.
"""

import json
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from shared import errors, ids, span_kinds
from shared.job import Job, JobStatus, Usage
from shared.records import Record
from shared.settings import Settings

if TYPE_CHECKING:
    from google.api_core import retry as retries
    from google.cloud.pubsub_v1 import PublisherClient

#: The client's own default is to try for ten minutes.
_TIMEOUT_SECONDS = 5.0


class JobEvent(Record):
    """What became of a job, for analytics."""

    event_id: str
    job_id_hash: str
    owner_hash: str
    type: str
    status: JobStatus
    #: The error's code, where there is one.
    code: str | None
    attempts: int
    happened_at: datetime
    #: From acceptance to the last attempt's start, and from there to the end.
    wait_seconds: float | None
    run_seconds: float | None
    usage: Usage | None
    revision: str


def describe(job: Job, revision: str) -> JobEvent:
    """Make the event of a finished job."""
    started_at, finished_at = job.started_at, job.finished_at or job.updated_at
    return JobEvent(
        event_id=ids.event_id(job.job_id, job.dispatch, job.status),
        job_id_hash=ids.job_hash(job.job_id),
        owner_hash=ids.owner_hash(ids.parse_job_id(job.job_id).uid),
        type=job.type,
        status=job.status,
        code=None if job.error is None else job.error.code,
        attempts=job.attempt,
        happened_at=finished_at,
        wait_seconds=started_at and (started_at - job.created_at).total_seconds(),
        run_seconds=started_at and (finished_at - started_at).total_seconds(),
        usage=job.usage,
        revision=revision,
    )


class JobEvents:
    """The topic of job events."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def publish(self, job: Job) -> None:
        """Publish what became of a job, and wait until Pub/Sub has it.

        Raises:
            errors.EventNotPublishedError: If Pub/Sub did not take it in time;
                publishing again is safe.
        """
        from google.api_core import exceptions

        event = describe(job, self._settings.k_revision)
        with span_kinds.send(span_kinds.PUBSUB, self._settings.job_events_topic):
            try:
                self._client.publish(
                    self._topic,
                    json.dumps(event.to_json()).encode(),
                    retry=self._retry,
                    timeout=_TIMEOUT_SECONDS,
                ).result(timeout=_TIMEOUT_SECONDS)
            except (exceptions.GoogleAPIError, TimeoutError) as error:
                raise errors.EventNotPublishedError from error

    @property
    def _topic(self) -> str:
        settings = self._settings
        return f"projects/{settings.google_cloud_project}/topics/{settings.job_events_topic}"

    @cached_property
    def _client(self) -> "PublisherClient":
        from google.cloud.pubsub_v1 import PublisherClient
        from google.cloud.pubsub_v1.types import BatchSettings

        # One message a batch: it leaves at once, instead of waiting for company.
        return PublisherClient(BatchSettings(max_messages=1))

    @cached_property
    def _retry(self) -> "retries.Retry":
        from google.api_core import exceptions, retry

        return retry.Retry(
            predicate=retry.if_exception_type(
                exceptions.ServiceUnavailable, exceptions.DeadlineExceeded
            ),
            initial=0.1,
            maximum=1.0,
            timeout=_TIMEOUT_SECONDS,
        )
