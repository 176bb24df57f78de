"""Reading files of postings: each row with its line, and what is wrong said without the row."""

import json
from pathlib import Path

import duckdb
import pytest

from infra.load_postings.reading import csv_rows
from infra.load_postings.reading.files import read_rows
from infra.load_postings.reading.raw_row import UnreadableFileError

UNCLOSED = "has a quote that is not closed, or not doubled"


def read(
    path: Path, content: str | bytes, encoding: str = "utf-8"
) -> list[tuple[int, dict[str, object], str]]:
    """Write a file and read it: line, values, fault."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(row.line, dict(row.values), row.fault) for row in read_rows(path, encoding)]


def test_csv_rows_have_the_line_they_begin_at(tmp_path: Path) -> None:
    """A cell may have several lines, a row may be empty, and the head's order is the file's."""
    content = 'role,posting_id\r\n"Data\nEngineer",1\n\nAnalyst,2\n,\n'
    assert read(tmp_path / "a.csv", content) == [
        (2, {"role": "Data\nEngineer", "posting_id": "1"}, ""),
        (5, {"role": "Analyst", "posting_id": "2"}, ""),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_are_between_the_heads_delimiter(tmp_path: Path, delimiter: str) -> None:
    """Spreadsheets of other countries write semicolons; a tab-separated file has its own ending."""
    content = f"id{delimiter}title\n1{delimiter}Nurse\n"
    [(_, values, _)] = read(tmp_path / "a.tsv", content)
    assert values == {"id": "1", "title": "Nurse"}


def test_a_column_without_a_name_is_none(tmp_path: Path) -> None:
    """The row's number, which pandas writes first."""
    assert read(tmp_path / "a.csv", ",title\n0,Nurse\n")[0][1] == {"title": "Nurse"}


def test_a_spreadsheets_first_mark_is_no_part_of_the_head(tmp_path: Path) -> None:
    """Spreadsheets write a byte-order mark before the first word."""
    assert read(tmp_path / "a.csv", "\ufeffposting_id,role\n1,x\n")[0][1]["posting_id"] == "1"


def test_a_csv_row_of_another_length_is_a_fault(tmp_path: Path) -> None:
    """The other rows are read all the same."""
    found = read(tmp_path / "a.csv", "posting_id,role\n1\n2,x\n3,x,y\n")
    assert found[0] == (2, {}, "has fewer cells than the head")
    assert found[1][2] == ""
    assert found[2] == (4, {}, "has more cells than the head")


@pytest.mark.parametrize("broken", ['"1,x', '"1"x,y', '1,"x'])
def test_wrong_quotes_cost_one_row(tmp_path: Path, broken: str) -> None:
    """Reading goes on at the line below, whatever the quote would have taken in."""
    found = read(tmp_path / "a.csv", f'id,role\n0,x\n{broken}\n2,"y\nz"\n3,w\n')
    assert [(line, fault) for line, _, fault in found] == [(2, ""), (3, UNCLOSED), (4, ""), (6, "")]
    assert found[2][1] == {"id": "2", "role": "y\nz"}


def test_a_file_whose_quotes_are_all_wrong_is_refused(tmp_path: Path) -> None:
    """There is an end to going on."""
    rows = '"a"b,c\n' * (csv_rows.MOST_BROKEN_ROWS + 1)
    with pytest.raises(UnreadableFileError, match="check its quotes"):
        read(tmp_path / "a.csv", f"id,role\n{rows}")


def test_a_long_description_is_read(tmp_path: Path) -> None:
    """Python's own limit for a cell is 131,072 characters."""
    assert read(tmp_path / "a.csv", f"id,text\n1,{'x' * 200_000}\n")[0][2] == ""


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


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_json_list_has_a_row_an_object(tmp_path: Path, *, wrapped: bool) -> None:
    """As an API answers: a list, or an object with one; what an object holds has both names."""
    rows = [{"title": "Nurse", "company": {"name": "Acme"}}, 7]
    found = read(tmp_path / "a.json", json.dumps({"results": rows} if wrapped else rows))
    assert found[0] == (1, {"title": "Nurse", "company.name": "Acme"}, "")
    assert found[1] == (2, {}, "is not a JSON object")


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    """Numbers, lists and missing values arrive as such."""
    path = tmp_path / "a.parquet"
    select = "SELECT 'Nurse' AS title, ['SQL', 'R'] AS skills, 5.5 AS pay, NULL AS day"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    [row] = read_rows(path)
    assert (row.line, row.values["title"], row.values["skills"], row.values["day"]) == (
        *(1, "Nurse", ["SQL", "R"]),
        None,
    )


def test_parquets_times_with_a_zone_and_objects_are_read(tmp_path: Path) -> None:
    """DuckDB needs a library for the first; the second have both names, as in JSON."""
    path = tmp_path / "a.parquet"
    select = (
        """SELECT TIMESTAMPTZ '2026-09-14 23:00:00+00' AS "on ""it", {'name': 'A'} AS company"""
    )
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    [row] = read_rows(path)
    assert str(row.values['on "it']).startswith("2026-09-14")
    assert row.values["company.name"] == "A"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "", r"must end in \.csv, \.tsv"),
        ("a.csv", "", "it is empty"),
        ("a.csv", "posting_id,role,role\n", "names a column twice"),
        ("a.csv", b"posting_id,role\n\xff,x\n", "not text in utf-8: .* --encoding cp1252"),
        ("a.ndjson", b'{"posting_id": "\xff"}\n', "not text in utf-8"),
        ("a.ndjson", "x" * 1_000_002, "Line 1 is longer than 1,000,000 characters"),
        ("a.json", "{", r"not JSON; an object a line is \.ndjson"),
        ("a.parquet", "secret", "Parquet file cannot be read"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, name: str, content: str | bytes, words: str
) -> None:
    """The file as a whole is refused, with the reason, and none of it repeated."""
    with pytest.raises(UnreadableFileError, match=words) as refused:
        read(tmp_path / name, content)
    assert "secret" not in str(refused.value)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    """None is guessed; one that Python does not know is said."""
    content = "title\nIngénieur\n".encode("cp1252")
    assert read(tmp_path / "a.csv", content, "cp1252")[0][1] == {"title": "Ingénieur"}
    with pytest.raises(UnreadableFileError, match="no such encoding"):
        read(tmp_path / "a.csv", content, "klingon")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Without a traceback."""
    with pytest.raises(UnreadableFileError, match="No such file"):
        list(read_rows(tmp_path / "none.csv"))
