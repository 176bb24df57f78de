"""Check one posting against its table's schema, and against what can be.

Pure: today's date is passed in. A posting whose id, day or title is wrong is not loaded; of another
column, a value that is wrong is left out.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date

from infra.bigquery.tables import Column, Table
from infra.load_postings.faults import Fault, FieldError, Loss

#: By column, the least and the most that a whole number may be.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "experience_years": (0, 60),
    "salary_usd": (1_000, 5_000_000),
}
#: Earlier than any posting that says something about today.
EARLIEST_DAY = date(2000, 1, 1)
#: More skills than this are not a posting's; it is a list of something else.
MOST_LIST_VALUES = 100

Value = str | int | list[str] | None


class RowCheck:
    """Checks the postings of one file; it remembers the keys, since none may come twice."""

    def __init__(self, table: Table, today: date) -> None:
        self._table = table
        self._today = today
        self._keys: set[Value] = set()

    def check(
        self, line: int, values: Mapping[str, object]
    ) -> tuple[dict[str, Value] | None, list[Fault]]:
        """Return the row as the table takes it, None if it does not, and all that is wrong."""
        row: dict[str, Value] = {}
        faults: list[Fault] = []
        for column in self._table.columns:
            row[column.name], problems = self._read(column, values.get(column.name))
            loss = Loss.ROW if column.mode == "REQUIRED" else Loss.VALUE
            faults += [
                Fault(line=line, field=column.name, problem=problem, loss=loss)
                for problem in problems
            ]
        if any(fault.loss is Loss.ROW for fault in faults):
            return None, faults
        if row[self._table.key] in self._keys:
            problem = "is that of an earlier row"
            fault = Fault(line=line, field=self._table.key, problem=problem, loss=Loss.REPEAT)
            return None, [fault]
        self._keys.add(row[self._table.key])
        return row, faults

    def _read(self, column: Column, value: object) -> tuple[Value, list[str]]:
        """Return a value as the column takes it, or None, and what is wrong with it."""
        try:
            if column.is_list:
                return _read_list(column, value)
            return self._read_one(column, value), []
        except FieldError as error:
            return None, [str(error)]

    def _read_one(self, column: Column, value: object) -> Value:
        if value is None or value == "":
            if column.is_optional:
                return None
            raise FieldError("is missing")
        match column.type:
            case "STRING":
                return _read_text(column, value)
            case "INTEGER":
                return _read_number(column, value)
            case "DATE":
                return self._read_day(value)

    def _read_day(self, value: object) -> str:
        day = date.fromisoformat(str(value))
        # One day that is still to come would move the 12 months that every figure is over.
        if not EARLIEST_DAY <= day <= self._today:
            raise FieldError(f"is not between {EARLIEST_DAY} and today")
        return day.isoformat()


def _read_list(column: Column, value: object) -> tuple[list[str], list[str]]:
    """Return the entries that are good, and what is wrong with the others."""
    entries = value if isinstance(value, list) else []
    if len(entries) > MOST_LIST_VALUES:
        return [], [f"has more than {MOST_LIST_VALUES} values"]
    good: list[str] = []
    problems = []
    for entry in entries:
        try:
            good.append(_read_text(column, entry))
        except FieldError as error:
            problems.append(f"has an entry that {error}")
    return list(dict.fromkeys(good)), list(dict.fromkeys(problems))


def _read_text(column: Column, value: object) -> str:
    text = " ".join(unicodedata.normalize("NFC", str(value)).split())
    if not text:
        raise FieldError("is empty")
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} for letter in text):
        raise FieldError("has characters that cannot be seen")
    if column.max_length is not None and len(text) > column.max_length:
        raise FieldError(f"is longer than {column.max_length} characters")
    return text


def _read_number(column: Column, value: object) -> int:
    # True is an int to Python, and no number elsewhere.
    if not isinstance(value, int) or isinstance(value, bool):
        raise FieldError("is not a whole number")
    least, most = BOUNDS.get(column.name, (-(1 << 63), (1 << 63) - 1))
    if not least <= value <= most:
        raise FieldError(f"is not between {least} and {most}")
    return value
