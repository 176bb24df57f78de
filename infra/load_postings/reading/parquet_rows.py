"""Read a Parquet file by DuckDB, some rows at a time."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from infra.load_postings.reading.raw_row import RawRow, UnreadableFileError, flat

_ROWS_AT_ONCE = 1_000


def read_parquet(path: Path) -> Iterator[RawRow]:
    """Return the rows of a Parquet file, with their numbers.

    Raises:
        UnreadableFileError: If DuckDB cannot read it.
    """
    try:
        with duckdb.connect() as connection:
            found = connection.execute(_select(connection, path), {"path": str(path)})
            names = [column[0] for column in found.description or ()]
            number = 0
            while rows := found.fetchmany(_ROWS_AT_ONCE):
                for row in rows:
                    number += 1
                    yield RawRow(line=number, values=flat(dict(zip(names, row, strict=True))))
    except duckdb.Error as error:
        raise UnreadableFileError(
            f"The Parquet file cannot be read ({type(error).__name__})."
        ) from None


def _select(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Return the query of all rows; times with a zone as text, which need no library to be read."""
    described = connection.execute(
        "DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)}
    ).fetchall()
    with_zone = [str(name) for name, kind, *_ in described if kind == "TIMESTAMP WITH TIME ZONE"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in with_zone]
    casts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in quoted)
    replaced = f" REPLACE ({casts})" if casts else ""
    return f"SELECT *{replaced} FROM read_parquet($path)"  # noqa: S608 -- quoted names
