"""The real functions, for functions-framework, with a clock that can be shifted and job types.

The only part of this folder that knows the code it watches: it runs inside that code. Which code
that is says `PYTHONPATH`: the tree's whose `main.py` is found first.

    BLACKBOX_CLOCK   a file with the seconds that this process's clock is ahead; absent: none
    BLACKBOX_NEWER   set: this is the newer revision, and knows a job type that the older does not
"""

import os
import random
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from threading import Event, Lock

from pydantic import Field

import main
from functions.job_types import JobResult, job_type
from shared import wiring
from shared.core import errors
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.wiring import Services

api = main.api
worker = main.worker
sweeper = main.sweeper
webhooks = main.webhooks

_STEPS = ("first", "second")
_PIECE_SECONDS = 0.5
_never = Event()
#: The first requests of a process come at once, each in its thread.
_making = Lock()


class Clock:
    """The machine's clock, shifted by what stands in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        """Tell the time."""
        try:
            ahead = float(self._file.read_text(encoding="ascii") or 0)
        except FileNotFoundError:
            ahead = 0
        return datetime.now(UTC) + timedelta(seconds=ahead)


@cache
def _made() -> Services:
    return replace(wiring.services(), clock=Clock(Path(os.environ["BLACKBOX_CLOCK"])))


def shifted_services() -> Services:
    """Return this process's services, with the clock that can be shifted."""
    with _making:
        return _made()


vars(main)["services"] = shifted_services


class WorkRequest(Record):
    """What a job of these types shall do."""

    mark: str = Field(max_length=100)
    seconds: float = Field(ge=0, le=120)
    #: How likely each attempt fails in a way that may pass, and for good.
    fails: float = Field(default=0, ge=0, le=1)
    breaks: float = Field(default=0, ge=0, le=1)
    #: Whether nothing is told of its progress.
    silent: bool = False


class WorkResult(JobResult):
    """What came of it."""

    #: Drawn by the call of the handler that has finished.
    token: str
    #: By step, the token of the call that has done it.
    steps: dict[str, str]

    def summarise(self) -> str:
        """Say that it is done."""
        return "The work is done."


def work(request: WorkRequest, job: JobContext) -> WorkResult:
    """Work for as long as is asked; each call of this has a token, by which it can be told.

    Raises:
        errors.RetriableJobError: As likely as is asked.
        errors.PermanentJobError: As likely as is asked.
    """
    token, steps = secrets.token_hex(6), {}
    for number, name in enumerate(_STEPS):
        _tell(request, job, 20 + 20 * number, f"{token} begins {name}")
        step = partial(_pay, token, request.seconds / 4)
        steps[name] = job.step(name, step, of=str)
    _work_on(request, job, token)
    _fail_perhaps(request)
    _tell(request, job, 95, f"{token} is done")
    return WorkResult(token=token, steps=steps)


def _pay(token: str, seconds: float) -> str:
    _never.wait(seconds)
    return token


def _work_on(request: WorkRequest, job: JobContext, token: str) -> None:
    pieces = max(1, int(request.seconds / 2 / _PIECE_SECONDS))
    for piece in range(pieces):
        _tell(request, job, 60 + 30 * piece / pieces, f"{token} works")
        _never.wait(request.seconds / 2 / pieces)


def _tell(request: WorkRequest, job: JobContext, percent: float, message: str) -> None:
    if not request.silent:
        job.progress(percent, message)


def _fail_perhaps(request: WorkRequest) -> None:
    if random.random() < request.fails:  # noqa: S311 -- it shall differ from attempt to attempt
        raise errors.RetriableJobError("It was to fail once.", retry_after=timedelta(seconds=1))
    if random.random() < request.breaks:  # noqa: S311 -- same
        raise errors.PermanentJobError("It was to fail for good.")


def _declare(name: str, *, attempts: int, time_limit: timedelta) -> None:
    job_type(
        name,
        title="Work for the oracle",
        request=WorkRequest,
        result=WorkResult,
        attempts=attempts,
        time_limit=time_limit,
        is_listed=False,
    )(work)


_declare("blackbox", attempts=6, time_limit=timedelta(minutes=3))
_declare("blackbox-brief", attempts=2, time_limit=timedelta(seconds=4))
if os.environ.get("BLACKBOX_NEWER"):
    _declare("blackbox-newer", attempts=6, time_limit=timedelta(minutes=3))
