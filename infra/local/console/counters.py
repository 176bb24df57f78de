"""The log lines that the metrics count, as far as they are of the last hour. Pure: no clock.

A line is looked at once, when it comes. What is older than `KEPT` is forgotten.
"""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from infra.local.console import log_filters
from infra.local.console.metrics import METRICS, OUR_LINES, Metric

#: The longest stretch that a figure looks back.
KEPT: Final = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A line that a metric has counted."""

    at: datetime
    #: The fields that the metric is split by; empty where the line has none.
    labels: Mapping[str, str]
    #: What was measured; 1 where lines are only counted.
    value: float


class Counters:
    """What each metric has counted."""

    def __init__(self, metrics: Mapping[str, Metric] = METRICS) -> None:
        self._is_ours = log_filters.parse(OUR_LINES)
        self._metrics = {
            name: (metric, log_filters.parse(metric.filter)) for name, metric in metrics.items()
        }
        self._counted: dict[str, deque[Counted]] = {name: deque() for name in metrics}

    def hear(self, service: str, line: str) -> None:
        """Count a line of a process; what is not a log line of ours counts nowhere."""
        payload = _read(line)
        at = _time_of(payload)
        entry = {
            "resource": {"type": "cloud_run_revision", "labels": {"service_name": service}},
            "severity": payload.get("severity"),
            "jsonPayload": payload,
        }
        if at is None or not self._is_ours(entry):
            return
        for name, (metric, matches) in self._metrics.items():
            if matches(entry) and (counted := _count(metric, payload, at)) is not None:
                self._counted[name].append(counted)

    def forget_before(self, at: datetime) -> None:
        """Forget what is older."""
        for counted in self._counted.values():
            while counted and counted[0].at < at:
                counted.popleft()

    def counted(self) -> dict[str, Sequence[Counted]]:
        """Return what each metric has counted, the oldest first."""
        return {name: tuple(counted) for name, counted in self._counted.items()}


def _read(line: str) -> Mapping[str, object]:
    """Read a line as our functions write it; nothing if it is something else."""
    if not line.startswith("{"):
        return {}
    try:
        payload = json.loads(line)
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}


def _time_of(payload: Mapping[str, object]) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(payload.get("time")))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _count(metric: Metric, payload: Mapping[str, object], at: datetime) -> Counted | None:
    """Return what a line adds to a metric; None if it lacks what is measured."""
    value = 1.0 if metric.value is None else payload.get(metric.value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    labels = {field: str(found) for field in metric.fields if (found := payload.get(field))}
    return Counted(at=at, labels=labels, value=float(value))
