"""The conditions of Cloud Run, each on a process of its own: they do what they are for."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.local.process.processes import Command, Process
from shared.settings import Settings
from tests.support import as_in_cloud, cloud_instances
from tests.support.cloud_instances import Instance
from tests.support.waiting import wait_until

LARGE = 64 * 2**20
_SLEEPS = "import time; time.sleep(600)"
_TAKES = f"import time; taken = b'x' * {LARGE}; time.sleep(600)"
_STAYS = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(600)"

Starter = Callable[[str], Instance]


@pytest.fixture
def start() -> Iterator[Starter]:
    """Starts a program as an instance with 32 MiB."""
    started: list[Process] = []

    def begin(program: str) -> Instance:
        lines: list[str] = []
        arguments = [sys.executable, "-S", "-c", program]
        command = Command(name="instance", arguments=arguments)
        started.append(Process(command, lambda _, line: lines.append(line)))
        if "print" in program:
            wait_until(lambda: bool(lines))
        return Instance(process=started[-1], port=0, max_bytes=LARGE // 2)

    yield begin
    for each in started:
        each.kill()


def state_of(instance: Instance) -> str:
    """Return a process's state: T while it stands still."""
    said = Path(f"/proc/{instance.process.pid}/stat").read_text()
    return said.rpartition(")")[2].split()[0]


def test_an_instance_stands_still_between_requests(start: Starter) -> None:
    """It runs while it has a request, also a second one, and only then."""
    instance = start(_SLEEPS)
    instance.rest()
    wait_until(lambda: state_of(instance) == "T")
    with instance.request():
        with instance.request():
            wait_until(lambda: state_of(instance) != "T")
        assert instance.running == 1
        assert state_of(instance) != "T"
    wait_until(lambda: state_of(instance) == "T")
    assert (instance.answered, instance.pauses) == (2, 1)


def test_an_instance_that_takes_too_much_memory_is_killed(start: Starter) -> None:
    """As Cloud Run does, without a word to it."""
    instance = start(_TAKES)

    def is_killed() -> bool:
        instance.watch()
        return instance.was_too_large

    wait_until(is_killed)
    assert not instance.process.is_alive


def test_an_instance_that_takes_little_is_left_alone(start: Starter) -> None:
    """The limit is the function's own."""
    instance = start(_SLEEPS)

    def is_seen() -> bool:
        instance.watch()
        return instance.peak_bytes > 0

    wait_until(is_seen)
    assert instance.process.is_alive
    assert not instance.was_too_large


def test_an_instance_that_stays_is_killed(start: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not end after SIGTERM has so many seconds, and is told to have been late."""
    monkeypatch.setattr(cloud_instances, "STOP_SECONDS", 0.3)
    instance = start(_STAYS)
    assert instance.stop() is False
    assert not instance.process.is_alive


def test_an_instance_that_stands_still_can_end(start: Starter) -> None:
    """Stopping gives it a CPU for its last seconds."""
    instance = start(_SLEEPS)
    instance.rest()
    assert instance.stop() is True


def test_the_settings_are_productions() -> None:
    """Each is one that the code reads, and they are taken from prod.tfvars and the defaults."""
    settings = as_in_cloud.settings()
    assert (settings["JOB_RETENTION_DAYS"], settings["WORKER_TOKEN_CHECK"]) == ("90", "iam")
    assert len(settings) > 15, "the test reads too little"
    known = {name.upper() for name in Settings.model_fields} | {"LOG_EXECUTION_ID"}
    assert settings.keys() - known == set()


@pytest.mark.parametrize(("written", "bytes_"), [("512Mi", 536870912), ("1Gi", 1073741824)])
def test_memory_is_read(written: str, bytes_: int) -> None:
    """As Kubernetes writes it."""
    assert as_in_cloud.bytes_of(written) == bytes_
