"""Which file the local cloud asks for postings, and that it says so on start."""

from pathlib import Path

import pytest

from infra.local.cloud import terminal
from infra.local.cloud.emulators import MissingToolError
from infra.local.cloud.stack import SAMPLE_DATA, warehouse_file


@pytest.fixture
def postings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of someone's own that `WAREHOUSE_FILE` names."""
    file = tmp_path / "postings.duckdb"
    file.touch()
    monkeypatch.setenv("WAREHOUSE_FILE", str(file))
    return file


@pytest.mark.parametrize("named", [{}, {"WAREHOUSE_FILE": ""}])
def test_the_sample_is_for_those_who_name_no_file(named: dict[str, str]) -> None:
    """An empty variable names none."""
    assert warehouse_file(named) == SAMPLE_DATA


def test_a_file_is_found_from_where_it_was_named() -> None:
    """The functions run somewhere else."""
    assert warehouse_file({"WAREHOUSE_FILE": "own.duckdb"}) == Path.cwd() / "own.duckdb"
    assert warehouse_file({"WAREHOUSE_FILE": "~/own.duckdb"}) == Path.home() / "own.duckdb"


def test_a_start_says_whose_postings_it_has(postings: Path) -> None:
    """A sample that answers without a word is taken for one's own."""
    said: list[str] = []
    terminal.say_what_data(said.append)
    assert said == [f"The postings are those of {postings}."]


def test_a_file_that_is_not_there_is_one_sentence(postings: Path) -> None:
    """It says which, and how to make one."""
    postings.unlink()
    with pytest.raises(MissingToolError, match=r"postings\.duckdb.*python -m infra\.load_postings"):
        terminal.say_what_data(print)
