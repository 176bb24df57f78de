"""Turn Ctrl-C, SIGTERM and SIGHUP into one exception, and never at a moment that loses a process.

What must stay true: the exception is raised once; whatever comes after it is ignored, so that
nothing interrupts the ending of what was started. Inside `held` it waits for the block's end.
Only a program's main thread listens; a test that starts the local cloud does not.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """This program was asked to end. Not an error, so no `except Exception` keeps it."""


@dataclass
class _State:
    #: How many `held` blocks are open.
    holds: int = 0
    #: A signal came while one was.
    is_due: bool = False
    was_raised: bool = False


_state = _State()


def listen() -> None:
    """Raise `Interrupted` in the main thread at the first signal, from now on."""
    for number in SIGNALS:
        # What a parent had ignored stays ignored: `nohup make run` outlives its terminal.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _receive)


def run(program: str, *, interrupted: int) -> NoReturn:
    """Run the `main` of a module and exit with its code, or with another when it is interrupted.

    The module is imported only then, so that a Ctrl-C during slow imports ends quietly too.
    """
    listen()
    try:
        sys.exit(import_module(program).main())
    except Interrupted:
        sys.exit(interrupted)


@contextmanager
def held() -> Iterator[None]:
    """Let a signal wait until the block has ended."""
    _state.holds += 1
    try:
        yield
    finally:
        _state.holds -= 1
    if _state.is_due and not _state.holds:
        _raise_once()


def have_come() -> bool:
    """Whether a signal has asked this program to end."""
    return _state.was_raised or _state.is_due


def _receive(_number: int, _frame: FrameType | None) -> None:
    if _state.holds:
        _state.is_due = True
    else:
        _raise_once()


def _raise_once() -> None:
    if not _state.was_raised:
        _state.was_raised = True
        raise Interrupted
