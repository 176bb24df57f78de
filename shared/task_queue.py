"""Cloud Tasks: ring a job's doorbell. The only place that knows the queue's client.

A task carries a job's id and a dispatch number, and in a header the trace that it was rung in. Its
name is made of the first two, so that ringing the same dispatch twice is ringing it once.
"""

import json
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from shared import errors, ids, span_kinds, tracing
from shared.settings import Settings

if TYPE_CHECKING:
    from google.api_core import retry as retries
    from google.cloud import tasks_v2

#: One call, and all tries of one call. The sweeper repairs what does not work by then, so nobody
#: needs to wait longer (the client's own default is 20 s a call and no second try).
_CALL_TIMEOUT_SECONDS = 2.0
_TOTAL_TIMEOUT_SECONDS = 3.0
#: How long Cloud Tasks waits for the worker: the longest it allows. Every attempt's own limit
#: and the function's are shorter.
DISPATCH_DEADLINE = timedelta(minutes=30)


class TaskQueue:
    """The queue of doorbells."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def ring(self, job_id: str, dispatch: int, at: datetime | None = None) -> None:
        """Ring the bell of that dispatch, now or `at`; a bell that was rung already is fine.

        Raises:
            errors.UnavailableError: If Cloud Tasks cannot be reached or refuses.
        """
        from google.api_core import exceptions

        with span_kinds.send(span_kinds.CLOUD_TASKS, self._settings.tasks_queue):
            try:
                self._client.create_task(
                    parent=self._settings.queue_path,
                    task=self._doorbell(job_id, dispatch, at),
                    retry=self._retry,
                    timeout=_CALL_TIMEOUT_SECONDS,
                )
            except exceptions.AlreadyExists:
                return
            except exceptions.GoogleAPIError as error:
                raise errors.UnavailableError from error

    def is_rung(self, job_id: str, dispatch: int) -> bool:
        """Whether the bell of that dispatch is still in the queue, waiting or being answered.

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
        """Take the bell of that dispatch out of the queue.

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

    def _task_path(self, job_id: str, dispatch: int) -> str:
        return f"{self._settings.queue_path}/tasks/{ids.task_id(job_id, dispatch)}"

    def _doorbell(self, job_id: str, dispatch: int, at: datetime | None) -> "tasks_v2.Task":
        from google.cloud import tasks_v2
        from google.protobuf import duration_pb2

        request = tasks_v2.HttpRequest(
            http_method=tasks_v2.HttpMethod.POST,
            url=self._settings.worker_url,
            # Cloud Tasks does not hand the trace on by itself.
            headers={"Content-Type": "application/json", **tracing.headers_of_call()},
            body=json.dumps({"jobId": job_id, "dispatch": dispatch}).encode(),
            oidc_token=tasks_v2.OidcToken(
                service_account_email=self._settings.caller_service_account,
                # Cloud Tasks' default is the whole URL, which Cloud Run does not accept.
                audience=self._settings.worker_url,
            ),
        )
        deadline = duration_pb2.Duration()
        deadline.FromTimedelta(DISPATCH_DEADLINE)
        return tasks_v2.Task(
            name=self._task_path(job_id, dispatch),
            http_request=request,
            schedule_time=at,
            dispatch_deadline=deadline,
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
