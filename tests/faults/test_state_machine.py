"""Anything the API allows, in any order, with anything going wrong: the guarantees hold.

Hypothesis chooses what happens: requests, deliveries (again, late, out of order, one inside the
other), deaths at any call, refusals, time. After each step the guarantees that hold always are
checked; in the end everything is left to recover, and all of them are.

    HYPOTHESIS_PROFILE=nightly   at random, 2,000 runs or NIGHTLY_MINUTES (default 60), whichever
                                 comes first; the number is printed

What must stay true: a run is decided by what Hypothesis chose and by nothing else; the handler's
own part in it (its plan) is chosen with the delivery.
"""

import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from functions.requests import cancel, resubmit, submit
from functions.worker import sweep
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from shared import shutdown
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.faults import checks
from tests.faults.history import History, attempt_of
from tests.faults.points import Call, Crash, Point, Process, Watched, When
from tests.faults.stage import Stage
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.world import OWNER, QUEUE_PATH, EnqueuedTask

POLICY = RetryPolicy(max_attempts=3, base=timedelta(seconds=10), jitter=0)
#: How long a service refuses at the most, in calls.
_MOST_REFUSALS = 6
_CI_RUNS = 45
_NIGHTLY_RUNS = 2_000
_BATCH = 100
_STEPS = 20
_CALL_SECONDS = 30

#: Every call that a process may make; the first few times that it makes it.
CALLS = [
    ("store", "read_prior", 1),
    ("store", "accept", 1),
    *(("store", "read_with_data", n) for n in (1, 2)),
    *(("store", "write", n) for n in (1, 2, 3, 4, 5)),
    ("store", "due", 1),
    ("queue", "enqueue", 1),
    ("queue", "is_enqueued", 1),
    ("events", "publish", 1),
]


def a_death(when: When, call: tuple[str, str, int]) -> Point:
    """Return a side of a call, to die there."""
    part, method, number = call
    return Point(when=when, call=Call(part=part, method=method, number=number))


#: A call that the process dies at, or none.
deaths = st.one_of(
    st.none(),
    st.builds(a_death, when=st.sampled_from(list(When)), call=st.sampled_from(CALLS)),
)
numbers = st.integers(min_value=0, max_value=5)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a handler does, and what happens meanwhile."""

    #: What others do while it runs, in order.
    meanwhile: tuple[str, ...] = ()
    #: "succeed", "fail" or "refuse".
    end: str = "succeed"


plans = st.builds(
    lambda meanwhile, end: Plan(meanwhile=tuple(meanwhile), end=end),
    st.lists(
        st.sampled_from(["task", "cancel", "sweep", "a second", "two minutes", "stop"]), max_size=3
    ),
    st.sampled_from(["refuse", "fail", "succeed"]),
)


class Refusing:
    """An adapter that refuses its next calls, without effect."""

    def __init__(self, adapter: object, error: type[errors.JobsError]) -> None:
        self._adapter = adapter
        self._error = error
        self.refusals = 0

    def __getattr__(self, name: str) -> object:
        """Return the adapter's method, or one that refuses."""
        found = getattr(self._adapter, name)

        def call(*arguments: object, **named: object) -> object:
            if self.refusals > 0:
                self.refusals -= 1
                raise self._error
            return found(*arguments, **named)

        return call


