"""The smoke test: one job at an address, done by the revision that answers there."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from infra.smoke.exit_codes import COULD_NOT_ASK, FAILURE
from tests.infra.fake_cloud import cloud_run
from tests.infra.fake_cloud.state import Answer, source_of

#: In a release's `main.py`: it starts, and its jobs fail.
JOBS_FAIL = "# its jobs fail"
#: In a release's `main.py`: its jobs fail as soon as it has all traffic.
USERS_FAIL = "# its jobs fail where users are"

State = dict[str, Any]


def run(state: State, arguments: Sequence[str]) -> None:
    """Do the job; as the real test, insist on the revision that is named."""
    flags = dict(word.removeprefix("--").split("=", 1) for word in arguments[2:])
    wanting = state["faults"]["smoke_cannot_ask"]
    host = urlsplit(flags["base-url"]).netloc
    tag, _, rest = host.rpartition("---")
    if wanting == "always" or (wanting == "with traffic" and not tag):
        raise Answer(error="Cannot ask: no token for the smoke test's user\n", code=COULD_NOT_ASK)
    project = next(
        name
        for name, facts in state["projects"].items()
        if cloud_run.host(facts["number"], facts["region"]) == rest
    )
    answering = cloud_run.answering(state, project, "api", tag)
    if answering != flags["revision"]:
        error = f"Revision {answering} answers instead of {flags['revision']}.\n"
        raise Answer(error=error, code=FAILURE)
    worker = cloud_run.revision(state, project, cloud_run.answering(state, project, "worker", tag))
    source = source_of(state, project, cloud_run.release_of(worker))
    if JOBS_FAIL in source.splitlines() or (not tag and USERS_FAIL in source):
        raise Answer(error="The job has failed\n", code=FAILURE)
