"""The warehouse against bqemulator: BigQuery's dialect, types and parameters, without Google."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from infra.load_postings.to_bigquery import BigQueryTarget
from shared.bigquery.client import open_client
from shared.bigquery.warehouse import BigQueryWarehouse
from shared.core import errors
from shared.core.records import Record
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import Parameter, QueryCall
from tests.integration.bigquery.conftest import make_settings
from tests.support.queries import documented_parameters


@pytest.fixture(scope="module")
def dataset(emulator_url: str) -> Iterator[str]:
    """The dataset with all its tables, and one posting; gives the emulator's address."""
    settings = make_settings(emulator_url)
    BigQueryTarget(settings).create_tables()
    with open_client(settings) as client:
        client.query_and_wait(
            "INSERT INTO careerlens.job_postings VALUES ('p1', DATE '2026-01-02', 'Data Analyst',"
            " 'Retail', 'Acme', 'EU', 3, 70000, ['SQL', 'Python'])"
        )
        yield emulator_url


class PostingRow(Record):
    """A row of the test's query."""

    role: str
    posted_on: date
    skills: tuple[str, ...]
    smallest: int
    share: float
    is_open: bool


_POSTINGS = """
SELECT p.role, p.posted_on, p.skills, @smallest AS smallest, @share AS share, @is_open AS is_open
FROM job_postings AS p
WHERE p.role IN UNNEST(@roles) AND p.domain = @domain
"""
_PARAMETERS: dict[str, Parameter] = {
    "roles": ["Data Analyst", "Data Engineer"],
    "domain": "Retail",
    "smallest": 7,
    "share": 0.25,
    "is_open": True,
}


@pytest.fixture
def warehouse(dataset: str, tmp_path: Path) -> BigQueryWarehouse:
    """A warehouse with the query "postings" and one that cannot be right."""
    (tmp_path / "postings.sql").write_text(_POSTINGS)
    (tmp_path / "wrong.sql").write_text("SELECT nothing FROM nowhere")
    return BigQueryWarehouse(make_settings(dataset), queries=tmp_path)


def test_parameters_and_rows_keep_their_types(warehouse: BigQueryWarehouse) -> None:
    """Every kind of parameter goes in, dates and arrays come out, from the default dataset."""
    (row,) = warehouse.query(
        QueryCall(name="postings", row=PostingRow, parameters=_PARAMETERS)
    ).rows
    assert row == PostingRow(
        role="Data Analyst",
        posted_on=date(2026, 1, 2),
        skills=("SQL", "Python"),
        smallest=7,
        share=0.25,
        is_open=True,
    )


def test_parameter_is_never_part_of_the_query(warehouse: BigQueryWarehouse) -> None:
    """A value that looks like SQL is a value."""
    attack = {**_PARAMETERS, "domain": "Retail' OR '1' = '1"}
    assert warehouse.query(QueryCall(name="postings", row=PostingRow, parameters=attack)).rows == ()


def test_query_that_cannot_be_right_is_permanent(warehouse: BigQueryWarehouse) -> None:
    """A table that is not there is no reason to try again."""
    with pytest.raises(errors.PermanentJobError, match="fault of ours"):
        warehouse.query(QueryCall(name="wrong", row=PostingRow, parameters={}))


class AnyRow(BaseModel):
    """A row of any form."""

    model_config = ConfigDict(extra="allow")


@pytest.mark.parametrize(
    "query", sorted(f"{path.parent.name}/{path.stem}" for path in JOB_TYPES.glob("*/*.sql"))
)
def test_shipped_queries_run(dataset: str, query: str) -> None:
    """Every query that ships is BigQuery's dialect, and needs what its comment documents."""
    parameters = documented_parameters(JOB_TYPES / f"{query}.sql")
    BigQueryWarehouse(make_settings(dataset)).query(
        QueryCall(name=query, row=AnyRow, parameters=parameters)
    )
