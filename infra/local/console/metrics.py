"""What is counted of our log lines: the filters of the cloud's log-based metrics, word for word.

`infra/terraform/monitoring.tf` has the same for Cloud Logging; a test compares the two, so that the
console and the dashboard cannot count different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Which lines are ours at all.
OUR_LINES: Final = (
    'resource.type="cloud_run_revision"'
    ' AND resource.labels.service_name=("api" OR "worker" OR "sweeper" OR "webhooks")'
)


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One log-based metric."""

    #: Which of our lines it counts.
    filter: str
    #: Fields of a line that the count can be split by.
    fields: tuple[str, ...] = ()
    #: The field whose value is measured; None where lines are only counted.
    value: str | None = None


METRICS: Final[Mapping[str, Metric]] = {
    "jobs_accepted": Metric(
        filter='jsonPayload.action=("accept" OR "resubmit")',
        fields=("type",),
    ),
    "jobs_ended": Metric(
        filter='(jsonPayload.action=("settle" OR "recover")'
        ' AND jsonPayload.status=("succeeded" OR "failed" OR "cancelled"))'
        ' OR jsonPayload.action="cancel"',
        fields=("code", "status", "type"),
    ),
    "attempts_started": Metric(
        filter='jsonPayload.action="claim"',
        fields=("type",),
    ),
    "attempts_failed": Metric(
        filter='jsonPayload.action=("fail" OR "handler-raised" OR "time-limit")',
        fields=("code", "type"),
    ),
    "sweeps": Metric(
        filter='jsonPayload.action="sweep"',
    ),
    "sweeps_with_late_jobs": Metric(
        filter='jsonPayload.action="sweep" AND jsonPayload.repairs.waiting>0',
    ),
    "repairs": Metric(
        filter='jsonPayload.action=("recover" OR "redispatched")',
        fields=("action",),
    ),
    "webhooks_given_up": Metric(
        filter='jsonPayload.action="webhook-given-up"',
        fields=("reason",),
    ),
    "errors": Metric(
        filter='severity>=ERROR AND NOT jsonPayload.action="webhook-given-up"',
        fields=("action",),
    ),
    "oldest_seconds": Metric(
        filter='jsonPayload.action="sweep"',
        value="oldestSeconds",
    ),
    "wait_seconds": Metric(
        filter='jsonPayload.action="claim"',
        fields=("type",),
        value="waitSeconds",
    ),
    "run_seconds": Metric(
        filter='jsonPayload.action=("settle" OR "time-limit")',
        fields=("type",),
        value="runSeconds",
    ),
    "model_cost_usd": Metric(
        filter='jsonPayload.action="model-called"',
        fields=("model",),
        value="costUsd",
    ),
}
