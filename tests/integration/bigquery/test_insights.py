"""Career insights on bqemulator: the real client finds what the local warehouse finds."""

from collections.abc import Iterator

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

from functions.job_types.career_insights import CareerInsights
from infra.local.offline_model import OfflineModel
from infra.local.sample_data import curated, database, postings
from infra.local.warehouse import open_warehouse
from shared.job_context import Warehouse
from shared.named_texts import QUERIES
from shared.warehouse import BigQueryWarehouse
from tests.integration.bigquery.conftest import make_settings
from tests.support.handlers import run_handler

DATASET = "insights"
#: Enough for a sample of the larger domains, at every level, to be compared.
COUNT = 3_000
_TYPES = {"VARCHAR": "STRING", "BIGINT": "INT64", "DATE": "DATE", "VARCHAR[]": "ARRAY<STRING>"}


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The local warehouse over some postings."""
    path = tmp_path_factory.mktemp("insights") / "sample.duckdb"
    lists = curated.load()
    database.write(path, lists, postings.draw(lists, count=COUNT))
    opened = open_warehouse(path, QUERIES)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def remote(emulator_url: str) -> BigQueryWarehouse:
    """The same postings behind the real client."""
    client = bigquery.Client(
        project="demo-test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": emulator_url},
    )
    lists = curated.load()
    tables = database._tables(lists, postings.draw(lists, count=COUNT))
    with client:
        client.create_dataset(DATASET)
        for table, columns in database.TABLES.items():
            typed = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in columns.items())
            client.query_and_wait(f"CREATE TABLE {DATASET}.{table} ({typed})")
            rows = [dict(zip(columns, row, strict=True)) for row in tables[table]]
            for start in range(0, len(rows), 500):
                refused = client.insert_rows_json(f"{DATASET}.{table}", rows[start : start + 500])
                assert refused == []
    return BigQueryWarehouse(make_settings(emulator_url, warehouse_dataset=DATASET))


def find(warehouse: Warehouse, request: dict[str, object]) -> CareerInsights:
    """Run the handler."""
    run = run_handler("career-insights", request, model=OfflineModel(), warehouse=warehouse)
    assert isinstance(run.result, CareerInsights)
    return run.result


@pytest.mark.parametrize(
    "request_body",
    [
        {"domain": "Technology"},
        {"domain": "fintech", "region": "San Francisco"},
        {"domain": "Finance", "experienceYears": 7},
        {"domain": "Energy", "region": "Toronto", "experienceYears": 0},
    ],
    ids=str,
)
def test_both_warehouses_find_the_same(
    local: Warehouse, remote: Warehouse, request_body: dict[str, object]
) -> None:
    """All figures are equal: the same files, the same rows, another engine."""
    here, there = find(local, request_body), find(remote, request_body)
    assert there.data_source == f"BigQuery dataset {DATASET}"
    assert there.model_copy(update={"data_source": "", "narrative": here.narrative}) == (
        here.model_copy(update={"data_source": ""})
    )
