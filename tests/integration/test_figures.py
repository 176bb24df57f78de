"""What each operation costs in calls, documents and bytes, and what each entry point imports.

`make bench-check`: a figure that has risen is a decision, to be made by keeping it anew with
`python -m tests.bench.figures`.
"""

import pytest

from tests.bench import figures
from tests.support.emulators import GoogleEmulators
from tests.support.world import World


def test_no_operation_costs_more_than_it_did(world: World) -> None:
    """RPCs by kind, documents and bytes written, with settings as they are deployed."""
    assert figures.risen(figures.read_kept(), figures.operations(world)) == []


@pytest.mark.parametrize("name", figures.ENTRY_POINTS)
def test_no_entry_point_imports_more_than_it_did(
    world: World, emulators: GoogleEmulators, name: str
) -> None:
    """Each imports what it needs: a library that creeps in is named here."""
    found = figures.entry_point(name, world.services.settings, emulators.environment)
    assert figures.risen(figures.read_kept(), found) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"submit": {"commit": 1}}, []),
        ({"submit": {}}, []),
        ({"submit": {"commit": 2}}, ["submit: commit is 2, and was 1"]),
        ({"submit": {"run_query": 1}}, ["submit: run_query is 1, and was 0"]),
        ({"api: health": {"grpc": 1}}, ["api: health: grpc is 1, and was 0"]),
    ],
)
def test_what_rises_or_is_new_is_told(now: figures.Figures, told: list[str]) -> None:
    """The check above can fail; what falls is fine."""
    assert figures.risen({"submit": {"commit": 1}}, now) == told
