"""How the idle CPU is measured."""

import os
import sys

import pytest

from infra.local.demo import idle_cpu

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")


def test_every_process_of_a_session_counts() -> None:
    """A session's CPU time is that of all processes in it, this one among them."""
    counted = idle_cpu.cpu_seconds({os.getsid(0)})
    assert counted[os.getpid()] == pytest.approx(time_of_this_process(), abs=0.5)


def time_of_this_process() -> float:
    """Return the CPU seconds of this process, as the kernel counts them for itself."""
    times = os.times()
    return times.user + times.system


def test_other_sessions_do_not_count() -> None:
    """What is not in one of the sessions is not counted."""
    assert idle_cpu.cpu_seconds({-1}) == {}


def test_share_is_of_one_core() -> None:
    """The measure is a share of one core: never negative, and an empty session takes none."""
    assert idle_cpu.measure_idle_cpu({-1}, 0.01) == 0
