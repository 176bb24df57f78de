"""How a program of the local cloud learns that it must end."""

import signal
import subprocess
import sys

import pytest

from tests.support.waiting import PATIENCE

#: A program that says when it listens, works, and says how that ended.
_PROGRAM = """
import os, signal, sys
from infra.local.process import interrupts
from infra.local.process.interrupts import Interrupted

def send(number):
    os.kill(os.getpid(), number)

interrupts.listen()
try:
    {work}
    print("not interrupted")
except Interrupted:
    print("interrupted")
{after}
"""


def run(work: str, after: str = "") -> list[str]:
    """Run such a program, and give what it printed."""
    source = _PROGRAM.format(work=work.replace("\n", "\n    "), after=after)
    done = subprocess.run(  # noqa: S603 -- our own source
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_ends_the_work(number: signal.Signals) -> None:
    """Ctrl-C, a request to end and a closed terminal all end the work the same way."""
    assert run(f"send({number:d})") == ["interrupted"]


def test_signal_waits_for_the_end_of_a_held_block() -> None:
    """What is held is done to its end; the signal counts right after."""
    work = "with interrupts.held():\n    send(signal.SIGINT)\n    print('held')\nprint('after')"
    assert run(work) == ["held", "interrupted"]


def test_held_blocks_may_be_nested() -> None:
    """A signal waits for the outermost held block."""
    work = (
        "with interrupts.held():\n"
        "    with interrupts.held():\n"
        "        send(signal.SIGINT)\n"
        "    print('still held')"
    )
    assert run(work) == ["still held", "interrupted"]


def test_only_the_first_signal_counts() -> None:
    """A second Ctrl-C does not interrupt the ending of what was started."""
    after = "send(signal.SIGINT); send(signal.SIGTERM); print('ended')"
    assert run("send(signal.SIGINT)", after) == ["interrupted", "ended"]


def test_ignored_by_who_runs_the_tests() -> None:
    """With `nohup make test` the tests go on, and what they start gets each signal."""
    test = f"{__file__}::test_each_signal_ends_the_work"
    done = subprocess.run(  # noqa: S603 -- our own tests
        ["nohup", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test],  # noqa: S607 -- the system's
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "3 passed" in done.stdout, done.stdout


def test_ignored_signal_stays_ignored() -> None:
    """What `nohup` has ignored is still ignored."""
    work = "signal.signal(signal.SIGHUP, signal.SIG_IGN)\ninterrupts.listen()\nsend(signal.SIGHUP)"
    assert run(work) == ["not interrupted"]
