"""Pub/Sub: tell the rest of the company that an attempt has begun, and what became of a job.

Publishing waits for the service's answer, because after the HTTP response Cloud Run takes the
processor away; of a start it waits later than it publishes.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from shared.core import errors
from shared.core.job import Job
from shared.core.job_event import JobEvent, describe, describe_start
from shared.google_calls import CallPolicy
from shared.settings import Settings
from shared.telemetry import semantic_spans

if TYPE_CHECKING:
    from google.cloud.pubsub_v1 import PublisherClient

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
            publication.result(timeout=CALLS.total_seconds)

    def publish_start(self, job: Job) -> Publication:
        """Begin to publish that the job's attempt has begun; this does not wait.

        Returns:
            What to wait for, before the processor is withdrawn.

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
        with CALLS.translated():
            publication.result(timeout=CALLS.total_seconds)

    @contextmanager
    def _sending(self) -> Iterator[None]:
        """Measure the sending of one event, and turn the client's errors into ours."""
        topic = self._settings.job_events_topic
        with semantic_spans.send(semantic_spans.PUBSUB, topic), CALLS.translated():
            yield

    def _begin(self, event: JobEvent) -> Publication:
        begun: Publication = self._client.publish(
            self._topic, json.dumps(event.to_json()).encode(), **CALLS.options
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
