"""Check one row against its table's schema, and against what a posting can be.

Pure: today's date is passed in. A fault names the field and what is wrong, never the value: rows
are other people's texts, and may be about persons.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from infra.bigquery.tables import Column, Table
from infra.load_postings.names import KINDS, Names
from shared.core.records import Record

#: By column, the least and the most that a whole number may be.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "experience_years": (0, 60),
    "salary_usd": (1_000, 5_000_000),
}
#: Earlier than any posting that says something about today.
EARLIEST_DAY = date(2000, 1, 1)
#: In a CSV cell, between the values of a list.
LIST_SEPARATOR = ";"
#: More skills than this are not a posting's; it is a list of something else.
MOST_LIST_VALUES = 100

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Value = str | int | list[str]


class Fault(Record):
    """What is wrong in a row."""

    #: The line that the row begins at.
    line: int
    #: The column; empty if the row as a whole is wrong.
    field: str = ""
    #: What is wrong, without the value.
    problem: str


class FieldError(ValueError):
    """A value is not what its column takes; the message says why, without the value."""


class RowCheck:
    """Checks the rows of one file; it remembers the keys, since none may come twice."""

    def __init__(self, table: Table, names: Names, today: date) -> None:
        self._table = table
        self._names = names
        self._today = today
        self._lines: dict[object, int] = {}
        self._readers: Mapping[str, Callable[[Column, object], Value]] = {
            "STRING": self._read_text,
            "INTEGER": _read_number,
            "DATE": self._read_day,
        }

    def check(self, line: int, values: Mapping[str, object]) -> dict[str, Value] | list[Fault]:
        """Return the row as the table takes it, or all that is wrong with it."""
        faults = []
        row: dict[str, Value] = {}
        if foreign := len(values.keys() - set(self._table.column_names)):
            fields = "a field" if foreign == 1 else f"{foreign} fields"
            faults.append(Fault(line=line, problem=f"has {fields} that the table does not have"))
        for column in self._table.columns:
            try:
                row[column.name] = self._read(column, values.get(column.name))
            except FieldError as error:
                faults.append(Fault(line=line, field=column.name, problem=str(error)))
        return faults or self._once(line, row)

    def _once(self, line: int, row: dict[str, Value]) -> dict[str, Value] | list[Fault]:
        first = self._lines.setdefault(row[self._table.key], line)
        if first == line:
            return row
        return [Fault(line=line, field=self._table.key, problem=f"is that of line {first} too")]

    def _read(self, column: Column, value: object) -> Value:
        if column.is_list:
            return self._read_list(column, value)
        if value is None or value == "":
            raise FieldError("is missing")
        return self._readers[column.type](column, value)

    def _read_list(self, column: Column, value: object) -> list[str]:
        if isinstance(value, str):
            value = [part for part in value.split(LIST_SEPARATOR) if part.strip()]
        if not isinstance(value, list):
            raise FieldError("is not a list")
        if len(value) > MOST_LIST_VALUES:
            raise FieldError(f"has more than {MOST_LIST_VALUES} values")
        return list(dict.fromkeys(self._read_text(column, each) for each in value))

    def _read_text(self, column: Column, value: object) -> str:
        if not isinstance(value, str):
            raise FieldError("is not text")
        text = " ".join(unicodedata.normalize("NFC", value).split())
        if not text:
            raise FieldError("is empty")
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} for letter in text):
            raise FieldError("has characters that cannot be seen")
        if column.max_length is not None and len(text) > column.max_length:
            raise FieldError(f"is longer than {column.max_length} characters")
        kind = KINDS.get(column.name)
        return text if kind is None else self._names.translate(kind, text)

    def _read_day(self, _column: Column, value: object) -> str:
        try:
            day = date.fromisoformat(_matching(_DAY, value) or "")
        except ValueError:
            raise FieldError("is not a day like 2026-01-31") from None
        # One day that is still to come would move the 12 months that every figure is over.
        if not EARLIEST_DAY <= day <= self._today:
            raise FieldError(f"is not between {EARLIEST_DAY} and today")
        return day.isoformat()


def _read_number(column: Column, value: object) -> int:
    if (digits := _matching(_WHOLE_NUMBER, value)) is not None:
        value = int(digits)
    # True is an int to Python, and no number elsewhere.
    if not isinstance(value, int) or isinstance(value, bool):
        raise FieldError("is not a whole number")
    least, most = BOUNDS.get(column.name, (-(1 << 63), (1 << 63) - 1))
    if not least <= value <= most:
        raise FieldError(f"is not between {least} and {most}")
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    """Return the text without the space around it; None if it is no text of that form."""
    text = value.strip() if isinstance(value, str) else ""
    return text if pattern.fullmatch(text) else None
