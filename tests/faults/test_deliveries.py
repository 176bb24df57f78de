"""Every delivery doubled, late, out of order, overlapping; answers lost; the sweeper always there.

The worker answers over HTTP here, with the tokens checked for real, and the Cloud Tasks emulator
delivers by itself. Its clock runs, and is moved on when nothing would happen for a while.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import flask
import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from functions.http import task_handlers
from functions.worker import sweep
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.settings import Settings as TasksSettings
from infra.local.process.ports import HOST
from shared.auth.caller_tokens import TaskAuthenticator
from shared.core.job import JobStatus
from shared.handler.job_context import JobContext
from shared.wiring import Services
from tests.faults.history import History
from tests.faults.points import Process
from tests.faults.published import Published
from tests.faults.scenarios import POLICY, TIME_LIMIT
from tests.faults.stage import EmulatorsClock, Stage
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared
from tests.support.waiting import wait_until
from tests.support.world import (
    QUEUE_PATH,
    QUEUE_PATHS,
    connect_world,
    settings_for,
    tasks_client,
)

JOBS = 8
_MANY = 1000
#: Real time that a handler takes: enough for a second delivery to meet it.
_WORK_SECONDS = 0.1

Faulty = Callable[[CloudTasksEmulator], None]

FAULTS: dict[str, Faulty] = {
    "doubled": lambda tasks: tasks.faults.deliver_twice(times=_MANY),
    "late": lambda tasks: tasks.faults.deliver_late(by=timedelta(seconds=45), times=_MANY),
    "out of order": lambda tasks: tasks.faults.deliver_out_of_order(count=JOBS),
    "overlapping": lambda tasks: tasks.faults.overlap(times=_MANY),
    "answers lost": lambda tasks: tasks.faults.lose_response(times=_MANY, probability=0.5),
}


def _everything(tasks: CloudTasksEmulator) -> None:
    tasks.faults.deliver_twice(times=_MANY, probability=0.3)
    tasks.faults.deliver_late(by=timedelta(seconds=20), times=_MANY, probability=0.3)
    tasks.faults.overlap(times=_MANY, probability=0.3)
    tasks.faults.lose_response(times=_MANY, probability=0.3)


FAULTS["everything"] = _everything


@pytest.fixture
def busy_stage(emulators: GoogleEmulators, published: Published) -> Iterator[Stage]:
    """A stage whose queue delivers by itself, to a worker that answers over HTTP."""
    with ExitStack() as after:
        emulator = after.enter_context(CloudTasksEmulator(TasksSettings(queues=QUEUE_PATHS)))
        client = after.enter_context(tasks_client(emulator))
        emulators.forget_documents()
        world = connect_world(emulators, emulator, client)
        clock = EmulatorsClock(emulator)
        history = History(clock=clock)
        app = flask.Flask("worker")
        server = make_server(HOST, 0, app, threaded=True)
        settings = settings_for(
            emulators, emulator, WORKER_URL=f"http://{HOST}:{server.server_port}"
        )
        real = replace(
            world.services,
            settings=settings,
            task_authenticator=TaskAuthenticator(settings),
            clock=clock,
        )
        real = replace(real, queue=type(real.queue)(settings))
        world.services = Process(real, name="worker", witness=history).services
        world.clock = clock
        app.add_url_rule("/", view_func=_answering(world.services), methods=["POST"])
        after.enter_context(_serving(server))
        client.resume_queue(name=QUEUE_PATH)
        yield Stage(world=world, history=history, published=published)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_delivery_however_odd_harms_a_job(busy_stage: Stage, fault: str) -> None:
    """Every job succeeds, its step paid for once, while sweepers run all the time."""
    stage, emulator = busy_stage, busy_stage.world.emulator
    FAULTS[fault](emulator)
    with declared(working(stage), retry=POLICY, time_limit=TIME_LIMIT), sweeping(stage):
        for i in range(JOBS):
            stage.submit(word=f"word {i}")
        finish(stage)
        stage.check()
    statuses = {stage.world.job_document(job_id).status for job_id in stage.job_ids()}
    assert statuses == {JobStatus.SUCCEEDED}


def working(stage: Stage) -> WordHandler:
    """Make a handler that pays for a step, takes a while, and fails once."""
    failed: set[str] = set()

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        stage.history.say(job, 10, "begins")
        job.step("first", lambda: stage.history.pay(job, "first"))
        _rest.wait(_WORK_SECONDS)
        if request.word not in failed:
            failed.add(request.word)
            raise RuntimeError("a passing fault")
        stage.history.say(job, 90, "nearly")
        return WordResult(answer=request.word)

    return handler


#: Never set: handlers wait for it to take some time.
_rest = threading.Event()


def finish(stage: Stage) -> None:
    """Wait until every job is done, moving the clock on when nothing else would happen."""
    emulator = stage.world.emulator

    def are_done() -> bool:
        emulator.wait_until_idle(timeout_seconds=0.2, within=timedelta(seconds=1))
        job_documents = [stage.world.job_document(job_id) for job_id in stage.job_ids()]
        if all(job_document.status is not JobStatus.RUNNING for job_document in job_documents):
            stage.clock.move(timedelta(seconds=5))
        return all(
            job_document.status.is_terminal and job_document.check_at is None
            for job_document in job_documents
        )

    wait_until(are_done, seconds=60)


@contextmanager
def sweeping(stage: Stage) -> Iterator[None]:
    """Sweep all the time inside the block, as several sweepers would."""
    over = threading.Event()

    def sweep_on() -> None:
        while not over.wait(0.02):
            sweep.sweep(stage.world.services)

    threads = [threading.Thread(target=sweep_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _answering(services: Services) -> Callable[[], flask.Response]:
    return lambda: task_handlers.answer_delivery(services, flask.request)


@contextmanager
def _serving(server: BaseWSGIServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
