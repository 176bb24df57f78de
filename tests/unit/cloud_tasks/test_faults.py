"""Clock, tombstones and fault rules: what tests themselves turn."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.engine.store import Store
from infra.local.cloud_tasks.faults.fault_kinds import DeliverTwice
from infra.local.cloud_tasks.faults.holds import ReverseGroup
from infra.local.cloud_tasks.faults.injector import Faults

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_manual_clock_stands_until_it_is_moved() -> None:
    """Only a move changes what it shows."""
    clock = Clock(manual=True, start=START)
    assert clock.now() == clock.now() == START
    assert clock.advance(MINUTE) == clock.now() == START + MINUTE
    assert clock.real_seconds_until(START + 2 * MINUTE) is None


def test_a_real_clock_runs_and_can_be_moved_forward() -> None:
    """A move adds to what it shows, and what is left to an instant shrinks by as much."""
    clock = Clock(start=START)
    clock.advance(MINUTE)
    assert START + MINUTE <= clock.now() < START + 2 * MINUTE
    assert clock.real_seconds_until(START) == 0


def test_no_clock_goes_back() -> None:
    """A negative move is refused."""
    with pytest.raises(ValueError, match="does not go back"):
        Clock().advance(-MINUTE)


def test_who_listens_is_told_of_a_move() -> None:
    """Sleepers learn that their instant may have come."""
    told: list[str] = []
    clock = Clock(manual=True)
    clock.on_move(lambda: told.append("moved"))
    clock.advance(MINUTE)
    assert told == ["moved"]


def test_a_rule_is_used_up_after_its_times() -> None:
    """Two times means two tasks."""
    faults = Faults()
    faults.deliver_twice(times=2)
    assert [len(faults.for_delivery("t")) for _ in range(3)] == [1, 1, 0]


def test_a_rule_hits_only_the_tasks_it_names() -> None:
    """Others pass, and do not use the rule up."""
    faults = Faults()
    faults.deliver_twice(task_matching="/tasks/a$")
    assert faults.for_delivery("q/tasks/b") == ()
    assert faults.for_delivery("q/tasks/a") == (DeliverTwice(),)


def test_chance_repeats_with_the_seed() -> None:
    """The same seed hits the same deliveries."""

    def hits(seed: int) -> list[int]:
        faults = Faults(seed)
        faults.deliver_twice(times=1000, probability=0.5)
        return [len(faults.for_delivery("t")) for _ in range(50)]

    assert hits(7) == hits(7) != hits(8)


def test_calls_are_refused_for_a_time_from_the_first() -> None:
    """The time starts when the rule is first met, and ends by the clock."""
    faults = Faults()
    faults.refuse_calls(code=RpcCode.ABORTED, for_time=MINUTE, methods=frozenset({"GetTask"}))
    assert faults.for_call("CreateTask", START) is None
    assert faults.for_call("GetTask", START) is not None
    assert faults.for_call("GetTask", START + MINUTE - timedelta(seconds=1)) is not None
    assert faults.for_call("GetTask", START + MINUTE) is None


def test_clearing_forgets_every_rule() -> None:
    """Nothing goes wrong afterwards."""
    faults = Faults()
    faults.lose_response()
    faults.refuse_calls()
    faults.clear()
    assert faults.for_delivery("t") == ()
    assert faults.for_call("GetTask", START) is None


def test_a_group_goes_in_reverse_once_it_is_full() -> None:
    """The last to come goes first, each after the one before it was answered."""
    group = ReverseGroup(3)
    first, second, third = (group.join(START + MINUTE) for _ in range(3))
    late = START + 9 * MINUTE
    assert [h.is_over(late) for h in (first, second, third)] == [False, False, True]
    group.left(third)
    assert [h.is_over(late) for h in (first, second)] == [False, True]
    group.left(second)
    assert first.is_over(START)


def test_a_group_that_never_fills_lets_go_in_time() -> None:
    """No test waits for ever for tasks that do not come."""
    hold = ReverseGroup(2).join(START + MINUTE)
    assert not hold.is_over(START)
    assert hold.is_over(START + MINUTE)


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory."""
    store = Store(None)
    yield store
    store.close()


def test_a_name_is_free_again_when_its_time_is_over(store: Store) -> None:
    """Taken until the instant, free from it on."""
    store.delete_task("name", until=START + MINUTE, now=START)
    assert store.is_taken("name", START + MINUTE - timedelta(microseconds=1))
    assert not store.is_taken("name", START + MINUTE)


def test_past_tombstones_are_forgotten(store: Store) -> None:
    """The list does not grow for ever."""
    for n in range(100):
        until = START + n * MINUTE
        store.delete_task(f"n{n}", until=until, now=until - timedelta(seconds=1))
    assert store._db.execute("SELECT count(*) FROM tombstones").fetchone() == (1,)
