"""Cloud Tasks: enqueue a job's task, and have webhooks sent. The only place that knows its client.

A task carries a job's id and a dispatch number, and in a header the trace that it was enqueued in.
Its name is made of the first two, so that enqueueing the same dispatch twice is enqueueing it once.
Webhooks have a queue of their own: a receiver that is down slows no job.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import JsonValue

from shared.core import errors, ids
from shared.settings import Settings
from shared.telemetry import semantic_spans, trace_context
from shared.webhooks.message import Webhook

if TYPE_CHECKING:
    from google.api_core import retry as retries
    from google.cloud import tasks_v2
    from google.protobuf import duration_pb2

#: One call, and all tries of one call. The sweeper repairs what does not work by then, so nobody
#: needs to wait longer (the client's own default is 20 s a call and no second try).
_CALL_TIMEOUT_SECONDS = 2.0
_TOTAL_TIMEOUT_SECONDS = 3.0
#: How long Cloud Tasks waits for the worker: the longest it allows. Every attempt's own limit
#: and the function's are shorter.
DISPATCH_DEADLINE = timedelta(minutes=30)
#: How long it waits for the function that sends a webhook, which gives up long before.
WEBHOOK_DEADLINE = timedelta(minutes=2)


class TaskQueue:
    """The queue of tasks, and that of webhooks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def enqueue(self, job_id: str, dispatch: int, at: datetime | None = None) -> None:
        """Enqueue the task of that dispatch, now or `at`; a task that was enqueued already is fine.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        with semantic_spans.send(semantic_spans.CLOUD_TASKS, self._settings.tasks_queue):
            self._create(self._settings.queue_path, self._delivery_task(job_id, dispatch, at))

    def put_webhook(self, webhook: Webhook) -> None:
        """Have a webhook sent; one that was put there already is fine.

        Raises:
            errors.EventNotPublishedError: If Cloud Tasks cannot be reached or refuses;
                putting it again is safe.
        """
        with semantic_spans.send(semantic_spans.CLOUD_TASKS, self._settings.webhook_queue):
            try:
                self._create(self._settings.webhook_queue_path, self._webhook_task(webhook))
            except errors.UnavailableError as error:
                raise errors.EventNotPublishedError from error

    def is_enqueued(self, job_id: str, dispatch: int) -> bool:
        """Whether the task of that dispatch is still in the queue, waiting or being answered.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        from google.api_core import exceptions

        try:
            self._client.get_task(
                name=self._task_path(job_id, dispatch),
                retry=self._retry,
                timeout=_CALL_TIMEOUT_SECONDS,
            )
        except exceptions.NotFound:
            return False
        except exceptions.GoogleAPIError as error:
            raise errors.UnavailableError from error
        return True

    def forget(self, job_id: str, dispatch: int) -> bool:
        """Take the task of that dispatch out of the queue.

        Returns:
            Whether there was one.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        from google.api_core import exceptions

        try:
            self._client.delete_task(
                name=self._task_path(job_id, dispatch),
                retry=self._retry,
                timeout=_CALL_TIMEOUT_SECONDS,
            )
        except exceptions.NotFound:
            return False
        except exceptions.GoogleAPIError as error:
            raise errors.UnavailableError from error
        return True

    def _create(self, queue_path: str, task: "tasks_v2.Task") -> None:
        """Put a task into a queue, unless one of its name is or was there."""
        from google.api_core import exceptions

        try:
            self._client.create_task(
                parent=queue_path,
                task=task,
                retry=self._retry,
                timeout=_CALL_TIMEOUT_SECONDS,
            )
        except exceptions.AlreadyExists:
            return
        except exceptions.GoogleAPIError as error:
            raise errors.UnavailableError from error

    def _task_path(self, job_id: str, dispatch: int) -> str:
        return f"{self._settings.queue_path}/tasks/{ids.task_id(job_id, dispatch)}"

    def _delivery_task(self, job_id: str, dispatch: int, at: datetime | None) -> "tasks_v2.Task":
        from google.cloud import tasks_v2

        body: dict[str, JsonValue] = {"jobId": job_id, "dispatch": dispatch}
        return tasks_v2.Task(
            name=self._task_path(job_id, dispatch),
            http_request=self._call_of(self._settings.worker_url, body),
            schedule_time=at,
            dispatch_deadline=_duration(DISPATCH_DEADLINE),
        )

    def _webhook_task(self, webhook: Webhook) -> "tasks_v2.Task":
        from google.cloud import tasks_v2

        name = ids.webhook_task_id(webhook.webhook_id, webhook.endpoint)
        return tasks_v2.Task(
            name=f"{self._settings.webhook_queue_path}/tasks/{name}",
            http_request=self._call_of(self._settings.webhook_function_url, webhook.to_json()),
            dispatch_deadline=_duration(WEBHOOK_DEADLINE),
        )

    def _call_of(self, url: str, body: Mapping[str, JsonValue]) -> "tasks_v2.HttpRequest":
        """Return the request by which a function of ours is called in the caller's name."""
        from google.cloud import tasks_v2

        return tasks_v2.HttpRequest(
            http_method=tasks_v2.HttpMethod.POST,
            url=url,
            # Cloud Tasks does not hand the trace on by itself.
            headers={"Content-Type": "application/json", **trace_context.headers_of_call()},
            body=json.dumps(body).encode(),
            oidc_token=tasks_v2.OidcToken(
                service_account_email=self._settings.caller_service_account,
                # Cloud Tasks' default is the whole URL, which Cloud Run does not accept.
                audience=url,
            ),
        )

    @cached_property
    def _client(self) -> "tasks_v2.CloudTasksClient":
        from google.cloud import tasks_v2

        host = self._settings.cloud_tasks_emulator_host
        if not host:
            return tasks_v2.CloudTasksClient()
        import grpc
        from google.cloud.tasks_v2.services.cloud_tasks import transports

        channel = grpc.insecure_channel(host)
        return tasks_v2.CloudTasksClient(
            transport=transports.CloudTasksGrpcTransport(channel=channel)
        )

    @cached_property
    def _retry(self) -> "retries.Retry":
        from google.api_core import exceptions, retry

        return retry.Retry(
            predicate=retry.if_exception_type(
                exceptions.ServiceUnavailable, exceptions.DeadlineExceeded
            ),
            initial=0.1,
            maximum=1.0,
            timeout=_TOTAL_TIMEOUT_SECONDS,
        )


def _duration(length: timedelta) -> "duration_pb2.Duration":
    from google.protobuf import duration_pb2

    duration = duration_pb2.Duration()
    duration.FromTimedelta(length)
    return duration
