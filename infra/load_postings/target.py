"""Where postings are loaded into, and the statement that does it in BigQuery and in DuckDB."""

from pathlib import Path
from typing import Protocol

from infra.bigquery.tables import Table


class Target(Protocol):
    """A warehouse to load into; what it refuses, each method raises as an `errors.JobsError`."""

    #: As a person reads it.
    place: str

    def create_tables(self) -> None:
        """Create those of the warehouse's tables that are not there."""

    def replace(self, table: Table, rows: Path) -> None:
        """Put these rows, one JSON object a line, in place of a table's."""

    def merge(self, table: Table, rows: Path, load_id: str) -> None:
        """Add these rows to a table; one whose key is there takes the old one's place."""


def merge_sql(table: Table, into: str, staged: str) -> str:
    """Return the statement, in BigQuery's dialect, that merges a staged table into another.

    NEW, which other dialects take for an alias, is a reserved word of GoogleSQL.
    """
    others = [name for name in table.column_names if name != table.key]
    changes = ", ".join(f"{name} = staged.{name}" for name in others)
    names = ", ".join(table.column_names)
    values = ", ".join(f"staged.{name}" for name in table.column_names)
    return (
        f"MERGE INTO {into} AS stored USING {staged} AS staged"  # noqa: S608 -- our own names
        f" ON stored.{table.key} = staged.{table.key}"
        f" WHEN MATCHED THEN UPDATE SET {changes}"
        f" WHEN NOT MATCHED THEN INSERT ({names}) VALUES ({values})"
    )
