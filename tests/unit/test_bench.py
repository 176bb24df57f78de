"""What `make bench` says of its figures, and what it leaves behind."""

import json
import re

import pytest

from tests.bench import __main__ as bench
from tests.repo import repository


def test_the_table_has_the_median_the_least_and_the_most() -> None:
    """Of an odd number of runs the middle one; a slow run moves it little."""
    shown = bench.table({"Part": {"what": [3.0, 1.0, 2.0, 90.0, 2.5]}})
    rows = list(zip(*(column.cells for column in shown.columns), strict=True))
    assert rows[1:] == [("what", "2.50", "1.00", "90.00", "5")]


def test_a_program_that_fails_is_told_with_its_words() -> None:
    """No figure is made of a peer that did not run."""
    with pytest.raises(RuntimeError, match="no such thing"):
        bench._ask(["sh", "-c", "echo no such thing >&2; exit 3"], {})


def test_what_was_measured_here_is_not_committed() -> None:
    """It is true of one machine and one hour."""
    assert repository.git("check-ignore", "bench-results.json").strip() == "bench-results.json"


def test_the_peers_are_pinned() -> None:
    """A peer that gets faster or slower is another peer."""
    said = json.loads((bench._PEERS / "package.json").read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"[\d.]+", version) for version in said["dependencies"].values())
