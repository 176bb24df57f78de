"""`make run`, used as a person uses it."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from infra.local.cloud.stack import PAGES, PROJECT
from infra.local.process import ports
from shared.settings import Settings
from shared.telemetry.log_names import LogNames
from tests.support.programs import Program, started
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.usefixtures("machine", "sample_data"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

RUN = ("-m", "infra.local.run")
API_PORT = 8080
SIGN_IN = "identitytoolkit.googleapis.com/v1/accounts:signInWithIdp"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Program]:
    """The local cloud as `make run` starts it, ready to be used."""
    with started(RUN, tmp_path) as program:
        program.wait_for_text("Ctrl-C ends it all")
        yield program


def printed_commands(program: Program) -> list[str]:
    """Return the commands that were printed for copying."""
    return [line for line in program.output.splitlines() if line.startswith("curl ")]


def call(command: str) -> dict[str, object]:
    """Run a command as printed, in a shell, and return the JSON it answered."""
    done = subprocess.run(  # noqa: S602 -- a shell is what it was printed for
        command, shell=True, capture_output=True, text=True, timeout=60, check=True
    )
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_printed_commands_work_as_printed(running: Program) -> None:
    """The first command submits a job, the second reads it, and the log shows its way."""
    submit, read = printed_commands(running)
    job_id = str(call(submit)["jobId"])
    read = read.replace("JOB_ID", job_id)
    wait_until(lambda: call(read)["status"] == "succeeded")
    settings = Settings.from_environment({"GOOGLE_CLOUD_PROJECT": PROJECT})
    short = LogNames(key=settings.log_key).job_hash(job_id)[:16]
    wait_until(lambda: f"action=settle job={short}" in running.output)
    assert re.search(rf"\d\d:\d\d:\d\d worker +INFO .* job={short}.*attempt=1", running.output)


def test_the_web_app_is_there_or_missed(running: Program) -> None:
    """The address that is printed has the app and the API; without a build, how to get it."""
    if not (PAGES / "index.html").exists():
        assert "`make app`" in running.output
        return
    (url,) = re.findall(
        r"^Open the web app:\s+(http://127\.0\.0\.1:\d+)$", running.output, re.MULTILINE
    )
    assert "<title>CareerLens</title>" in httpx.get(f"{url}/jobs").text
    assert httpx.get(f"{url}/deployment.json").json()["emulators"]["firestore"]
    assert httpx.get(f"{url}/api/health").json()["status"] == "ok"


def test_the_operator_who_is_named_sees_all_users_jobs(running: Program) -> None:
    """At the address that is printed for it; they sign in as the page does it."""
    if not (PAGES / "index.html").exists():
        assert "/operator" not in running.output
        return
    printed = r"signed in as .+ \((\S+@\S+)\):\s+(http://127\.0\.0\.1:\d+)/operator$"
    ((email, url),) = re.findall(printed, running.output, re.MULTILINE)
    # On a busy machine the first request takes its time.
    with httpx.Client(base_url=url, timeout=60) as client:
        assert "<title>CareerLens</title>" in client.get("/operator").text
        account = {"postBody": urlencode({"id_token": json.dumps({"email": email})})}
        token = client.post(SIGN_IN, json=account).json()["idToken"]
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/operator/overview", headers=headers).status_code == 200


def test_interrupt_ends_everything_well(running: Program) -> None:
    """Ctrl-C is how it is meant to end: 0, no traceback, and no process is left."""
    running.send(signal.SIGINT)
    assert running.wait() == 0
    assert running.process_ids() == []
    assert "Traceback" not in running.output


def test_a_dead_function_is_started_again(running: Program) -> None:
    """It is named with its exit code, nothing else ends, and it answers at the same address."""
    # The server, and what it has started to answer.
    pids = {pid for pid in running.process_ids() if "--target=api" in arguments_of(pid)}
    others = set(running.process_ids()) - pids
    os.kill(min(pids), signal.SIGKILL)
    running.wait_for_text("api ended with code -9")
    running.wait_for_text("api is started again")
    submit, _ = printed_commands(running)
    wait_until(lambda: "--target=api" in running_commands(running))
    wait_until(lambda: "jobId" in tried(submit))
    assert others <= set(running.process_ids())


def test_a_dead_emulator_ends_everything(running: Program) -> None:
    """Its data is gone: it is named with its exit code, the rest is ended, and the code is 1."""
    [pid] = [pid for pid in running.process_ids() if "infra.local.cloud_tasks" in arguments_of(pid)]
    os.kill(pid, signal.SIGKILL)
    assert running.wait() == 1
    assert running.process_ids() == []
    assert "tasks ended with code -9" in running.output
    assert "Traceback" not in running.output


def arguments_of(pid: int) -> str:
    """Return a process's command line."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return ""
    return shlex.join(word.decode() for word in words)


def running_commands(program: Program) -> str:
    """Return the command lines of all that a program has started."""
    return "\n".join(map(arguments_of, program.process_ids()))


def tried(command: str) -> dict[str, object]:
    """Return what a command answered; nothing while no one answers."""
    try:
        return call(command)
    except subprocess.CalledProcessError:
        return {}


def test_taken_port_is_replaced(tmp_path: Path) -> None:
    """Where the API's usual port is taken, the API listens at another one, and says at which."""
    with socket.socket() as taken:
        # The connections of the test before may linger there.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Another program may hold it already, which is as good.
        if ports.choose_port(API_PORT) == API_PORT:
            taken.bind((ports.HOST, API_PORT))
            taken.listen()
        with started(RUN, tmp_path) as program:
            program.wait_for_text("Ctrl-C ends it all")
            submit, _ = printed_commands(program)
            assert f":{API_PORT}/" not in submit
            assert f"Port {API_PORT} is taken by another program: api listens at" in program.output
            assert "jobId" in call(submit)
