"""Pub/Sub: tell the rest of the company that an attempt has begun, or that a job or batch ended.

Publishing waits for the service's answer, because after the HTTP response Cloud Run takes the
processor away; of a start it waits later than it publishes.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from shared.core import errors
from shared.core.job import Job
from shared.core.job_event import JobEvent, describe, describe_batch_end, describe_start
from shared.google_calls import CallPolicy
from shared.made_once import made_once
from shared.settings import Settings
from shared.telemetry import semantic_spans

if TYPE_CHECKING:
    from google.pubsub_v1.services.publisher import PublisherClient

#: The client's own default is to try for ten minutes.
CALLS = CallPolicy(
    call_seconds=5.0,
    total_seconds=5.0,
    longest_pause_seconds=1.0,
    meanings={
        "GoogleAPIError": errors.EventNotPublishedError,
        "GoogleAuthError": errors.EventNotPublishedError,
        "TimeoutError": errors.EventNotPublishedError,
    },
)


class Publication(Protocol):
    """An event on its way; it is sent from a thread of its own."""

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
            self._send(describe(job, self._settings.k_revision))

    def publish_batch_end(self, jobs: Sequence[Job]) -> None:
        """Publish that all jobs of a batch have ended, and wait until Pub/Sub has it.

        Raises:
            errors.EventNotPublishedError: If Pub/Sub did not take it in time;
                publishing again is safe.
        """
        with self._sending():
            self._send(describe_batch_end(jobs, self._settings.k_revision))

    def publish_start(self, job: Job) -> Publication:
        """Begin to publish that the job's attempt has begun; this does not wait.

        Returns:
            What to wait for, before the processor is withdrawn.

        Raises:
            errors.EventNotPublishedError: If it could not even begin.
        """
        with self._sending():
            self._connected()
            event = describe_start(job, self._settings.k_revision)
            return self._senders.submit(self._send, event)

    def wait_for(self, publication: Publication) -> None:
        """Wait until Pub/Sub has what it was begun to be told.

        Raises:
            errors.EventNotPublishedError: If Pub/Sub did not take it in time;
                publishing again is safe.
        """
        with CALLS.translated():
            publication.result(timeout=CALLS.total_seconds)

    @contextmanager
    def _sending(self) -> Iterator[None]:
        """Measure the sending of one event, and turn the client's errors into ours."""
        topic = self._settings.job_events_topic
        with semantic_spans.send(semantic_spans.PUBSUB, topic), CALLS.translated():
            yield

    def _connected(self) -> "PublisherClient":
        """Return the client, made now if it was not before: without credentials nothing begins."""
        return self._client

    def _send(self, event: JobEvent) -> None:
        from google.pubsub_v1.types import PubsubMessage

        message = PubsubMessage(data=json.dumps(event.to_json()).encode())
        self._client.publish(topic=self._topic, messages=[message], **CALLS.options)

    @property
    def _topic(self) -> str:
        settings = self._settings
        return f"projects/{settings.google_cloud_project}/topics/{settings.job_events_topic}"

    @made_once
    def _client(self) -> "PublisherClient":
        # The generated client. The one written by hand above it batches, with a thread for each
        # batch, and every event of ours leaves at once.
        from google.pubsub_v1.services.publisher import PublisherClient

        host = self._settings.pubsub_emulator_host
        if not host:
            return PublisherClient()
        import grpc
        from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

        channel = grpc.insecure_channel(host)
        return PublisherClient(transport=PublisherGrpcTransport(channel=channel))

    @made_once
    def _senders(self) -> ThreadPoolExecutor:
        # As many as there are attempts whose starts may be on their way.
        return ThreadPoolExecutor(self._settings.threads, thread_name_prefix="events")
