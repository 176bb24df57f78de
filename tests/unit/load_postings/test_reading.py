"""Reading files of postings: each row with its line, and what is wrong said without the row."""

from pathlib import Path

import pytest

from infra.load_postings.reading import UnreadableFileError, read_rows

COLUMNS = ("posting_id", "role")


def read(path: Path, content: str | bytes) -> list[tuple[int, dict[str, object], str]]:
    """Write a file and read it: line, values, fault."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(row.line, dict(row.values), row.fault) for row in read_rows(path, COLUMNS)]


def test_csv_rows_have_the_line_they_begin_at(tmp_path: Path) -> None:
    """A cell may have several lines, a row may be empty, and the head's order is the file's."""
    content = 'role,posting_id\r\n"Data\nEngineer",1\n\nAnalyst,2\n'
    assert read(tmp_path / "a.csv", content) == [
        (2, {"role": "Data\nEngineer", "posting_id": "1"}, ""),
        (5, {"role": "Analyst", "posting_id": "2"}, ""),
    ]


def test_a_spreadsheets_first_mark_is_no_part_of_the_head(tmp_path: Path) -> None:
    """Spreadsheets write a byte-order mark before the first word."""
    assert read(tmp_path / "a.csv", "\ufeffposting_id,role\n1,x\n")[0][1]["posting_id"] == "1"


def test_a_csv_row_of_another_length_is_a_fault(tmp_path: Path) -> None:
    """The other rows are read all the same."""
    found = read(tmp_path / "a.csv", "posting_id,role\n1\n2,x\n")
    assert found[0] == (2, {}, "has 1 cells, and the head has 2")
    assert found[1][2] == ""


def test_ndjson_lines_that_are_no_objects_are_faults(tmp_path: Path) -> None:
    """Each is named by its line; empty lines are none."""
    content = '{"posting_id": "1"}\n\n{broken\n[1]\n' + "[" * 5000 + "\n"
    found = read(tmp_path / "a.ndjson", content)
    assert [(line, fault) for line, _, fault in found] == [
        (1, ""),
        (3, "is not JSON"),
        (4, "is not a JSON object"),
        (5, "is not JSON"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "", r"must end in \.csv, \.ndjson or \.jsonl"),
        ("a.csv", "", "lacks: posting_id, role"),
        ("a.csv", "posting_id\n1\n", "lacks: role"),
        ("a.csv", "posting_id,role,secret\n", "no such column as the file's column 3"),
        ("a.csv", "posting_id,role,role\n", "names a column twice"),
        ("a.csv", 'posting_id,role\n"1,x\n', "check its quotes"),
        ("a.csv", b"posting_id,role\n\xff,x\n", "not UTF-8"),
        ("a.ndjson", b'{"posting_id": "\xff"}\n', "not UTF-8"),
        ("a.ndjson", "x" * 1_000_002, "Line 1 is longer than 1,000,000 characters"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, name: str, content: str | bytes, words: str
) -> None:
    """The file as a whole is refused, with the reason, and none of it repeated."""
    with pytest.raises(UnreadableFileError, match=words) as refused:
        read(tmp_path / name, content)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Without a traceback."""
    with pytest.raises(UnreadableFileError, match="No such file"):
        list(read_rows(tmp_path / "none.csv", COLUMNS))
