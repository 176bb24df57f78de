"""The loader against bqemulator: the real client, load jobs and MERGE."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from google.cloud import bigquery

from infra.bigquery.tables import POSTINGS, all_tables
from infra.load_postings import __main__ as program
from infra.load_postings.to_bigquery import BigQueryTarget, describe
from shared.bigquery import client as bigquery_client
from shared.bigquery.client import open_client
from tests.integration.bigquery.conftest import make_settings
from tests.support.postings import posting, write_csv, write_ndjson


@pytest.fixture
def client(emulator_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[bigquery.Client]:
    """The real client; the loader's environment names the same emulator."""
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "demo-test")
    monkeypatch.setenv("WAREHOUSE_BASE_URL", emulator_url)
    with open_client(make_settings(emulator_url)) as opened:
        yield opened
        opened.delete_dataset("loaded", delete_contents=True, not_found_ok=True)


def load(file: Path, *options: str) -> int:
    """Run the loader on a file."""
    arguments = [str(file), "--dataset", "loaded", "--create-tables", *options]
    return program.main(arguments, today=lambda: date(2026, 11, 23))


def rows(client: bigquery.Client, sql: str) -> list[tuple[Any, ...]]:
    """Ask BigQuery directly."""
    return [tuple(row.values()) for row in client.query_and_wait(sql)]


def test_postings_and_lists_are_loaded(client: bigquery.Client, tmp_path: Path) -> None:
    """An empty project needs one command; nothing but the warehouse's tables is left."""
    assert load(write_csv(tmp_path / "a.csv", [posting(1), posting(2)]), "--with-lists") == 0
    assert rows(client, "SELECT * FROM loaded.job_postings WHERE posting_id = 'acme-1'") == [
        tuple(posting(1, posted_on=date(2026, 9, 14)).values())
    ]
    assert rows(client, "SELECT skill FROM loaded.skill_synonyms WHERE synonym = 'JS'") == [
        ("JavaScript",)
    ]
    assert {table.table_id for table in client.list_tables("loaded")} == {*all_tables()}


def test_loading_again_changes_nothing(client: bigquery.Client, tmp_path: Path) -> None:
    """The same file twice, and another with some of the same postings, make no posting twice."""
    file = write_csv(tmp_path / "a.csv", [posting(1), posting(2)])
    for _ in range(2):
        assert load(file) == 0
    later = [posting(2, salary_usd=130_000), posting(3)]
    assert load(write_ndjson(tmp_path / "b.ndjson", later)) == 0
    assert rows(
        client, "SELECT posting_id, salary_usd FROM loaded.job_postings ORDER BY posting_id"
    ) == [("acme-1", 120_000), ("acme-2", 130_000), ("acme-3", 120_000)]


def test_what_a_posting_does_not_say_is_null(client: bigquery.Client, tmp_path: Path) -> None:
    """Through the load job and the MERGE, also where an earlier posting of that id said it."""
    assert load(write_csv(tmp_path / "a.csv", [posting(1)])) == 0
    little = posting(1, salary_usd="", experience_years="", region="", domain="", employer="")
    assert load(write_csv(tmp_path / "b.csv", [little])) == 0
    columns = "salary_usd, experience_years, region, domain, employer"
    found = rows(client, f"SELECT {columns} FROM loaded.job_postings")  # noqa: S608 -- ours
    assert found == [(None,) * 5]


def test_tables_are_laid_out_as_their_files_say(client: bigquery.Client, emulator_url: str) -> None:
    """Columns, modes, partitions and clusters arrive as `infra/bigquery/` has them."""
    settings = make_settings(emulator_url, warehouse_dataset="loaded")
    BigQueryTarget(settings).create_tables()
    found = client.get_table("loaded.job_postings")
    table = all_tables()[POSTINGS]
    assert [(each.name, each.field_type, each.mode) for each in found.schema] == [
        (each.name, each.type, each.mode) for each in table.columns
    ]
    assert found.time_partitioning is not None
    assert (found.time_partitioning.type_, found.time_partitioning.field) == ("MONTH", "posted_on")
    assert found.clustering_fields == ["role", "domain"]


@pytest.mark.parametrize("name", list(all_tables()))
def test_the_client_reads_the_schema_files(name: str) -> None:
    """What is sent to create a table is the table's file, word for word."""
    table = all_tables()[name]
    sent = describe(table, f"demo-test.loaded.{name}").to_api_repr()["schema"]["fields"]
    assert [field["description"] for field in sent] == [each.description for each in table.columns]
    assert [field.get("maxLength") for field in sent] == [
        None if each.max_length is None else str(each.max_length) for each in table.columns
    ]


def test_a_warehouse_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence without the vendor's words, and after our own time."""
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "demo-test")
    monkeypatch.setenv("WAREHOUSE_BASE_URL", "http://127.0.0.1:9")
    hastened = replace(bigquery_client.CALLS, total_seconds=0.3)
    monkeypatch.setattr(bigquery_client, "CALLS", hastened)
    assert load(write_csv(tmp_path / "a.csv", [posting()])) == 1
    assert "Nothing was loaded: " in capsys.readouterr().err
