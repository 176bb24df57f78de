"""The loader as a person uses it: real files into a DuckDB file, and what it says about them."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from infra.bigquery.tables import all_tables
from infra.load_postings import __main__ as program
from infra.load_postings.to_duckdb import DuckDbTarget
from shared.core import errors
from tests.support.postings import posting, write_csv, write_ndjson

TODAY = date(2026, 11, 23)


def load(file: Path, database: Path, *options: str) -> int:
    """Run the loader on a file, into a database that it may create."""
    arguments = [str(file), "--local", str(database), "--create-tables", *options]
    return program.main(arguments, today=lambda: TODAY)


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask the database directly."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where to load to; there is nothing yet."""
    return tmp_path / "new" / "postings.duckdb"


def test_csv_and_ndjson_load_the_same(tmp_path: Path, database: Path) -> None:
    """Both forms of the same postings give the same rows, values and types."""
    postings = [posting(number, skills=["Python"] * (number % 2)) for number in range(5)]
    assert load(write_csv(tmp_path / "a.csv", postings), database) == 0
    first = rows(database, "SELECT * FROM job_postings ORDER BY posting_id")
    assert first[0] == (
        *("acme-0", date(2026, 9, 14), "Data Engineer", "Finance", "Acme", "Remote"),
        *(3, 120_000, []),
    )
    other = tmp_path / "other.duckdb"
    assert load(write_ndjson(tmp_path / "a.ndjson", postings), other) == 0
    assert rows(other, "SELECT * FROM job_postings ORDER BY posting_id") == first


def test_loading_again_changes_nothing(tmp_path: Path, database: Path) -> None:
    """The same file twice, and another with some of the same postings, make no posting twice."""
    file = write_csv(tmp_path / "a.csv", [posting(1), posting(2)])
    load(file, database)
    load(file, database)
    later = [posting(2, salary_usd=130_000), posting(3)]
    load(write_ndjson(tmp_path / "b.ndjson", later), database)
    assert rows(database, "SELECT posting_id, salary_usd FROM job_postings ORDER BY 1") == [
        ("acme-1", 120_000),
        ("acme-2", 130_000),
        ("acme-3", 120_000),
    ]


def test_a_few_bad_rows_are_reported_and_left_out(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are loaded; each fault has its line and field, and the row's text is nowhere."""
    postings = [posting(number) for number in range(40)]
    postings[7] = posting(7, salary_usd="secret words", role="x" * 101)
    assert load(write_csv(tmp_path / "a.csv", postings), database) == 0
    said = capsys.readouterr()
    assert "a.csv: 40 rows, 39 good, 1 rejected (2.5%; at most 5% may be)." in said.out
    assert "  line 9: role: is longer than 100 characters\n" in said.err
    assert "  line 9: salary_usd: is not a whole number\n" in said.err
    report = (tmp_path / "a.rejected.ndjson").read_text()
    assert json.loads(report.splitlines()[1]) == {
        "line": 9,
        "field": "salary_usd",
        "problem": "is not a whole number",
    }
    assert "secret" not in said.out + said.err + report
    assert rows(database, "SELECT count(*) FROM job_postings") == [(39,)]


@pytest.mark.parametrize(
    ("bad", "options", "code"),
    [(1, (), 0), (2, (), 1), (2, ("--max-rejected", "10"), 0), (20, ("--max-rejected", "100"), 1)],
)
def test_too_many_bad_rows_load_nothing(
    tmp_path: Path, database: Path, bad: int, options: tuple[str, ...], code: int
) -> None:
    """5% may be bad unless told otherwise; of a file without a good row nothing is loaded."""
    postings = [posting(n, salary_usd=0 if n < bad else 100_000) for n in range(20)]
    assert load(write_ndjson(tmp_path / "a.ndjson", postings), database, *options) == code
    assert database.exists() == (code == 0)


def test_a_dry_run_touches_nothing(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what would be loaded, and under which name."""
    file = write_csv(tmp_path / "a.csv", [posting()])
    assert load(file, database, "--dry-run") == 0
    assert "this was a dry run" in capsys.readouterr().out
    assert not database.exists()


def test_a_file_that_cannot_be_read_is_said(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence, and with the exit code."""
    file = tmp_path / "a.csv"
    file.write_text("posting_id,name\n")
    assert load(file, database) == 1
    assert capsys.readouterr().err.startswith("The head lacks: posted_on, role")


def test_a_failed_load_leaves_what_was_there(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What DuckDB refuses is said without its words, which repeat rows."""
    load(write_csv(tmp_path / "a.csv", [posting(1)]), database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("ALTER TABLE job_postings ADD CONSTRAINT pk PRIMARY KEY (employer)")
    file = write_csv(tmp_path / "b.csv", [posting(2, employer="B"), posting(3, employer="Acme")])
    assert load(file, database) == 1
    assert capsys.readouterr().err == (
        "Nothing was loaded: DuckDB refused it (ConstraintException).\n"
    )
    assert rows(database, "SELECT posting_id FROM job_postings") == [("acme-1",)]


def test_a_list_that_cannot_be_replaced_stays(tmp_path: Path, database: Path) -> None:
    """The old rows are gone only once the new ones are there."""
    load(write_csv(tmp_path / "a.csv", [posting(1)]), database, "--with-lists")
    before = rows(database, "SELECT * FROM skill_synonyms ORDER BY ALL")
    broken = write_ndjson(tmp_path / "broken.ndjson", [{"synonym": "JS"}])
    with pytest.raises(errors.PermanentJobError, match="ConstraintException"):
        DuckDbTarget(database).replace(all_tables()["skill_synonyms"], broken)
    assert before
    assert rows(database, "SELECT * FROM skill_synonyms ORDER BY ALL") == before
