"""Read the tables' files, and say the same in DuckDB's words.

A file that is not of the form stops its reader: nothing is guessed.
"""

import json
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter

from shared.core.records import Record

FOLDER = Path(__file__).parent
#: The table of postings; the others are lists of names.
POSTINGS = "job_postings"

_DUCKDB_TYPES = {"STRING": "VARCHAR", "INTEGER": "BIGINT", "DATE": "DATE"}


class Column(Record):
    """A column, as BigQuery's schema files describe it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: Literal["STRING", "INTEGER", "DATE"]
    mode: Literal["REQUIRED", "NULLABLE", "REPEATED"]
    description: str = Field(min_length=1)
    #: In characters, of a text or of each text of a list; None for what is no text.
    max_length: int | None = None

    @property
    def is_list(self) -> bool:
        """Whether it holds any number of values."""
        return self.mode == "REPEATED"

    @property
    def is_optional(self) -> bool:
        """Whether a row may have no value of it."""
        return self.mode == "NULLABLE"

    @property
    def duckdb_type(self) -> str:
        """Its type in DuckDB."""
        return _DUCKDB_TYPES[self.type] + ("[]" if self.is_list else "")


class Partitioning(Record):
    """By what a table is cut into parts, so that a query by days reads only some."""

    type: Literal["DAY", "MONTH"]
    #: A column of type DATE.
    field: str


class Table(Record):
    """A table: its columns, and how BigQuery lays it out."""

    name: str
    description: str
    columns: tuple[Column, ...]
    #: The column whose value no two rows share.
    key: str
    time_partitioning: Partitioning | None
    #: Columns by which rows lie together, the most important first; BigQuery takes up to four.
    clustering: tuple[str, ...] = Field(max_length=4)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Its columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def duckdb_columns(self) -> dict[str, str]:
        """By column, its type in DuckDB."""
        return {column.name: column.duckdb_type for column in self.columns}

    def duckdb_definition(self) -> str:
        """Say what stands between the brackets of `CREATE TABLE` in DuckDB."""
        return ", ".join(
            f"{column.name} {column.duckdb_type}{'' if column.is_optional else ' NOT NULL'}"
            for column in self.columns
        )


@cache
def all_tables(folder: Path = FOLDER) -> dict[str, Table]:
    """Return every table by its name, in the order of `tables.json`.

    Raises:
        pydantic.ValidationError: If a file is not of the form.
        OSError: If a table has no file.
    """
    columns = TypeAdapter(tuple[Column, ...])
    listed = json.loads((folder / "tables.json").read_bytes())
    return {
        name: Table(
            name=name,
            columns=columns.validate_json((folder / f"{name}.json").read_bytes()),
            **layout,
        )
        for name, layout in listed.items()
    }
