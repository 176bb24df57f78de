"""Queues that an operator pauses and resumes: at Cloud Tasks itself, and kept in the audit."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.tasks.task_queue import QueueName, TaskQueue
from tests.support.logged import logged
from tests.support.web import Caller, answer_of, caller, wrong_fields
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


@pytest.fixture
def operator(world: World) -> Iterator[Caller]:
    """A caller whose token has the claim; the world's queues are paused again afterwards."""
    yield caller(world.services, "operator-1", operator=True)
    for name in QueueName:
        world.services.queue.pause(name)


def paused(operator: Caller) -> dict[str, bool]:
    """Return which queues the page says are paused."""
    found = answer_of(operator.get("/api/operator/queues"))["queues"]
    return {one["queue"]: one["paused"] for one in found}


def switch(operator: Caller, verb: str, queue: str) -> None:
    """Pause or resume a queue."""
    answer = answer_of(operator.post(f"/api/operator/{verb}-queue", {"queue": queue}))
    assert answer == {"done": 1, "refused": []}


def test_a_queue_is_paused_and_resumed(world: World, operator: Caller) -> None:
    """The one that is named, in Cloud Tasks, where gcloud sees it; again changes nothing."""
    assert paused(operator) == {"jobs": True, "webhooks": True}
    for _ in range(2):
        switch(operator, "resume", "webhooks")
        assert paused(operator) == {"jobs": True, "webhooks": False}
    for _ in range(2):
        switch(operator, "pause", "webhooks")
        assert paused(operator) == {"jobs": True, "webhooks": True}
    assert world.services.queue.is_paused(QueueName.WEBHOOKS)


def test_a_paused_queue_takes_tasks(world: World, operator: Caller) -> None:
    """A job is accepted, its task waits, and nothing begins."""
    assert paused(operator)["jobs"]
    job = world.submit(word="x")
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1]
    assert world.job_document(job.job_id).status == "queued"


def test_who_paused_which_queue_is_kept(world: World, operator: Caller) -> None:
    """In the audit, and as a line of the log, without the operator's id."""
    with logged() as lines:
        switch(operator, "pause", "webhooks")
        world.clock.move(timedelta(seconds=1))
        switch(operator, "resume", "webhooks")
    told = [(line["route"], line["filter"]) for line in lines() if line["action"] == "audit"]
    assert told == [
        ("POST /api/operator/pause-queue", {"queue": "webhooks"}),
        ("POST /api/operator/resume-queue", {"queue": "webhooks"}),
    ]
    actions = answer_of(operator.get("/api/operator/actions?limit=2"))["actions"]
    assert [(one["action"], one["queue"], one["done"]) for one in actions] == [
        ("resume-queue", "webhooks", 1),
        ("pause-queue", "webhooks", 1),
    ]


def test_a_viewer_sees_it_and_changes_nothing(world: World, operator: Caller) -> None:
    """403, and the queue is as it was."""
    viewer = caller(world.services, "viewer-1", viewer=True)
    assert paused(viewer) == paused(operator)
    assert viewer.post("/api/operator/resume-queue", {"queue": "jobs"}).status_code == 403
    assert caller(world.services, "ada").get("/api/operator/queues").status_code == 403
    assert paused(operator)["jobs"]


@pytest.mark.parametrize("body", [{}, {"queue": "scheduler"}, {"queue": "../jobs"}, {"queue": 1}])
def test_a_queue_that_there_is_not_is_refused(operator: Caller, body: dict[str, object]) -> None:
    """By the field's name."""
    assert wrong_fields(operator.post("/api/operator/pause-queue", body)) == ["queue"]


def test_what_cannot_be_asked_is_unavailable(world: World) -> None:
    """503; what an operator meant to do is kept all the same, as one that did not end."""
    settings = world.services.settings.model_copy(
        update={"cloud_tasks_emulator_host": "127.0.0.1:1"}
    )
    away = world.with_services(queue=TaskQueue(settings)).services
    operator = caller(away, "operator-1", operator=True)
    assert operator.get("/api/operator/queues").status_code == 503
    response = operator.post("/api/operator/pause-queue", {"queue": "jobs"})
    assert response.status_code == 503
    (begun,) = answer_of(operator.get("/api/operator/actions?limit=1"))["actions"]
    assert (begun["action"], "done" in begun) == ("pause-queue", False)
