"""The smoke of the real BigQuery, against the local one: it asks all, and tells failures."""

import pytest

from infra.bigquery.tables import FOLDER
from shared.handler.named_texts import JOB_TYPES
from tests.fakes.bigquery_server import BigQueryServer, Refusal
from tests.live import bigquery


def test_every_query_and_view_is_asked(
    server: BigQueryServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each; all is well where BigQuery answers."""
    environment = {
        "GOOGLE_CLOUD_PROJECT": "demo-test",
        "WAREHOUSE_BASE_URL": server.url,
    }
    assert bigquery.main(environment) == 0
    printed = capsys.readouterr().out.splitlines()
    views = list((FOLDER / "analytics").glob("*.sql"))
    assert len(printed) == len(list(JOB_TYPES.glob("*/*.sql"))) + len(views)
    assert all(line.startswith("well") for line in printed)


def test_a_query_that_is_refused_is_told(
    server: BigQueryServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are asked all the same, and the exit code says it."""
    server.script(Refusal(code=400, reason="invalidQuery"))
    environment = {"GOOGLE_CLOUD_PROJECT": "demo-test", "WAREHOUSE_BASE_URL": server.url}
    assert bigquery.main(environment) == 1
    printed = capsys.readouterr().out
    assert printed.count("FAILED") == 1
    assert printed.count("well") > 1


def test_without_a_project_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """It says what to set."""
    assert bigquery.main({}) == 2
    assert "Set GOOGLE_CLOUD_PROJECT" in capsys.readouterr().err