@dataclass(kw_only=True)
class Theatre:
    """A stage that is used for one run after the other, and what can be refused on it."""

    stage: Stage
    emulator: CloudTasksEmulator
    forget: Callable[[], None]
    store: Refusing
    events: Refusing
    #: What happened: runs, calls on the API and the worker, deaths, and how jobs ended.
    counts: Counter[str] = field(default_factory=Counter)
    #: What the next attempts do; a healthy one where nothing is planned.
    plans: list[Plan] = field(default_factory=list)

    def clear(self) -> None:
        """Begin the next run with nothing."""
        self.heal()
        self.counts["runs"] += 1
        self.forget()
        self.emulator.reset()
        self.stage.world.tasks.pause_queue(name=QUEUE_PATH, timeout=_CALL_SECONDS)
        self.stage.history = History(clock=self.stage.clock)
        self.plans.clear()

    def heal(self) -> None:
        """Have every service answer again."""
        self.store.refusals = self.events.refusals = 0
        self.emulator.faults.clear()

    def handle(self, request: WordRequest, job: JobContext) -> WordResult:
        """Do what is planned, as a handler."""
        plan = self.plans.pop() if self.plans else Plan()
        stage = self.stage
        stage.history.say(job, 10, "begins")
        value = job.step("first", lambda: stage.history.pay(job, "first"))
        for what in plan.meanwhile:
            self.happen(what, attempt_of(job).job)
            stage.history.say(job, 50, what)
        match plan.end:
            case "fail":
                raise RuntimeError("a passing fault")
            case "refuse":
                raise errors.PermanentJobError("It cannot be done.")
        return WordResult(answer=str(value))

    def happen(self, what: str, job: Job) -> None:
        """Have another process do something while the job runs."""
        services = self.stage.start_process("meanwhile").services
        match what:
            case "task":
                task = EnqueuedTask(job_id=job.job_id, dispatch=job.dispatch, at=job.updated_at)
                self.stage.deliver(services, task)
            case "cancel":
                _tolerate(lambda: cancel.cancel_job(services, OWNER, job.job_id))
            case "sweep":
                _tolerate(lambda: sweep.sweep(services))
            case "a second":
                self.stage.clock.move(timedelta(seconds=1))
            case "two minutes":
                self.stage.clock.move(timedelta(minutes=2))
            case "stop":
                shutdown.end_gracefully()


def _tolerate(act: Callable[[], object]) -> None:
    """Do something that may be refused for a good reason."""
    expected = (
        errors.UnavailableError,
        errors.WriteConflictError,
        errors.FailedPreconditionError,
        errors.AlreadyExistsError,
    )
    with suppress(*expected):
        act()


