"""Each fault does what it says, once, and no more."""

from datetime import timedelta

import pytest
from google.api_core import exceptions
from google.rpc import code_pb2  # type: ignore[import-untyped]  # has no types

from infra.local.cloud_tasks import RpcCode
from tests.integration.cloud_tasks.support import SECOND, Tasks

HOUR = timedelta(hours=1)


def test_a_task_is_delivered_twice_after_its_success(tasks: Tasks) -> None:
    """The second delivery is the same as the first, and its answer changes nothing."""
    tasks.emulator.faults.deliver_twice()
    tasks.worker.will_answer(200, 500)
    tasks.create("a")
    tasks.settle()
    first, second = tasks.worker.calls
    assert first.headers == second.headers
    tasks.create("b")
    tasks.settle()
    assert [call.task for call in tasks.worker.calls] == ["a", "a", "b"]
    assert tasks.names() == []


def test_a_second_delivery_overlaps_the_first(tasks: Tasks) -> None:
    """Both are with the worker at the same time."""
    tasks.emulator.faults.overlap()
    with tasks.worker.holding():
        tasks.create()
        calls = tasks.worker.wait_for_calls(2)
    tasks.settle()
    assert tasks.worker.most_at_once == 2
    assert [call.headers["x-cloudtasks-taskretrycount"] for call in calls] == ["0", "0"]
    assert tasks.names() == []


def test_an_overlap_may_start_later(tasks: Tasks) -> None:
    """The first runs alone until the clock says so."""
    tasks.emulator.faults.overlap(after=5 * SECOND)
    with tasks.worker.holding():
        tasks.create()
        tasks.worker.wait_for_calls(1)
        tasks.emulator.clock.advance(4 * SECOND)
        assert len(tasks.worker.calls) == 1
        tasks.emulator.clock.advance(SECOND)
        tasks.worker.wait_for_calls(2)
    tasks.settle()
    assert tasks.worker.most_at_once == 2


def test_a_delivery_comes_late(tasks: Tasks) -> None:
    """Its due time stays what it was; others are on time."""
    due = tasks.emulator.clock.now()
    tasks.emulator.faults.deliver_late(by=10 * SECOND, task_matching="/late$")
    tasks.create("late")
    tasks.create("other")
    tasks.settle()
    assert [call.task for call in tasks.worker.calls] == ["other"]
    tasks.pass_time(10 * SECOND)
    late = tasks.worker.wait_for_calls(2)[1]
    assert late.headers["x-cloudtasks-tasketa"] == f"{due.timestamp():.6f}"


def test_a_late_delivery_of_a_deleted_task_does_not_come(tasks: Tasks) -> None:
    """A task that is gone is not delivered any more."""
    tasks.emulator.faults.deliver_late(by=10 * SECOND)
    name = tasks.create().name
    tasks.settle()
    tasks.client.delete_task(name=name)
    tasks.pass_time(10 * SECOND)
    assert tasks.worker.calls == []


def test_deliveries_come_in_reverse(tasks: Tasks) -> None:
    """Three are held until all are there, and go one by one, the last first."""
    tasks.emulator.faults.deliver_out_of_order(count=3)
    for name in ["a", "b"]:
        tasks.create(name)
    tasks.settle()
    assert tasks.worker.calls == []
    tasks.create("c")
    tasks.settle()
    tasks.create("d")
    assert [call.task for call in tasks.worker.wait_for_calls(4)] == ["c", "b", "a", "d"]
    assert tasks.worker.most_at_once == 1


def test_held_deliveries_go_when_no_other_comes(tasks: Tasks) -> None:
    """A group that does not fill is let go in time."""
    tasks.emulator.faults.deliver_out_of_order(count=2, at_most=5 * SECOND)
    tasks.create("alone")
    tasks.settle()
    tasks.pass_time(5 * SECOND)
    assert [call.task for call in tasks.worker.calls] == ["alone"]


def test_a_lost_success_is_tried_again(tasks: Tasks) -> None:
    """The worker said 200, the service did not get it."""
    tasks.emulator.faults.lose_response()
    name = tasks.create().name
    tasks.settle()
    task = tasks.client.get_task(name=name)
    assert task.last_attempt.response_status.code == code_pb2.UNAVAILABLE
    tasks.pass_time(HOUR)
    retried = tasks.worker.wait_for_calls(2)[1]
    assert retried.headers["x-cloudtasks-taskretrycount"] == "1"
    assert "x-cloudtasks-taskpreviousresponse" not in retried.headers
    assert tasks.names() == []


def test_a_refused_call_has_no_effect(tasks: Tasks) -> None:
    """The named call fails as often as asked, others do not."""
    tasks.emulator.faults.refuse_calls(
        code=RpcCode.RESOURCE_EXHAUSTED, times=1, methods=frozenset({"CreateTask"})
    )
    assert tasks.names() == []
    with pytest.raises(exceptions.ResourceExhausted):
        tasks.create("a")
    assert tasks.worker.calls == []
    assert tasks.create("a").name


def test_a_call_may_take_effect_though_its_answer_is_lost(tasks: Tasks) -> None:
    """The caller sees an error, the worker sees the task."""
    tasks.emulator.faults.refuse_calls(methods=frozenset({"CreateTask"}), applied=True)
    with pytest.raises(exceptions.ServiceUnavailable):
        tasks.create("a")
    assert tasks.worker.wait_for_calls(1)[0].task == "a"
    with pytest.raises(exceptions.AlreadyExists):
        tasks.create("a")


def test_a_reset_leaves_the_queues_and_nothing_else(tasks: Tasks) -> None:
    """Tasks, tombstones, faults and the pause are gone; the settings are not."""
    tasks.set_queue(retry_config={"max_attempts": 7})
    tasks.create("a")
    tasks.settle()
    tasks.emulator.faults.lose_response()
    tasks.create("waiting", schedule_time=tasks.emulator.clock.now() + HOUR)
    tasks.emulator.reset()
    assert tasks.names() == []
    tasks.create("a")
    tasks.settle()
    assert tasks.names() == []
    queue = next(iter(tasks.client.list_queues(parent="projects/demo-p/locations/europe-west1")))
    assert queue.retry_config.max_attempts == 7
