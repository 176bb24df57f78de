"""The oracle's plan: a seed draws the same again, and everything has its turn."""

from collections import defaultdict
from itertools import pairwise, takewhile

import pytest

from tests.blackbox import plan
from tests.blackbox.plan import Step

SEEDS = range(5)


def drawn(seed: int, minutes: float, *, has_newer: bool = False) -> list[Step]:
    """Return the steps of the first minutes of a plan."""
    steps = plan.draw(seed, has_newer=has_newer)
    return list(takewhile(lambda step: step.at < 60 * minutes, steps))


def test_a_seed_draws_the_same() -> None:
    """A violation is found again by its seed."""
    assert [vars(step) for step in drawn(7, 5)] == [vars(step) for step in drawn(7, 5)]
    assert drawn(7, 1) != drawn(8, 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_has_its_turn_within_five_minutes(seed: int) -> None:
    """Five minutes are enough for each kind of operation and of fault."""
    kinds = {step.kind for step in drawn(seed, 5)}
    assert kinds == {*plan.OPERATIONS, *plan.FAULTS}


def test_what_only_the_newer_knows_comes_only_when_asked_for() -> None:
    """Without two revisions in question nothing needs the newer one."""
    newer = set(plan.NEWER_OPERATIONS)
    assert newer & {step.kind for step in drawn(1, 2, has_newer=True)} == newer
    assert not newer & {step.kind for step in drawn(1, 2)}


@pytest.mark.parametrize("seed", SEEDS)
def test_one_worker_is_always_left_alone(seed: int) -> None:
    """No two faults hit one worker at once, and never do all workers have one."""
    until: dict[str, float] = defaultdict(float)
    for step in drawn(seed, 20):
        if step.kind in plan.OF_A_WORKER:
            assert step.at >= until[step.who]
            until[step.who] = step.at + step.seconds
            assert sum(1 for time in until.values() if time > step.at) < len(plan.WORKERS)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_clock_is_shifted_at_a_time(seed: int) -> None:
    """Two clocks, each shifted the other way, would differ by more than is promised to work."""
    shifted = [step for step in drawn(seed, 20) if step.kind == "clock"]
    for earlier, later in pairwise(shifted):
        assert earlier.at + earlier.seconds <= later.at
    assert {step.shift for step in shifted} <= {4.0, -4.0}


@pytest.mark.parametrize("seed", SEEDS)
def test_steps_are_in_order_and_numbered(seed: int) -> None:
    """Steps come by their times, and a number names one."""
    steps = drawn(seed, 5)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert [step.number for step in steps] == list(range(len(steps)))
