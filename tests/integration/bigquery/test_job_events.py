"""Job events in bqemulator: real messages, in the table and the views that Terraform makes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from google.cloud import bigquery

from shared.bigquery.client import open_client
from tests.integration.bigquery.conftest import make_settings
from tests.support.job_events import VIEWS, columns, rows, view_sql

DATASET = "demo-test.jobs_analytics"


@pytest.fixture(scope="module")
def analytics(emulator_url: str) -> Iterator[bigquery.Client]:
    """The dataset with the table, what Pub/Sub writes of real messages, and the views."""
    with open_client(make_settings(emulator_url)) as client:
        client.create_dataset(DATASET)
        table = bigquery.Table(f"{DATASET}.job_events", schema=columns())
        table.time_partitioning = bigquery.TimePartitioning(type_="DAY", field="happenedAt")
        table.clustering_fields = ["type", "status"]
        refused = client.insert_rows_json(client.create_table(table), rows())
        assert refused == []
        for name in VIEWS:
            view = bigquery.Table(f"{DATASET}.{name}")
            view.view_query = view_sql(name, DATASET)
            client.create_table(view)
        yield client


def asked(client: bigquery.Client, query: str) -> list[tuple[Any, ...]]:
    """Ask a query of the dataset."""
    quoted = re.sub(r"FROM (\w+)", rf"FROM `{DATASET}.\1`", query)
    return [tuple(row.values()) for row in client.query_and_wait(quoted)]


def test_bigquery_takes_starts_and_ends(analytics: bigquery.Client) -> None:
    """Each message is a row of the table's columns; what a start lacks is NULL."""
    by_status = asked(
        analytics,
        "SELECT status, COUNT(*), COUNT(runSeconds), COUNT(usage.costUsd) FROM job_events"
        " GROUP BY status ORDER BY status",
    )
    assert by_status == [
        ("cancelled", 1, 1, 1),
        ("failed", 1, 1, 1),
        ("running", 7, 0, 0),
        ("succeeded", 4, 4, 4),
    ]


def test_bigquery_counts_each_moment_once(analytics: bigquery.Client) -> None:
    """Thirteen rows are five ends and six starts; no view over ends counts a start."""
    assert asked(analytics, "SELECT COUNT(*) FROM job_starts") == [(6,)]
    assert asked(analytics, "SELECT COUNT(*) FROM job_ends") == [(5,)]
    days = asked(
        analytics,
        "SELECT type, jobs, succeeded, failed, cancelled, owners FROM jobs_a_day ORDER BY type",
    )
    assert days == [("example", 4, 3, 1, 0, 4), ("other", 1, 0, 0, 1, 1)]


def test_bigquery_says_how_long_jobs_wait_and_run(analytics: bigquery.Client) -> None:
    """Waits by the starts, run times by the ends."""
    times = asked(
        analytics,
        "SELECT type, starts, jobs, wait_p50, wait_p95, run_p50, run_p95 FROM times_by_type"
        " ORDER BY type",
    )
    example, other = times
    assert other[:3] == ("other", 2, 1)
    assert 5 <= other[3] <= other[4] <= 6
    assert other[5:] == (10, 10)
    assert example[:3] == ("example", 4, 4)
    assert 2 <= example[3] <= 3 <= example[4] <= 4
    assert 4 <= example[5] <= 6 <= example[6] <= 8


def test_bigquery_says_what_failed_and_what_it_cost(analytics: bigquery.Client) -> None:
    """By the ends alone: a start has failed at nothing, and spent nothing."""
    failures = asked(analytics, "SELECT type, code, jobs, share FROM failures_by_code")
    assert failures == [("example", "internal", 1, 0.25)]
    cost = asked(
        analytics, "SELECT type, jobs, cost_usd, output_tokens FROM cost_by_type ORDER BY type"
    )
    assert cost == [("example", 4, 2.5, 12), ("other", 1, 1.25, 3)]
