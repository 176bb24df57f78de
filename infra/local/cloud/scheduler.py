"""Cloud Scheduler's part in the local cloud: call the sweeper every minute.

It goes through the Cloud Tasks emulator, so that the sweeper meets a signed OIDC token of the
caller's service account and checks it as in the cloud.
"""

from threading import Event, Thread
from types import TracebackType
from typing import Self

import grpc
from google.api_core import exceptions
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

_CALL_TIMEOUT_SECONDS = 3


class Scheduler:
    """A thread that has the sweeper called; it ends with the block it is used in."""

    def __init__(
        self, *, tasks_host: str, queue_path: str, url: str, caller: str, every_seconds: float
    ) -> None:
        self._host = tasks_host
        self._queue_path = queue_path
        self._url = url
        self._caller = caller
        self._every_seconds = every_seconds
        self._ended = Event()
        self._thread = Thread(target=self._run, name="scheduler", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        with grpc.insecure_channel(self._host) as channel:
            client = tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
            while not self._ended.wait(self._every_seconds):
                self._call_sweeper(client)

    def _call_sweeper(self, client: tasks_v2.CloudTasksClient) -> None:
        token = tasks_v2.OidcToken(service_account_email=self._caller, audience=self._url)
        request = tasks_v2.HttpRequest(url=self._url, oidc_token=token)
        try:
            client.create_task(
                parent=self._queue_path,
                task=tasks_v2.Task(http_request=request),
                timeout=_CALL_TIMEOUT_SECONDS,
            )
        except exceptions.GoogleAPICallError:
            return  # The next minute's call does what this one would have done.
