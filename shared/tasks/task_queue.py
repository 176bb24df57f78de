"""Cloud Tasks: enqueue a job's task, and have webhooks sent. The only place that knows its client.

A task carries a job's id and a dispatch number, and in a header the trace that it was enqueued in.
Its name is made of the first two, so that enqueueing the same dispatch twice is enqueueing it once.
Webhooks have a queue of their own: a receiver that is down slows no job.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from shared.core import errors, ids
from shared.google_calls import CallPolicy
from shared.made_once import made_once
from shared.settings import Settings
from shared.tasks import tagged
from shared.tasks.task_payload import TaskPayload
from shared.telemetry import semantic_spans, trace_context
from shared.webhooks.message import Webhook

if TYPE_CHECKING:
    from google.cloud import tasks_v2

#: A message of protobuf. Filling one in costs a tenth of what the library's classes around it do.
Message: TypeAlias = Any

#: The sweeper repairs what does not work by then, so no caller needs to wait longer (the client's
#: own default is 20 s a call and no second try).
CALLS = CallPolicy(
    call_seconds=2.0,
    total_seconds=3.0,
    longest_pause_seconds=1.0,
    meanings={
        "GoogleAPIError": errors.UnavailableError,
        "GoogleAuthError": errors.UnavailableError,
    },
)
#: A page of a listing is a long answer.
LISTINGS = replace(CALLS, call_seconds=10.0, total_seconds=15.0)
#: The largest page that Cloud Tasks gives.
TASKS_PER_PAGE = 1000
#: How long Cloud Tasks waits for the worker: the longest it allows. Every attempt's own limit
#: and the function's are shorter.
DISPATCH_DEADLINE = timedelta(minutes=30)
#: How long it waits for the function that sends a webhook, which gives up long before.
WEBHOOK_DEADLINE = timedelta(minutes=2)


class QueueName(StrEnum):
    """A queue by what it is for; where it is, the settings say."""

    #: Deliveries of jobs.
    JOBS = "jobs"
    #: Webhooks that are to be sent.
    WEBHOOKS = "webhooks"


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
            self._create(self._delivery(job_id, dispatch, at))

    def put_webhook(self, webhook: Webhook) -> None:
        """Have a webhook sent; one that was put there already is fine.

        Raises:
            errors.EventNotPublishedError: If Cloud Tasks cannot be reached or refuses;
                putting it again is safe.
        """
        with semantic_spans.send(semantic_spans.CLOUD_TASKS, self._settings.webhook_queue):
            try:
                self._create(self._sending(webhook))
            except errors.UnavailableError as error:
                raise errors.EventNotPublishedError from error

    def is_enqueued(self, job_id: str, dispatch: int) -> bool:
        """Whether the task of that dispatch is still in the queue, waiting or being answered.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        try:
            with CALLS.translated(NotFound=errors.NotFoundError):
                self._client.get_task(name=self._task_path(job_id, dispatch), **CALLS.options)
        except errors.NotFoundError:
            return False
        return True

    def list_enqueued(self, most: int, go_on: Callable[[], bool]) -> frozenset[str]:
        """Return the names (`ids.task_id`) of tasks in the queue, waiting or being answered.

        A page is as old as its call: a task may have been enqueued or answered since.

        Args:
            most: The listing ends with the page by which there are so many.
            go_on: Whether there is time for a further page.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        found: set[str] = set()
        token: str | None = ""
        while token is not None and len(found) < most and go_on():
            names, token = self._list_page(token, min(most, TASKS_PER_PAGE))
            found.update(names)
        return frozenset(found)

    def delete_task(self, job_id: str, dispatch: int) -> bool:
        """Take the task of that dispatch out of the queue.

        Returns:
            Whether there was one.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        try:
            with CALLS.translated(NotFound=errors.NotFoundError):
                self._client.delete_task(name=self._task_path(job_id, dispatch), **CALLS.options)
        except errors.NotFoundError:
            return False
        return True

    def is_paused(self, queue: QueueName) -> bool:
        """Whether a queue holds its tasks.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        from google.cloud.tasks_v2 import Queue

        with CALLS.translated():
            found = self._client.get_queue(name=self._queue_path(queue), **CALLS.options)
        return found.state == Queue.State.PAUSED

    def pause(self, queue: QueueName) -> None:
        """Have a queue hold its tasks; one that does stays so.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        with CALLS.translated():
            self._client.pause_queue(name=self._queue_path(queue), **CALLS.options)

    def resume(self, queue: QueueName) -> None:
        """Have a queue deliver its tasks; one that does stays so.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        with CALLS.translated():
            self._client.resume_queue(name=self._queue_path(queue), **CALLS.options)

    def _queue_path(self, queue: QueueName) -> str:
        match queue:
            case QueueName.JOBS:
                return self._settings.queue_path
            case QueueName.WEBHOOKS:
                return self._settings.webhook_queue_path

    def _list_page(self, token: str, most: int) -> tuple[list[str], str | None]:
        """Return the tasks' names of a page of the queue, and where the next one begins."""
        request = {
            "parent": self._settings.queue_path,
            "page_size": most,
            "page_token": token,
        }
        with LISTINGS.translated():
            pages = self._client.list_tasks(request=request, **LISTINGS.options).pages
            page = next(iter(pages))
        names = [task.name.rpartition("/")[2] for task in page.tasks]
        return names, page.next_page_token or None

    def _create(self, request: Message) -> None:
        """Put a task into a queue, unless one of its name is or was there."""
        with (
            suppress(errors.AlreadyExistsError),
            CALLS.translated(AlreadyExists=errors.AlreadyExistsError),
        ):
            self._client.create_task(request=_wrapped(request), **CALLS.options)

    def _task_path(self, job_id: str, dispatch: int) -> str:
        return f"{self._settings.queue_path}/tasks/{ids.task_id(job_id, dispatch)}"

    def _delivery(self, job_id: str, dispatch: int, at: datetime | None) -> Message:
        """Return the request for the task that has a dispatch of a job delivered."""
        made = _request(self._settings.queue_path, ids.task_id(job_id, dispatch))
        body = TaskPayload(job_id=job_id, dispatch=dispatch).encode()
        self._put_call(made.task.http_request, self._settings.worker_url, body)
        made.task.dispatch_deadline.FromTimedelta(DISPATCH_DEADLINE)
        if at is not None:
            made.task.schedule_time.FromDatetime(at)
        return made

    def _sending(self, webhook: Webhook) -> Message:
        """Return the request for the task that has a webhook sent."""
        name = ids.webhook_task_id(webhook.webhook_id, webhook.endpoint)
        made = _request(self._settings.webhook_queue_path, name)
        body = json.dumps(webhook.to_json()).encode()
        self._put_call(made.task.http_request, self._settings.webhook_function_url, body)
        made.task.dispatch_deadline.FromTimedelta(WEBHOOK_DEADLINE)
        return made

    def _put_call(self, request: Message, url: str, body: bytes) -> None:
        """Say how a function of ours is called, in the caller's name."""
        from google.cloud.tasks_v2 import HttpMethod

        request.http_method = HttpMethod.POST
        request.url = tagged.address_to_call(url)
        # Cloud Tasks does not hand the trace on by itself.
        request.headers.update(
            {"Content-Type": "application/json", **trace_context.headers_of_call()}
        )
        request.body = body
        request.oidc_token.service_account_email = self._settings.caller_service_account
        # Cloud Tasks' default is the whole URL, which Cloud Run does not accept.
        request.oidc_token.audience = url

    @made_once
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


def _request(queue_path: str, name: str) -> Message:
    """Begin the request for a task of that name."""
    from google.cloud.tasks_v2 import CreateTaskRequest

    made = CreateTaskRequest.pb()(parent=queue_path)
    made.task.name = f"{queue_path}/tasks/{name}"
    return made


def _wrapped(request: Message) -> "tasks_v2.CreateTaskRequest":
    """Return the request as the client takes it, without a copy."""
    from google.cloud.tasks_v2 import CreateTaskRequest

    wrapped: tasks_v2.CreateTaskRequest = CreateTaskRequest.wrap(request)
    return wrapped
