"""The loop around compare-and-set: how often, and how long it waits in between."""

from collections.abc import Callable

import pytest

from shared.core import errors
from shared.firestore.compare_and_set import (
    LONGEST_PAUSE_SECONDS,
    TRIES,
    Pauses,
    retry_stale,
)
from shared.firestore.documents import StaleWriteError


class Contended:
    """Work that loses so often before it wins."""

    def __init__(self, losses: int) -> None:
        self._left = losses
        self.tries = 0

    def __call__(self) -> str:
        """Lose, or win."""
        self.tries += 1
        if self._left:
            self._left -= 1
            raise StaleWriteError(None)
        return "won"


def recorded(slept: list[float], jitter: Callable[[], float]) -> Pauses:
    """Return pauses that are noted and not waited for."""
    return Pauses(sleep=slept.append, jitter=jitter)


def test_the_first_try_waits_for_nothing() -> None:
    """Where nothing contends, a write costs no time more."""
    slept: list[float] = []
    assert retry_stale(Contended(0), pauses=recorded(slept, lambda: 0.5)) == "won"
    assert slept == []


def test_pauses_double_up_to_the_longest() -> None:
    """So that who contend spread out over the time that all of them need."""
    slept: list[float] = []
    retry_stale(Contended(7), pauses=recorded(slept, lambda: 1.0))
    assert slept == [0.02, 0.04, 0.08, 0.16, 0.32, 0.64, LONGEST_PAUSE_SECONDS]


def test_a_pause_is_any_part_of_its_longest() -> None:
    """Who lost to each other do not meet again."""
    slept: list[float] = []
    numbers = iter([0.0, 0.25, 0.75])
    retry_stale(Contended(3), pauses=recorded(slept, lambda: next(numbers)))
    assert slept == [0.0, 0.01, 0.06]


def test_it_gives_up_and_does_not_wait_after_the_last_try() -> None:
    """A caller who waits longer learns nothing by it."""
    slept: list[float] = []
    work = Contended(100)
    with pytest.raises(errors.WriteConflictError):
        retry_stale(work, pauses=recorded(slept, lambda: 1.0))
    assert work.tries == TRIES
    assert len(slept) == TRIES - 1
