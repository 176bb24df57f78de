"""What a worker is sent, how long its answer is awaited, and what its answer means."""

from datetime import timedelta

import pytest
from google.cloud.tasks_v2 import CloudTasksClient
from google.rpc import code_pb2  # type: ignore[import-untyped]  # has no types

from infra.local.cloud_tasks import Clock, CloudTasksEmulator, Settings
from tests.integration.cloud_tasks.support import QUEUE, SECOND, Tasks, connected
from tests.integration.cloud_tasks.worker import Answer, Worker

HOUR = timedelta(hours=1)
PREFIX = "x-cloudtasks-"


def test_the_headers_of_three_attempts(tasks: Tasks) -> None:
    """The table recorded from the real service: 503, then 404, then 200."""
    tasks.worker.will_answer(503, 404, 200)
    tasks.create("a")
    tasks.settle()
    tasks.pass_time(HOUR)
    tasks.pass_time(HOUR)
    seen = [
        {
            name.removeprefix(PREFIX): value
            for name, value in call.headers.items()
            if name.startswith(PREFIX) and name != "x-cloudtasks-tasketa"
        }
        for call in tasks.worker.wait_for_calls(3)
    ]
    same = {"queuename": "mail", "taskname": "a"}
    assert seen == [
        {**same, "taskretrycount": "0", "taskexecutioncount": "0"},
        {
            **same,
            "taskretrycount": "1",
            "taskexecutioncount": "0",
            "taskpreviousresponse": "503",
            "taskretryreason": "",
        },
        {
            **same,
            "taskretrycount": "2",
            "taskexecutioncount": "1",
            "taskpreviousresponse": "404",
            "taskretryreason": "",
        },
    ]


def test_method_path_headers_and_body_arrive_as_given(tasks: Tasks) -> None:
    """With the service's agent, and no content type that was not asked for."""
    tasks.create(
        http_request={
            "url": tasks.worker.url + "?a=1&b=%20",
            "http_method": "PUT",
            "headers": {"X-Own": "value", "User-Agent": "mine"},
            "body": b"\x00\xff",
        }
    )
    call = tasks.worker.wait_for_calls(1)[0]
    assert (call.method, call.path, call.body) == ("PUT", "/run?a=1&b=%20", b"\x00\xff")
    assert call.headers["x-own"] == "value"
    assert call.headers["user-agent"] == "Google-Cloud-Tasks"
    assert "content-type" not in call.headers


@pytest.mark.parametrize("status", [200, 204, 299])
def test_a_success_ends_the_task(tasks: Tasks, status: int) -> None:
    """Any status from 200 to 299 takes it out of the queue."""
    tasks.worker.will_answer(status)
    tasks.create()
    tasks.settle()
    assert tasks.names() == []


@pytest.mark.parametrize("status", [302, 400, 404, 409, 500])
def test_every_other_status_is_tried_again(tasks: Tasks, status: int) -> None:
    """A redirect is not followed, and a client error is no reason to give up."""
    tasks.worker.will_answer(Answer(status=status, headers={"Location": tasks.worker.url + "/2"}))
    tasks.create("a")
    tasks.settle()
    assert tasks.names() == ["a"]
    tasks.pass_time(HOUR)
    assert [call.path for call in tasks.worker.calls] == ["/run", "/run"]
    assert tasks.names() == []


def test_a_task_shows_its_attempts(tasks: Tasks) -> None:
    """Counts and times are those of the attempts; the first shows when it started, no more."""
    start = tasks.emulator.clock.now()
    tasks.worker.will_answer(404)
    name = tasks.create().name
    tasks.settle()
    task = tasks.client.get_task(name=name)
    assert (task.dispatch_count, task.response_count) == (1, 1)
    assert task.first_attempt.dispatch_time == task.last_attempt.dispatch_time == start
    assert task.first_attempt.response_time is None
    assert task.last_attempt.response_status.code == code_pb2.NOT_FOUND
    assert task.last_attempt.response_status.message == "HTTP status code 404"


