"""The targets of the Makefile that a deployment runs."""

from collections.abc import Sequence
from typing import Any

from tests.infra.fake_cloud.state import Answer
from tests.infra.fake_cloud.terraform import JOBS_FAIL, source_of

State = dict[str, Any]


def run(state: State, arguments: Sequence[str]) -> None:
    """Make a target. A failed smoke test is one whose job failed in what runs."""
    if "smoke" not in arguments:
        return
    if state["faults"]["smoke_cannot_ask"]:
        raise Answer(error="Cannot ask: no token for the smoke test's user\n", code=2)
    for project, running in state["running"].items():
        bucket = state["buckets"][f"{project}-deploy"]
        if JOBS_FAIL in source_of(bucket, running["release"]):
            raise Answer(error="The job has failed\n", code=2)
