"""Which of a file's columns say what: guessed by their names, or told in a mapping file.

A mapping file is JSON; what it leaves out is guessed:

    {
      "columns": {"role": "Job Title", "skills": null},
      "values": {"domain": "Finance", "posted_on": "2026-09-30"},
      "usdPer": {"EUR": 1.08},
      "currency": "USD",
      "dayFirst": true,
      "asOf": "2026-09-30",
      "encoding": "cp1252"
    }
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from infra.load_postings.fields import COLUMN_NAMES, Field, plain_name
from infra.load_postings.reading.raw_row import UnreadableFileError
from infra.load_postings.values.blank import is_blank
from shared.core.records import Record

_NAME = re.compile(r"[A-Za-z_][\w .()/-]{0,39}")
_LISTED_COLUMNS = 40


class Told(Record):
    """What a mapping file says."""

    #: By field, the file's column; None if no column is to be taken for it.
    columns: Mapping[Field, str | None] = {}
    #: By field, the value that every row has that says none.
    values: Mapping[Field, str] = {}
    #: By currency, how many US dollars one of it is.
    usd_per: Mapping[str, float] = {}
    #: What pay is in that names no currency.
    currency: str = "USD"
    #: Whether 3/4/2026 is in April; None to see it by the column.
    day_first: bool | None = None
    #: The day that "3 days ago" is counted back from where no column says it.
    as_of: date | None = None
    encoding: str = "utf-8"


class FileColumns(Record):
    """Which of one file's columns say what."""

    columns: Mapping[Field, str]
    #: By field, what every row says that has nothing of its own.
    values: Mapping[Field, str] = {}
    #: Columns of the file that are taken for nothing.
    unused: tuple[str, ...] = ()

    def value_of(self, row: Mapping[str, object], field: Field) -> object:
        """Return what a row says of a field; None if it says nothing."""
        column = self.columns.get(field)
        value = None if column is None else row.get(column)
        return self.values.get(field) if is_blank(value) else value

    def says(self, *fields: Field) -> bool:
        """Whether at least one of these is said by a column, or for every row."""
        return any(field in self.columns or field in self.values for field in fields)


def map_columns(columns: Sequence[str], told: Told) -> FileColumns:
    """Return which columns say what: as told, else by their names, each column for one field.

    Raises:
        UnreadableFileError: If a column that is told is not in the file, or if none says the title,
            the day, or what is asked for; says what to write into the mapping file.
    """
    named = {field: column for field, column in told.columns.items() if column is not None}
    missing = [field for field, column in named.items() if column not in columns]
    if missing:
        raise UnreadableFileError(
            f"The mapping file names a column for {missing[0]} that the file does not have."
            + _there_are(columns)
        )
    for field in Field:
        if field not in told.columns and field not in told.values:
            free = [column for column in columns if column not in named.values()]
            if (column := _guess(field, free)) is not None:
                named[field] = column
    unused = tuple(column for column in columns if column not in named.values())
    found = FileColumns(columns=named, values=told.values, unused=unused)
    _check(found, columns)
    return found


def _guess(field: Field, columns: Iterable[str]) -> str | None:
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain_name(column), column)
    return next((by_name[name] for name in COLUMN_NAMES[field] if name in by_name), None)


def _check(found: FileColumns, columns: Sequence[str]) -> None:
    needed = (
        ("the title", (Field.ROLE,)),
        ("the day it was published", (Field.POSTED_ON,)),
        ("what is asked for", (Field.DESCRIPTION, Field.SKILLS)),
    )
    for meaning, fields in needed:
        if not found.says(*fields):
            example = json.dumps({"columns": {fields[0]: "…"}}, ensure_ascii=False)
            or_for_all = ", or --set posted_on=2026-01-31" if fields[0] is Field.POSTED_ON else ""
            raise UnreadableFileError(
                f"No column is known to say {meaning}. Write which one does into a mapping file,"
                f" {example}, and say --mapping FILE{or_for_all}.{_there_are(columns)}"
            )


def _there_are(columns: Iterable[str]) -> str:
    """List a file's columns, as far as they look like names: a file may lack its head."""
    names = [column for column in columns if _NAME.fullmatch(column)]
    return f" The file has: {', '.join(names[:_LISTED_COLUMNS])}." if names else ""


def read_told(path: Path | None) -> Told:
    """Read a mapping file; of none, what an empty one says.

    Raises:
        UnreadableFileError: If it is not of the form; says where.
    """
    if path is None:
        return Told()
    try:
        return Told.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise UnreadableFileError(f"The mapping file cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise UnreadableFileError(f"The mapping file is wrong at {where}.") from None
    except ValueError:
        raise UnreadableFileError("The mapping file is not JSON.") from None


def write_mapping(columns: FileColumns, told: Told, path: Path) -> None:
    """Write a mapping file that says what was guessed and told, to be changed."""
    used = told.model_copy(update={"columns": columns.columns, "values": columns.values})
    path.write_text(
        json.dumps(used.to_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
