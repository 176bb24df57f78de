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
    postings[7] = posting(7, posted_on="secret words", role="x" * 101)
    assert load(write_csv(tmp_path / "a.csv", postings), database) == 0
    said = capsys.readouterr()
    assert "a.csv: 40 rows, 39 good, 1 rejected (2.5%; at most 5% may be)." in said.out
    kind = "1 x role: is longer than 100 characters (not loaded; first at line 9)"
    assert f"  {kind}\n" in said.err
    assert "  1 x posted_on: is not a day in any usual form (not loaded; first at" in said.err
    report = (tmp_path / "a.rejected.ndjson").read_text()
    assert json.loads(report.splitlines()[0]) == {
        "line": 9,
        "field": "posted_on",
        "problem": "is not a day in any usual form",
        "loss": "row",
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
    postings = [posting(n, posted_on="?" if n < bad else "2026-09-14") for n in range(20)]
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
    assert capsys.readouterr().err.startswith("No column is known to say the title.")


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


def test_a_value_that_cannot_be_read_costs_only_itself(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pay in a currency without a rate is missing, and the sum of faults says how to give one."""
    file = tmp_path / "a.csv"
    file.write_text("title,date,skills,salary\nNurse,2026-09-14,SQL,CHF 90000\n")
    assert load(file, database) == 0
    assert rows(database, "SELECT role, salary_usd FROM job_postings") == [("Nurse", None)]
    assert "no rate is given: --rate CHF=" in capsys.readouterr().err
    other = database.with_name("other.duckdb")
    assert load(file, other, "--rate", "chf=1.1") == 0
    assert rows(other, "SELECT salary_usd FROM job_postings") == [(99_000,)]


def test_a_posting_without_an_id_has_one_of_what_it_says(tmp_path: Path, database: Path) -> None:
    """So that loading it again changes nothing, and the same row twice is one posting."""
    file = tmp_path / "a.csv"
    file.write_text(
        "title,date,skills,company\n" + "Nurse,2026-09-14,SQL,Acme\n" * 2 + "Nurse,2026-09-14,R,B\n"
    )
    for _ in range(2):
        assert load(file, database) == 0
    found = rows(database, "SELECT posting_id, employer FROM job_postings ORDER BY employer")
    assert [employer for _, employer in found] == ["Acme", "B"]
    assert all(str(name).startswith("posting-") for name, _ in found)


def test_an_id_that_most_rows_share_is_none(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong column would fold a file into a few postings."""
    file = tmp_path / "a.csv"
    file.write_text("id,title,date,skills\n" + "7,Nurse,2026-09-14,SQL\n" * 9)
    assert load(file, database) == 1
    assert "most rows share their id" in capsys.readouterr().err
    assert not database.exists()


def test_what_the_file_does_not_say_is_told(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A company's own file has no industry, and numbers that may be two days."""
    file = tmp_path / "a.csv"
    file.write_text("title,date,skills\nNurse,03/04/2026,SQL\n")
    assert load(file, database, "--dry-run") == 1
    said = capsys.readouterr()
    assert "--set domain=Finance says one" in said.out
    assert "say whether the day comes first, --day-first or --month-first" in said.err
    assert load(file, database, "--day-first", "--set", "domain=Banking") == 0
    found = rows(database, "SELECT posted_on, domain FROM job_postings")
    assert found == [(date(2026, 4, 3), "Finance")]


def test_a_mapping_and_synonyms_are_taken_by_file(tmp_path: Path, database: Path) -> None:
    """What was guessed is saved, changed by hand, and taken; users' words know the synonyms too."""
    file, mapping, synonyms = (tmp_path / name for name in ("a.ndjson", "m.json", "s.csv"))
    write_ndjson(file, [{"title": "x", "what": "DBA", "date": "2026-09-14", "skills": ["SQL"]}])
    assert load(file, database, "--dry-run", "--save-mapping", str(mapping)) == 0
    mapping.write_text(mapping.read_text().replace('"role": "title"', '"role": "what"'))
    synonyms.write_text("kind,synonym,name\nrole,DBA,Database Administrator\n")
    options = ["--mapping", str(mapping), "--synonyms", str(synonyms), "--with-lists"]
    assert load(file, database, *options) == 0
    assert rows(database, "SELECT role FROM job_postings") == [("Database Administrator",)]
    asked = "SELECT role FROM role_synonyms WHERE synonym = 'DBA'"
    assert rows(database, asked) == [("Database Administrator",)]


@pytest.mark.parametrize(
    ("option", "value"),
    [("--rate", "EUR"), ("--rate", "EUR=-1"), ("--set", "colour=red"), ("--as-of", "May")],
)
def test_an_option_of_another_form_is_refused(tmp_path: Path, option: str, value: str) -> None:
    """Before the file is opened, in argparse's words."""
    with pytest.raises(SystemExit):
        program.main([str(tmp_path / "a.csv"), option, value])
