"""SIGKILL at every call of the worker: the real function, in its own process, really killed.

One job after the other is killed at its own point, and gunicorn starts the worker again. Only
when all have been killed is everything left to recover, all jobs at once: tasks that had no
answer come again, and the sweeper is called all the time.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from google.api_core import exceptions
from google.cloud import tasks_v2
from google.protobuf import duration_pb2, field_mask_pb2

from functions.worker import sweep
from infra.local.cloud import stack
from infra.local.cloud.emulators import ROOT
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.settings import Settings as TasksSettings
from infra.local.process.ports import HOST, choose_port
from infra.local.process.processes import Command, Process
from shared import wiring
from shared.core import ids
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.settings import Settings
from tests.faults import points
from tests.faults.checks import check_guarantees
from tests.faults.history import History
from tests.faults.points import Point
from tests.faults.published import Published
from tests.faults.record import points_of
from tests.faults.written_history import HISTORY, add_written, real_ticks
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import declared, echo
from tests.support.waiting import wait_until
from tests.support.world import QUEUE_PATH, EnqueuedTask, World, tasks_client

#: What `worker_main.py` has handlers for.
SCENARIOS = ("run-succeeds", "run-retried")
CASES = [(name, point) for name in SCENARIOS for point in points_of(name)]
#: Much longer than it takes to kill every job: no task comes again before all were killed.
_LONG_BACKOFF_SECONDS = 300
_RECOVERY_SECONDS = 180
_START_SECONDS = 90


@dataclass(frozen=True, kw_only=True)
class Killed:
    """What became of every job that was killed."""

    world: World
    history: History
    published: Published
    #: By case, its job.
    jobs: Mapping[tuple[str, Point], str]


@pytest.fixture(scope="module")
def killed(
    emulators: GoogleEmulators, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Killed]:
    """Kill a job at every point, one after the other, and let all of them recover."""
    folder = tmp_path_factory.mktemp("faults")
    emulators.forget_documents()
    with ExitStack() as after:
        emulator = after.enter_context(
            CloudTasksEmulator(TasksSettings(queues=(QUEUE_PATH,), throttle=False))
        )
        client = after.enter_context(tasks_client(emulator))
        after.enter_context(declared(echo, retry=RetryPolicy(max_attempts=10)))
        environment = _environment(emulators, emulator, folder)
        process = Process(_command(environment), lambda _name, _line: None)
        after.callback(process.end)
        history = History(clock=lambda: datetime.now(UTC), _ticks=real_ticks())
        services = points.Process(
            wiring.connect(Settings.from_environment(environment)), name="test", witness=history
        ).services
        world = World(
            services=services,
            clock=None,  # type: ignore[arg-type] # Time is real here.
            tasks=client,
            emulator=emulator,
        )
        wait_until(lambda: stack._accepts(_port(environment)), seconds=_START_SECONDS)
        _set_backoff(client, _LONG_BACKOFF_SECONDS)
        published = Published(pubsub_port=emulators.pubsub_port)
        jobs = {case: _kill_at(world, folder, *case) for case in CASES}
        process.check()
        _recover(world, list(jobs.values()))
        add_written(history, folder / HISTORY)
        yield Killed(world=world, history=history, published=published, jobs=jobs)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "case", [pytest.param(case, id=":".join(map(str, case))) for case in CASES]
)
def test_a_job_whose_worker_was_killed_succeeds(killed: Killed, case: tuple[str, Point]) -> None:
    """Wherever the kernel ended the worker, the job succeeds, and the guarantees hold."""
    job_id = killed.jobs[case]
    check_guarantees(killed.world, killed.history, killed.published, job_id)
    assert killed.world.job_document(job_id).status is JobStatus.SUCCEEDED


def _kill_at(world: World, folder: Path, name: str, point: Point) -> str:
    """Submit a job whose worker is killed at the point, and wait until it was."""
    world.tasks.pause_queue(name=QUEUE_PATH)
    job = world.submit(word=f"{name}:{point}")
    file = folder / f"{ids.job_hash(job.job_id)}.point"
    file.write_text(str(point), encoding="utf-8")
    world.tasks.resume_queue(name=QUEUE_PATH)
    wait_until(lambda: not file.exists(), seconds=_START_SECONDS)
    return job.job_id


def _recover(world: World, job_ids: list[str]) -> None:
    """Have every task come again, and sweep, until all is done."""
    for task in [task for job_id in job_ids for task in world.enqueued(job_id)]:
        _deliver_now(world.tasks, task)
    _set_backoff(world.tasks, 1)

    def all_are_done() -> bool:
        sweep.sweep(world.services)
        return all(_is_done(world.job_document(job_id)) for job_id in job_ids)

    wait_until(all_are_done, seconds=_RECOVERY_SECONDS)
    assert world.emulator.wait_until_idle(timeout_seconds=90)


def _is_done(job_document: Job) -> bool:
    return job_document.status.is_terminal and job_document.check_at is None


def _deliver_now(client: tasks_v2.CloudTasksClient, task: EnqueuedTask) -> None:
    name = f"{QUEUE_PATH}/tasks/{ids.task_id(task.job_id, task.dispatch)}"
    try:
        client.run_task(name=name)
    except exceptions.NotFound:
        return


def _set_backoff(client: tasks_v2.CloudTasksClient, seconds: int) -> None:
    backoff = duration_pb2.Duration(seconds=seconds)
    queue = tasks_v2.Queue(name=QUEUE_PATH, retry_config=tasks_v2.RetryConfig(min_backoff=backoff))
    mask = field_mask_pb2.FieldMask(paths=["retry_config.min_backoff"])
    client.update_queue(queue=queue, update_mask=mask)


def _environment(
    emulators: GoogleEmulators, tasks: CloudTasksEmulator, folder: Path
) -> dict[str, str]:
    return {
        **emulators.environment,
        "CLOUD_TASKS_EMULATOR_HOST": tasks.addresses.grpc,
        "WORKER_URL": f"http://{HOST}:{choose_port()}",
        "CALLER_SERVICE_ACCOUNT": stack.CALLER,
        "OIDC_ISSUER": tasks.addresses.issuer,
        "OIDC_CERTS_URL": f"{tasks.addresses.http}/certs",
        "SUBMIT_BURST": "1000",
        # As for the test, which submits: a killed job keeps its slot for long.
        "RUNNING_PER_USER": "0",
        "UNFINISHED_PER_USER": "1000",
        "LEASE_SECONDS": "3",
        "HEARTBEAT_SECONDS": "1",
        "WAREHOUSE": "tests.support.nothing:nothing",
        "TEXT_MODEL": "tests.support.nothing:nothing",
        "FAULTS_FOLDER": str(folder),
        "PYTHONPATH": str(ROOT),
    }


def _command(environment: Mapping[str, str]) -> Command:
    """Say how to start the worker: as in the cloud, with another source file."""
    return Command(
        name="worker",
        arguments=[
            *(sys.executable, "-m", "functions_framework"),
            *("--target=worker", "--source=tests/faults/worker_main.py"),
            *(f"--host={HOST}", f"--port={_port(environment)}"),
        ],
        environment=environment,
        directory=ROOT,
    )


def _port(environment: Mapping[str, str]) -> int:
    return int(environment["WORKER_URL"].rpartition(":")[2])
