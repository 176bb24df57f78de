"""Write the sample data into a DuckDB file, with the tables that `infra/bigquery/` describes.

The file appears whole or not at all: it is written beside its place and then moved there.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from infra.bigquery.tables import POSTINGS, Table, all_tables
from infra.local.stand_ins.sample_data.curated import Curated
from infra.local.stand_ins.sample_data.postings import Posting

Row = Sequence[str | int | date | Sequence[str]]


def write(out: Path, curated: Curated, postings: Iterable[Posting]) -> None:
    """Write all tables to a new file at `out`; one that is there is replaced."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=".sample-data-") as folder:
        unfinished = Path(folder) / "database.duckdb"
        with duckdb.connect(str(unfinished)) as connection:
            filled = all_rows(curated, postings)
            for name, table in all_tables().items():
                _fill(connection, table, filled[name], Path(folder) / f"{name}.ndjson")
        unfinished.replace(out)


def digest(database: Path) -> str:
    """Return the SHA-256 of all rows of all tables, in a fixed order, as hexadecimal digits."""
    total = hashlib.sha256()
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in all_tables():
            total.update(f"{table}\n".encode())
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall():  # noqa: S608 -- our own names
                total.update(json.dumps(row, default=str).encode() + b"\n")
    return total.hexdigest()


def all_rows(curated: Curated, postings: Iterable[Posting]) -> dict[str, Iterable[Row]]:
    """Return the rows of every table, by its name."""
    return {POSTINGS: (tuple(vars(each).values()) for each in postings), **list_rows(curated)}


def list_rows(curated: Curated) -> dict[str, Iterable[Row]]:
    """Return the rows of every table but the postings': skills, and what else names are written."""
    return {
        "skills": (
            (skill.name, skill.category, skill.learn_hours, skill.prerequisites)
            for skill in curated.skills.values()
        ),
        **{
            f"{kind}_synonyms": [
                (entry.synonym, entry.name) for entry in curated.synonyms if entry.kind == kind
            ]
            for kind in ("skill", "role", "domain", "region")
        },
    }


def write_ndjson(table: Table, rows: Iterable[Row], path: Path) -> None:
    """Write rows as one JSON object a line, as BigQuery and DuckDB load them."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            named = dict(zip(table.column_names, row, strict=True))
            file.write(json.dumps(named, default=str) + "\n")


def _fill(
    connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Row], path: Path
) -> None:
    # By way of a file: row by row, DuckDB would take a hundred times as long.
    write_ndjson(table, rows, path)
    connection.execute(f"CREATE TABLE {table.name} ({table.duckdb_definition()})")
    connection.execute(
        f"INSERT INTO {table.name} SELECT * FROM read_json($path, format='newline_delimited',"  # noqa: S608 -- our own names
        f" columns={table.duckdb_columns})",
        {"path": str(path)},
    )