class AnyLife(RuleBasedStateMachine):
    """The lives of a few jobs of one user."""

    theatre: Theatre

    def __init__(self) -> None:
        super().__init__()
        self.theatre.clear()
        self.stage = self.theatre.stage
        #: The jobs that a client was told of.
        self.promised: set[str] = set()

    # --- what the owner does ---

    @initialize(words=st.sampled_from(["a", "ab"]))
    def begin(self, words: str) -> None:
        """Have a job or two from the start."""
        for word in words:
            self.submit(word, None, None)

    @rule(word=st.sampled_from("ab"), key=st.sampled_from([None, None, "k1", "k2"]), death=deaths)
    def submit(self, word: str, key: str | None, death: Point | None) -> None:
        """Submit a job, perhaps with a key, perhaps the same again."""

        def act(process: Process) -> None:
            body: dict[str, Any] = {"type": "test-word", "word": word}
            done = submit.submit_job(process.services, OWNER, body, idempotency_key=key)
            self.promised.add(done.job.job_id)

        self.do(act, death)

    @precondition(lambda self: self.stage.job_ids())
    @rule(which=numbers, death=deaths)
    def cancel(self, which: int, death: Point | None) -> None:
        """Cancel a job."""
        job_id = self.job_id(which)
        self.do(lambda process: cancel.cancel_job(process.services, OWNER, job_id), death)

    @precondition(lambda self: self.stage.job_ids())
    @rule(which=numbers, keep_steps=st.booleans(), death=deaths)
    def resubmit(self, which: int, keep_steps: bool, death: Point | None) -> None:  # noqa: FBT001 -- Hypothesis names it
        """Resubmit a job."""
        job_id = self.job_id(which)
        self.do(
            lambda process: resubmit.resubmit_job(
                process.services, OWNER, job_id, keep_steps=keep_steps
            ),
            death,
        )

    # --- what Cloud Tasks and Cloud Scheduler do ---

    @precondition(lambda self: self.stage.job_ids())
    @rule(which=numbers, back=st.sampled_from([0, 0, 0, 1, 2]), plan=plans, death=deaths)
    def deliver(self, which: int, back: int, plan: Plan, death: Point | None) -> None:
        """Deliver a task when it is due, or one that was answered before."""
        job_document = self.stage.history.versions(self.job_id(which))[-1].job
        dispatch = max(1, job_document.dispatch - back)
        waiting = {task.dispatch: task for task in self.stage.world.enqueued(job_document.job_id)}
        task = waiting.get(dispatch) or EnqueuedTask(
            job_id=job_document.job_id, dispatch=dispatch, at=job_document.created_at
        )
        due_at = max(task.at, job_document.next_attempt_at or task.at)
        self.stage.clock.move(max(due_at - self.stage.clock(), timedelta()))
        self.theatre.plans[:] = [plan]
        self.do(lambda process: self.stage.deliver(process.services, task), death)

    @rule(death=deaths)
    def sweep(self, death: Point | None) -> None:
        """Call the sweeper, whatever the time."""
        self.do(lambda process: sweep.sweep(process.services), death)

    @precondition(lambda self: self.stage.job_ids())
    @rule(which=numbers)
    def lose_tasks(self, which: int) -> None:
        """Lose what waits in the queue for a job.

        Not after its end: there a task waits only because its delivery could not publish that end,
        and Cloud Tasks would have to fail too.
        """
        job_id = self.job_id(which)
        if not self.stage.history.versions(job_id)[-1].job.status.is_terminal:
            for task in self.stage.world.enqueued(job_id):
                self.stage._remove(task)

    # --- what goes on around ---

    @rule(seconds=st.sampled_from([1, 5, 11, 31, 51, 130]))
    def pass_time(self, seconds: int) -> None:
        """Let time pass."""
        self.stage.clock.move(timedelta(seconds=seconds))

    @rule(
        who=st.sampled_from(["Firestore", "Pub/Sub", "Cloud Tasks", "its answers"]),
        calls=st.integers(min_value=1, max_value=_MOST_REFUSALS),
    )
    def refuse(self, who: str, calls: int) -> None:
        """Have a service refuse its next calls; or lose the answers of Cloud Tasks."""
        match who:
            case "Firestore":
                self.theatre.store.refusals = calls
            case "Pub/Sub":
                self.theatre.events.refusals = calls
            case _:
                self.theatre.emulator.faults.refuse_calls(
                    code=RpcCode.INTERNAL,
                    times=calls,
                    methods=frozenset({"CreateTask", "GetTask"}),
                    applied=who == "its answers",
                )

    @rule()
    def heal(self) -> None:
        """Have every service answer again."""
        self.theatre.heal()

    # --- what must hold ---

    @invariant()
    def always_holds(self) -> None:
        """Check what must hold at any moment, by what was witnessed: this asks no service."""
        history = self.stage.history
        for job_id in self.stage.job_ids():
            versions = history.versions(job_id)
            is_done = versions[-1].job.status.is_terminal
            checks.check_one_end(versions, is_done=is_done)
            checks.check_attempts(versions)
            checks.check_lost_attempts_write_nothing(versions)
            checks.check_steps(history, versions)
            checks.check_cancel(versions)
        checks.check_one_job_a_key(history)
        assert self.promised <= set(self.stage.job_ids())

    def teardown(self) -> None:
        """Leave everything to recover, and check all guarantees."""
        self.theatre.heal()
        self.theatre.plans.clear()
        self.stage.recover_in_time()
        self.stage.check()
        for job_id in self.stage.job_ids():
            for version in self.stage.history.versions(job_id):
                if version.job.status.is_terminal:
                    self.theatre.counts[version.job.status] += 1

    # --- how it is done ---

    def job_id(self, which: int) -> str:
        """Return one of the jobs."""
        job_ids = self.stage.job_ids()
        return job_ids[which % len(job_ids)]

    def do(self, act: Callable[[Process], object], death: Point | None) -> None:
        """Have a new process do something, over which it may die."""
        self.theatre.counts["acts"] += 1
        process = self.stage.start_process("any", death)
        try:
            _tolerate(lambda: act(process))
        except Crash:
            assert process.is_dead
            self.theatre.counts["deaths"] += 1


