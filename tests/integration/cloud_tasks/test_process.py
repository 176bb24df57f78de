"""The emulator as a process of its own: its line, its signals, its memory, its rest."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from google.api_core import exceptions
from google.cloud.tasks_v2 import CloudTasksClient, Queue

from tests.integration.cloud_tasks.support import PARENT, QUEUE, connected
from tests.integration.cloud_tasks.worker import Worker
from tests.support.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
GONE = f"{PARENT}/queues/gone"


@dataclass(frozen=True, kw_only=True)
class Process:
    """A running emulator."""

    popen: "subprocess.Popen[str]"
    addresses: dict[str, str]

    def post(self, path: str, body: object) -> httpx.Response:
        """Ask one of the controls for something."""
        return httpx.post(self.addresses["http"] + path, json=body)

    def get(self, path: str) -> dict[str, Any]:
        """Read something from its HTTP side."""
        found: dict[str, Any] = httpx.get(self.addresses["http"] + path).json()
        return found


@contextmanager
def started(*options: str) -> Iterator[Process]:
    """Start an emulator by its command line; kill it at the end if it still runs."""
    popen = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "infra.local.cloud_tasks", "--queue", QUEUE, *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with popen:
        try:
            assert popen.stdout is not None
            yield Process(popen=popen, addresses=json.loads(popen.stdout.readline()))
        finally:
            popen.kill()


def refused_start(*options: str) -> str:
    """Start an emulator that cannot start, and return what it says."""
    command = [sys.executable, "-m", "infra.local.cloud_tasks", *options]
    ended = subprocess.run(  # noqa: S603 - our own module
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert ended.returncode == 1
    return ended.stderr


def create(client: CloudTasksClient, worker: Worker, task_id: str, **fields: object) -> None:
    """Create a task for the worker."""
    name = f"{QUEUE}/tasks/{task_id}"
    task = {"name": name, "http_request": {"url": worker.url}, **fields}
    client.create_task(request={"parent": QUEUE, "task": task})


@pytest.fixture(scope="module")
def shared() -> Iterator[Process]:
    """One emulator for tests that leave it as it was."""
    with started() as process:
        yield process


def test_tasks_survive_a_kill(worker: Worker, tmp_path: Path) -> None:
    """Queues, tasks, tombstones and the key are all there; what was under way comes again."""
    options = ("--data-dir", str(tmp_path), "--clock", "manual")
    with started(*options) as process, connected(process.addresses["grpc"]) as client:
        client.create_queue(request={"parent": PARENT, "queue": {"name": GONE}})
        client.delete_queue(name=GONE)
        create(client, worker, "done")
        assert process.get("/control/idle")["idle"]
        keys = process.get("/certs")
        with worker.holding():
            create(client, worker, "running")
            worker.wait_for_calls(2)
            client.pause_queue(name=QUEUE)
            create(client, worker, "waiting", retry_config={"max_attempts": 3})
            os.kill(process.popen.pid, signal.SIGKILL)
            process.popen.wait()
    with started(*options) as process, connected(process.addresses["grpc"]) as client:
        assert client.get_queue(name=QUEUE).state is Queue.State.PAUSED
        assert process.get("/certs") == keys
        with pytest.raises(exceptions.AlreadyExists):
            create(client, worker, "done")
        with pytest.raises(exceptions.FailedPrecondition):
            client.create_queue(request={"parent": PARENT, "queue": {"name": GONE}})
        waiting = client.get_task(name=f"{QUEUE}/tasks/waiting")
        assert waiting.retry_config.max_attempts == 3
        client.resume_queue(name=QUEUE)
        again = worker.wait_for_calls(4)[2:]
        assert {call.task for call in again} == {"running", "waiting"}
        retries = {call.task: call.headers["x-cloudtasks-taskretrycount"] for call in again}
        assert retries == {"running": "1", "waiting": "0"}
        assert process.get("/control/idle")["idle"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_signal_ends_it_at_once(worker: Worker, number: signal.Signals) -> None:
    """Exit code 0, without waiting for a worker that does not answer."""
    with started() as process, connected(process.addresses["grpc"]) as client, worker.holding():
        create(client, worker, "a")
        worker.wait_for_calls(1)
        process.popen.send_signal(number)
        assert process.popen.wait(timeout=PATIENCE) == 0


def test_the_log_tells_facts_and_no_secrets(worker: Worker) -> None:
    """One line a fact; no body, no header's value, no address."""
    worker.will_answer(500)
    with started() as process, connected(process.addresses["grpc"]) as client:
        request = {"url": worker.url, "body": b"SECRET", "headers": {"X-Own": "SECRET"}}
        create(client, worker, "a", http_request=request)
        worker.wait_for_calls(2)
        assert process.get("/control/idle")["idle"]
        process.popen.send_signal(signal.SIGTERM)
        out, log = process.popen.communicate()
    assert out == ""
    for fact in ["created mail/a", "attempt 1", "answered 500 after", "retries mail/a at"]:
        assert fact in log
    assert "SECRET" not in log
    assert worker.url not in log


