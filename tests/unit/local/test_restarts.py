"""What dies in the local cloud is said, and started again; a part that does not stay ends it."""

import sys
from collections.abc import Iterator

import pytest

from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import EMULATORS, LocalCloud
from infra.local.process.processes import Command, Process, ProcessDiedError
from infra.local.run.restarts import MOST_RESTARTS, PAUSE_SECONDS, WITHIN_SECONDS, Restarts

_LIVES = (sys.executable, "-S", "-c", "import time; time.sleep(600)")


class World:
    """A local cloud of one part, whose clock a test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.said: list[str] = []
        self.cloud = LocalCloud(ports=Ports.free(), listener=lambda _name, _line: None)
        self.restarts = Restarts(cloud=self.cloud, say=self.said.append, clock=lambda: self.now)

    def start(self, name: str) -> None:
        """Start a part that lives until it is killed."""
        command = Command(name=name, arguments=_LIVES)
        self.cloud.processes[name] = Process(command, self.cloud.listener)

    def die(self, name: str) -> None:
        """Let a part die, and the cloud look."""
        self.cloud.processes[name].kill()
        self.restarts.look()

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and the cloud look."""
        self.now += seconds
        self.restarts.look()

    def lives(self, name: str) -> bool:
        """Whether a part runs."""
        return self.cloud.processes[name].is_alive


@pytest.fixture
def world() -> Iterator[World]:
    """One part runs, `worker`."""
    made = World()
    made.start("worker")
    yield made
    made.cloud.end()


def test_what_dies_is_started_again_after_a_pause(world: World) -> None:
    """It is said at once, with the exit code, and another process has its place afterwards."""
    died = world.cloud.processes["worker"].pid
    world.die("worker")
    assert "worker ended with code -9" in world.said[0]
    assert "started again in 2 s" in world.said[0]
    world.pass_time(PAUSE_SECONDS / 2)
    assert not world.lives("worker")
    world.pass_time(PAUSE_SECONDS / 2)
    assert world.lives("worker")
    assert world.cloud.processes["worker"].pid != died
    assert len(world.said) == 1


def test_what_does_not_stay_ends_all(world: World) -> None:
    """After three restarts in a minute the next death says so."""
    for _ in range(MOST_RESTARTS):
        world.die("worker")
        world.pass_time(PAUSE_SECONDS)
    with pytest.raises(ProcessDiedError, match="started again 3 times in the last minute"):
        world.die("worker")


def test_deaths_of_long_ago_do_not_count(world: World) -> None:
    """A part that dies now and then is started again however often that is."""
    for _ in range(3 * MOST_RESTARTS):
        world.die("worker")
        world.pass_time(WITHIN_SECONDS / (MOST_RESTARTS - 1))
    assert world.lives("worker")


@pytest.mark.parametrize("name", EMULATORS)
def test_an_emulator_that_dies_ends_all(world: World, name: str) -> None:
    """Another one would know nothing of what was stored."""
    world.start(name)
    with pytest.raises(ProcessDiedError, match=f"{name} ended with code -9"):
        world.die(name)


def test_what_is_ended_on_purpose_is_not_started_again(world: World) -> None:
    """As when it dies, and the functions are ended before the pause is over."""
    world.die("worker")
    world.cloud.end_functions()
    world.pass_time(PAUSE_SECONDS)
    assert world.cloud.processes == {}
    world.start("worker")
    world.die("worker")
    assert len(world.said) == 2
