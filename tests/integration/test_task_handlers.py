"""What Cloud Tasks is answered: 2xx for dealt with, anything else for "come again"."""

import json
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.firestore.job_store import JobStore
from shared.pubsub.job_events import JobEvents, Publication
from tests.support.web import AnyCaller, worker_client
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


class UnreachableStore(JobStore):
    """A Firestore that cannot be reached."""

    def read_with_data(self, job_id: str, *names: str) -> tuple[None, dict[str, None]]:  # type: ignore[override]
        """Fail as the adapter does."""
        raise errors.UnavailableError


class UnreachableEvents(JobEvents):
    """A Pub/Sub that takes nothing."""

    def publish(self, job: Job) -> None:
        """Fail as the adapter does."""
        raise errors.EventNotPublishedError

    def publish_start(self, job: Job) -> Publication:
        """Fail as the adapter does."""
        raise errors.EventNotPublishedError


@dataclass
class Deliverer:
    """Delivers a worker's task over HTTP."""

    client: FlaskClient

    def deliver(self, job_id: str, dispatch: int = 1) -> int:
        """Deliver a task, and return the status."""
        body = json.dumps({"jobId": job_id, "dispatch": dispatch})
        return self.client.post("/", data=body).status_code


@pytest.fixture
def open_world(world: World) -> World:
    """A world whose worker accepts every caller."""
    return world.with_services(task_authenticator=AnyCaller(world.services.settings))


def test_a_run_is_dealt_with(open_world: World) -> None:
    """200, and the job has succeeded."""
    job = open_world.submit(word="x")
    assert Deliverer(worker_client(open_world.services)).deliver(job.job_id) == 200
    assert open_world.job_document(job.job_id).status is JobStatus.SUCCEEDED


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"null", b"\xff", b'{"jobId": "../x", "dispatch": 1}', b'{"jobId": "a"}']
)
def test_a_hopeless_task_is_dealt_with(open_world: World, data: bytes) -> None:
    """It would never get better; an error would bring it again a hundred times."""
    assert worker_client(open_world.services).post("/", data=data).status_code == 200


def test_an_unreachable_firestore_brings_the_task_again(open_world: World) -> None:
    """503: the one case in which the queue may slow down."""
    broken = open_world.with_services(store=UnreachableStore(open_world.services.settings))
    job = open_world.submit(word="x")
    assert Deliverer(worker_client(broken.services)).deliver(job.job_id) == 503


def test_an_unpublished_end_brings_the_task_again(open_world: World) -> None:
    """500; the job has ended, and the next delivery publishes it and is dealt with."""
    broken = open_world.with_services(events=UnreachableEvents(open_world.services.settings))
    job = open_world.submit(word="x")
    assert Deliverer(worker_client(broken.services)).deliver(job.job_id) == 500
    assert open_world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    assert Deliverer(worker_client(open_world.services)).deliver(job.job_id) == 200


@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic eDp5"])
def test_a_stranger_is_not_let_in(world: World, header: str | None) -> None:
    """401, and nothing runs; Cloud Tasks' own headers prove nothing."""
    job = world.submit(word="x")
    headers = {"X-CloudTasks-TaskName": "x", "X-CloudTasks-QueueName": "jobs"}
    if header is not None:
        headers["Authorization"] = header
    body = json.dumps({"jobId": job.job_id, "dispatch": 1})
    response = worker_client(world.services).post("/", data=body, headers=headers)
    assert response.status_code == 401
    assert world.job_document(job.job_id).status is JobStatus.QUEUED