def test_a_task_waits_for_its_time(tasks: Tasks) -> None:
    """It is delivered when its time has come, and not a second before."""
    tasks.create(schedule_time=tasks.emulator.clock.now() + HOUR)
    tasks.pass_time(HOUR - SECOND)
    assert tasks.worker.calls == []
    tasks.pass_time(SECOND)
    assert len(tasks.worker.calls) == 1


def test_the_deadline_cuts_a_delivery(tasks: Tasks) -> None:
    """It counts as failed, without a response, and is tried again while the first still runs."""
    with tasks.worker.holding():
        name = tasks.create(dispatch_deadline=15 * SECOND).name
        tasks.worker.wait_for_calls(1)
        tasks.pass_time(15 * SECOND)
        task = tasks.client.get_task(name=name)
        tasks.emulator.clock.advance(HOUR)
        second = tasks.worker.wait_for_calls(2)[1]
    assert task.last_attempt.response_status.code == code_pb2.DEADLINE_EXCEEDED
    assert (task.dispatch_count, task.response_count) == (1, 0)
    assert second.headers["x-cloudtasks-taskretrycount"] == "1"
    assert "x-cloudtasks-taskpreviousresponse" not in second.headers
    assert tasks.worker.most_at_once == 2


def test_just_before_its_deadline_an_answer_still_counts(tasks: Tasks) -> None:
    """The deadline is not early."""
    with tasks.worker.holding():
        tasks.create(dispatch_deadline=15 * SECOND)
        tasks.worker.wait_for_calls(1)
        tasks.emulator.clock.advance(15 * SECOND - timedelta(milliseconds=1))
    tasks.settle()
    assert tasks.names() == []


def test_a_worker_that_is_not_there_is_tried_again(tasks: Tasks) -> None:
    """No connection is no answer."""
    name = tasks.create(http_request={"url": "http://127.0.0.1:9/"}).name
    tasks.settle()
    task = tasks.client.get_task(name=name)
    assert task.last_attempt.response_status.code == code_pb2.UNAVAILABLE
    assert (task.dispatch_count, task.response_count) == (1, 0)


def test_a_queue_can_override_where_its_tasks_go(tasks: Tasks) -> None:
    """Host, path and method of the queue replace the task's own."""
    host, _, port = tasks.worker.url.split("/")[2].partition(":")
    uri = {"host": host, "port": int(port), "path_override": {"path": "/all"}}
    tasks.set_queue(http_target={"uri_override": uri, "http_method": "GET"})
    tasks.create(http_request={"url": "http://elsewhere.invalid/own", "body": b"x"})
    call = tasks.worker.wait_for_calls(1)[0]
    assert (call.method, call.path, call.body) == ("GET", "/all", b"")


def test_running_a_task_does_not_wait_for_its_time(client: CloudTasksClient, tasks: Tasks) -> None:
    """Nor for a paused queue; the answer shows the attempt."""
    client.pause_queue(name=QUEUE)
    name = tasks.create(schedule_time=tasks.emulator.clock.now() + HOUR).name
    assert client.run_task(name=name).dispatch_count == 1
    tasks.worker.wait_for_calls(1)
    tasks.settle()
    assert tasks.names() == []


def test_running_a_running_task_delivers_it_again(client: CloudTasksClient, tasks: Tasks) -> None:
    """RunTask looks at nothing: two attempts run at once."""
    with tasks.worker.holding():
        name = tasks.create().name
        tasks.worker.wait_for_calls(1)
        client.run_task(name=name)
        calls = tasks.worker.wait_for_calls(2)
    assert [call.headers["x-cloudtasks-taskretrycount"] for call in calls] == ["0", "1"]
    tasks.settle()
    assert tasks.names() == []


def test_the_real_clock_needs_no_help(worker: Worker) -> None:
    """Without a manual clock a failure is followed by its retry after a tenth of a second."""
    worker.will_answer(500)
    with (
        CloudTasksEmulator(Settings(queues=(QUEUE,)), clock=Clock()) as running,
        connected(running.addresses.grpc) as client,
    ):
        client.create_task(request={"parent": QUEUE, "task": {"http_request": {"url": worker.url}}})
        assert running.wait_until_idle()
        assert len(worker.calls) == 2
