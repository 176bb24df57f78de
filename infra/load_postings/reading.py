"""Read a file of rows: CSV with a head, or one JSON object a line (NDJSON).

A row that cannot be read is given with what is wrong, so that the others still are.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from shared.core.records import Record

#: A line that is longer is no posting; it is the file that is wrong.
LONGEST_LINE = 1_000_000
_FORMATS = "The file's name must end in .csv, .ndjson or .jsonl."


class UnreadableFileError(ValueError):
    """The file as a whole cannot be loaded; the message says why, and repeats none of it."""


class RawRow(Record):
    """A row as the file has it."""

    #: The line it begins at; the first is 1.
    line: int
    values: Mapping[str, object] = {}
    #: Why it cannot be read; empty if it can.
    fault: str = ""


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[RawRow]:
    """Return the rows of a file.

    Raises:
        UnreadableFileError: If it is of no known format, not UTF-8, or its head does not fit.
    """
    reader: Callable[[TextIO, Sequence[str]], Iterator[RawRow]]
    match path.suffix.lower():
        case ".csv":
            reader = _read_csv
        case ".ndjson" | ".jsonl":
            reader = _read_ndjson
        case _:
            raise UnreadableFileError(_FORMATS)
    try:
        # With or without the mark that spreadsheets put before the first word.
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from reader(file, columns)
    except UnicodeDecodeError:
        raise UnreadableFileError("The file is not UTF-8 text.") from None
    except OSError as error:
        raise UnreadableFileError(f"The file cannot be read: {error.strerror}.") from None


def _read_csv(file: TextIO, columns: Sequence[str]) -> Iterator[RawRow]:
    reader = csv.reader(file, strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        _check_head(head, columns)
        begins = reader.line_num + 1
        for cells in reader:
            if cells:
                yield _csv_row(begins, head, cells)
            begins = reader.line_num + 1
    except csv.Error:
        # Where one row's quotes are wrong, it cannot be said where the next one begins.
        raise UnreadableFileError(
            f"The CSV is broken in the row that ends at line {reader.line_num}: check its quotes."
        ) from None


def _check_head(head: Sequence[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in head]
    if missing:
        raise UnreadableFileError(f"The head lacks: {', '.join(missing)}.")
    foreign = [str(place) for place, name in enumerate(head, start=1) if name not in columns]
    if foreign:
        columns_are = "column" if len(foreign) == 1 else "columns"
        named = f"{columns_are} {', '.join(foreign)}"
        raise UnreadableFileError(f"The table has no such column as the file's {named}.")
    if len(set(head)) < len(head):
        raise UnreadableFileError("The head names a column twice.")


def _csv_row(line: int, head: Sequence[str], cells: Sequence[str]) -> RawRow:
    if len(cells) != len(head):
        return RawRow(line=line, fault=f"has {len(cells)} cells, and the head has {len(head)}")
    return RawRow(line=line, values=dict(zip(head, cells, strict=True)))


def _read_ndjson(file: TextIO, _columns: Sequence[str]) -> Iterator[RawRow]:
    number = 0
    while text := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(text) > LONGEST_LINE:
            raise UnreadableFileError(f"Line {number} is longer than {LONGEST_LINE:,} characters.")
        if text.strip():
            yield _ndjson_row(number, text)


def _ndjson_row(line: int, text: str) -> RawRow:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return RawRow(line=line, fault="is not JSON")
    if not isinstance(found, dict):
        return RawRow(line=line, fault="is not a JSON object")
    return RawRow(line=line, values=found)
