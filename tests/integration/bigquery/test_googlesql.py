"""All our SQL before Google's own analyzer, and its figures beside those of the local warehouse."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from infra.bigquery.tables import all_tables
from infra.load_postings.target import merge_sql
from infra.local.stand_ins.sample_data import curated, database, postings
from infra.local.stand_ins.warehouse import open_warehouse
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import Parameter, QueryCall
from tests.support import googlesql
from tests.support.googlesql import Answer, Statement
from tests.support.queries import documented_types

#: The engine compiles itself once, in twenty seconds of a machine that has nothing else to do.
pytestmark = pytest.mark.timeout(600)

#: Enough for the larger roles and domains to have figures at every level.
COUNT = 3_000
_FILES = {f"{path.parent.name}/{path.stem}": path for path in sorted(JOB_TYPES.glob("*/*.sql"))}
#: By a parameter's name, its value: once with few limits, and once with many.
_WIDE: Mapping[str, Parameter] = {
    "role": "Data Engineer",
    "domain": "Technology",
    "region": "",
    "level": "",
    "smallest_count": 2,
    "smallest_sample": 20,
    "smallest_share": 0.02,
    "data_date": date(2026, 9, 30),
}
_NARROW: Mapping[str, Parameter] = {
    "role": "UX Designer",
    "domain": "Finance",
    "region": "US West",
    "level": "senior",
    "smallest_count": 1,
    "smallest_sample": 2,
    "smallest_share": 0.1,
    "data_date": date(2026, 6, 15),
}


def queries() -> list[Statement]:
    """Return every query that ships, with values; once where it has no parameters."""
    found = []
    for name, file in _FILES.items():
        types = documented_types(file)
        for label, values in [("wide", _WIDE), ("narrow", _NARROW)][: 2 if types else 1]:
            statement = Statement(
                name=f"{name} {label}",
                sql=file.read_text(encoding="utf-8"),
                types=types,
                values={parameter: values[parameter] for parameter in types},
            )
            found.append(statement)
    return found


#: What must be well-formed beside the queries: the views, and what the loader says for each table.
OTHERS = [
    *googlesql.views(),
    *(
        Statement(name=f"the loader's {name}", sql=merge_sql(table, name, name))
        for name, table in all_tables().items()
    ),
]
#: What must be refused, so that "nothing wrong" means something: what had gone wrong here before.
REFUSED = [
    Statement(
        name="a window over groups names what they are not grouped by",
        sql="SELECT DATE_TRUNC(posted_on, MONTH) AS month, SUM(COUNT(*)) OVER (PARTITION BY"
        " DATE_TRUNC(posted_on, MONTH)) AS share FROM job_postings GROUP BY month, role",
    ),
    Statement(name="a reserved word for a name", sql="SELECT new.role FROM job_postings AS new"),
    Statement(name="an unknown column", sql="SELECT roll FROM job_postings"),
    Statement(name="a parameter without a type", sql="SELECT @role AS role"),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Every statement's answer; the engine is slow to start, so it is asked once."""
    python = os.environ.get("ZETASQL_PYTHON")
    if not python:
        if os.environ.get("CI"):
            pytest.fail("CI must set ZETASQL_PYTHON")
        pytest.skip("ZETASQL_PYTHON names no Python that has zetasql")
    lists = curated.load()
    rows = database.all_rows(lists, postings.draw(lists, count=COUNT))
    return googlesql.ask(Path(python), [*queries(), *OTHERS, *REFUSED], rows)


@pytest.mark.parametrize("statement", [*queries(), *OTHERS], ids=lambda each: each.name)
def test_bigquery_takes_our_sql(answers: dict[str, Answer], statement: Statement) -> None:
    """Google's analyzer finds nothing wrong with a statement that we send."""
    assert answers[statement.name].error is None


@pytest.mark.parametrize("statement", REFUSED, ids=lambda each: each.name)
def test_what_cannot_run_is_found(answers: dict[str, Answer], statement: Statement) -> None:
    """What BigQuery would refuse is refused here."""
    assert answers[statement.name].error is not None


class AnyRow(BaseModel):
    """A row of any form."""

    model_config = ConfigDict(extra="allow")


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same rows as a file of the local warehouse."""
    path, lists = tmp_path_factory.mktemp("googlesql") / "sample_data.duckdb", curated.load()
    database.write(path, lists, postings.draw(lists, count=COUNT))
    return path


@pytest.mark.parametrize("statement", queries(), ids=lambda each: each.name)
def test_both_engines_find_the_same(
    answers: dict[str, Answer], local: Path, statement: Statement
) -> None:
    """The rows, their order where the query has one, and every figure are the same."""
    name, values = statement.name.split()[0], statement.values or {}
    warehouse = open_warehouse(local, JOB_TYPES)
    try:
        found = warehouse.query(QueryCall(name=name, row=AnyRow, parameters=values)).rows
    finally:
        warehouse.close()
    here = [_plain(row.model_dump(mode="json")) for row in found]
    there = [_plain(row) for row in answers[statement.name].rows]
    if "\nORDER BY " not in statement.sql:
        here, there = sorted(here, key=str), sorted(there, key=str)
    assert here
    assert here == there


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without a sum's last digits and a date's midnight: engines differ in them."""
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:  # noqa: ANN401 -- what JSON has
    if isinstance(value, float):
        return float(f"{value:.9g}")
    return value.removesuffix("T00:00:00") if isinstance(value, str) else value
