"""Who acts in the model: a moment of a job's life, where it is, and how it is moved on a step."""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from functions.requests import owned_jobs
from functions.worker import deliver
from shared import shutdown
from shared.core import errors
from shared.core.job import Job
from shared.firestore.documents import VersionedJob
from shared.handler import running_attempt
from shared.tasks.task_payload import TaskPayload
from shared.wiring import Services
from tests.faults.model_call import Answered, Call, PausedError
from tests.faults.model_world import World


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does one thing, once."""

    name: str
    act: Callable[[Services], object]
    #: When it may begin.
    is_ready: Callable[[World], bool] = lambda _: True
    #: The task whose delivery this is; answered when it is done.
    task: TaskPayload | None = None
    #: How much its clock is ahead.
    skew: timedelta = timedelta()


@dataclass(frozen=True, kw_only=True)
class Mover:
    """Where an actor is: what it was answered, and what came of it if it is done."""

    log: tuple[Answered, ...] = ()
    #: The call that comes next.
    next: object = None
    is_done: bool = False
    answer: object = None

    @property
    def is_answered(self) -> bool:
        """Whether it is done, and not by an error."""
        return self.is_done and not isinstance(self.answer, Exception)

    @property
    def kept(self) -> tuple[object, ...]:
        """What it has in its memory: where it is, its last write, its last answer, its next call.

        All else that it was answered on the way makes no difference any more: each moment of a
        job's life goes on from the job document that it has seen or written last.
        """
        if self.is_done:
            promised = self.answer.job_id if isinstance(self.answer, Job) else None
            return (told_answer(self), promised)
        way = tuple((a.call, a.value if a.call == "clock" else None) for a in self.log)
        writes = [a.asked for a in self.log if a.call.startswith(("write", "accept"))]
        answers = [a.value for a in self.log if a.call != "clock"]
        # Whose end it is about to see to: meanwhile it reads other jobs, that one's parent's.
        ends = [a.asked.job_id for a in self.log if isinstance(a.asked, Job) and a.asked.parent_id]
        # A sweep that has found several jobs goes on with the next one as it was found.
        found = [a.value for a in self.log if a.call == "query"]
        several = [jobs for jobs in found if isinstance(jobs, tuple) and len(jobs) > 1]
        # And who cancels children looks at their parent between finding and cancelling them.
        children = [a.value for a in self.log if a.call == "query the children"]
        seen = (*ends[-1:], *several[-1:], *children[-1:], *self._known_jobs())
        return (way, *writes[-1:], *answers[-1:], *seen, self.next)

    def _known_jobs(self) -> tuple[object, ...]:
        """Return each job as it was read or written last: the next write of it is based on that."""
        known: dict[str, object] = {}
        for a in self.log:
            match a.asked, a.value:
                case (VersionedJob() as before, *_), _:
                    known[before.job.job_id] = (a.asked, a.value)
                case _, (VersionedJob() as stored, _):
                    known[stored.job.job_id] = stored
        return tuple(known.values())


def move(actor: Actor, call: Call) -> Mover:
    """Call an actor's function as far as it gets."""
    try:
        answer = actor.act(call.services())
    except PausedError:
        return Mover(log=tuple(call.log), next=call.next)
    except errors.WriteConflictError:
        # It tries again from the start; so do a redelivery and a user.
        return Mover()
    except errors.JobsError as error:
        answer = error
    # What a process that is done was answered on its way makes no difference any more.
    return Mover(is_done=True, answer=answer)


def told_answer(mover: Mover) -> str:
    """Say what came of an actor that is done; of a job, what is promised."""
    answer = mover.answer
    if isinstance(answer, Job):
        return f"{answer.status} {answer.cancel_requested}"
    return type(answer).__name__ if isinstance(answer, Exception) else str(answer)


def told(log: Sequence[Answered]) -> str:
    """Say which calls were made."""
    return ", ".join(answered.call for answered in log if answered.call != "clock")


class _NoThread:
    """A heartbeat that never comes: the slowest that a thread may be."""

    def __init__(self, **_: object) -> None: ...

    def start(self) -> None: ...

    def join(self) -> None: ...


class _ThreadAtOnce:
    """A thread that has run before it is waited for."""

    def __init__(self, target: Callable[..., None], args: tuple[object, ...]) -> None:
        self._run = partial(target, *args)

    def start(self) -> None:
        self._run()

    def join(self) -> None: ...


@contextmanager
def single_threaded() -> Iterator[None]:
    """Have the backend make no threads and say nothing inside the block.

    A moment that finds the job document changed ends after its first try; the explorer begins
    it anew.
    """
    level = logging.root.manager.disable
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running_attempt, "Thread", _NoThread)
        patch.setattr(shutdown, "Thread", _ThreadAtOnce)
        for module, tries in (deliver, "_CLAIM_TRIES"), (owned_jobs, "BUCKET_TRIES"):
            patch.setattr(module, tries, 1)
        logging.disable(logging.CRITICAL)
        # Nothing here is ever thrown away, so there is nothing to collect.
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
            logging.disable(level)
