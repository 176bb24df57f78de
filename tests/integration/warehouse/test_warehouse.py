"""The local warehouse: what it refuses, what it stops, and what it keeps to itself."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from functions.job_types.common.names import KnownName
from infra.local.stand_ins import warehouse as local
from infra.local.stand_ins.warehouse import DuckDbWarehouse, open_warehouse
from shared.core import errors
from shared.handler.ports import Parameter, QueryCall
from tests.support.stops import cancel_at_once

if TYPE_CHECKING:
    from shared.core.usage import Usage

NAMES = QueryCall(name="common/known_names", row=KnownName, parameters={})


class Number(BaseModel):
    """A row with one number."""

    n: int


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """A folder for this test's own queries."""
    folder = tmp_path / "queries"
    folder.mkdir()
    return folder


def ask(
    sample_data: Path, queries: Path, sql: str, parameters: Mapping[str, Parameter] | None = None
) -> list[int]:
    """Run one query and return its numbers."""
    (queries / "number.sql").write_text(sql, "utf-8")
    opened = open_warehouse(sample_data, queries)
    try:
        return [
            row.n
            for row in opened.query(
                QueryCall(name="number", row=Number, parameters=parameters or {})
            ).rows
        ]
    finally:
        opened.close()


def test_it_says_that_it_is_sample_data(warehouse: DuckDbWarehouse) -> None:
    """The source of every figure is called sample data, and nothing was billed."""
    told: list[Usage] = []
    result = warehouse.query(replace(NAMES, record_usage=told.append))
    assert (result.source, told) == ("sample data", [])


@pytest.mark.parametrize(
    ("sql", "parameters", "numbers"),
    [
        ("SELECT @n AS n", {"n": 5}, [5]),
        ("SELECT LENGTH(@text) AS n", {"text": "'; DROP TABLE skills; --"}, [24]),
        (
            "SELECT n FROM UNNEST([1, 2, 3]) AS n WHERE n > @least ORDER BY n",
            {"least": 1.5},
            [2, 3],
        ),
        (
            "SELECT COUNT(*) AS n FROM skills WHERE skill IN UNNEST(@names)",
            {"names": ("SQL", "Go")},
            [2],
        ),
        ("SELECT COUNT(*) AS n FROM skills WHERE skill IN UNNEST(@names)", {"names": ()}, [0]),
        ("SELECT IF(@yes, 1, 0) AS n", {"yes": True}, [1]),
    ],
)
def test_parameters(
    sample_data: Path,
    queries: Path,
    sql: str,
    parameters: Mapping[str, Parameter],
    numbers: list[int],
) -> None:
    """Every kind of parameter is bound as a value, never as text of the query."""
    assert ask(sample_data, queries, sql, parameters) == numbers


@pytest.mark.parametrize(
    "name", ["../outside", "sub/sub/inside", "sub/", "/inside", "", "UPPER", "number.sql", "none"]
)
def test_names_that_are_no_query(queries: Path, name: str) -> None:
    """A name is a file in the folder or nothing; it cannot lead out of it."""
    (queries / "sub" / "sub").mkdir(parents=True)
    for file in ("../outside", "sub/sub/inside", "sub/", "inside", "", "UPPER", "number.sql"):
        (queries / f"{file}.sql").write_text("SELECT 1 AS n", "utf-8")
    with pytest.raises(errors.PermanentJobError):
        local.read_sql(queries, name)


@pytest.mark.parametrize(
    "sql",
    [
        "SELEC 1",
        "SELECT 1 AS n; SELECT 2 AS n",
        "SELECT no_such_column AS n FROM skills",
        "SELECT 1 AS n FROM no_such_table",
        "SELECT 'many' AS n",
        "SELECT 1 AS another_name",
        "SELECT @not_given AS n",
        "CREATE TABLE mine (n INT64)",
        "SELECT 1 AS n FROM read_csv('/etc/passwd')",
    ],
)
def test_queries_that_are_refused(sample_data: Path, queries: Path, sql: str) -> None:
    """A query that is wrong, writes, or reaches out of the file ends the job, and tells nothing."""
    with pytest.raises(errors.PermanentJobError) as refusal:
        ask(sample_data, queries, sql)
    assert refusal.value.message.startswith(("The figures for this job", "This job asks"))


def test_a_query_that_takes_too_long_is_stopped(sample_data: Path, queries: Path) -> None:
    """It is interrupted at the time limit, and the job may try again."""
    (queries / "endless.sql").write_text(
        "SELECT COUNT(*) AS n FROM job_postings AS a CROSS JOIN job_postings AS b"
        " CROSS JOIN job_postings AS c WHERE a.salary_usd + b.salary_usd > c.salary_usd",
        "utf-8",
    )
    slow = DuckDbWarehouse(
        local._connect(sample_data), queries, time_limit=timedelta(milliseconds=100)
    )
    with pytest.raises(errors.RetriableJobError, match="too long"):
        slow.query(QueryCall(name="endless", row=Number, parameters={}))


def test_it_stops_when_told(warehouse: DuckDbWarehouse) -> None:
    """A cancelled job asks nothing more."""
    with pytest.raises(errors.JobCancelledError):
        warehouse.query(replace(NAMES, check=cancel_at_once))


def test_threads_may_share_it(warehouse: DuckDbWarehouse) -> None:
    """Many at once get what one gets."""
    expected = warehouse.query(NAMES).rows
    with ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda _: warehouse.query(NAMES).rows, range(40))
    assert all(answer == expected for answer in answers)


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    """A start without sample data names the command that makes it."""
    with pytest.raises(
        FileNotFoundError, match=r"python -m infra\.local\.stand_ins\.sample_data --out"
    ):
        open_warehouse(tmp_path / "none.duckdb", tmp_path)
