"""The console looks at real parts: Firestore, the queue, and log files."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.cloud import tasks_v2

from infra.local.console.collect import Collector
from infra.local.process import ports
from shared.core.job_status import JobStatus
from tests.support.waiting import wait_until
from tests.support.world import QUEUE_PATH, World, claim

pytestmark = pytest.mark.usefixtures("word_jobs")


@pytest.fixture
def collector(world: World, tmp_path: Path) -> Iterator[Collector]:
    """A collector that has looked at nothing yet; there are no logs."""
    found = Collector(world.services.settings, tmp_path)
    yield found
    found.close()


def say(folder: Path, action: str, at: str) -> None:
    """Have the worker log a line."""
    line = {"severity": "INFO", "message": "…", "time": at, "action": action}
    with (folder / "worker.log").open("a") as file:
        file.write(f"{json.dumps(line)}\n")


@pytest.fixture
def mute_url() -> Iterator[str]:
    """The address of a worker that takes a delivery and does not answer."""
    with socket.socket() as worker:
        worker.bind((ports.HOST, 0))
        worker.listen()
        yield f"http://{ports.HOST}:{worker.getsockname()[1]}/"


def test_jobs_and_tasks_are_seen(world: World, collector: Collector) -> None:
    """Jobs by state, the running one's job document, and a task for each that was enqueued."""
    world.submit(word="one")
    running = claim(world, world.submit(word="two")).job
    seen = collector.look()
    assert seen.statuses == {
        **dict.fromkeys(JobStatus, 0),
        JobStatus.QUEUED: 1,
        JobStatus.RUNNING: 1,
    }
    assert [job.job_id for job in seen.running] == [running.job_id]
    assert [task.is_under_way for task in seen.enqueued] == [False, False]
    assert all(task.due_at <= seen.at for task in seen.enqueued)
    assert seen.is_queue_paused


def test_jobs_are_counted_when_the_log_says_something(
    world: World, collector: Collector, tmp_path: Path
) -> None:
    """An idle cloud is not counted again and again."""
    assert collector.look().statuses[JobStatus.QUEUED] == 0
    job = world.submit(word="one")
    assert collector.look().statuses[JobStatus.QUEUED] == 0
    say(tmp_path, "accept", job.created_at.isoformat())
    seen = collector.look()
    assert seen.statuses[JobStatus.QUEUED] == 1
    assert len(seen.counted["jobs_accepted"]) == 1


def test_waiting_jobs_are_counted(world: World, collector: Collector) -> None:
    """A job that waits for its owner's other jobs has no task."""
    settings = world.services.settings.model_copy(update={"running_per_user": 1})
    crowded = world.with_services(settings=settings)
    for word in ("one", "two", "three"):
        crowded.submit(word=word)
    seen = collector.look()
    assert (seen.statuses[JobStatus.QUEUED], seen.waiting, len(seen.enqueued)) == (3, 2, 1)


def test_a_task_is_under_way_until_it_is_answered(
    world: World, collector: Collector, mute_url: str
) -> None:
    """The worker has it: that it is past its time means nothing."""
    request = tasks_v2.HttpRequest(url=mute_url)
    created = world.tasks.create_task(
        parent=QUEUE_PATH, task=tasks_v2.Task(http_request=request), timeout=5
    )
    assert [task.is_under_way for task in collector.look().enqueued] == [False]
    world.tasks.run_task(name=created.name, timeout=5)
    wait_until(lambda: [task.is_under_way for task in collector.look().enqueued] == [True])


def test_a_task_that_was_not_answered_is_not_under_way(world: World, collector: Collector) -> None:
    """No worker listens at its address: the task is due again, later."""
    world.submit(word="one")
    (task,) = world.tasks.list_tasks(parent=QUEUE_PATH, timeout=5)
    world.tasks.run_task(name=task.name, timeout=5)
    wait_until(lambda: world.tasks.get_task(name=task.name).dispatch_count == 1)

    def is_due_again() -> bool:
        (task,) = collector.look().enqueued
        return not task.is_under_way

    wait_until(is_due_again)
