"""Write the sample data into a DuckDB file, with the tables that BigQuery has.

The file appears whole or not at all: it is written beside its place and then moved there.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from infra.local.sample_data.curated import Curated
from infra.local.sample_data.postings import Posting

#: The tables by name, each with its columns in DuckDB's types. README.md says what they mean.
TABLES: Mapping[str, Mapping[str, str]] = {
    "job_postings": {
        "posting_id": "VARCHAR",
        "posted_on": "DATE",
        "role": "VARCHAR",
        "domain": "VARCHAR",
        "employer": "VARCHAR",
        "region": "VARCHAR",
        "experience_years": "BIGINT",
        "salary_usd": "BIGINT",
        "skills": "VARCHAR[]",
    },
    "skills": {
        "skill": "VARCHAR",
        "category": "VARCHAR",
        "learn_hours": "BIGINT",
        "prerequisites": "VARCHAR[]",
    },
    "skill_synonyms": {"synonym": "VARCHAR", "skill": "VARCHAR"},
    "role_synonyms": {"synonym": "VARCHAR", "role": "VARCHAR"},
    "domain_synonyms": {"synonym": "VARCHAR", "domain": "VARCHAR"},
    "region_synonyms": {"synonym": "VARCHAR", "region": "VARCHAR"},
}

Row = Sequence[str | int | Sequence[str]]


def write(out: Path, curated: Curated, postings: Iterable[Posting]) -> None:
    """Write all tables to a new file at `out`; one that is there is replaced."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=".sample-data-") as folder:
        unfinished = Path(folder) / "database.duckdb"
        with duckdb.connect(str(unfinished)) as connection:
            for table, rows in _tables(curated, postings).items():
                _fill(connection, table, rows, Path(folder) / f"{table}.ndjson")
        unfinished.replace(out)


def digest(database: Path) -> str:
    """Give the SHA-256 of all rows of all tables, in a fixed order, as hexadecimal digits."""
    total = hashlib.sha256()
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in TABLES:
            total.update(f"{table}\n".encode())
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall():  # noqa: S608 -- our own names
                total.update(json.dumps(row, default=str).encode() + b"\n")
    return total.hexdigest()


def _tables(curated: Curated, postings: Iterable[Posting]) -> dict[str, Iterable[Row]]:
    return {
        "job_postings": (_posting_row(posting) for posting in postings),
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


def _posting_row(posting: Posting) -> Row:
    return (
        posting.posting_id,
        posting.posted_on.isoformat(),
        posting.role,
        posting.domain,
        posting.employer,
        posting.region,
        posting.experience_years,
        posting.salary_usd,
        posting.skills,
    )


def _fill(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row], path: Path
) -> None:
    # By way of a file: row by row, DuckDB would take a hundred times as long.
    columns = TABLES[table]
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(columns, row, strict=True))) + "\n")
    definition = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE {table} ({definition})")
    connection.execute(
        f"INSERT INTO {table} SELECT * FROM read_json($path, format='newline_delimited',"  # noqa: S608 -- our own names
        f" columns={dict(columns)})",
        {"path": str(path)},
    )
