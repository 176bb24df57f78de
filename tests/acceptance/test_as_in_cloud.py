"""One run under the cloud's conditions: what only Cloud Run does to a function, done here.

Production's settings and shapes, two instances a function, no CPU between requests, tokens without
their signatures, memory that ends, and ten seconds to stop.
"""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from functions.job_types import all_job_types
from infra.local.cloud import test_users
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import FUNCTIONS, PROJECT, local_cloud
from tests.support import as_in_cloud
from tests.support.as_in_cloud import StrictCloud
from tests.support.waiting import wait_until

#: A laptop needs half a minute for all of it, a busy machine ten times as long.
pytestmark = pytest.mark.timeout(600)

_DONE = {"succeeded", "failed", "cancelled"}
_PATIENCE_SECONDS = 300
_ROUNDS = 2


@dataclass
class Strict:
    """The cloud, a user of it, and what its functions have logged."""

    cloud: StrictCloud
    lines: list[tuple[str, str]]
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        token = test_users.unsigned_id_token("ada", PROJECT, datetime.now(UTC))
        self.client = httpx.Client(
            base_url=self.cloud.api_url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=90,
            trust_env=False,
        )

    def submit(self, number: int) -> list[str]:
        """Submit a job of every type, and return their ids."""
        return [
            self._submit({**each, "options": {"tags": [f"round-{number}"]}}) for each in _examples()
        ]

    def _submit(self, body: dict[str, Any]) -> str:
        """Submit a job as a client does: what hinders the service for a moment is tried again."""
        key = {"Idempotency-Key": secrets.token_hex(16)}
        answers: list[httpx.Response] = []

        def is_answered() -> bool:
            answers.append(answer := self.client.post("/api/jobs", json=body, headers=key))
            # A busy machine's emulator; and production takes ten jobs of a user a minute.
            if answer.status_code in {429, 503}:
                time.sleep(float(answer.headers.get("Retry-After", 1)))
                return False
            return True

        wait_until(is_answered, seconds=_PATIENCE_SECONDS)
        assert answers[-1].status_code == 202, answers[-1].text
        return str(answers[-1].json()["jobId"])

    def states(self, job_ids: list[str]) -> list[str]:
        """Return what has become of jobs."""
        found = [self.client.get(f"/api/jobs/{each}/status") for each in job_ids]
        return [each.json()["status"] for each in found if each.status_code == 200]

    def wait_for(self, job_ids: list[str]) -> list[str]:
        """Wait until jobs have ended, and return how."""
        wait_until(
            lambda: [each in _DONE for each in self.states(job_ids)] == [True] * len(job_ids),
            seconds=_PATIENCE_SECONDS,
        )
        return self.states(job_ids)


def _examples() -> list[dict[str, Any]]:
    """Return a request of every job type that needs no file: the example in its description."""
    found = []
    for name, job_type in all_job_types().items():
        schema = job_type.request.model_json_schema()
        found += [{"type": name, **each} for each in schema.get("examples", [])[:1]]
    return found


@pytest.fixture(scope="module")
def strict(machine: None, sample_data: None) -> Iterator[Strict]:
    """The whole cloud, started once."""
    lines: list[tuple[str, str]] = []
    cloud = StrictCloud(
        ports=Ports.free(),
        listener=lambda name, line: lines.append((name, line)),
        overrides=as_in_cloud.settings(),
    )
    with local_cloud(cloud, sweep_every_seconds=15):
        running = Strict(cloud, lines)
        with running.client:
            yield running


def test_jobs_of_every_type_succeed(strict: Strict) -> None:
    """Every type, twice, on instances that stand still between requests."""
    job_ids = [each for number in range(_ROUNDS) for each in strict.submit(number)]
    assert len(job_ids) >= 3 * _ROUNDS
    assert set(strict.wait_for(job_ids)) == {"succeeded"}


def test_every_instance_of_api_and_worker_has_worked_and_stood_still(strict: Strict) -> None:
    """Two instances share the requests; what one knows in its memory alone, the other lacks."""
    for name in ("api", "worker"):
        worked = [(each.answered, each.pauses) for each in strict.cloud.fronts[name].instances]
        assert len(worked) == as_in_cloud.INSTANCES
        assert all(answered and pauses for answered, pauses in worked), (name, worked)


def test_no_function_takes_more_memory_than_it_has(strict: Strict) -> None:
    """What prod.tfvars gives each is enough, with room for a tenth."""
    for name in FUNCTIONS:
        for instance in strict.cloud.fronts[name].instances:
            assert not instance.was_too_large, name
            assert 0 < instance.peak_bytes < 0.9 * instance.max_bytes, name


@pytest.mark.parametrize("name", ["worker", "sweeper", "webhooks"])
@pytest.mark.parametrize("token", ["", "Bearer e30.e30.AAAA"])
def test_who_may_not_call_gets_no_further_than_the_front(
    strict: Strict, name: str, token: str
) -> None:
    """A function that only Cloud Tasks may call sees no request of another caller."""
    port = getattr(strict.cloud.ports, name)
    answered = sum(each.answered for each in strict.cloud.fronts[name].instances)
    refused = httpx.post(
        f"http://127.0.0.1:{port}/",
        headers={"Authorization": token} if token else {},
        json={},
        timeout=60,
    )
    assert refused.status_code == 403
    if name == "webhooks":
        assert sum(each.answered for each in strict.cloud.fronts[name].instances) == answered


def test_a_worker_that_is_stopped_leaves_no_job_behind(strict: Strict) -> None:
    """Both are replaced while jobs run, each within its ten seconds; every job succeeds."""
    front = strict.cloud.fronts["worker"]
    job_ids = strict.submit(_ROUNDS)
    for instance in list(front.instances):
        strict.cloud.start_instance("worker")
        assert strict.cloud.stop_instance("worker", instance)
    assert set(strict.wait_for(job_ids)) == {"succeeded"}


def test_log_lines_are_objects_with_execution_ids_on(strict: Strict) -> None:
    """LOG_EXECUTION_ID redirects what is printed; a line is JSON still, and has a severity."""
    said = [
        line for name, line in strict.lines if name.rpartition("-")[0] in FUNCTIONS and line.strip()
    ]
    assert len(said) > 20, "the test reads too little"
    odd = [line for line in said if not line.startswith("{") or "severity" not in json.loads(line)]
    assert odd == []
