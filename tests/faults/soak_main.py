"""The soak's source for functions-framework: the real functions, and a job type that may crash.

    SOAK_LEDGER         where handlers write down what happens
    SOAK_CRASHES        the share of first attempts during which the process kills itself
    SOAK_WORK_SECONDS   how long a handler works, about

Who crashes and when is decided by the job's id, so that it does not depend on who runs it. The
moment is any from the claim to a little after the handler's end: also while it settles. It is
SIGKILL to the own process; all that runs in it dies with it.
"""

import os
import random
import signal
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from threading import Event, Timer

# Imported before the fork, so that a worker that was killed is back at once.
from google.cloud import firestore, tasks_v2  # noqa: F401
from google.pubsub_v1.services import publisher  # noqa: F401

import main
from shared.core import errors
from shared.core.job import Job
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.faults.history import attempt_of
from tests.faults.soak_ledger import Ledger
from tests.support.job_types import WordRequest, WordResult, declared

api = main.api
worker = main.worker
sweeper = main.sweeper
webhooks = main.webhooks

TYPE = "soak"
#: The word of a request whose first attempt fails by itself.
FAILING = "failing"
_CRASHES = float(os.environ.get("SOAK_CRASHES", "0"))
_WORK_SECONDS = float(os.environ.get("SOAK_WORK_SECONDS", "1"))
#: A crash hits all that runs in the process; no job is to give up because of its neighbours.
_RETRY = RetryPolicy(max_attempts=20)

_never = Event()


@cache
def _ledger() -> Ledger:
    return Ledger(Path(os.environ["SOAK_LEDGER"]))


def _crash() -> None:
    _ledger().note("crash")
    os.kill(os.getpid(), signal.SIGKILL)


def _perhaps_crash(job: Job, chance: random.Random) -> None:
    if job.attempt == 1 and chance.random() < _CRASHES:
        timer = Timer(chance.uniform(0, 1.1 * _WORK_SECONDS), _crash)
        timer.daemon = True
        timer.start()


def _work(request: WordRequest, job: JobContext) -> WordResult:
    """Report, do a step, report; for about as long as is asked."""
    job_document = attempt_of(job).job
    chance = random.Random(job_document.job_id)  # noqa: S311 -- it must repeat, not surprise
    ledger = _ledger()
    ledger.note("start", job_document.job_id, job_document.attempt)
    _perhaps_crash(job_document, chance)
    try:
        return _do(request, job, job_document, ledger)
    finally:
        ledger.note("end", job_document.job_id, job_document.attempt)


def _do(request: WordRequest, job: JobContext, job_document: Job, ledger: Ledger) -> WordResult:
    def pay() -> str:
        ledger.note("pay", job_document.job_id, job_document.attempt)
        _never.wait(_WORK_SECONDS / 2)
        return request.word

    job.progress(10, "begins")
    word = job.step("pay", pay, of=str)
    ledger.note("kept", job_document.job_id, job_document.attempt)
    job.progress(60, "goes on")
    _never.wait(_WORK_SECONDS / 2)
    if request.word.startswith(FAILING) and job_document.attempt == 1:
        raise errors.RetriableJobError("It fails once.")
    job.progress(90, "nearly")
    return WordResult(answer=word)


_for_ever = ExitStack()
_for_ever.enter_context(declared(_work, name=TYPE, retry=_RETRY))
