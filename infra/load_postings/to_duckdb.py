"""Load postings into a DuckDB file, with the tables and the statement that BigQuery gets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import sqlglot

from infra.bigquery.tables import Table, all_tables
from infra.load_postings.target import merge_sql
from shared.core import errors

_STAGED = "staged_rows"


class DuckDbTarget:
    """A DuckDB file; made if there is none."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.place = str(database)

    def create_tables(self) -> None:
        """See `Target.create_tables`."""
        self._database.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            for table in all_tables().values():
                connection.execute(
                    f"CREATE TABLE IF NOT EXISTS {table.name} ({table.duckdb_definition()})"
                )

    def replace(self, table: Table, rows: Path) -> None:
        """See `Target.replace`."""
        self._load(table, rows, f"DELETE FROM {table.name}")  # noqa: S608 -- our own names

    def merge(self, table: Table, rows: Path, load_id: str) -> None:
        """See `Target.merge`; the load needs no name here."""
        del load_id
        self._load(table, rows, "")

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file; DuckDB's errors end here, since they repeat rows.

        Raises:
            errors.PermanentJobError: If DuckDB refuses, or another program has the file open.
        """
        try:
            with duckdb.connect(str(self._database)) as connection:
                yield connection
        except duckdb.Error as error:
            kind = type(error).__name__
            raise errors.PermanentJobError(f"DuckDB refused it ({kind}).") from None

    def _load(self, table: Table, rows: Path, before: str) -> None:
        """Stage the rows and merge them, in one transaction."""
        [merge] = sqlglot.transpile(
            merge_sql(table, table.name, _STAGED), read="bigquery", write="duckdb"
        )
        with self._open() as connection:
            connection.begin()
            connection.execute(
                f"CREATE TEMP TABLE {_STAGED} AS SELECT * FROM"  # noqa: S608 -- our own names
                f" read_json($path, format='newline_delimited', columns={table.duckdb_columns})",
                {"path": str(rows)},
            )
            for statement in filter(None, (before, merge)):
                connection.execute(statement)
            connection.commit()
