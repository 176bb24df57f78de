"""What was seen becomes the figures that a person reads."""

from datetime import timedelta

import pytest

from infra.local.console.figures import RATE_WINDOW, WaitingTask, flow, measure, spread
from shared.core.job_status import JobStatus
from tests.support.console import NOW, ago, busy, counted, running_attempt, seen


def test_nothing_seen_is_nothing_known() -> None:
    """Of no jobs there are counts of 0, and no times, ratios or ages."""
    found = measure(seen())
    assert found.accepted.a_minute == 0
    assert found.attempts_a_job is None
    assert (found.wait.p50, found.run.p95) == (None, None)
    assert found.last_sweep is None
    assert found.queue.oldest_due is None
    assert not any((found.failures, found.repairs, found.errors, found.cost_usd, found.running))


def test_a_rate_is_of_the_last_five_minutes() -> None:
    """Ten in five minutes are two a minute; what is older does not count."""
    older, edge = RATE_WINDOW.total_seconds() + 1, RATE_WINDOW.total_seconds() - 1
    found = flow([counted(older), counted(edge), *[counted(n) for n in range(9)]], NOW)
    assert found.a_minute == 2
    assert sum(found.curve) == 10


def test_a_curve_runs_from_left_to_right() -> None:
    """The oldest step is the first, the present one the last, also for a clock that is ahead."""
    oldest = RATE_WINDOW.total_seconds() - 1
    assert flow([counted(oldest)], NOW).curve[0] == 1
    assert flow([counted(0), counted(-0.5)], NOW).curve[-1] == 2


def test_a_spread_is_of_what_was_measured() -> None:
    """Of 1 to 100 seconds, half take 50 at the most, and 95 of 100 take 95."""
    found = spread([counted(1, float(value)) for value in range(100, 0, -1)])
    assert (found.count, found.p50, found.p95) == (100, 50, 95)


def test_run_times_are_split_by_type() -> None:
    """Each type has its own."""
    found = measure(
        seen({"run_seconds": [counted(1, 2, type="b"), counted(1, 9, type="a"), counted(1, 4)]})
    )
    assert {name: each.p50 for name, each in found.run_by_type.items()} == {"-": 4, "a": 9, "b": 2}
    assert found.run.count == 3


def test_ends_are_split_by_status() -> None:
    """A line without a status is that of a queued job's cancellation."""
    ends = [counted(1, status="failed"), counted(1), counted(1, status="succeeded")]
    found = measure(seen({"jobs_ended": ends, "attempts_started": [counted(1)] * 6}))
    assert {status: sum(each.curve) for status, each in found.ended.items()} == {
        JobStatus.SUCCEEDED: 1,
        JobStatus.FAILED: 1,
        JobStatus.CANCELLED: 1,
    }
    assert found.attempts_a_job == 2


def test_counts_come_the_most_frequent_first() -> None:
    """Attempts that failed without a code are counted, too."""
    failed = [counted(1), *[counted(1, code="unavailable")] * 2]
    found = measure(seen({"attempts_failed": failed}))
    assert list(found.failures.items()) == [("unavailable", 2), ("-", 1)]


def test_costs_are_added_by_model() -> None:
    """The dearest comes first."""
    calls = [counted(1, 0.1, model="a"), counted(1, 0.25, model="b"), counted(1, 0.05, model="a")]
    found = measure(seen({"model_cost_usd": calls}))
    assert list(found.cost_usd) == ["b", "a"]
    assert found.cost_usd["a"] == pytest.approx(0.15)


def test_the_last_sweep_has_an_age() -> None:
    """How many there were, how long ago the last was, and the oldest job that it met."""
    oldest = [counted(72, 5), counted(12, 2)]
    found = measure(seen({"sweeps": [counted(72), counted(12)], "oldest_seconds": oldest}))
    assert (found.sweeps, found.last_sweep) == (2, timedelta(seconds=12))
    assert found.oldest_job == timedelta(seconds=2)


def test_tasks_are_due_or_later_or_under_way() -> None:
    """Only a task that is due and was not handed out is late."""
    enqueued = [
        WaitingTask(due_at=ago(100), is_under_way=True),
        WaitingTask(due_at=ago(3), is_under_way=False),
        WaitingTask(due_at=ago(7), is_under_way=False),
        WaitingTask(due_at=ago(-20), is_under_way=False),
        WaitingTask(due_at=ago(-5), is_under_way=False),
    ]
    queue = measure(seen(enqueued=enqueued)).queue
    assert (queue.depth, queue.under_way, queue.due) == (5, 1, 2)
    assert (queue.oldest_due, queue.next_due) == (timedelta(seconds=7), timedelta(seconds=5))


def test_running_jobs_come_the_oldest_first() -> None:
    """An attempt is told by what steers it."""
    young, old = (
        running_attempt(started=1),
        running_attempt(started=9, percent=40, stage="s", attempt=2),
    )
    found = measure(seen(running=[young, old])).running
    assert [each.age.total_seconds() for each in found] == [9, 1]
    assert (found[0].percent, found[0].stage) == (40, "s")
    assert (found[0].attempt, found[0].max_attempts) == (2, 3)
    assert (found[0].is_lost, found[0].is_asked_to_stop) == (False, False)


def test_an_attempt_may_be_lost_or_unwanted() -> None:
    """A lease that is over is told, and that a cancel was asked for."""
    lost = running_attempt(started=90, heartbeat=60)
    unwanted = running_attempt(started=5).asked_to_cancel(NOW)
    found = measure(seen(running=[lost, unwanted])).running
    assert [(each.is_lost, each.is_asked_to_stop) for each in found] == [
        (True, False),
        (False, True),
    ]


def test_no_words_of_an_owner_are_in_the_figures() -> None:
    """Not who they are, nor what they or their texts say."""
    text = repr(measure(busy()))
    assert "ada" not in text.casefold()
