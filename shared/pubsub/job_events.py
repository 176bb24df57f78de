"""Pub/Sub: tell the rest of the company that an attempt has begun, and what became of a job.

An event has no user text, and the same moment always has the same `eventId`: whoever reads may
drop what it has seen. Publishing waits for the service's answer, because after the HTTP response
Cloud Run gives no more processor time; of a start it waits later than it publishes.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from shared.core import errors, ids
from shared.core.job import Job, JobStatus, Usage
from shared.core.records import Record
from shared.settings import Settings
from shared.telemetry import semantic_spans

if TYPE_CHECKING:
    from google.api_core import retry as retries
    from google.cloud.pubsub_v1 import PublisherClient

#: The client's own default is to try for ten minutes.
_TIMEOUT_SECONDS = 5.0


class JobEvent(Record):
    """A start of an attempt, or the end of a job, for analytics."""

    event_id: str
    job_id_hash: str
    owner_hash: str
    type: str
    #: Running: an attempt has begun. Any other: the job has ended so.
    status: JobStatus
    #: The error's code, where there is one.
    code: str | None = None
    #: How many attempts have begun, this one included.
    attempts: int
    happened_at: datetime
    #: Of the attempt that has begun, or of the job's last one; see `Job`.
    wait_seconds: float | None
    run_seconds: float | None = None
    usage: Usage | None = None
    revision: str


def describe(job: Job, revision: str) -> JobEvent:
    """Make the event of a finished job."""
    return JobEvent(
        event_id=ids.event_id(job.job_id, job.dispatch, job.status),
        job_id_hash=ids.job_hash(job.job_id),
        owner_hash=ids.owner_hash(ids.parse_job_id(job.job_id).uid),
        type=job.type,
        status=job.status,
        code=None if job.error is None else job.error.code,
        attempts=job.attempt,
        happened_at=job.finished_at or job.updated_at,
        wait_seconds=job.wait_seconds,
        run_seconds=job.run_seconds,
        usage=job.usage,
        revision=revision,
    )


def describe_start(job: Job, revision: str) -> JobEvent:
    """Make the event of the start of a job's current or last attempt.

    Of the job document it takes only what stays as it was at the claim, or is kept in the job's
    history: so whoever publishes it, and however late, publishes the same.
    """
    return JobEvent(
        event_id=ids.event_id(job.job_id, job.attempt, JobStatus.RUNNING),
        job_id_hash=ids.job_hash(job.job_id),
        owner_hash=ids.owner_hash(ids.parse_job_id(job.job_id).uid),
        type=job.type,
        status=JobStatus.RUNNING,
        attempts=job.attempt,
        happened_at=job.started_at or job.updated_at,
        wait_seconds=job.wait_seconds,
        revision=revision,
    )


class Publication(Protocol):
    """An event on its way; the client sends it from a thread of its own."""

    def result(self, timeout: float) -> object:
        """Wait until Pub/Sub has it."""


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
        with self._sending():
            publication = self._begin(describe(job, self._settings.k_revision))
            publication.result(timeout=_TIMEOUT_SECONDS)

    def publish_start(self, job: Job) -> Publication:
        """Begin to publish that the job's attempt has begun; this does not wait.

        Returns:
            What to wait for, before the processor is taken away.

        Raises:
            errors.EventNotPublishedError: If it could not even begin.
        """
        with self._sending():
            return self._begin(describe_start(job, self._settings.k_revision))

    def wait_for(self, publication: Publication) -> None:
        """Wait until Pub/Sub has what it was begun to be told.

        Raises:
            errors.EventNotPublishedError: If Pub/Sub did not take it in time;
                publishing again is safe.
        """
        with _translated():
            publication.result(timeout=_TIMEOUT_SECONDS)

    @contextmanager
    def _sending(self) -> Iterator[None]:
        """Measure the sending of one event, and turn the client's errors into ours."""
        topic = self._settings.job_events_topic
        with semantic_spans.send(semantic_spans.PUBSUB, topic), _translated():
            yield

    def _begin(self, event: JobEvent) -> Publication:
        begun: Publication = self._client.publish(
            self._topic,
            json.dumps(event.to_json()).encode(),
            retry=self._retry,
            timeout=_TIMEOUT_SECONDS,
        )
        return begun

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


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the client's errors into ours."""
    from google.api_core import exceptions
    from google.auth import exceptions as auth_exceptions

    try:
        yield
    except (exceptions.GoogleAPIError, auth_exceptions.GoogleAuthError, TimeoutError) as error:
        raise errors.EventNotPublishedError from error
