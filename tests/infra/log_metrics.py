"""Terraform's log-based metrics, and what each counts of a line that our functions have written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.infra import terraform
from tests.infra.log_filters import Filter, parse

PROJECT = "careerlens-test"
#: What our functions write, and what Cloud Run writes of each of their requests.
STDOUT, REQUESTS = "run.googleapis.com%2Fstdout", "run.googleapis.com%2Frequests"


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One log-based metric."""

    #: Whether it counts a log entry.
    matches: Filter
    #: The fields of a line that its count can be split by.
    labels: tuple[str, ...]
    #: The field that it measures; None where it only counts lines.
    value: str | None

    def count(
        self, line: Mapping[str, Any], service: str = "worker", log: str = STDOUT
    ) -> Mapping[str, object] | None:
        """Return the labels that a line of a function is counted under; None if it is not.

        What is measured is in it as `value`. A field that is null is no label.
        """
        resource = {"type": "cloud_run_revision", "labels": {"service_name": service}}
        entry = {
            "resource": resource,
            "severity": line["severity"],
            "logName": f"projects/{PROJECT}/logs/{log}",
            "jsonPayload": line,
        }
        if not self.matches(entry):
            return None
        labels = {name: line[name] for name in self.labels if line.get(name) is not None}
        return labels if self.value is None else {**labels, "value": line[self.value]}


@cache
def log_metrics() -> Mapping[str, Metric]:
    """Return each metric by its name."""
    return {
        name: Metric(
            matches=parse(_filter(kind, entry)),
            labels=tuple(terraform.unquoted(entry["fields"])),
            value=terraform.unquoted(entry["value"]) if kind == "measured" else None,
        )
        for kind in ("counted", "measured")
        for name, entry in terraform.local_values()[kind].items()
    }


def _filter(kind: str, entry: Mapping[str, Any]) -> str:
    """Return a metric's filter as Cloud Logging gets it."""
    text = str(terraform.resource(f"google_logging_metric.{kind}")["filter"])[1:-1]
    for name, value in (
        ("${local.our_lines}", terraform.local_values()["our_lines"]),
        ("${each.value.filter}", entry["filter"]),
        ("${var.project}", PROJECT),
    ):
        text = text.replace(name, terraform.unquoted(value))
    return text.replace('\\"', '"')
