"""Career insights on bqemulator: the real client finds what the local warehouse finds."""

from collections.abc import Iterator

import pytest

from functions.job_types.career_insights.job import CareerInsights
from infra.bigquery.tables import all_tables
from infra.load_postings.to_bigquery import BigQueryTarget
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.sample_data import curated, database, postings
from infra.local.stand_ins.warehouse import open_warehouse
from shared.bigquery.warehouse import BigQueryWarehouse
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import Warehouse
from tests.integration.bigquery.conftest import make_settings
from tests.support.handlers import run_handler

DATASET = "insights"
#: Enough for a sample of the larger domains, at every level, to be compared.
COUNT = 3_000


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The local warehouse over some postings."""
    path = tmp_path_factory.mktemp("insights") / "sample_data.duckdb"
    lists = curated.load()
    database.write(path, lists, postings.draw(lists, count=COUNT))
    opened = open_warehouse(path, JOB_TYPES)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def remote(emulator_url: str, tmp_path_factory: pytest.TempPathFactory) -> BigQueryWarehouse:
    """The same postings behind the real client, loaded as real ones are."""
    settings = make_settings(emulator_url, warehouse_dataset=DATASET)
    target, lists = BigQueryTarget(settings), curated.load()
    target.create_tables()
    rows = database.all_rows(lists, postings.draw(lists, count=COUNT))
    for name, table in all_tables().items():
        path = tmp_path_factory.mktemp("rows") / f"{name}.ndjson"
        database.write_ndjson(table, rows[name], path)
        target.replace(table, path)
    return BigQueryWarehouse(settings)


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
