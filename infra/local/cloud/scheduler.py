"""Cloud Scheduler's part in the local cloud: call the sweeper every minute.

It goes through the Cloud Tasks emulator, so that the sweeper meets a signed OIDC token of the
caller's service account and checks it as in the cloud.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import grpc
from google.api_core import exceptions
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

_CALL_TIMEOUT_SECONDS = 3


@contextmanager
def scheduler(
    *, tasks_host: str, queue_path: str, url: str, caller: str, every_seconds: float
) -> Iterator[None]:
    """Have the sweeper called, by a thread of its own, for the length of the block."""
    token = tasks_v2.OidcToken(service_account_email=caller, audience=url)
    task = tasks_v2.Task(http_request=tasks_v2.HttpRequest(url=url, oidc_token=token))
    ended = Event()

    def run() -> None:
        with grpc.insecure_channel(tasks_host) as channel:
            client = tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
            while not ended.wait(every_seconds):
                # The next minute's call does what one that failed would have done.
                with suppress(exceptions.GoogleAPICallError):
                    client.create_task(parent=queue_path, task=task, timeout=_CALL_TIMEOUT_SECONDS)

    thread = Thread(target=run, name="scheduler", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
