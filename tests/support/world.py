"""The backend on real parts, in the test's own process: Firestore, Pub/Sub and Cloud Tasks.

The queues are paused: a task that was enqueued waits there to be looked at, and the test delivers
it itself, as often and in what order it likes. Time is the test's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol, cast

import grpc
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from pydantic import JsonValue

from functions.requests import submit
from functions.worker import deliver as run
from infra.local.cloud import stack
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.service import Addresses
from infra.local.cloud_tasks.settings import Settings as TasksSettings
from shared import wiring
from shared.auth.users import User
from shared.core.job import Job
from shared.firestore import documents
from shared.firestore.documents import VersionedJob
from shared.settings import Settings
from shared.tasks.task_payload import TaskPayload
from shared.webhooks.message import Webhook
from shared.wiring import Services
from tests.support.emulators import GoogleEmulators

QUEUE_PATH = f"projects/{stack.PROJECT}/locations/{stack.LOCATION}/queues/{stack.QUEUE}"
WEBHOOK_QUEUE_PATH = QUEUE_PATH.removesuffix(stack.QUEUE) + stack.WEBHOOK_QUEUE
WORKER_URL = "http://127.0.0.1:1/worker"
QUEUE_PATHS = (QUEUE_PATH, WEBHOOK_QUEUE_PATH)
OWNER = User(uid="owner-1")
_CALL_SECONDS = 30


class Reachable(Protocol):
    """An emulator of Cloud Tasks, in this process or another."""

    @property
    def addresses(self) -> Addresses:
        """Where it is reached."""


class MovableClock:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC).replace(microsecond=0)
        self._lock = Lock()

    def __call__(self) -> datetime:
        """Tell the time."""
        with self._lock:
            return self._now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        with self._lock:
            self._now += by


@dataclass(frozen=True, kw_only=True)
class EnqueuedTask:
    """A task as it waits in the queue."""

    job_id: str
    dispatch: int
    at: datetime


@dataclass(kw_only=True)
class World:
    """What a test of the backend holds in its hands."""

    services: Services
    clock: MovableClock
    tasks: tasks_v2.CloudTasksClient
    emulator: CloudTasksEmulator

    def submit(self, job_type: str = "test-word", user: User = OWNER, **fields: JsonValue) -> Job:
        """Submit a job as its owner does."""
        return submit.submit_job(self.services, user, {"type": job_type, **fields}).job

    def deliver(self, job_id: str, dispatch: int) -> run.DeliveryOutcome:
        """Deliver a task, whether it was enqueued or not."""
        return run.handle_delivery(self.services, TaskPayload(job_id=job_id, dispatch=dispatch))

    def job_document(self, job_id: str) -> Job:
        """Read a job's document."""
        stored = self.services.store.read(job_id)
        assert stored is not None
        return stored.job

    def data(self, job_id: str, name: str) -> JsonValue:
        """Read a document below a job's document; None if there is none."""
        _, data = self.services.store.read_with_data(job_id, name)
        return data.get(name)

    def result(self, job_id: str) -> JsonValue:
        """Read a job's result; None if there is none."""
        return self.data(job_id, documents.RESULT)

    def enqueued(self, job_id: str) -> list[EnqueuedTask]:
        """Return the tasks of a job that wait in the queue, in the order of their numbers."""
        request = tasks_v2.ListTasksRequest(
            parent=QUEUE_PATH, response_view=tasks_v2.Task.View.FULL, page_size=1000
        )
        tasks = self.tasks.list_tasks(request, timeout=_CALL_SECONDS)
        enqueued = [_task(task) for task in tasks]
        return sorted(
            (one for one in enqueued if one.job_id == job_id), key=lambda one: one.dispatch
        )

    def webhooks(self) -> dict[str, Webhook]:
        """Return the webhooks that wait in their queue, by their tasks' names."""
        request = tasks_v2.ListTasksRequest(
            parent=WEBHOOK_QUEUE_PATH, response_view=tasks_v2.Task.View.FULL, page_size=1000
        )
        return {
            task.name.rpartition("/")[2]: Webhook.model_validate_json(task.http_request.body)
            for task in self.tasks.list_tasks(request, timeout=_CALL_SECONDS)
        }

    def with_endpoints(self, *urls: str) -> "World":
        """Return the same world where these are told of every job's end."""
        settings = self.services.settings.model_copy(update={"webhook_urls": urls})
        return self.with_services(settings=settings)

    def with_services(self, **changes: object) -> "World":
        """Return the same world with other services."""
        return replace(self, services=replace(self.services, **changes))  # type: ignore[arg-type]


def claim(world: World, job: Job) -> VersionedJob:
    """Claim a job, as a worker does that dies right after."""
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    lease = world.services.settings.lease
    return world.services.store.write(stored, stored.job.claimed(world.clock(), lease, "dead"))


def _task(task: tasks_v2.Task) -> EnqueuedTask:
    payload = TaskPayload.model_validate_json(task.http_request.body)
    # proto-plus gives a datetime where its stubs promise a Timestamp.
    at = cast("datetime", task.schedule_time)
    return EnqueuedTask(job_id=payload.job_id, dispatch=payload.dispatch, at=at)


def settings_for(emulators: GoogleEmulators, tasks: Reachable, **overrides: str) -> Settings:
    """Return the settings of a backend on these emulators."""
    http = tasks.addresses.http
    return Settings.from_environment(
        {
            **emulators.environment,
            "CLOUD_TASKS_EMULATOR_HOST": tasks.addresses.grpc,
            "WORKER_URL": WORKER_URL,
            "SWEEPER_URL": "http://127.0.0.1:1/sweeper",
            "WEBHOOK_FUNCTION_URL": "http://127.0.0.1:1/webhooks",
            "CALLER_SERVICE_ACCOUNT": stack.CALLER,
            "OIDC_ISSUER": tasks.addresses.issuer,
            "OIDC_CERTS_URL": f"{http}/certs",
            "SUBMIT_BURST": "1000",
            "SUBMIT_PER_MINUTE": "1000",
            # Requests are counted, too, in tests of their own.
            "REQUESTS_PER_MINUTE": "100000",
            "UNFINISHED_PER_USER": "2000",
            # Slots are a matter of their own, with tests of their own.
            "RUNNING_PER_USER": "0",
            # As are budgets.
            "DAILY_BUDGET_USD": "0",
            # The test types ask neither; the settings only have to name something that exists.
            "WAREHOUSE": "tests.support.nothing:nothing",
            "TEXT_MODEL": "tests.support.nothing:nothing",
            **overrides,
        }
    )


@contextmanager
def tasks_emulator() -> Iterator[CloudTasksEmulator]:
    """Run our Cloud Tasks emulator inside the block."""
    with CloudTasksEmulator(TasksSettings(queues=QUEUE_PATHS)) as emulator:
        yield emulator


@contextmanager
def tasks_client(emulator: CloudTasksEmulator) -> Iterator[tasks_v2.CloudTasksClient]:
    """Return the official client of the emulator."""
    with grpc.insecure_channel(emulator.addresses.grpc) as channel:
        yield tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))


def connect_world(
    emulators: GoogleEmulators, emulator: CloudTasksEmulator, client: tasks_v2.CloudTasksClient
) -> World:
    """Return a world with paused queues and a clock that stands still."""
    for queue in QUEUE_PATHS:
        client.pause_queue(name=queue, timeout=_CALL_SECONDS)
    clock = MovableClock()
    services = replace(
        wiring.connect(settings_for(emulators, emulator)), clock=clock, jitter=lambda: 0.0
    )
    return World(services=services, clock=clock, tasks=client, emulator=emulator)
