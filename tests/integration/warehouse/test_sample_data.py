"""The sample data: the same every time, whole, and with a structure worth asking about."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from infra.local.stand_ins.sample_data import __main__ as program
from infra.local.stand_ins.sample_data import curated, database, postings

#: Of all rows. It changes when the lists, the seed or the generator do, and with nothing else.
DIGEST = "7de831a20ddf3f6650395ae4e83e3b13d871a202b1d6593a8c88e6d1d0af4d07"


@pytest.fixture(scope="module")
def rows(
    tmp_path_factory: pytest.TempPathFactory, sample_data: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample data, to be asked directly."""
    # A copy, because DuckDB opens a file in one process with one configuration only.
    path = shutil.copy(sample_data, tmp_path_factory.mktemp("copy") / "sample.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def test_the_same_seed_gives_the_same_rows(tmp_path: Path, sample_data: Path) -> None:
    """Every machine has the same sample data, so that a figure in a document can be found again."""
    assert database.digest(Path(shutil.copy(sample_data, tmp_path))) == DIGEST


def test_another_seed_gives_other_rows() -> None:
    """The seed is what decides."""
    lists = curated.load()
    one, other = (list(postings.draw(lists, count=20, seed=seed)) for seed in (1, 2))
    assert one != other


def test_the_program_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It makes the folder, replaces what was there, leaves nothing else, and says what it did."""
    out = tmp_path / "new" / "sample.duckdb"
    for _ in range(2):
        program.main(["--out", str(out), "--postings", "50"])
    assert list(out.parent.iterdir()) == [out]
    assert (
        "Sample data: 50 made-up job postings for 24 roles in 8 domains" in capsys.readouterr().out
    )


def test_every_month_role_and_domain_is_there(rows: duckdb.DuckDBPyConnection) -> None:
    """There are 24 months, 24 roles, 8 domains, 40 employers and 6 regions."""
    counts = rows.execute(
        "SELECT count(DISTINCT date_trunc('month', posted_on)), count(DISTINCT role),"
        " count(DISTINCT domain), count(DISTINCT employer), count(DISTINCT region), count(*)"
        " FROM job_postings"
    ).fetchone()
    assert counts == (24, 24, 8, 40, 6, 20_000)


@pytest.mark.parametrize(
    "broken",
    [
        "SELECT posting_id FROM job_postings GROUP BY 1 HAVING count(*) > 1",
        "SELECT * FROM job_postings WHERE salary_usd NOT BETWEEN 30000 AND 500000",
        "SELECT * FROM job_postings WHERE experience_years NOT BETWEEN 0 AND 15",
        "SELECT * FROM job_postings WHERE posted_on NOT BETWEEN '2024-10-01' AND '2026-09-30'",
        "SELECT * FROM job_postings WHERE len(skills) <> len(list_distinct(skills))",
        "SELECT unnest(skills) AS s FROM job_postings EXCEPT SELECT skill FROM skills",
        "SELECT unnest(prerequisites) AS s FROM skills EXCEPT SELECT skill FROM skills",
        "SELECT * FROM skills WHERE learn_hours <= 0",
        "SELECT * FROM job_postings WHERE role IS NULL OR domain IS NULL OR employer IS NULL",
    ],
)
def test_no_row_is_broken(rows: duckdb.DuckDBPyConnection, broken: str) -> None:
    """No row has a value that cannot be."""
    assert rows.execute(broken).fetchall() == []


def test_prerequisites_have_no_cycle() -> None:
    """No skill builds on itself, by whatever way round."""
    skills = curated.load().skills
    done: set[str] = set()
    while ready := [
        s for s in skills.values() if s.name not in done and {*s.prerequisites} <= done
    ]:
        done |= {skill.name for skill in ready}
    assert done == skills.keys()


@pytest.mark.parametrize(
    ("skill", "rises"), [("LLM Applications", True), ("Databricks", True), ("Hadoop", False)]
)
def test_demand_changes(rows: duckdb.DuckDBPyConnection, skill: str, rises: bool) -> None:  # noqa: FBT001 -- a table
    """Some skills rise and some fall over the two years."""
    counted = rows.execute(
        "SELECT count(*) FILTER (posted_on < '2025-04-01'),"
        " count(*) FILTER (posted_on >= '2026-04-01')"
        " FROM job_postings WHERE list_contains(skills, ?)",
        [skill],
    ).fetchone()
    assert counted is not None
    assert (counted[1] > 1.3 * counted[0]) == rises
    assert (counted[1] < counted[0] / 1.3) == (not rises)


def test_experience_pays(rows: duckdb.DuckDBPyConnection) -> None:
    """Pay rises with experience in every role."""
    falling = rows.execute(
        "SELECT role FROM job_postings GROUP BY role"
        " HAVING avg(salary_usd) FILTER (experience_years < 3)"
        " >= avg(salary_usd) FILTER (experience_years > 7)"
    ).fetchall()
    assert falling == []


def test_lists_that_contradict_each_other_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing error in a CSV file stops the generator, and is named."""
    for file in curated.FOLDER.glob("*.csv"):
        text = file.read_text("utf-8").replace("Data Engineer,Python,", "Data Engineer,Pyton,")
        (tmp_path / file.name).write_text(text, "utf-8")
    monkeypatch.setattr(curated, "FOLDER", tmp_path)
    with pytest.raises(curated.CuratedDataError, match="Data Engineer name Pyton"):
        curated.load.__wrapped__()
