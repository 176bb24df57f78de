"""SIGTERM, as Cloud Run sends it ten seconds before it kills: the running jobs are released."""

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from infra.local.cloud import stack
from infra.local.cloud.emulators import ROOT
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.settings import Settings as TasksSettings
from infra.local.process.ports import HOST, choose_port
from infra.local.process.processes import Command, Process
from shared import wiring
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.settings import Settings
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import declared, echo
from tests.support.waiting import wait_until
from tests.support.world import QUEUE_PATH, MovableClock, World, settings_for, tasks_client


@dataclass
class Machine:
    """A machine with the real worker on it, and a world around it."""

    world: World
    command: Command
    process: Process

    def stop_gracefully(self) -> None:
        """Do what Cloud Run does: SIGTERM to the first process of the container."""
        os.kill(self.process.pid, signal.SIGTERM)

    def start_again(self) -> None:
        """Have another machine replace it."""
        self.process.end()
        self.process = Process(self.command, lambda _name, _line: None)

    def status(self, job: Job) -> JobStatus:
        """Say what a job is now."""
        return self.world.job_document(job.job_id).status


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that the handler waits for; not there yet."""
    return tmp_path / "go-on"


@pytest.fixture
def machine(emulators: GoogleEmulators, file: Path) -> Iterator[Machine]:
    """The real worker under functions-framework, on real emulators, in real time."""
    emulators.forget_documents()
    with (
        CloudTasksEmulator(TasksSettings(queues=(QUEUE_PATH,))) as tasks,
        tasks_client(tasks) as client,
        declared(echo),
    ):
        port = choose_port()
        settings = settings_for(emulators, tasks).model_copy(
            # A short lease, so that a test does not wait for a minute.
            update={
                "worker_url": f"http://{HOST}:{port}",
                "lease_seconds": 6,
                "heartbeat_seconds": 2,
            }
        )
        world = World(
            services=wiring.connect(settings), clock=MovableClock(), tasks=client, emulator=tasks
        )
        command = _command(settings, file, port)
        process = Process(command, lambda _name, _line: None)
        machine = Machine(world=world, command=command, process=process)
        try:
            wait_until(lambda: stack._accepts(port))
            yield machine
        finally:
            machine.process.end()


def _command(settings: Settings, file: Path, port: int) -> Command:
    """Say how to start the worker."""
    environment = {
        name.upper(): str(getattr(settings, name))
        for name in Settings.model_fields
        if isinstance(getattr(settings, name), str | int | float)
    }
    return Command(
        name="worker",
        arguments=[
            *(sys.executable, "-m", "functions_framework", "--target=worker"),
            "--source=tests/support/patient_main.py",
            *(f"--host={HOST}", f"--port={port}"),
        ],
        environment={**environment, "PATIENT_FILE": str(file), "PYTHONPATH": str(ROOT)},
        directory=ROOT,
    )


def test_a_stopping_machine_gives_its_job_back_before_it_is_killed(machine: Machine) -> None:
    """Queued again within the ten seconds, not counted as a failure, and with the next task."""
    job = machine.world.submit(word="x")
    wait_until(lambda: machine.status(job) is JobStatus.RUNNING)
    machine.stop_gracefully()
    wait_until(lambda: machine.status(job) is JobStatus.QUEUED)
    job_document = machine.world.job_document(job.job_id)
    assert (job_document.error, job_document.max_attempts, job_document.dispatch) == (
        None,
        job.max_attempts + 1,
        2,
    )


def test_a_job_released_is_done_by_the_next_machine(machine: Machine, file: Path) -> None:
    """The task that was enqueued again brings it there, without waiting for a lease to end."""
    job = machine.world.submit(word="x")
    wait_until(lambda: machine.status(job) is JobStatus.RUNNING)
    machine.stop_gracefully()
    wait_until(lambda: machine.status(job) is JobStatus.QUEUED)
    file.touch()
    machine.start_again()
    wait_until(lambda: machine.status(job) is JobStatus.SUCCEEDED)
    assert machine.world.result(job.job_id) == {"answer": "x"}


def test_a_worker_killed_in_the_middle_is_replaced(machine: Machine, file: Path) -> None:
    """SIGKILL gives no time to say anything; the task comes again, and runs it after the lease."""
    job = machine.world.submit(word="x")
    wait_until(lambda: machine.status(job) is JobStatus.RUNNING)
    machine.process.kill()
    file.touch()
    machine.start_again()
    wait_until(lambda: machine.status(job) is JobStatus.SUCCEEDED, seconds=100)
    assert machine.world.job_document(job.job_id).attempt == 2
