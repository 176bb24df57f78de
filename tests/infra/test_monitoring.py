"""What the alerts and the dashboard look at is what the code logs."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from functions.job_types import all_job_types
from functions.worker.long_queue import next_check
from infra.dashboard_picture import draw
from shared.core.job_status import DELIVERY_GRACE
from shared.core.new_job import new_job
from shared.core.usage import Usage
from tests.infra import terraform
from tests.infra.terraform import Block, blocks
from tests.repo import repository
from tests.repo.documents import documents, table_after

OPERATIONS = "docs/operations.md"
DASHBOARD = terraform.FOLDER.parent / "dashboards" / "jobs.json"
TERRAFORM = terraform.FOLDER / "monitoring.tf"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
_METRIC = re.compile(r"logging_googleapis_com:user_(\w+?)(?:_sum|_bucket|_count)?\{")
#: Fields of our lines that come from `logs.log_context`, or belong to every line.
_ALWAYS = {"action", "type"}


def metrics() -> dict[str, str]:
    """Return the filter of each metric that is made of our lines."""
    return {name: terraform.unquoted(entry["filter"]) for name, entry in _entries().items()}


def fields() -> dict[str, list[str]]:
    """Return the fields by which each metric can be split."""
    return {name: terraform.unquoted(entry["fields"]) for name, entry in _entries().items()}


def measured() -> dict[str, dict[str, Any]]:
    """Return each metric that is the distribution of a field's values."""
    return {
        name: terraform.unquoted(entry)
        for name, entry in terraform.local_values()["measured"].items()
    }


def _entries() -> dict[str, dict[str, Any]]:
    values = terraform.local_values()
    return {**values["counted"], **values["measured"]}


def alerts() -> dict[str, dict[str, str]]:
    """Return each alert."""
    return {
        name: terraform.unquoted(entry)
        for name, entry in terraform.local_values()["alerts"].items()
    }


def actions(text: str) -> set[str]:
    """Return the actions that a filter names."""
    found = re.findall(r"jsonPayload\.action=\(?((?:\\?\"[\w-]+\\?\"(?: OR )?)+)", text)
    return {action for group in found for action in re.findall(r"[\w-]+", group)} - {"OR"}


def logged_actions() -> set[str]:
    """Return the actions that the code logs; another test compares this table with the code."""
    rows = table_after(documents()[OPERATIONS], "What the logs say")
    return {row[0].strip("`") for row in rows}


@pytest.mark.parametrize("name", metrics())
def test_a_metric_counts_lines_that_are_written(name: str) -> None:
    """Each action in its filter is one that the code logs."""
    found = actions(metrics()[name])
    assert found or "severity>=ERROR" in metrics()[name]
    assert found - logged_actions() == set()


def test_fields_of_metrics_are_logged() -> None:
    """A field by which a metric is split, or that it measures, is one that lines carry."""
    said = {
        keyword
        for text in repository.text_files().values()
        for keyword in re.findall(r"logs\.log_fields\(([^)]*)", text)
    }
    known = {name for arguments in said for name in re.findall(r"(\w+)=", arguments)}
    # A call to Gemini is logged with all that it used.
    known |= _ALWAYS | {str(field.alias) for field in Usage.model_fields.values()}
    asked = {field for found in fields().values() for field in found}
    assert (asked | {entry["value"] for entry in measured().values()}) - known == set()


@pytest.mark.parametrize("name", measured())
def test_a_measured_metric_has_buckets_for_what_can_be(name: str) -> None:
    """The finest is for the quickest job, and the last is beyond the longest attempt or wait."""
    buckets = measured()[name]["buckets"]
    last = buckets["first"] * buckets["growth"] ** buckets["count"]
    if name.endswith("_seconds"):
        assert last > 2 * max(one.time_limit for one in all_job_types().values()).total_seconds()
    # Quantiles are read from the buckets: none may be off by more than its width.
    assert buckets["growth"] <= 2


def test_a_job_that_waits_is_met_within_what_the_alerts_look_back_on() -> None:
    """Minute by minute, however long it waits: an alert on the longest wait goes off and stays."""
    found = re.search(r"longest_wait = .*\[(\d+)m\]", TERRAFORM.read_text(encoding="utf-8"))
    assert found
    job = new_job(
        job_id="u:example:1795435200000:7f3a9c2e51d08b64",
        job_type="example",
        max_attempts=3,
        now=NOON,
        retention=timedelta(days=90),
        tags=(),
    )
    met, check_at = [NOON], NOON + DELIVERY_GRACE
    for minute in range(1, 24 * 60):
        now = NOON + timedelta(minutes=minute)
        if check_at <= now:
            met.append(now)
            check_at = next_check(job, now)
    longest = max(later - earlier for earlier, later in pairwise(met))
    assert longest <= timedelta(minutes=int(found[1]))


def test_every_metric_is_checked() -> None:
    """Each is on the dashboard or in an alert: one that is never looked at only costs."""
    queries = " ".join(alert["query"] for alert in alerts().values())
    alerted = set(re.findall(r"local\.series\.(\w+)", queries))
    shown = set(_METRIC.findall(DASHBOARD.read_text()))
    assert set(metrics()) - alerted - shown == set()


def test_the_dashboard_shows_metrics_that_there_are() -> None:
    """Each of our metrics in its queries is one that Terraform makes, split by its own fields."""
    text = DASHBOARD.read_text()
    assert set(_METRIC.findall(text)) - set(metrics()) == set()
    for tile in json.loads(text)["mosaicLayout"]["tiles"]:
        for data in tile["widget"]["xyChart"]["dataSets"]:
            query = data["timeSeriesQuery"]["prometheusQuery"]
            by = re.findall(r"by \((\w+)\)", query)
            for metric in _METRIC.findall(query):
                known = {*fields()[metric], "le"}
                assert set(by) - known == set(), tile["widget"]["title"]
            labels = re.findall(r"labels\.(\w+)", data.get("legendTemplate", ""))
            assert set(labels) <= set(by)


