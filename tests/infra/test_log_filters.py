"""Filters mean in our tests what they mean in Cloud Logging."""

import pytest

from infra.local.cloud.stack import FUNCTIONS
from tests.infra import log_filters
from tests.infra.log_filters import FilterError
from tests.infra.log_metrics import REQUESTS, log_metrics

ENTRY = {
    "resource": {"type": "cloud_run_revision", "labels": {"service_name": "worker"}},
    "severity": "ERROR",
    "jsonPayload": {"action": "sweep", "repairs": {"waiting": 2}, "status": "failed"},
}
ERROR = {"severity": "ERROR", "action": "defect"}


@pytest.mark.parametrize(
    ("text", "is_let_through"),
    [
        ('jsonPayload.action="sweep"', True),
        ('jsonPayload.action="SWEEP"', True),
        ('jsonPayload.action="claim"', False),
        ("jsonPayload.action=sweep", True),
        ('jsonPayload.action=("claim" OR "sweep")', True),
        ('jsonPayload.action=("claim" OR "settle")', False),
        ('jsonPayload.code="internal"', False),
        ('jsonPayload.action.deeper="sweep"', False),
        ("severity>=ERROR", True),
        ("severity>ERROR", False),
        ("jsonPayload.repairs.waiting>0", True),
        ("jsonPayload.repairs.waiting>2", False),
        ("jsonPayload.repairs.redispatched>0", False),
        ("jsonPayload.status>0", False),
        ('resource.labels.service_name=("api" OR "worker")', True),
        ('jsonPayload.action="sweep" AND severity>ERROR', False),
        ("NOT severity>=ERROR", False),
        ('severity>=ERROR AND NOT jsonPayload.action="claim"', True),
        ('NOT jsonPayload.code="internal"', True),
        ('(jsonPayload.action="claim" AND severity>=ERROR) OR jsonPayload.status="failed"', True),
        # OR binds more tightly: in other languages this would be true.
        ('jsonPayload.action="sweep" OR severity>=ERROR AND jsonPayload.action="claim"', False),
    ],
)
def test_a_filter_lets_entries_through(text: str, *, is_let_through: bool) -> None:
    """Values are compared without regard to case, severities by rank, what is absent never."""
    assert log_filters.parse(text)(ENTRY) is is_let_through


@pytest.mark.parametrize(
    "text",
    [
        "",
        "severity",
        "severity>=",
        "severity>=LOUD",
        "severity:ERROR",
        "severity!=ERROR",
        "severity<ERROR",
        "NOT",
        "severity>=ERROR severity>=ERROR",
        "severity>=ERROR AND",
        "(severity>=ERROR",
        'jsonPayload.action=("claim" OR)',
        'jsonPayload.action=("claim" "settle")',
        'jsonPayload.action="claim',
        'jsonPayload.action="cl\\"aim"',
        "jsonPayload.repairs.waiting>many",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    """A filter that means more than is understood here would count something else."""
    with pytest.raises(FilterError):
        log_filters.parse(text)


@pytest.mark.parametrize("name", [*FUNCTIONS, "another"])
def test_the_lines_of_our_functions_are_counted(name: str) -> None:
    """Of each of them, and of nothing else that runs in the project."""
    is_counted = log_metrics()["errors"].count(ERROR, service=name) is not None
    assert is_counted is (name in FUNCTIONS)


def test_cloud_runs_own_line_of_a_failed_request_is_not_ours() -> None:
    """It says ERROR of each 5xx; a webhook that its receiver did not take is answered so."""
    assert log_metrics()["errors"].count({"severity": "ERROR"}) is not None
    assert log_metrics()["errors"].count({"severity": "ERROR"}, log=REQUESTS) is None
