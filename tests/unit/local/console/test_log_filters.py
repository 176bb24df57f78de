"""Filters mean here what they mean in Cloud Logging."""

import pytest

from infra.local.console import log_filters
from infra.local.console.log_filters import FilterError

ENTRY = {
    "resource": {"type": "cloud_run_revision", "labels": {"service_name": "worker"}},
    "severity": "ERROR",
    "jsonPayload": {"action": "sweep", "repairs": {"waiting": 2}, "status": "failed"},
}


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
        ("severity<=WARNING", False),
        ("severity<CRITICAL", True),
        ("jsonPayload.repairs.waiting>0", True),
        ("jsonPayload.repairs.waiting>2", False),
        ("jsonPayload.repairs.redispatched<1", False),
        ("jsonPayload.status>0", False),
        ('resource.labels.service_name=("api" OR "worker")', True),
        ('jsonPayload.action="sweep" AND severity<ERROR', False),
        ("NOT severity>=ERROR", False),
        ('severity>=ERROR AND NOT jsonPayload.action="claim"', True),
        ('NOT jsonPayload.code="internal"', True),
        ('(jsonPayload.action="claim" AND severity>=ERROR) OR jsonPayload.status="failed"', True),
    ],
)
def test_a_filter_lets_entries_through(text: str, *, is_let_through: bool) -> None:
    """Values are compared without regard to case, severities by rank, what is absent never."""
    assert log_filters.parse(text)(ENTRY) is is_let_through


def test_or_binds_more_tightly_than_and() -> None:
    """As Cloud Logging has it: `A OR B AND C` is `(A OR B) AND C`."""
    text = 'jsonPayload.action="sweep" OR severity>=ERROR AND jsonPayload.action="claim"'
    assert not log_filters.parse(text)(ENTRY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "severity",
        "severity>=",
        "severity>=LOUD",
        "severity:ERROR",
        "severity!=ERROR",
        "NOT",
        "severity>=ERROR severity>=ERROR",
        "severity>=ERROR AND",
        "(severity>=ERROR",
        'jsonPayload.action=("claim" OR)',
        'jsonPayload.action="claim',
        "jsonPayload.repairs.waiting>many",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    """A filter that means more than is understood here would count something else."""
    with pytest.raises(FilterError):
        log_filters.parse(text)