def test_the_dashboards_tiles_do_not_overlap() -> None:
    """They fill their grid, each in its own cell, and each says what it shows."""
    layout = json.loads(DASHBOARD.read_text())["mosaicLayout"]
    seen: set[tuple[int, int]] = set()
    for tile in layout["tiles"]:
        cells = {
            (x, y)
            for x in range(tile["xPos"], tile["xPos"] + tile["width"])
            for y in range(tile["yPos"], tile["yPos"] + tile["height"])
        }
        assert not cells & seen
        assert max(x for x, _ in cells) < layout["columns"]
        assert tile["widget"]["title"]
        seen |= cells


def severities() -> dict[str, str]:
    """Return how bad the line of each action is, as the table says."""
    rows = table_after(documents()[OPERATIONS], "What the logs say")
    return {row[0].strip("`"): row[1] for row in rows}


def chosen(name: str, sign: str) -> set[str]:
    """Return the actions that an alert's query looks at (`=~`), or leaves to others (`!~`)."""
    groups = re.findall(rf'action{sign}\\?"([\w|-]+)', alerts()[name]["query"])
    return {action for group in groups for action in group.split("|")}


@pytest.mark.parametrize("name", alerts())
def test_an_alert_looks_at_errors_that_are_logged(name: str) -> None:
    """Each action that it names is logged, and as an error: else the metric does not count it."""
    for action in chosen(name, "=~") | chosen(name, "!~"):
        assert {"ERROR", "CRITICAL"} & set(severities()[action].split(", ")), action


def test_every_error_has_one_alert() -> None:
    """What "There are defects" leaves out has an alert of its own, and an outage has both."""
    left = chosen("defects", "!~")
    assert left == chosen("jobs-stuck", "=~") | chosen("handlers-lost", "=~")
    assert not left & chosen("requests-fail", "=~")
    assert not chosen("jobs-stuck", "=~") & chosen("handlers-lost", "=~")


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("unreadable", "jobs-stuck"),
        ("not-understood", "jobs-stuck"),
        ("repair-failed", "jobs-stuck"),
        ("thread-lost", "handlers-lost"),
        ("process-ends", "handlers-lost"),
        ("request-failed", "requests-fail"),
    ],
)
def test_what_a_person_must_act_on_has_its_alert(action: str, name: str) -> None:
    """By a metric that counts the line, split by `action`; decisions 20 and 21 promise it."""
    assert action in chosen(name, "=~")
    assert "local.series.errors" in alerts()[name]["query"]
    assert f'"{action}' not in metrics()["errors"]
    assert "action" in fields()["errors"]


@pytest.mark.parametrize("name", alerts())
def test_an_alert_has_an_entry_in_the_runbook(name: str) -> None:
    """The entry has the alert's title, and says three things to look at first."""
    text = documents()[OPERATIONS].partition("\n## Alerts\n")[2]
    _, found, entry = text.partition(f"\n### {alerts()[name]['title']}\n")
    assert found, f"no entry for {name}"
    looks = re.findall(r"^(\d)\. ", entry.partition("\n### ")[0], re.MULTILINE)
    assert looks == ["1", "2", "3"]


def test_the_runbook_has_no_entry_without_an_alert() -> None:
    """An entry for an alert that does not exist is one that is never read."""
    text = documents()[OPERATIONS].partition("\n## Alerts\n")[2]
    titles = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert titles == {alert["title"] for alert in alerts().values()}


@pytest.mark.parametrize("kind", ["counted", "measured"])
def test_a_metrics_labels_are_what_it_extracts(kind: str) -> None:
    """A label without an extractor is refused, and the other way round."""
    metric = next(
        block for block in blocks("resource") if block.address == f"google_logging_metric.{kind}"
    )
    assert isinstance(metric, Block)
    assert "each.value.fields" in metric.body["label_extractors"]
    (descriptor,) = metric.body["metric_descriptor"]
    assert descriptor["dynamic"][0]["labels"]["for_each"] == "${each.value.fields}"


def test_the_picture_is_the_dashboards() -> None:
    """It is drawn again when a tile changes: `python -m infra.dashboard_picture --out …`."""
    picture = repository.text_files()["docs/images/dashboard.svg"]
    assert picture == draw(json.loads(DASHBOARD.read_bytes()))


def test_the_api_is_asked_from_outside() -> None:
    """By its own address and encrypted, at the path that wants no token."""
    check = terraform.resource("google_monitoring_uptime_check_config.api")
    (http,) = check["http_check"]
    assert terraform.unquoted(http["path"]) == "/api/health"
    assert (http["use_ssl"], http["validate_ssl"]) == (True, True)
    assert "local.urls.api" in str(check["monitored_resource"])
    assert "google_monitoring_uptime_check_config.api" in alerts()["api-unreachable"]["query"]


@pytest.mark.parametrize("name", ["api-unavailable", "api-slow"])
def test_availability_and_latency_are_the_apis_own(name: str) -> None:
    """As Cloud Run counts them, also where no line of ours was written; not of a request or two."""
    query = alerts()[name]["query"]
    assert "local.api_requests" in query
    assert ">= " in query
    assert 'service_name=\\"api\\"' in terraform.local_values()["api_requests"]


def test_the_sweepers_alert_is_quiet_before_its_first_run() -> None:
    """Silence is bad only where there were sweeps."""
    query = alerts()["sweeper-silent"]["query"]
    assert "local.series.sweeps}[1d])) > 0" in query
