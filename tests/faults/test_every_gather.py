"""Every order in which a job that gathers others, their ends, cancels and sweeps may come about.

As `test_every_interleaving.py`, with a parent and its two children in the world.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from functions.requests import cancel, resubmit
from functions.worker import deliver, sweep
from shared.auth.users import User
from shared.core import errors
from shared.core.cancelling import asked_or_ended
from shared.core.gather import Failures, OpenGather, children_text
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.new_job import new_job, part_of
from shared.core.retry import RetryPolicy
from shared.core.usage import Usage
from shared.firestore import documents
from shared.firestore.documents import StepKind
from shared.handler.children import Child
from shared.handler.job_context import JobContext
from shared.tasks.task_payload import TaskPayload
from shared.wiring import Services
from tests.faults.model import Explorer, Scenario
from tests.faults.model_actor import Actor
from tests.faults.model_call import SETTINGS
from tests.faults.model_world import START, World, changed_history, data_path
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared

Answers = Mapping[str, object]

OWNER = User(uid="u")
PARENT, PART = "test-word", "test-part"
PARENT_ID = f"u:{PARENT}:1767225600000:abcdefgh"
A_ID, B_ID = (f"u:{PART}:1767225600000:{name}" for name in ("bcdefghi", "cdefghij"))
ONCE = RetryPolicy(max_attempts=1, base=timedelta(seconds=10), jitter=0)
LIMIT = timedelta(hours=2)
#: A lease and all that is added to it are over, and so is the wait for a repeated look.
LONG = timedelta(seconds=70)


# --- worlds -------------------------------------------------------------------------------------


def accepted(job_id: str = PARENT_ID, limit: timedelta | None = LIMIT) -> Job:
    """Return a job that was just accepted."""
    return new_job(
        job_id=job_id,
        job_type=PARENT if job_id == PARENT_ID else PART,
        max_attempts=1,
        now=START,
        retention=timedelta(days=90),
        whole_limit=limit,
    )


def with_tasks(world: World, *tasks: tuple[str, int]) -> World:
    """Return a world in which these tasks are enqueued."""
    return replace(world, enqueued=frozenset((*task, START) for task in tasks))


def begun() -> World:
    """Return a world with a job that will gather, just accepted."""
    world = World().put(
        **{PARENT_ID: accepted(), data_path(PARENT_ID, documents.INPUT): '{"word": "x"}'}
    )
    return replace(with_tasks(world, (PARENT_ID, 1)), names=frozenset({(PARENT_ID, 1)}))


def waiting(
    failures: Failures = "keep",
    *,
    change: Callable[[Job], Job] = lambda job: job,
    dispatch: int = 1,
) -> World:
    """Return a world with a job that awaits its two children, whose tasks are enqueued.

    Args:
        failures: As it gathers them.
        change: What has become of the job meanwhile.
        dispatch: That of its task.
    """
    running = accepted().claimed(START - timedelta(minutes=5), SETTINGS.lease, "00" * 8)
    gather = OpenGather(
        name="parts",
        children=(A_ID, B_ID),
        since=START,
        stops_at_failure=failures == "stop",
    )
    parent = running.gathering(START, gather, Usage(), attempts=1, deadline=START + LIMIT)
    step = documents.step_text(1, children_text((A_ID, B_ID)), StepKind.GATHER)
    children = {job_id: part_of(accepted(job_id, None), parent, START) for job_id in (A_ID, B_ID)}
    given = {
        data_path(job_id, documents.INPUT): '{"word": "x"}' for job_id in (PARENT_ID, A_ID, B_ID)
    }
    kept = {data_path(PARENT_ID, documents.step_document("parts")): step}
    history = changed_history(World(), running, parent)
    world = World().put(**{PARENT_ID: change(parent), **children, **given, **kept, **history})
    tasks = ((A_ID, 1), (B_ID, 1), *(((PARENT_ID, dispatch),) if dispatch > 1 else ()))
    return replace(with_tasks(world, *tasks), names=frozenset({*tasks, (PARENT_ID, 1)}))


def left_with_cancelled() -> World:
    """Return a world with a job whose children were cancelled; who did that has died there."""
    world = waiting()
    cancelled = {
        stored.job.job_id: asked_or_ended(stored.job, START).end_unpublished(by=START)
        for stored in world.jobs
        if stored.job.parent_id is not None
    }
    return replace(world.put(**cancelled), enqueued=frozenset())


def woken(job: Job) -> Job:
    """Have it be queued although its children have not ended."""
    return job.resumed(START, "early")


# --- actors -------------------------------------------------------------------------------------


def delivery(name: str, job_id: str, dispatch: int = 1) -> Actor:
    """A delivery of a task; it may begin when that task was enqueued."""
    task = TaskPayload(job_id=job_id, dispatch=dispatch)
    return Actor(
        name=name,
        act=lambda services: deliver.handle_delivery(services, task),
        is_ready=lambda world: (job_id, dispatch) in world.names,
        task=task,
    )


def cancelling(name: str, job_id: str) -> Actor:
    """The owner cancels a job."""
    return Actor(name=name, act=lambda services: cancel.cancel_job(services, OWNER, job_id))


def resubmitting() -> Actor:
    """The owner wants the parent once more."""

    def act(services: Services) -> Job:
        return resubmit.resubmit_job(services, OWNER, PARENT_ID)

    return Actor(name="resubmit", act=act)


FIRST, NEXT = delivery("P1", PARENT_ID), delivery("P2", PARENT_ID, 2)
A, B = delivery("A", A_ID), delivery("B", B_ID)
CANCEL = cancelling("cancel", PARENT_ID)
SWEEP = Actor(name="sweep", act=sweep.sweep)


# --- handlers -----------------------------------------------------------------------------------


def gathering(failures: Failures) -> WordHandler:
    """Return a handler that gathers two jobs, and says how they have ended."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        ends = job.gather(
            "parts", [Child(PART, {"word": "x"}), Child(PART, {"word": "x"})], failures=failures
        )
        return WordResult(answer=" ".join(end.status for end in ends))

    return handler


