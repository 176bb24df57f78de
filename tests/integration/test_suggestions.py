"""The names that a form may suggest: written by the sweeper once a day, read by users."""

from datetime import timedelta
from typing import cast

import pytest

from functions.worker import suggest
from functions.worker.suggest import CountRow, NameRow
from shared.core import errors
from shared.firestore.single_documents import SUGGESTIONS
from shared.handler.ports import QueryCall, QueryResult, RowT
from tests.support.web import caller
from tests.support.world import World

NAMES = (
    NameRow(kind="role", alias="QA Engineer", name="QA Engineer"),
    NameRow(kind="role", alias="SDET", name="QA Engineer"),
    NameRow(kind="skill", alias="SQL", name="SQL"),
)
COUNTS = (CountRow(kind="role", name="QA Engineer", postings=312),)


class Names:
    """A warehouse that has names with their postings and nothing else, or fails."""

    def __init__(self, rows: tuple[NameRow, ...] = NAMES) -> None:
        self.rows = rows
        self.asked = 0
        self.failure: errors.JobsError | None = None

    def query(self, call: QueryCall[RowT]) -> QueryResult[RowT]:
        """Return the names or their counts; count how often names are asked for."""
        self.asked += call.row is NameRow
        if self.failure is not None:
            raise self.failure
        rows = self.rows if call.row is NameRow else COUNTS
        return QueryResult(rows=cast("tuple[RowT, ...]", rows), source="made by hand")


@pytest.fixture
def names(world: World) -> Names:
    """The world's warehouse; no process has looked yet."""
    warehouse = Names()
    world.services.__dict__["warehouse"] = warehouse
    suggest._done_until.clear()
    return warehouse


def test_the_warehouse_is_asked_once_a_day(world: World, names: Names) -> None:
    """The first sweep of a day writes the names; the others of that day ask for nothing."""
    assert suggest.refresh_if_due(world.services)
    world.clock.move(timedelta(hours=23))
    assert not suggest.refresh_if_due(world.services)
    world.clock.move(timedelta(hours=1))
    assert suggest.refresh_if_due(world.services)
    assert names.asked == 2


def test_another_process_finds_what_is_written(world: World, names: Names) -> None:
    """It reads the document, and does not ask the warehouse again."""
    suggest.refresh_if_due(world.services)
    suggest._done_until.clear()
    assert not suggest.refresh_if_due(world.services)
    assert names.asked == 1


def test_of_two_at_once_one_writes(world: World, names: Names) -> None:
    """The write is a compare-and-set: the slower sweeper leaves it to the faster one."""
    before = world.services.store.read_single(SUGGESTIONS)
    suggest.refresh_if_due(world.services)
    written = world.services.store.read_single(SUGGESTIONS).record
    assert written is not None
    with pytest.raises(errors.WriteConflictError):
        world.services.store.write_single(SUGGESTIONS, before, written)


def test_a_warehouse_that_fails_hinders_no_sweep(world: World, names: Names) -> None:
    """It is asked again an hour later, and what there is stays."""
    names.failure = errors.RetriableJobError()
    assert not suggest.refresh_if_due(world.services)
    world.clock.move(timedelta(minutes=59))
    assert not suggest.refresh_if_due(world.services)
    assert names.asked == 1
    world.clock.move(timedelta(minutes=1))
    names.failure = None
    assert suggest.refresh_if_due(world.services)


def test_a_user_reads_them(world: World, names: Names) -> None:
    """By kind: names with their postings, other words for them; nothing before they are written."""
    user = caller(world.services)
    answer = user.get("/api/suggestions")
    assert (answer.status_code, answer.json) == (200, {"kinds": {}})
    suggest.refresh_if_due(world.services)
    assert user.get("/api/suggestions").json == {
        "kinds": {
            "role": {"names": ["QA Engineer"], "also": ["SDET"], "meant": [0], "postings": [312]},
            "skill": {"names": ["SQL"], "also": [], "meant": [], "postings": [0]},
        }
    }
