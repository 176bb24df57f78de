"""The log's lines, counted as they are written."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.console.counters import Counted, Counters

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def line(action: str, *, at: datetime = NOW, severity: str = "INFO", **fields: object) -> str:
    """Return a line as our functions write it."""
    said = {"severity": severity, "message": "…", "time": at.isoformat(), "action": action}
    return json.dumps({**said, **fields})


def counted(*lines: str, service: str = "worker") -> dict[str, list[Counted]]:
    """Return what was counted of a process's lines, without metrics that counted nothing."""
    counters = Counters()
    for each in lines:
        counters.hear(service, each)
    return {name: list(found) for name, found in counters.counted().items() if found}


@pytest.mark.parametrize(
    ("said", "metrics"),
    [
        (line("accept", type="t"), {"jobs_accepted"}),
        (line("resubmit"), {"jobs_accepted"}),
        (line("claim"), {"attempts_started"}),
        (line("claim", waitSeconds=0.5), {"attempts_started", "wait_seconds"}),
        (line("settle", status="queued", runSeconds=2), {"run_seconds"}),
        (line("settle", status="succeeded"), {"jobs_ended"}),
        (line("recover", status="failed"), {"jobs_ended", "repairs"}),
        (line("recover", status="queued"), {"repairs"}),
        (line("cancel"), {"jobs_ended"}),
        (line("fail", severity="WARNING"), {"attempts_failed"}),
        (line("handler-raised", severity="ERROR"), {"attempts_failed", "errors"}),
        (line("webhook-given-up", severity="ERROR"), {"webhooks_given_up"}),
        (line("sweep", repairs={}), {"sweeps"}),
        (line("sweep", repairs={}, oldestSeconds=0.0), {"sweeps", "oldest_seconds"}),
        (line("sweep", repairs={"waiting": 1}), {"sweeps", "sweeps_with_late_jobs"}),
        (line("model-called", costUsd=0.01), {"model_cost_usd"}),
        (line("model-called"), set()),
        (line("answer"), set()),
    ],
)
def test_a_line_is_counted_by_its_action(said: str, metrics: set[str]) -> None:
    """A line counts in every metric that its filter lets it into, once."""
    found = counted(said)
    assert set(found) == metrics
    assert all(len(each) == 1 for each in found.values())


def test_labels_and_values_are_kept() -> None:
    """What a metric can be split by, and what it measures, is the line's own."""
    found = counted(line("model-called", model="gemini-x", costUsd=0.25, other="no"))
    assert found == {"model_cost_usd": [Counted(at=NOW, labels={"model": "gemini-x"}, value=0.25)]}


def test_a_field_that_is_null_is_no_label() -> None:
    """A job that succeeded has no code, and is not counted under the word None."""
    found = counted(line("settle", status="succeeded", code=None))
    assert found["jobs_ended"][0].labels == {"status": "succeeded"}


@pytest.mark.parametrize(
    "said",
    ["", "Booting worker", "{", "[]", "{}", '"text"', json.dumps({"action": "claim"})]
    + [json.dumps({"action": "claim", "time": time}) for time in ("noon", "2026-11-23T12:00:00")],
)
def test_other_lines_count_nowhere(said: str) -> None:
    """What is not one of our log lines, with its time, is passed over."""
    assert counted(said) == {}


def test_lines_of_other_processes_count_nowhere() -> None:
    """The metrics count the functions' lines only."""
    assert counted(line("claim"), service="firestore") == {}


def test_old_lines_are_forgotten() -> None:
    """What is older than the longest stretch is of no use."""
    counters = Counters()
    for minutes in (90, 61, 59):
        counters.hear("worker", line("claim", at=NOW - timedelta(minutes=minutes)))
    counters.forget_before(NOW - timedelta(hours=1))
    assert [one.at for one in counters.counted()["attempts_started"]] == [
        NOW - timedelta(minutes=59)
    ]
