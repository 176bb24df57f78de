"""A running emulator on a manual clock, the official client, and a worker.

The clock stands unless a test moves it, so nothing here depends on how fast the machine is.
"""

import logging
from collections.abc import Iterator

import pytest
from google.cloud import tasks_v2

from infra.local.cloud_tasks import Clock, CloudTasksEmulator, Settings
from tests.integration.cloud_tasks.support import QUEUE, Tasks, connected
from tests.integration.cloud_tasks.worker import Worker


@pytest.fixture
def settings() -> Settings:
    """What the emulator is started with; a test module may override it."""
    return Settings(queues=(QUEUE,))


@pytest.fixture
def emulator(settings: Settings, caplog: pytest.LogCaptureFixture) -> Iterator[CloudTasksEmulator]:
    """A running emulator on a manual clock, which must not break behind the test's back."""
    with CloudTasksEmulator(settings, clock=Clock(manual=True)) as running:
        yield running
    broken = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert broken == []


@pytest.fixture
def client(emulator: CloudTasksEmulator) -> Iterator[tasks_v2.CloudTasksClient]:
    """The official client, unchanged."""
    with connected(emulator.addresses.grpc) as official:
        yield official


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A worker that answers 200 unless told otherwise."""
    running = Worker()
    yield running
    running.close()


@pytest.fixture
def tasks(client: tasks_v2.CloudTasksClient, emulator: CloudTasksEmulator, worker: Worker) -> Tasks:
    """Short words for what most tests do."""
    return Tasks(client, emulator, worker)
