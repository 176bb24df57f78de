"""`make break` and `make mend`: each trouble of the runbook, made, seen, and over; nothing lost."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.cloud.emulators import ROOT
from infra.local.cloud.stack import PROJECT
from infra.local.cloud.test_users import unsigned_id_token
from infra.local.rehearse.breakages import BREAKAGES
from tests.support.programs import Program, started
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.usefixtures("machine", "sample_data"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

#: What docs/architecture.md promises: by then what a dead process had is taken over.
BOUND_SECONDS = 120


class LocalRun:
    """The cloud of `make run`, with a user, an operator, and the commands of this page."""

    def __init__(self, program: Program) -> None:
        self.program = program
        (api,) = re.findall(r"^api +(http://127\.0\.0\.1:\d+)", program.output, re.MULTILINE)
        self._numbers = count(1)
        self._client = httpx.Client(base_url=str(api), timeout=60)
        now = datetime.now(UTC)
        self._user = unsigned_id_token("rehearsing", PROJECT, now)
        self._operator = unsigned_id_token("operator-1", PROJECT, now, operator=True)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def rehearse(self, verb: str, what: str) -> str:
        """Run `make break` or `make mend`, and return what it prints."""
        command = [sys.executable, "-m", "infra.local.rehearse", verb, what]
        done = subprocess.run(  # noqa: S603 -- our own program
            command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr + self.program.output
        return done.stdout

    def asked(self, path: str = "") -> httpx.Response:
        """Submit a job, or ask something of one that there is."""
        body = None if path else {"type": "example", "text": f"Words {next(self._numbers)}"}
        headers = {"Authorization": f"Bearer {self._user}"}
        return self._client.post(f"/api/jobs{path}", json=body, headers=headers)

    def submit(self, number: int) -> list[str]:
        """Submit jobs, and return their ids."""
        jobs = [self.asked().raise_for_status().json()["jobId"] for _ in range(number)]
        assert len(set(jobs)) == number
        return jobs

    def job(self, job_id: str) -> dict[str, Any]:
        """Return a job as its owner sees it."""
        headers = {"Authorization": f"Bearer {self._user}"}
        answer = self._client.get(f"/api/jobs/{job_id}", headers=headers)
        return dict(answer.raise_for_status().json())

    def are(self, jobs: list[str], status: str) -> bool:
        """Whether every one of these jobs has a status."""
        return all(self.job(job_id)["status"] == status for job_id in jobs)

    def seen(self, path: str) -> dict[str, Any]:
        """Return what an operator sees."""
        headers = {"Authorization": f"Bearer {self._operator}"}
        answer = self._client.get(f"/api/operator/{path}", headers=headers)
        return dict(answer.raise_for_status().json())

    def counted(self, status: str) -> int:
        """Return how many jobs the console says are in a status."""
        statuses = self.seen("overview")["statuses"]
        return sum(one["count"] for one in statuses if one["status"] == status)

    def waits_for(self, is_true: Callable[[], bool]) -> None:
        """Wait until a condition holds, for as long as is promised."""

        def after_a_while() -> bool:
            # Within what a user may ask in a minute.
            time.sleep(0.5)
            return is_true()

        wait_until(after_a_while, seconds=BOUND_SECONDS)

    def said(self, action: str, more: str = "", of: str = "") -> int:
        """Return how many lines on the screen have an action, and are of a function."""
        lines = rf"^\S+ {of}.*action={action}\b.*{more}"
        return len(re.findall(lines, self.program.output, re.MULTILINE))


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    """One local cloud for all; it ends as always, also while its Firestore stands still."""
    with started(("-m", "infra.local.run"), tmp_path_factory.mktemp("run")) as program:
        program.wait_for_text("Ctrl-C ends it all")
        made = LocalRun(program)
        yield made
        made.close()
        made.rehearse("break", "firestore")
        program.send(signal.SIGINT)
        assert program.wait() == 0
        assert program.process_ids() == []
        assert "Traceback" not in program.output.rpartition("Ending every process")[2]


@pytest.fixture
def broken(local: LocalRun, request: pytest.FixtureRequest) -> Iterator[LocalRun]:
    """A cloud in which a part is broken; mended at the latest when the test has failed."""
    what = str(request.param)
    printed = local.rehearse("break", what)
    assert BREAKAGES[what].alert in printed
    assert f"make mend WHAT={what}" in printed
    assert f"{what} is broken on purpose" in local.program.output
    yield local
    local.rehearse("mend", what)


def breaks(what: str) -> pytest.MarkDecorator:
    """Break a part before the test."""
    return pytest.mark.parametrize("broken", [what], indirect=True)


@breaks("worker")
def test_without_a_worker_jobs_wait_and_none_is_lost(broken: LocalRun) -> None:
    """They are accepted, stay queued though their tasks come, and end when it is back."""
    jobs = broken.submit(3)
    before = len(broken.program.process_ids())
    # Longer than a part that died by itself would be missing.
    time.sleep(5)
    assert len(broken.program.process_ids()) == before
    assert broken.are(jobs, "queued")
    assert broken.counted("queued") == 3
    broken.rehearse("mend", "worker")
    broken.waits_for(lambda: broken.are(jobs, "succeeded"))
    assert {broken.job(job_id)["attempt"] for job_id in jobs} == {1}


@breaks("queue")
def test_a_paused_queue_holds_jobs_and_loses_none(broken: LocalRun) -> None:
    """They are accepted, stay queued, and begin when it is resumed."""
    jobs = broken.submit(3)
    time.sleep(2)
    assert broken.are(jobs, "queued")
    broken.rehearse("mend", "queue")
    broken.waits_for(lambda: broken.are(jobs, "succeeded"))


def test_without_firestore_nothing_is_accepted_and_nothing_is_lost(local: LocalRun) -> None:
    """503 and a line that says so; what was accepted before runs once, when it is back."""
    local.rehearse("break", "queue")
    jobs = local.submit(3)
    local.rehearse("break", "firestore")
    try:
        assert local.asked().status_code == 503
        wait_until(lambda: local.said("firestore-unreachable", of="api") > 0)
        # Tasks that come meanwhile come again.
        local.rehearse("mend", "queue")
        wait_until(lambda: local.said("firestore-unreachable", of="worker") > 0)
    finally:
        local.rehearse("mend", "firestore")
        local.rehearse("mend", "queue")
    local.waits_for(lambda: local.are(jobs, "succeeded"))
    assert {local.job(job_id)["attempt"] for job_id in jobs} == {1}
    assert local.asked().status_code == 202


@breaks("receiver")
def test_without_a_receiver_jobs_end_and_it_is_told_later(broken: LocalRun) -> None:
    """Jobs are not touched; what it was not told comes when it is back."""
    told = broken.program.output.count("Told: job.succeeded")
    jobs = broken.submit(3)
    broken.waits_for(lambda: broken.are(jobs, "succeeded"))
    wait_until(lambda: broken.said("webhook-failed", "reason=not-reached") >= 3)
    broken.rehearse("mend", "receiver")
    broken.waits_for(lambda: broken.program.output.count("Told: job.succeeded") >= told + 3)


@breaks("type")
def test_a_broken_type_fails_and_its_jobs_run_once_it_is_mended(broken: LocalRun) -> None:
    """Three attempts, each told, then `internal` and no word of ours; a retry succeeds."""
    (job,) = broken.submit(1)
    broken.waits_for(lambda: broken.are([job], "failed"))
    error = broken.job(job)["error"]
    assert error["code"] == "internal"
    assert "make break" not in str(error)
    assert broken.said("handler-raised") == 3
    failures = broken.seen("activity?hours=1")["failures"]
    assert [(one["code"], one["types"]) for one in failures] == [("internal", ["example"])]
    broken.rehearse("mend", "type")
    assert broken.asked(f"/{job}/retry").status_code in {200, 202}
    broken.waits_for(lambda: broken.are([job], "succeeded"))


def test_a_worker_that_was_mended_is_started_again_when_it_dies(local: LocalRun) -> None:
    """What is broken on purpose stays so; what dies by itself does not."""
    pids = {
        pid
        for pid in local.program.process_ids()
        if b"--target=worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    }
    os.kill(min(pids), signal.SIGKILL)
    local.program.wait_for_text("worker is started again")
    jobs = local.submit(1)
    local.waits_for(lambda: local.are(jobs, "succeeded"))
