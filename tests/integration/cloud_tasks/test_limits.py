"""How often a task is tried, and how fast a queue is emptied."""

from datetime import timedelta

from google.cloud.tasks_v2 import CloudTasksClient

from tests.integration.cloud_tasks.support import QUEUE, SECOND, Tasks
from tests.integration.cloud_tasks.worker import Answer

HOUR = timedelta(hours=1)


def test_a_failing_task_is_given_up_after_its_last_attempt(tasks: Tasks) -> None:
    """Three attempts are two retries; then the task is gone without a trace."""
    tasks.set_queue(retry_config={"max_attempts": 3})
    tasks.worker.will_answer(500, 500, 500)
    tasks.create()
    tasks.settle()
    for _ in range(5):
        tasks.pass_time(HOUR)
    assert len(tasks.worker.calls) == 3
    assert tasks.names() == []


def test_the_delays_follow_the_documented_sequence(tasks: Tasks) -> None:
    """10, 20, 40, 80, 160, 240, 300 and 300 seconds between the attempts."""
    policy = {
        "min_backoff": 10 * SECOND,
        "max_backoff": 300 * SECOND,
        "max_doublings": 3,
    }
    tasks.set_queue(retry_config=policy)
    tasks.worker.will_answer(*[500] * 9)
    name = tasks.create().name
    delays: list[float] = []
    for _ in range(8):
        tasks.settle()
        delays.append(tasks.seconds_until_due(name))
        tasks.emulator.clock.advance(delays[-1] * SECOND)
    assert delays == [10, 20, 40, 80, 160, 240, 300, 300]


def test_both_limits_must_be_met(tasks: Tasks) -> None:
    """A retry duration lengthens a task's life beyond its attempts."""
    tasks.set_queue(
        retry_config={
            "max_attempts": 1,
            "max_retry_duration": 60 * SECOND,
            "min_backoff": 25 * SECOND,
            "max_backoff": 25 * SECOND,
        }
    )
    tasks.worker.will_answer(*[500] * 9)
    tasks.create()
    for _ in range(5):
        tasks.settle()
        tasks.pass_time(25 * SECOND)
    assert len(tasks.worker.calls) == 4  # at 0, 25, 50 and 75 seconds


def test_a_task_s_own_policy_overrides_its_queue_s(tasks: Tasks) -> None:
    """What it leaves out comes from the queue."""
    tasks.set_queue(retry_config={"max_attempts": 5, "max_doublings": 2})
    tasks.worker.will_answer(500, 500)
    task = tasks.create(retry_config={"max_attempts": 1})
    tasks.settle()
    tasks.pass_time(HOUR)
    assert len(tasks.worker.calls) == 1
    assert task.retry_config.max_doublings == 2


def test_a_task_is_deleted_after_thirty_one_days(client: CloudTasksClient, tasks: Tasks) -> None:
    """Whether it was tried or not."""
    client.pause_queue(name=QUEUE)
    tasks.create()
    tasks.pass_time(timedelta(days=31) - SECOND)
    assert len(tasks.names()) == 1
    tasks.pass_time(SECOND)
    assert tasks.names() == []


def test_a_burst_then_the_steady_rate(client: CloudTasksClient, tasks: Tasks) -> None:
    """Ten at once at two a second, then two for each second that passes."""
    tasks.set_queue(rate_limits={"max_dispatches_per_second": 2})
    for _ in range(20):
        tasks.create()
    tasks.settle()
    sent = [len(tasks.worker.calls)]
    for _ in range(3):
        tasks.pass_time(SECOND)
        sent.append(len(tasks.worker.calls))
    assert sent == [10, 12, 14, 16]


def test_no_more_run_at_once_than_allowed(tasks: Tasks) -> None:
    """A slot is taken until the answer."""
    tasks.set_queue(rate_limits={"max_concurrent_dispatches": 2})
    with tasks.worker.holding():
        for _ in range(5):
            tasks.create()
        tasks.worker.wait_for_calls(2)
    tasks.settle()
    assert len(tasks.worker.calls) == 5
    assert tasks.worker.most_at_once == 2


def test_a_paused_queue_keeps_what_it_is_given(client: CloudTasksClient, tasks: Tasks) -> None:
    """Deliveries under way go on; the rest waits for the resume."""
    with tasks.worker.holding():
        tasks.create("running")
        tasks.worker.wait_for_calls(1)
        client.pause_queue(name=QUEUE)
        tasks.create("waiting")
    tasks.settle()
    assert tasks.names() == ["waiting"]
    client.resume_queue(name=QUEUE)
    tasks.settle()
    assert [call.task for call in tasks.worker.calls] == ["running", "waiting"]


def test_retry_after_holds_the_whole_queue(tasks: Tasks) -> None:
    """One task's 503 delays the others; afterwards all are delivered."""
    tasks.worker.will_answer(Answer(status=503, headers={"Retry-After": "30"}))
    tasks.create("refused")
    tasks.settle()
    tasks.create("innocent")
    tasks.pass_time(29 * SECOND)
    assert [call.task for call in tasks.worker.calls] == ["refused"]
    tasks.pass_time(SECOND)
    assert sorted(call.task for call in tasks.worker.calls[1:]) == ["innocent", "refused"]


def test_tasks_come_in_the_order_of_their_times(client: CloudTasksClient, tasks: Tasks) -> None:
    """The real service promises none; here it is the due time's, so that tests repeat."""
    tasks.set_queue(rate_limits={"max_concurrent_dispatches": 1})
    now = tasks.emulator.clock.now()
    for name, seconds in [("c", 3), ("a", 1), ("b", 2)]:
        tasks.create(name, schedule_time=now + seconds * SECOND)
    tasks.pass_time(HOUR)
    assert [call.task for call in tasks.worker.wait_for_calls(3)] == ["a", "b", "c"]
