"""A log file is read as it grows."""

from pathlib import Path

import pytest

from infra.local.console.log_tail import LogTail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log file that is not there yet."""
    return tmp_path / "api.log"


def test_each_line_is_given_once(path: Path) -> None:
    """A line is given when it is whole, and never again; a missing file has none."""
    tail = LogTail(path)
    assert list(tail.new_lines()) == []
    path.write_text("one\ntwo\nthr")
    assert list(tail.new_lines()) == ["one\n", "two\n"]
    with path.open("a") as file:
        file.write("ee\n")
    assert list(tail.new_lines()) == ["three\n"]
    assert list(tail.new_lines()) == []


def test_a_file_begun_anew_is_read_anew(path: Path) -> None:
    """A new run takes the name: its lines are new, however long the file before was."""
    path.write_text("of the first\n")
    tail = LogTail(path)
    list(tail.new_lines())
    other = path.with_suffix(".new")
    other.write_text("of the second, which is longer\n")
    other.replace(path)
    assert list(tail.new_lines()) == ["of the second, which is longer\n"]


def test_a_file_cut_short_is_read_anew(path: Path) -> None:
    """It was emptied: what comes then is new."""
    path.write_text("one\ntwo\n")
    tail = LogTail(path)
    list(tail.new_lines())
    path.write_text("a\n")
    assert list(tail.new_lines()) == ["a\n"]


def test_broken_characters_do_no_harm(path: Path) -> None:
    """A process may write whatever it wants."""
    path.write_bytes(b"\xff\xfe\n")
    assert len(list(LogTail(path).new_lines())) == 1
