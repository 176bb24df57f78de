"""Fixtures of the integration tests: the backend on real parts, with the test's own clock."""

from collections.abc import Iterator

import pytest
from google.cloud import tasks_v2

from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import declared, echo, spell
from tests.support.world import World, connect_world, tasks_client, tasks_emulator


@pytest.fixture(scope="session")
def tasks() -> Iterator[CloudTasksEmulator]:
    """Our Cloud Tasks emulator, once a run."""
    with tasks_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def queue_client(tasks: CloudTasksEmulator) -> Iterator[tasks_v2.CloudTasksClient]:
    """The official client of the emulator."""
    with tasks_client(tasks) as client:
        yield client


@pytest.fixture
def world(
    emulators: GoogleEmulators, tasks: CloudTasksEmulator, queue_client: tasks_v2.CloudTasksClient
) -> World:
    """The backend on real parts, empty."""
    emulators.forget_documents()
    tasks.reset()
    return connect_world(emulators, tasks, queue_client)


@pytest.fixture
def word_jobs() -> Iterator[None]:
    """A job type `test-word` that answers with the word it is given."""
    with declared(echo, make_document=spell):
        yield
