"""The real `worker`, for functions-framework, killed at the point that is set for its job.

The point of a job is a file; the process that comes to it removes the file and sends SIGKILL to
itself. Everything else is `main.worker`: gunicorn, OIDC, Firestore, Cloud Tasks, Pub/Sub.

    FAULTS_FOLDER   `{job's hash}.point` holds its point; `history.jsonl` is what happened
"""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import functions_framework

# Imported before the fork, so that a worker that was killed is back at once.
from flask import Request, Response
from google.cloud import firestore, tasks_v2  # noqa: F401
from google.pubsub_v1.services import publisher  # noqa: F401

from functions.http import task_handlers
from shared import wiring
from shared.core import ids
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.faults.history import History
from tests.faults.points import Point, Process
from tests.faults.scenarios import failing_at_first, two_steps
from tests.faults.written_history import HISTORY, write_history
from tests.support.job_types import WordRequest, WordResult, declared

#: By the beginning of the request's word, which handler is meant.
HANDLERS = {"run-succeeds": two_steps, "run-retried": failing_at_first}
RETRY = RetryPolicy(max_attempts=10, base=timedelta(milliseconds=100), jitter=0)

_here = threading.local()


class Kill:
    """SIGKILL, once: the file is gone before."""

    def __init__(self, point_file: Path) -> None:
        self._point_file = point_file

    def strike(self, process: Process) -> None:
        """End this process, as the kernel does it when memory is short."""
        self._point_file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


#: One call at a time, and the note of it: who is killed for one job takes all threads along, and a
#: write that was not noted would look like a write over another's.
_CALLING = threading.RLock()


class NotedProcess(Process):
    """A process that is never killed between what it has done and the note of that."""

    def make_call(
        self, name: str, work: Callable[..., object], *arguments: object, **named: object
    ) -> object:
        """Carry a call out; the kill, too, strikes in here."""
        with _CALLING:
            return super().make_call(name, work, *arguments, **named)


@dataclass
class MovedClock:
    """The machine's clock, moved on by a handler that does not want to wait."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        """Tell the time."""
        return datetime.now(UTC) + self.ahead

    def move(self, by: timedelta) -> None:
        """Let time pass, for this job."""
        self.ahead += by


class HereStage:
    """What the scenarios' handlers need of a stage, inside the real worker."""

    @property
    def clock(self) -> MovedClock:
        """The clock of the job that this thread runs."""
        return cast("MovedClock", _here.clock)

    @property
    def history(self) -> History:
        """Where it is written down."""
        return _history()


def _folder() -> Path:
    return Path(os.environ["FAULTS_FOLDER"])


@cache
def _history() -> History:
    return write_history(_folder() / HISTORY, lambda: datetime.now(UTC))


@cache
def _process(job_id: str) -> Process:
    """Return this machine as one job sees it: its calls are counted, and its clock is its own."""
    services = wiring.services()
    file = _folder() / f"{ids.job_hash(job_id)}.point"
    point = Point.parse(file.read_text(encoding="utf-8")) if file.exists() else None
    own = replace(services, clock=MovedClock())
    return NotedProcess(
        own, name=f"{os.getpid()}", witness=_history(), point=point, fault=Kill(file)
    )


def _by_word(request: WordRequest, job: JobContext) -> WordResult:
    """Do what the request's word says it wants."""
    return _handlers()[request.word.partition(":")[0]](request, job)


@cache
def _handlers() -> dict[str, Callable[[WordRequest, JobContext], WordResult]]:
    stage = cast("Any", HereStage())
    return {word: make(stage) for word, make in HANDLERS.items()}


_for_ever = ExitStack()
_for_ever.enter_context(declared(_by_word, retry=RETRY))


@functions_framework.http
def worker(request: Request) -> Response:
    """Answer one delivery of a task, as `main.worker` does."""
    services = _process(str(request.get_json()["jobId"])).services
    _here.clock = services.clock
    return task_handlers.answer_delivery(services, request)
