"""Short words for what the tests of the emulator do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from typing import Any

import grpc
import pytest
from google.api_core.exceptions import GoogleAPICallError
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

from infra.local.cloud_tasks import CloudTasksEmulator
from tests.integration.cloud_tasks.worker import Worker

PARENT = "projects/demo-p/locations/europe-west1"
QUEUE = f"{PARENT}/queues/mail"
SECOND = timedelta(seconds=1)
NO_QUEUE = (
    "Queue does not exist. If you just created the queue, wait at least a minute for the queue "
    "to initialize."
)


@contextmanager
def connected(address: str) -> Iterator[tasks_v2.CloudTasksClient]:
    """Connect the official client."""
    with grpc.insecure_channel(address) as channel:
        yield tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))


@contextmanager
def refused(kind: type[GoogleAPICallError], message: str) -> Iterator[None]:
    """Expect a call to be refused with exactly this message."""
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.message == message


class Tasks:
    """Creates and follows tasks in one queue."""

    def __init__(
        self, client: tasks_v2.CloudTasksClient, emulator: CloudTasksEmulator, worker: Worker
    ) -> None:
        self.client = client
        self.emulator = emulator
        self.worker = worker

    def create(self, task_id: str = "", **fields: Any) -> tasks_v2.Task:  # noqa: ANN401 - proto
        """Create a task for the worker; fields are those of `Task`."""
        task = {"http_request": {"url": self.worker.url}, **fields}
        if task_id:
            task["name"] = f"{QUEUE}/tasks/{task_id}"
        return self.client.create_task(request={"parent": QUEUE, "task": task})

    def names(self) -> list[str]:
        """Return the short names of the tasks in the queue."""
        return [task.name.rpartition("/")[2] for task in self.client.list_tasks(parent=QUEUE)]

    def seconds_until_due(self, name: str) -> float:
        """Return how long a task still waits."""
        due = tasks_v2.Task.pb(self.client.get_task(name=name)).schedule_time.ToDatetime(tzinfo=UTC)
        wait: timedelta = due - self.emulator.clock.now()
        return wait.total_seconds()

    def settle(self) -> None:
        """Wait until nothing will happen by itself."""
        assert self.emulator.wait_until_idle()

    def pass_time(self, by: timedelta) -> None:
        """Move the clock, and wait for what comes due."""
        self.emulator.clock.advance(by)
        self.settle()

    def set_queue(self, **fields: Any) -> None:  # noqa: ANN401 - the proto's own fields
        """Change the queue's settings."""
        paths = list(fields)
        self.client.update_queue(
            request={"queue": {"name": QUEUE, **fields}, "update_mask": {"paths": paths}}
        )
