"""Read text with a head: by commas, semicolons, tabs or bars.

A row whose quotes are wrong is one fault: reading goes on at the line below the one it began at.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TextIO

from infra.load_postings.reading.raw_row import LONGEST_ROW, RawRow, UnreadableFileError

_DELIMITERS = ",;\t|"
#: A row of more lines has a quote that is not closed.
MOST_LINES = 2_000
#: After so many rows of that kind it is the file that is wrong.
MOST_BROKEN_ROWS = 200


class _Lines(Iterator[str]):
    """A file's lines; those of one row can be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._ahead: deque[str] = deque()
        self._row: list[str] = []
        self._characters = 0
        #: How many lines were passed on.
        self.number = 0

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._file.readline(LONGEST_ROW + 1)
        self._characters += len(line)
        if self._characters > LONGEST_ROW or len(self._row) >= MOST_LINES:
            self._row.append(line)
            raise csv.Error
        if not line:
            raise StopIteration
        self._row.append(line)
        self.number += 1
        return line

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self._row.clear()
        self._characters = 0

    def go_on_below(self, line: int) -> None:
        """Read on at the line below this one, which the row began at."""
        self._ahead.extendleft(reversed(self._row[1:]))
        self.number = line
        self.begin_row()


def read_csv(file: TextIO) -> Iterator[RawRow]:
    """Return the rows of a text with a head.

    Raises:
        UnreadableFileError: If it has no head, names a column twice, or its quotes are all wrong.
    """
    csv.field_size_limit(LONGEST_ROW)
    lines = _Lines(file)
    delimiter, head = _read_head(lines)
    broken = 0
    while True:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        begins = lines.number + 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield _row(begins, head, cells)
                lines.begin_row()
                begins = lines.number + 1
        except csv.Error:
            broken += 1
            if broken > MOST_BROKEN_ROWS:
                raise UnreadableFileError(
                    f"The CSV is broken in more than {MOST_BROKEN_ROWS} rows: check its quotes."
                ) from None
            lines.go_on_below(begins)
            yield RawRow(line=begins, fault="has a quote that is not closed, or not doubled")
        else:
            return


def _read_head(lines: _Lines) -> tuple[str, Sequence[str]]:
    try:
        line = next(lines)
    except (StopIteration, csv.Error):
        raise UnreadableFileError("The file has no head: it is empty.") from None
    lines.begin_row()
    delimiter = max(_DELIMITERS, key=line.count)
    # A column without a name is a row's number: pandas writes it.
    head = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    named = [name for name in head if name]
    if len(set(named)) < len(named):
        raise UnreadableFileError("The head names a column twice.")
    return delimiter, head


def _row(line: int, head: Sequence[str], cells: Sequence[str]) -> RawRow:
    if len(cells) != len(head):
        compared = "more" if len(cells) > len(head) else "fewer"
        return RawRow(line=line, fault=f"has {compared} cells than the head")
    named = zip(head, cells, strict=True)
    return RawRow(line=line, values={name: cell for name, cell in named if name})
