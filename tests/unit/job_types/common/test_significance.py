"""Telling a difference from chance."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.common.significance import (
    chance_of_difference,
    is_count_change_clear,
    pick_clear,
)


def test_the_chance_is_that_of_the_z_test() -> None:
    """0.5 against 0.4 of a hundred each: z is 1.42, which chance gives 15.5% of the time."""
    assert chance_of_difference(50, 100, 40, 100) == pytest.approx(0.1552, abs=0.0005)


@pytest.mark.parametrize("asked", [0, 100])
def test_no_difference_is_all_chance(asked: int) -> None:
    """Where there is nothing to differ, nothing does."""
    assert chance_of_difference(asked, 100, asked, 100) == 1.0


def test_what_is_picked_is_benjamini_and_hochbergs_own_example() -> None:
    """Of the 15 p-values in their paper of 1995, the four smallest are picked at 5%."""
    chances = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]
    assert pick_clear(chances) == (True,) * 4 + (False,) * 11


def test_noise_is_seldom_picked() -> None:
    """Of 200 markets in which no skill moves, about one in twenty shows any that seems to."""
    random = Random(7)  # noqa: S311 -- a simulation
    wrong = sum(any(pick_clear([random.random() for _ in range(100)])) for _ in range(200))
    assert wrong <= 20


@given(st.lists(st.floats(0, 1), max_size=30))
def test_a_smaller_chance_is_picked_with_a_larger(chances: list[float]) -> None:
    """What is picked are the smallest, and none above 5%."""
    picked = pick_clear(chances)
    limit = max((c for c, is_picked in zip(chances, picked, strict=True) if is_picked), default=-1)
    assert limit <= 0.05
    assert all(is_picked == (c <= limit) for c, is_picked in zip(chances, picked, strict=True))


@pytest.mark.parametrize(
    ("now", "before", "is_clear"),
    [
        (1000, 900, True),
        (950, 900, False),
        (10_400, 10_000, False),
        (10_600, 10_000, True),
        (60, 50, False),
        (0, 0, False),
        (900, 1000, True),
    ],
)
def test_counts_vary_by_their_root(now: int, before: int, is_clear: bool) -> None:  # noqa: FBT001 -- a table
    """Two standard errors and five percent make a change of a count clear."""
    assert is_count_change_clear(now, before, 0.05) == is_clear
