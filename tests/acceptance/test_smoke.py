"""`make smoke`, used as a pipeline uses it: against the local cloud, well and broken."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from infra.local.cloud.emulators import ROOT
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import PROJECT, LocalCloud, local_cloud
from infra.local.cloud.test_users import unsigned_id_token
from infra.smoke.tokens import UID

pytestmark = pytest.mark.usefixtures("machine", "sample_data")


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    """The whole local cloud, as `make run` starts it."""
    parts = LocalCloud(ports=Ports.free(), listener=lambda _name, _line: None)
    with local_cloud(parts) as running:
        yield running


def smoke(base_url: str) -> subprocess.CompletedProcess[str]:
    """Run the smoke test as `make smoke` does."""
    command = [sys.executable, "-m", "infra.smoke", "--base-url", base_url]
    return subprocess.run(  # noqa: S603 -- our own program
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=110
    )


def test_the_smoke_test_passes_and_leaves_nothing(cloud: LocalCloud) -> None:
    """One job is submitted, runs, has a result, and is erased again."""
    done = smoke(cloud.api_url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "It is succeeded after" in done.stdout
    assert done.stdout.endswith("The job is erased.\nThe smoke test has passed.\n")
    headers = {"Authorization": f"Bearer {unsigned_id_token(UID, PROJECT, datetime.now(UTC))}"}
    listed = httpx.get(f"{cloud.api_url}/api/jobs", headers=headers).raise_for_status()
    assert listed.json()["jobs"] == []


def test_a_broken_deployment_fails_the_smoke_test(cloud: LocalCloud) -> None:
    """Where another function answers at the API's address, it says what it met, and ends with 1."""
    done = smoke(f"http://127.0.0.1:{cloud.ports.worker}")
    assert done.returncode == 1
    assert "GET /api/health was answered" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dead_worker_is_told_after_half_a_minute(cloud: LocalCloud) -> None:
    """Not after three: nothing else waits in a local cloud. What it made is erased all the same."""
    cloud.processes.pop("worker").kill()
    began = time.monotonic()
    done = smoke(cloud.api_url)
    assert done.returncode == 1
    assert "It is still queued after 30 s: no worker has taken it." in done.stderr
    assert time.monotonic() - began < 90
