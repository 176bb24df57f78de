"""Every order in which deliveries, a cancel, a sweep and time may come about: none does harm.

What is explored, and what is checked at each write and at each end, is said in `model.py`. The
numbers of states and orders are printed: `pytest tests/faults/test_every_interleaving.py -s`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from functions.requests import answer, cancel, resubmit, submit
from functions.worker import deliver, sweep
from shared import shutdown
from shared.auth.users import User
from shared.core import errors, idempotency, retry
from shared.core.idempotency import LatestJob
from shared.core.job import Job
from shared.core.job_status import TRANSITIONS, JobStatus
from shared.core.new_job import new_job
from shared.core.question import OpenQuestion
from shared.core.records import Record
from shared.core.retry import RetryPolicy
from shared.core.usage import Usage
from shared.firestore import documents
from shared.handler.job_context import JobContext
from shared.tasks.task_payload import TaskPayload
from shared.wiring import Services
from tests.faults.history import attempt_of
from tests.faults.model import Explored, Explorer, Scenario, ViolationError
from tests.faults.model_actor import Actor
from tests.faults.model_call import SETTINGS
from tests.faults.model_world import START, World, changed_history, data_path
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared

if TYPE_CHECKING:
    from pydantic import JsonValue


class Told(Record):
    """What a job of these tests asks for."""

    word: str


OWNER = User(uid="u")
TYPE = "test-word"
JOB_ID = f"u:{TYPE}:1767225600000:abcdefgh"
#: The other job of a batch.
OTHER_ID = f"u:{TYPE}:1767225600000:bcdefghi"
POLICY = RetryPolicy(max_attempts=2, base=timedelta(seconds=10), jitter=0)
#: What the submissions that replace each other are the latest of.
LATEST_OF = "draft"
#: A lease and all that is added to it are over, and so is a wait.
LONG = timedelta(seconds=70)

Answers = Mapping[str, object]


# --- worlds -------------------------------------------------------------------------------------


def accepted(change: Callable[[Job], Job] = lambda job: job) -> World:
    """Return a world with one job, just accepted and its task enqueued, or changed from there."""
    new = new_job(
        job_id=JOB_ID,
        job_type=TYPE,
        max_attempts=POLICY.max_attempts,
        now=START,
        retention=timedelta(days=90),
        start_before=None,
    )
    job = change(new)
    history = changed_history(World(), abandoned(new), job) if job.status.is_terminal else {}
    given = {f"{JOB_ID}/{documents.INPUT}": json.dumps({"word": "x"})}
    world = World().put(**{JOB_ID: job, **given, **history})
    return replace(
        world,
        enqueued=frozenset({(JOB_ID, 1, START)}),
        names=frozenset({(JOB_ID, 1)}),
    )


def suspended() -> World:
    """Return a world with a job that has asked, whose task was answered."""
    world = accepted()
    question = OpenQuestion(
        name="missing",
        form=Told.__name__,
        prompt="Which word?",
        since=START,
        until=START + timedelta(minutes=1),
        has_default=True,
    )
    running = abandoned(world.job)
    asked = running.suspended(
        START, question, Usage(), attempts=2, deadline=START + timedelta(hours=1)
    )
    ask = documents.ask_text(1, Told.__name__, None)
    history = changed_history(world, running, asked)
    return world.put(
        **{JOB_ID: asked, data_path(JOB_ID, documents.ask_document("missing")): ask, **history}
    ).without_task(JOB_ID, 1)


def two_of_a_batch(change: Callable[[Job], Job] = lambda job: job) -> World:
    """Return a world with the two jobs of a batch, just accepted, or the first changed from there.

    Their tasks are enqueued.
    """
    one = new_job(
        job_id=JOB_ID,
        job_type=TYPE,
        max_attempts=1,
        now=START,
        retention=timedelta(days=90),
        batch_id="batch",
    )
    other = one.model_copy(update={"job_id": OTHER_ID})
    given = {
        f"{job_id}/{documents.INPUT}": json.dumps({"word": "x"}) for job_id in (JOB_ID, OTHER_ID)
    }
    tasks = ((JOB_ID, 1), (OTHER_ID, 1))
    first = change(one)
    history = changed_history(World(), abandoned(one), first) if first is not one else {}
    return replace(
        World().put(**{JOB_ID: first, OTHER_ID: other, **given, **history}),
        enqueued=frozenset((*task, START) for task in tasks),
        names=frozenset(tasks),
    )


def latest(world: World) -> World:
    """Have its job be the latest of something."""
    latest_job = LatestJob(job_id=JOB_ID, expire_at=world.job.expire_at)
    return world.put(**{idempotency.latest_name(LATEST_OF): latest_job})


def expiring(job: Job) -> Job:
    """Have it too late to start in half a minute."""
    return job.model_copy(update={"start_before": START + timedelta(seconds=30)})


def abandoned(job: Job) -> Job:
    """Have an attempt that died long ago."""
    return job.claimed(START - timedelta(minutes=5), SETTINGS.lease, "00" * 8)


def cancelled(job: Job) -> Job:
    """Have it cancelled by one who died before it was published."""
    ended = abandoned(job).cancelled(START)
    return ended.end_unpublished(by=START + timedelta(seconds=30))


def failed(job: Job) -> Job:
    """Have it failed at its first attempt, by one who died before it was published."""
    return abandoned(job).failed(START, retry.describe(errors.InternalError()))


# --- actors -------------------------------------------------------------------------------------


def delivery(name: str, dispatch: int = 1, job_id: str = JOB_ID) -> Actor:
    """A delivery of a task; it may begin when that task was enqueued, and there may be several."""
    task = TaskPayload(job_id=job_id, dispatch=dispatch)
    return Actor(
        name=name,
        act=lambda services: deliver.handle_delivery(services, task),
        is_ready=lambda world: (job_id, dispatch) in world.names,
        task=task,
    )


def sweeping(name: str = "sweep", skew: timedelta = timedelta()) -> Actor:
    """The sweeper comes by."""
    return Actor(name=name, act=sweep.sweep, skew=skew)


def resubmitting(name: str) -> Actor:
    """The owner wants it once more."""
    return Actor(name=name, act=lambda services: resubmit.resubmit_job(services, OWNER, JOB_ID))


def submitting(name: str, key: str | None) -> Actor:
    """A request, always the same."""

    def act(services: Services) -> Job:
        body = {"type": TYPE, "word": "x"}
        return submit.submit_job(services, OWNER, dict(body), idempotency_key=key).job

    return Actor(name=name, act=act)


def newest(name: str, word: str) -> Actor:
    """A submission that shall be the latest of what all of these are the latest of."""

    def act(services: Services) -> Job:
        body: dict[str, JsonValue] = {"type": TYPE, "word": word}
        body["options"] = {"latestOf": LATEST_OF}
        return submit.submit_job(services, OWNER, body).job

    return Actor(name=name, act=act)


def answering(name: str, word: str) -> Actor:
    """The owner answers what the job has asked."""
    ask = data_path(JOB_ID, documents.ask_document("missing"))
    return Actor(
        name=name,
        act=lambda services: answer.answer_question(
            services, OWNER, JOB_ID, "missing", {"word": word}
        ),
        is_ready=lambda world: ask in world.documents,
    )


FIRST, AGAIN, NEXT = delivery("D1"), delivery("D2"), delivery("N", dispatch=2)
OTHER = delivery("O1", job_id=OTHER_ID)
CANCEL = Actor(name="cancel", act=lambda services: cancel.cancel_job(services, OWNER, JOB_ID))
SWEEP = sweeping()
HASTY_SWEEP = sweeping("hasty", skew=timedelta(seconds=5))


# --- handlers -----------------------------------------------------------------------------------


def reporting(request: WordRequest, job: JobContext) -> WordResult:
    """Report, end."""
    job.progress(50, "half")
    return WordResult(answer=request.word)


def paying(request: WordRequest, job: JobContext) -> WordResult:
    """Report, do a step, end."""
    job.progress(50, "half")
    return WordResult(answer=job.step("pay", lambda: "paid", of=str))


def failing_once(request: WordRequest, job: JobContext) -> WordResult:
    """Do a step; fail after it at the first attempt."""
    word = job.step("pay", lambda: "paid", of=str)
    if attempt_of(job).job.attempt == 1:
        raise RuntimeError("the first time")
    return WordResult(answer=word)


def failing(request: WordRequest, job: JobContext) -> WordResult:
    """Fail for good."""
    raise errors.PermanentJobError("It cannot be done.")


def stopped(request: WordRequest, job: JobContext) -> WordResult:
    """Work on a machine that is told to stop meanwhile, the first time."""
    if attempt_of(job).job.attempt == 1:
        shutdown.end_gracefully()
    job.progress(50, "half")
    return WordResult(answer=request.word)


def resting(request: WordRequest, job: JobContext) -> WordResult:
    """Report, rest for a minute, end."""
    job.progress(50, "half")
    job.sleep("rest", timedelta(minutes=1))
    return WordResult(answer=request.word)


def asking(request: WordRequest, job: JobContext) -> WordResult:
    """Report, ask and wait for a minute, answer with what was told."""
    job.progress(50, "half")
    told = job.ask("missing", Told, prompt="Which word?", until=timedelta(minutes=1), default=None)
    return WordResult(answer="nothing" if told is None else told.word)


def going_on(request: WordRequest, job: JobContext) -> WordResult:
    """Do two steps; if time passes between them, the second is for another attempt."""
    job.step("first", lambda: "paid", of=str)
    return WordResult(answer=job.step("second", lambda: "paid", of=str))


def dawdling(request: WordRequest, job: JobContext) -> WordResult:
    """Take longer than the time limit, the first time."""
    attempt = attempt_of(job)
    if attempt.job.attempt == 1:
        attempt._interrupts.on_time_limit(attempt)
    job.progress(50, "half")
    return WordResult(answer=request.word)


# --- what must hold at the end ------------------------------------------------------------------


def cancel_is_kept(world: World, answers: Answers) -> str | None:
    """G8: what the owner was told about a cancel is how it ends."""
    status = world.job.status
    match answers.get("cancel"):
        case Job() if status is not JobStatus.CANCELLED:
            return f"G8 a cancel was accepted, and the job is {status}"
        case errors.FailedPreconditionError() if status is JobStatus.CANCELLED:
            return "G8 a cancel was refused, and the job is cancelled"
    return None


def there_is_one_end(world: World, answers: Answers) -> str | None:
    """G1, G9: one terminal state was reached, and published under one id."""
    if len({event_id for event_id, status in world.events if status.is_terminal}) > 1:
        return f"G1 there was more than one end: {world.events}"
    return cancel_is_kept(world, answers)


def answer_is_kept(world: World, answers: Answers) -> str | None:
    """One answer counts, and the job goes on with it: what its owner was told holds."""
    kept = world.documents.get(data_path(JOB_ID, documents.step_document("missing")))
    value = json.loads(str(kept[0]))["value"] if kept else None
    for name, word in (("a", "one"), ("again", "one"), ("b", "other")):
        was_taken = isinstance(answers.get(name), Job)
        if was_taken and value != {"given": {"word": word}}:
            return f"the answer {word} was taken, and {value} is kept"
    result = world.documents.get(data_path(JOB_ID, documents.RESULT))
    if result is not None and value is not None:
        given = value.get("given", {"word": "nothing"})["word"]
        if json.loads(str(result[0])) != {"answer": given}:
            return f"the job has gone on with something else than {given}"
    return there_is_one_end(world, answers)


def is_queued_once(world: World, answers: Answers) -> str | None:
    """A resubmission that was answered is carried out: the job is not what it was before."""
    has_answer = isinstance(answers.get("A"), Job) or isinstance(answers.get("B"), Job)
    if has_answer and world.job.status is not JobStatus.SUCCEEDED:
        return f"the job was queued again, and is {world.job.status}"
    return None


def there_is_one_job(world: World, answers: Answers) -> str | None:
    """G10: there is one job at the most, and every client that was answered got that one."""
    made = {stored.job.job_id for stored in world.jobs}
    told = {answer.job_id for answer in answers.values() if isinstance(answer, Job)}
    return None if len(made) <= 1 and told <= made else f"G10 {len(made)} jobs, answered {told}"


def nothing_else(world: World, answers: Answers) -> str | None:
    """What holds of every world is enough: each end was published, also that of a batch."""
    return None


def each_has_one_end(world: World, answers: Answers) -> str | None:
    """G1, G9: each job of a batch has one end, and so has the batch: published under one id."""
    ends = {event_id for event_id, status in world.events if status.is_terminal}
    if len(ends) > 2:
        return f"G1 there were more than two ends: {ends}"
    if len(world.batch_ends) > 1:
        return f"G9 the batch has more than one end: {world.batch_ends}"
    return None


def only_one_is_not_replaced(world: World, answers: Answers) -> str | None:
    """Newest wins: whatever came between, the jobs that another has replaced form one line.

    Each that was replaced is cancelled, or had ended by itself; the last of the line runs.
    """
    jobs = {stored.job.job_id: stored.job for stored in world.jobs}
    last = [job for job in jobs.values() if job.status is not JobStatus.CANCELLED]
    latest, _ = world.documents.get(idempotency.latest_name(LATEST_OF), (None, 0))
    if isinstance(latest, LatestJob) and jobs[latest.job_id].status is not JobStatus.SUCCEEDED:
        return f"the latest job is {jobs[latest.job_id].status}"
    replaced = [job.replaced_by for job in jobs.values() if job.replaced_by is not None]
    if len(set(replaced)) != len(replaced) or not set(replaced) <= set(jobs):
        return "two jobs were replaced by the same one, or by one that there is not"
    early = {job.job_id for job in last if job.status is JobStatus.SUCCEEDED}
    has_ended_before = JOB_ID in early and jobs[JOB_ID].replaced_by is None
    if len(last) > 1 + has_ended_before:
        return f"{len(last)} jobs of the same went on to their ends"
    told = {answer.job_id for answer in answers.values() if isinstance(answer, Job)}
    return None if told <= set(jobs) else "a job that was answered is not there"


# --- what is explored ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Case(Scenario):
    """Who meets, in which world, and what the handler does."""

    handler: WordHandler
    world: World = field(default_factory=accepted)
    ticks: tuple[timedelta, ...] = (LONG,)
    check: Callable[[World, Answers], str | None] = there_is_one_end
    time_limit: timedelta = timedelta(minutes=5)
    whole_limit: timedelta | None = None


ALL_FOUR = (FIRST, AGAIN, CANCEL, SWEEP)
CASES = {
    "two deliveries, a cancel and a sweep": Case(handler=reporting, actors=ALL_FOUR),
    "the same, with a step": Case(handler=paying, actors=ALL_FOUR, max_steps=8),
    "time passes twice": Case(handler=paying, actors=(FIRST, AGAIN, NEXT), ticks=(LONG, LONG)),
    "a handler that fails once": Case(
        handler=failing_once, actors=(FIRST, AGAIN, NEXT, CANCEL), max_steps=11
    ),
    "a handler that fails for good": Case(handler=failing, actors=ALL_FOUR),
    "a machine that is told to stop": Case(handler=stopped, actors=(*ALL_FOUR, NEXT), max_steps=8),
    "an attempt over its time": Case(handler=dawdling, actors=(*ALL_FOUR, NEXT), max_steps=8),
    "a job that rests, a cancel and a sweep": Case(
        handler=resting, actors=(*ALL_FOUR, NEXT), whole_limit=timedelta(hours=1), max_steps=8
    ),
    "a job that rests too long": Case(
        handler=resting,
        actors=(FIRST, NEXT, SWEEP, HASTY_SWEEP),
        whole_limit=timedelta(seconds=65),
        max_steps=9,
    ),
    "a job that goes on past its time": Case(
        handler=going_on,
        actors=(FIRST, AGAIN, CANCEL, SWEEP, NEXT),
        time_limit=timedelta(seconds=75),
        whole_limit=timedelta(hours=1),
        max_steps=8,
    ),
    "one call fails of a job that rests": Case(
        handler=resting,
        actors=(FIRST, CANCEL, SWEEP),
        whole_limit=timedelta(hours=1),
        faults=1,
        max_steps=9,
    ),
    "a job that asks, and is answered": Case(
        handler=asking,
        actors=(FIRST, AGAIN, answering("a", "one"), SWEEP, NEXT),
        whole_limit=timedelta(hours=1),
        max_steps=8,
        check=answer_is_kept,
    ),
    "two answers, a cancel and a time-out": Case(
        handler=asking,
        world=suspended(),
        actors=(answering("a", "one"), answering("b", "other"), CANCEL, SWEEP, NEXT),
        whole_limit=timedelta(hours=1),
        max_steps=8,
        check=answer_is_kept,
    ),
    "the same answer twice, two sweepers and an old task": Case(
        handler=asking,
        world=suspended(),
        actors=(
            answering("a", "one"),
            answering("again", "one"),
            SWEEP,
            HASTY_SWEEP,
            FIRST,
        ),
        whole_limit=timedelta(hours=1),
        has_death=True,
        max_steps=8,
        check=answer_is_kept,
    ),
    "one call fails of a job that asks": Case(
        handler=asking,
        actors=(FIRST, answering("a", "one"), SWEEP),
        whole_limit=timedelta(hours=1),
        faults=1,
        max_steps=9,
        check=answer_is_kept,
    ),
    "a job that expires": Case(
        handler=reporting, actors=ALL_FOUR, world=accepted(expiring), max_steps=9
    ),
    "an attempt that has died, two sweepers": Case(
        handler=reporting,
        actors=(FIRST, NEXT, CANCEL, SWEEP, HASTY_SWEEP),
        world=accepted(abandoned),
        max_steps=8,
    ),
    "one call fails": Case(handler=paying, actors=(FIRST, CANCEL, SWEEP), faults=1, max_steps=10),
    "two calls fail": Case(handler=reporting, actors=(FIRST, CANCEL), faults=2),
    "two resubmissions and an old task": Case(
        handler=reporting,
        actors=(resubmitting("A"), resubmitting("B"), FIRST, NEXT, SWEEP),
        world=accepted(cancelled),
        has_death=True,
        check=is_queued_once,
    ),
    "a failed job is resubmitted": Case(
        handler=reporting,
        actors=(resubmitting("A"), FIRST, NEXT, SWEEP),
        world=accepted(failed),
        has_death=True,
        check=is_queued_once,
    ),
    "one key, twice, and one call fails": Case(
        handler=reporting,
        actors=(submitting("A", "key"), submitting("B", "key"), SWEEP),
        world=World(),
        faults=1,
        check=there_is_one_job,
    ),
    "two newest at once": Case(
        handler=reporting,
        actors=(newest("A", "a"), newest("B", "b"), SWEEP),
        world=World(),
        check=only_one_is_not_replaced,
    ),
    "a newest and the end of the older": Case(
        handler=reporting,
        actors=(newest("A", "a"), FIRST, SWEEP),
        world=latest(accepted()),
        check=only_one_is_not_replaced,
    ),
    "a newest whose calls fail, and the end of the older": Case(
        handler=reporting,
        actors=(newest("A", "a"), FIRST),
        world=latest(accepted()),
        faults=1,
        check=only_one_is_not_replaced,
    ),
    "a newest and a dead attempt": Case(
        handler=reporting,
        actors=(newest("A", "a"), FIRST, SWEEP),
        world=latest(accepted(abandoned)),
        max_steps=9,
        check=only_one_is_not_replaced,
    ),
    "the two of a batch end at once, and one is cancelled": Case(
        handler=reporting,
        actors=(FIRST, OTHER, CANCEL),
        world=two_of_a_batch(),
        max_steps=11,
        check=each_has_one_end,
    ),
    "the two of a batch end at once, and one call fails": Case(
        handler=failing,
        actors=(FIRST, OTHER),
        world=two_of_a_batch(),
        faults=1,
        max_steps=12,
        check=each_has_one_end,
    ),
    "one of a batch is resubmitted as the other ends": Case(
        handler=reporting,
        actors=(resubmitting("A"), OTHER, NEXT),
        world=two_of_a_batch(failed),
        has_death=True,
        max_steps=12,
        check=nothing_else,
    ),
    "a double click": Case(
        handler=reporting,
        actors=(submitting("A", None), submitting("B", None)),
        world=World(),
        check=there_is_one_job,
    ),
}


@cache
def explore(name: str) -> Explored:
    """Explore a case, once a run."""
    case = CASES[name]
    with declared(
        case.handler,
        retry=POLICY,
        time_limit=case.time_limit,
        whole_limit=case.whole_limit,
        forms=(Told,) if case.whole_limit else (),
    ):
        return Explorer(replace(case, name=name)).explore()


@pytest.mark.parametrize("name", CASES)
def test_no_order_of_calls_breaks_a_guarantee(name: str) -> None:
    """Every order is tried, and in each state every process may die; G1 to G10 hold after all."""
    explored = explore(name)
    print(f"\n{name}: {explored}")  # noqa: T201 -- the numbers belong to the proof
    assert explored.interleavings >= explored.states > len(CASES[name].actors)


@pytest.mark.timeout(900)  # alone, it has to explore all of them
def test_every_change_of_status_was_made() -> None:
    """The orders together reach the whole table of transitions, and nothing beside it."""
    table = {(before, after) for before, all_after in TRANSITIONS.items() for after in all_after}
    moves = set[tuple[JobStatus, JobStatus]]().union(*(explore(name).moves for name in CASES))
    print("\n" + "\n".join(sorted(f"{before} -> {after}" for before, after in moves)))  # noqa: T201
    assert moves == table


def test_the_explorer_finds_a_forgotten_cancel() -> None:
    """It can fail: a worker that settles as if no cancel had been asked for is found out."""

    def forgetful(services: Services) -> None:
        stored = services.store.read(JOB_ID)
        assert stored is not None
        if stored.job.status is JobStatus.RUNNING:
            services.store.write(stored, stored.job.requeued(START, START, None))

    actors = (FIRST, CANCEL, Actor(name="forgetful", act=forgetful))
    with declared(reporting, retry=POLICY), pytest.raises(ViolationError, match=r"G3|G8"):
        Explorer(Scenario(name="forgetful", world=accepted(), actors=actors)).explore()