def part(request: WordRequest, job: JobContext) -> WordResult:
    """End at once."""
    return WordResult(answer=request.word)


def bad_part(request: WordRequest, job: JobContext) -> WordResult:
    """Fail at once."""
    raise errors.PermanentJobError("This part is bad.")


# --- what must hold at the end ------------------------------------------------------------------


def all_is_well(world: World, answers: Answers) -> str | None:
    """G8, G10: a cancel holds, no child is made twice, and none goes on without its parent."""
    jobs = {stored.job.job_id: stored.job for stored in world.jobs}
    parent = jobs[PARENT_ID]
    children = [job for job in jobs.values() if job.parent_id == PARENT_ID]
    if len(children) > 2:
        return f"G10 two children became {len(children)}"
    if isinstance(answers.get("cancel"), Job) and parent.status is not JobStatus.CANCELLED:
        return f"G8 a cancel was accepted, and the job is {parent.status}"
    if len({event_id for event_id, status in world.events if status.is_terminal}) > len(jobs):
        return "G1 there was more than one end of a job"
    kept = parent.status is JobStatus.SUCCEEDED
    if kept and any(
        job.finished_at and parent.finished_at and job.finished_at > parent.finished_at
        for job in children
    ):
        return "a job has gone on before its children had ended"
    return None


def only_its_own(world: World, answers: Answers) -> str | None:
    """A cancel takes along what was made before it, and nothing that was made after a retry."""
    if not isinstance(answers.get("resubmit"), Job):
        return None
    anew = [stored.job for stored in world.jobs if stored.job.parent_id == PARENT_ID]
    anew = [job for job in anew if job.job_id not in {A_ID, B_ID}]
    if any(job.status is not JobStatus.SUCCEEDED for job in anew):
        return "a cancel from before has ended what was made anew"
    return None


def is_there(world: World, answers: Answers) -> str | None:
    """What holds of every world is enough: all have ended, and each end was published."""
    return None


@dataclass(frozen=True, kw_only=True)
class Case(Scenario):
    """Who meets, in which world, and how it is gathered."""

    world: World = field(default_factory=waiting)
    failures: Failures = "keep"
    part: WordHandler = part
    ticks: tuple[timedelta, ...] = ()
    max_steps: int = 24
    check: Callable[[World, Answers], str | None] = all_is_well


CASES = {
    "the last two end at once": Case(actors=(A, B)),
    "the last two end at once, and one call fails": Case(actors=(A, B), faults=1, max_steps=20),
    "the last two are cancelled at once, and a sweep": Case(
        actors=(cancelling("CA", A_ID), cancelling("CB", B_ID), SWEEP),
        ticks=(LONG,),
        max_steps=14,
    ),
    "an end, a sweep, and its parent is cancelled": Case(
        actors=(cancelling("CA", A_ID), CANCEL, SWEEP), ticks=(LONG,), max_steps=14
    ),
    "an end, and its parent goes on and is cancelled": Case(actors=(A, B, CANCEL), max_steps=13),
    "the first failure, the last success and the parent's end": Case(
        actors=(A, cancelling("CB", B_ID), NEXT),
        world=waiting("stop"),
        failures="stop",
        max_steps=14,
    ),
    "both fail at once, and the parent with the first": Case(
        actors=(A, B, NEXT),
        world=waiting("stop"),
        failures="stop",
        part=bad_part,
        max_steps=14,
    ),
    "a job waits again as its children end": Case(
        actors=(NEXT, A, cancelling("CB", B_ID)),
        world=waiting(change=woken, dispatch=2),
        max_steps=18,
    ),
    "a job begins to wait, and one call fails": Case(
        actors=(FIRST, SWEEP), world=begun(), ticks=(LONG,), faults=1, max_steps=14
    ),
    "a job begins to wait, is cancelled, and its task comes twice": Case(
        actors=(FIRST, delivery("P1b", PARENT_ID), CANCEL), world=begun(), max_steps=13
    ),
    "a job is cancelled, resubmitted, and gathers anew": Case(
        actors=(CANCEL, resubmitting(), NEXT),
        world=left_with_cancelled(),
        max_steps=40,
        check=only_its_own,
    ),
    "a cancelled job is resubmitted as its children end": Case(
        actors=(CANCEL, resubmitting(), A), has_death=True, max_steps=16, check=is_there
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_no_order_of_calls_strands_a_parent(name: str) -> None:
    """Every order is tried, and in each state every process may die; G1 to G10 hold after all."""
    case = CASES[name]
    with (
        declared(case.part, name=PART, retry=ONCE),
        declared(gathering(case.failures), retry=ONCE, whole_limit=LIMIT, children=(PART,)),
    ):
        explored = Explorer(replace(case, name=name)).explore()
    print(f"\n{name}: {explored}")  # noqa: T201 -- the numbers belong to the proof
    assert explored.interleavings >= explored.states > len(case.actors)