def _with_refusals(stage: Stage) -> tuple[Refusing, Refusing]:
    """Put something that can refuse before Firestore and Pub/Sub, for every process."""
    services: Any = stage.world.services
    store, events = services.store, services.events
    assert isinstance(store, Watched)
    assert isinstance(events, Watched)
    refusing = Refusing(store._adapter, errors.UnavailableError)
    silent = Refusing(events._adapter, errors.EventNotPublishedError)
    store._adapter, events._adapter = refusing, silent
    return refusing, silent


@pytest.fixture
def theatre(
    stage: Stage, still_tasks: CloudTasksEmulator, emulators: GoogleEmulators
) -> Iterator[Theatre]:
    """A theatre whose job type does what is planned."""
    store, events = _with_refusals(stage)
    theatre = Theatre(
        stage=stage,
        emulator=still_tasks,
        forget=emulators.forget_documents,
        store=store,
        events=events,
    )
    # Thousands of lives say too much, and Hypothesis tells what matters.
    logging.disable(logging.CRITICAL)
    try:
        with declared(theatre.handle, retry=POLICY):
            yield theatre
    finally:
        logging.disable(logging.NOTSET)


def _run(theatre: Theatre, runs: int, *, is_repeatable: bool) -> None:
    """Try so many lives."""
    machine = type("AnyLife", (AnyLife,), {"theatre": theatre})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=_STEPS,
            derandomize=is_repeatable,
            database=None,
            deadline=None,
            print_blob=True,
            # Making a failure small takes minutes, which only the night has.
            phases=(Phase.generate,) if is_repeatable else (Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_life_that_broke_a_guarantee(theatre: Theatre) -> None:
    """Found at night, and mended: an end of which neither a task nor the sweeper knew.

    Cloud Tasks delivers a task twice. The second delivery is dealt with, so the task is gone, but
    Cloud Tasks takes no other; then the process of the first dies once it has written the end.
    """
    life = type("AnyLife", (AnyLife,), {"theatre": theatre})()
    life.begin(words="a")
    life.refuse(calls=1, who="Cloud Tasks")
    at_the_end = a_death(when=When.AFTER, call=("store", "write", 5))
    life.deliver(which=0, back=0, plan=Plan(meanwhile=("task",), end="refuse"), death=at_the_end)
    life.always_holds()
    life.teardown()


def test_a_success_beside_other_deliveries_keeps_its_last_word(theatre: Theatre) -> None:
    """Its end is written with a reminder, and once more without: neither says anything else."""
    life = type("AnyLife", (AnyLife,), {"theatre": theatre})()
    life.begin(words="a")
    for plan in (Plan(meanwhile=("stop",)), Plan(meanwhile=("task", "task"))):
        life.deliver(which=0, back=0, plan=plan, death=None)
    life.always_holds()
    life.teardown()


_IS_NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
_NIGHTLY_SECONDS = 60 * float(os.environ.get("NIGHTLY_MINUTES", "60"))


@pytest.mark.skipif(_IS_NIGHTLY, reason="the nightly run does more")
def test_no_life_breaks_a_guarantee(theatre: Theatre) -> None:
    """A few lives, always the same ones."""
    _run(theatre, _CI_RUNS, is_repeatable=True)
    print(f"\n{dict(theatre.counts)}")  # noqa: T201 -- the numbers belong to the proof
    assert {JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED} <= theatre.counts.keys()
    assert theatre.counts["deaths"] > 0


@pytest.mark.skipif(not _IS_NIGHTLY, reason="HYPOTHESIS_PROFILE=nightly asks for it")
@pytest.mark.timeout(_NIGHTLY_SECONDS + 600)
def test_no_life_breaks_a_guarantee_all_night(theatre: Theatre) -> None:
    """Many lives, other ones each time."""
    began = time.monotonic()
    while theatre.counts["runs"] < _NIGHTLY_RUNS and time.monotonic() - began < _NIGHTLY_SECONDS:
        _run(theatre, _BATCH, is_repeatable=False)
        seconds = time.monotonic() - began
        print(f"after {seconds:.0f} s: {dict(theatre.counts)}", flush=True)  # noqa: T201 -- a person waits for it
