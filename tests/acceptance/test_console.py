"""`make console`, used as a person uses it: beside a local cloud in which jobs run."""

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from infra.local.cloud.emulators import ROOT
from infra.local.cloud.stack import PROJECT, LocalCloud
from infra.local.cloud.test_users import unsigned_id_token
from tests.support import moody_model
from tests.support.console_terminal import CONSOLE, RELEASED, Terminal, discoverable_cloud
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("machine", "sample_data")

UID = "console-tester"


def run_jobs(cloud: LocalCloud) -> None:
    """Run three jobs to their ends: one succeeds, one fails, one is tried twice."""
    token = unsigned_id_token(UID, PROJECT, datetime.now(UTC))
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=cloud.api_url, headers=headers, timeout=30) as api:
        for text in (moody_model.ORDINARY, moody_model.REFUSED, moody_model.BUSY_ONCE):
            api.post("/api/jobs", json={"type": "example", "text": text}).raise_for_status()

        def have_ended() -> bool:
            jobs = api.get("/api/jobs").raise_for_status().json()["jobs"]
            return all(job["status"] in {"succeeded", "failed"} for job in jobs)

        wait_until(have_ended, seconds=90)


def frame_of(*arguments: str) -> str:
    """Return what the console prints where it has no terminal."""
    done = subprocess.run(  # noqa: S603 -- our own program
        [*CONSOLE, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "COLUMNS": "160"},
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A terminal in which the console was started."""
    found = Terminal()
    yield found
    found.close()


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    """The local cloud, after a job that succeeded, one that failed, and one that was retried."""
    with discoverable_cloud() as found:
        run_jobs(found)
        yield found


def number(frame: str, name: str) -> str:
    """Return what stands beside a name in a tile."""
    (found,) = re.findall(rf"│ {name} +(\S+)", frame)
    return str(found)


@pytest.mark.usefixtures("cloud")
def test_one_frame_tells_what_happened() -> None:
    """Jobs by state, attempts, failed attempts by code, sweeps: as the jobs really went."""
    frame = frame_of("--once")
    assert "\x1b" not in frame
    counts = {name: number(frame, name) for name in ("queued", "running", "tasks", "recover")}
    assert counts == dict.fromkeys(counts, "0")
    assert len(re.findall(r"│ succeeded +2 ", frame)) == 1
    assert len(re.findall(r"│ failed +1 ", frame)) == 1
    # In five minutes: three jobs, and four attempts for them.
    assert (number(frame, "accepted"), number(frame, "attempts")) == ("0.6", "1.33")
    assert number(frame, "unavailable") == "1"
    assert number(frame, "failed-precondition") == "1"
    assert number(frame, "last sweep") != "-"
    assert UID not in frame


@pytest.mark.usefixtures("cloud")
def test_without_a_terminal_there_is_one_frame() -> None:
    """`make console | less` gets what ONCE=1 gives."""
    assert number(frame_of(), "attempts") == "1.33"


@pytest.mark.usefixtures("cloud")
def test_q_ends_it_and_the_terminal_is_as_before(terminal: Terminal) -> None:
    """`q` is how it ends: code 0, the first screen, a cursor, and a keyboard that echoes."""
    terminal.wait_for("● live")
    assert not terminal.is_as_before
    terminal.press("h")
    terminal.wait_for("What is what")
    terminal.press("p")
    terminal.wait_for("paused")
    terminal.press("q")
    assert terminal.wait() == 0
    assert terminal.written.endswith(RELEASED)
    assert terminal.is_as_before


@pytest.mark.usefixtures("cloud")
def test_an_interrupt_ends_it_as_well(terminal: Terminal) -> None:
    """Ctrl-C is the other way; no traceback is shown."""
    terminal.wait_for("● live")
    terminal.press("\x03")
    assert terminal.wait() == 0
    assert terminal.written.endswith(RELEASED)
    assert "Traceback" not in terminal.written
    assert terminal.is_as_before