def test_a_second_emulator_on_the_same_data_is_refused(tmp_path: Path) -> None:
    """Two would deliver the same tasks."""
    options = ("--data-dir", str(tmp_path))
    with started(*options) as process:
        assert refused_start(*options) == "cannot start: database is locked\n"
        assert process.popen.poll() is None


def test_a_taken_port_is_refused(shared: Process) -> None:
    """Never shared, never silent."""
    port = shared.addresses["grpc"].rpartition(":")[2]
    assert "cannot start" in refused_start("--port", port)


def test_the_controls_work_over_http(worker: Worker) -> None:
    """Faults, clock, reset and rest for a test in another process."""
    with (
        started("--clock", "manual") as process,
        connected(process.addresses["grpc"]) as client,
    ):
        process.post("/control/faults", {"fault": "deliverLate", "bySeconds": 60, "times": 1})
        create(client, worker, "a")
        assert process.get("/control/idle?timeoutSeconds=5") == {"idle": True}
        assert worker.calls == []
        process.post("/control/clock", {"advanceSeconds": 60})
        worker.wait_for_calls(1)
        process.post("/control/reset", {})
        create(client, worker, "a")
        worker.wait_for_calls(2)


def test_waiting_for_rest_gives_up_in_time(shared: Process, worker: Worker) -> None:
    """It answers false when something still runs."""
    with connected(shared.addresses["grpc"]) as client, worker.holding():
        create(client, worker, "a")
        worker.wait_for_calls(1)
        assert shared.get("/control/idle?timeoutSeconds=0.05") == {"idle": False}
    shared.post("/control/reset", {})


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/control/faults", {"fault": "nothing"}, 400),
        ("/control/faults", {"fault": "deliverTwice", "misspelt": 1}, 400),
        ("/control/faults", {"fault": "deliverTwice", "bySeconds": 1}, 400),
        ("/control/faults", {"fault": "deliverTwice", "taskMatching": "("}, 400),
        ("/control/faults", {"fault": "refuseCalls", "code": "MAYBE"}, 400),
        ("/control/clock", {"advanceSeconds": -1}, 400),
        ("/control/clock", [], 400),
        ("/control/nowhere", {}, 404),
    ],
)
def test_a_control_that_is_not_understood_is_refused(
    shared: Process, path: str, body: object, status: int
) -> None:
    """With a status, a sentence, and no effect."""
    refused = shared.post(path, body)
    assert refused.status_code == status
    assert refused.json()["error"]


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "text/plain"}, {"Content-Type": "application/json", "Host": "evil.test"}],
)
def test_a_web_page_cannot_reach_the_controls(shared: Process, headers: dict[str, str]) -> None:
    """Neither a simple cross-site form nor a rebound name gets through."""
    address = shared.addresses["http"] + "/control/reset"
    assert httpx.post(address, content=b"{}", headers=headers).status_code in {403, 415}


def test_it_does_nothing_while_nothing_is_due(worker: Worker) -> None:
    """With tasks waiting for tomorrow it uses next to no processor time."""
    with started() as process, connected(process.addresses["grpc"]) as client:
        create(client, worker, "now")
        worker.wait_for_calls(1)
        create(client, worker, "a", schedule_time=_tomorrow())
        before = _cpu_ticks(process.popen.pid)
        assert process.get("/control/idle?timeoutSeconds=2&withinSeconds=1") == {"idle": True}
        assert process.get("/control/idle?timeoutSeconds=2") == {"idle": False}
        assert _cpu_ticks(process.popen.pid) - before <= 2


def _tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)


def _cpu_ticks(pid: int) -> int:
    """Return the hundredths of a second that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
