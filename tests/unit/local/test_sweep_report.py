"""What `make sweep` says."""

import io

from rich.console import Console

from functions.requests.repeat import Outcome
from functions.worker.sweep import Repair
from infra.local.cloud import sweep


def test_every_repair_has_its_words() -> None:
    """A repair that is added to the sweeper is added to the report."""
    assert set(sweep._WORDS) == set(Repair)


def test_a_report_names_what_was_done_and_nothing_else() -> None:
    """A line for each kind of repair that happened."""
    console = Console(file=io.StringIO(), width=80)
    console.print(sweep.tabulate({Repair.REDISPATCHED: 2, Repair.LEFT: 0}, {Outcome.FIRED: 3}))
    assert isinstance(console.file, io.StringIO)
    said = [line.split() for line in console.file.getvalue().splitlines()]
    assert said == [["2", "lost", "tasks", "enqueued", "again"], ["3", "schedules", "fired"]]
