"""How many calls of each operation follow one another: each is a wait in the cloud.

A figure that has risen is a decision: `python -m tests.bench.latency --keep` keeps it anew.
"""

import pytest

from tests.bench import figures, latency
from tests.bench.latency import Call
from tests.support.world import World


def test_no_operation_waits_for_more_calls_than_it_did(world: World) -> None:
    """Calls in a row and in all, and what the former take at a cloud's latencies."""
    assert figures.risen(latency.read_kept(), latency.paths(world)) == []


@pytest.mark.parametrize(
    ("calls", "path"),
    [
        ([("commit", 0, 1), ("create_task", 1, 2)], ["commit", "create_task"]),
        ([("commit", 0, 2), ("create_task", 1, 3)], ["commit"]),
        ([("publish", 0, 1), ("commit", 0, 2), ("commit", 2, 3)], ["commit", "commit"]),
        ([], []),
    ],
)
def test_what_overlaps_is_not_in_a_row(
    calls: list[tuple[str, float, float]], path: list[str]
) -> None:
    """Of calls side by side the one counts that takes longer in the cloud."""
    made = [Call(name=name, began=began, ended=ended) for name, began, ended in calls]
    assert [call.name for call in latency.critical_path(made)] == path
