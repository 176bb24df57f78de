"""Every order of outside calls, tried: an explorer of states around the real moments of a job.

The actors (deliveries of a task, a cancel, the sweeper, ...) are the functions of `functions/` as
they are, on a Firestore, a queue and a topic of values instead of services. One *step* is one
outside call of one actor. To make an actor's next step, its function is called from the start
again: the answers of its earlier calls are given to it as they were, the next call is made, and
the one after that is not answered any more. So a state is a value, and any of its futures can be
tried without threads.

What must stay true:

- An actor that never moves again is a process that died there. So every state is also left to
  recover with all who are not done being dead, once with every task and once with none.
- An actor is a pure function of what it was answered; what it keeps elsewhere is not a state.
- A moment that found the job document changed looks again. Here it does so without end, from the
start.
- The clock is read just before a call, or just before time passes: both are tried.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from shared.core.job_status import JobStatus
from tests.faults.model_actor import Actor, Mover, move, single_threaded, told, told_answer
from tests.faults.model_call import Call, Fault
from tests.faults.model_recovery import Recovery
from tests.faults.model_world import World, what_is_unpublished, what_is_wrong

T = TypeVar("T")


class ViolationError(AssertionError):
    """A guarantee does not hold; the message has the order of calls that shows it."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Who meets, where, and how often time passes and something fails meanwhile."""

    name: str = ""
    world: World
    actors: tuple[Actor, ...]
    ticks: tuple[timedelta, ...] = (timedelta(seconds=35), timedelta(seconds=35))
    faults: int = 0
    #: Whether a process has died before.
    has_death: bool = False
    #: No order is followed further than this.
    max_steps: int = 12
    #: Looks at a world at rest, and at who has been answered what.
    check: Callable[[World, Mapping[str, object]], str | None] = lambda _world, _answers: None


class _State(NamedTuple):
    """Where everything is: worlds and movers by the numbers that the explorer gave them."""

    world: int
    movers: tuple[int, ...]
    steps: int = 0
    ticks: int = 0
    faults: int = 0


class _End(NamedTuple):
    """What everything comes to by itself, and what is wrong with that."""

    world: World
    wrong: str | None
    #: What is wrong if all who wrote an end could publish it, or had a task left to do so.
    unpublished: str | None


class _Step(NamedTuple):
    """What one step of an actor did; the same wherever the others are."""

    world: int
    mover: int
    has_failed: bool
    told: str
    broken: tuple[str, ...]


@dataclass(kw_only=True)
class Explored:
    """What was tried."""

    states: int = 0
    #: Orders of calls from the beginning to where no actor moves any more.
    interleavings: int = 0
    longest: int = 0
    recoveries: int = 0
    #: Changes of status that were made.
    moves: set[tuple[JobStatus, JobStatus]] = field(default_factory=set)

    def __str__(self) -> str:
        return (
            f"{self.states:,} states, {self.interleavings:,} interleavings of up to"
            f" {self.longest} steps, {self.recoveries:,} recoveries"
        )


class Explorer:
    """Tries every order of calls of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._worlds = _Numbered[World](_world_key)
        self._movers = _Numbered[Mover](lambda mover: mover.kept)
        self._steps_taken: dict[object, _Step] = {}
        self._early_movers: dict[object, int] = {}
        self._ends: dict[int, _End] = {}
        #: What recovery began with, and came to a good end.
        self._left: set[object] = set()
        #: By state: how many ways lead from it to an end.
        self._ways: dict[_State, int] = {}
        #: Who has done what up to here.
        self._path: list[str] = []
        self.explored = Explored()

    def explore(self) -> Explored:
        """Try all.

        Raises:
            ViolationError: At the first guarantee that does not hold.
        """
        movers = tuple(self._movers.add(Mover()) for _ in self._scenario.actors)
        with single_threaded():
            ways = self._visit(_State(self._worlds.add(self._scenario.world), movers))
        self.explored.interleavings = ways
        self.explored.states = len(self._ways)
        return self.explored

    def _visit(self, state: _State) -> int:
        """Try everything that may happen from here; return the number of ways to an end."""
        if state in self._ways:
            return self._ways[state]
        self.explored.longest = max(self.explored.longest, state.steps)
        self._leave_to_recover(state)
        ways = 0
        if state.steps < self._scenario.max_steps:
            for words, following in self._following(state):
                self._path.append(words)
                ways += self._visit(following)
                self._path.pop()
        self._ways[state] = ways or 1
        return ways or 1

    def _following(self, state: _State) -> Iterator[tuple[str, _State]]:
        for i in range(len(state.movers)):
            if self._may_move(state, i):
                yield from self._steps(state, i)
        if state.ticks < len(self._scenario.ticks):
            yield from self._ticks(state)

    def _may_move(self, state: _State, i: int) -> bool:
        mover = self._movers[state.movers[i]]
        is_ready = self._scenario.actors[i].is_ready
        return not mover.is_done and (bool(mover.log) or is_ready(self._worlds[state.world]))

    def _steps(self, state: _State, i: int) -> Iterator[tuple[str, _State]]:
        """Return what may come of an actor's next call."""
        faults = list(Fault) if state.faults < self._scenario.faults else []
        for fault in (None, *faults):
            step = self._step(state.world, i, state.movers[i], fault)
            if step.has_failed is (fault is not None):
                self._complain(step.broken, step.told)
                movers = (*state.movers[:i], step.mover, *state.movers[i + 1 :])
                failed = state.faults + step.has_failed
                yield step.told, _State(step.world, movers, state.steps + 1, state.ticks, failed)

    def _step(self, world: int, i: int, mover: int, fault: Fault | None) -> _Step:
        key = (world, i, mover, fault)
        if key not in self._steps_taken:
            self._steps_taken[key] = self._take_step(
                self._scenario.actors[i], self._worlds[world], self._movers[mover], fault
            )
        return self._steps_taken[key]

    def _take_step(self, actor: Actor, before: World, mover: Mover, fault: Fault | None) -> _Step:
        call = Call(actor.name, before, mover.log, fault=fault, skew=actor.skew)
        moved = move(actor, call)
        world = call.world
        if actor.task is not None and moved.is_answered:
            world = world.without_task(actor.task.job_id, actor.task.dispatch)
        self.explored.moves |= call.moves
        answer = f" = {told_answer(moved)}" if moved.is_done else ""
        return _Step(
            self._worlds.add(world),
            self._movers.add(moved),
            call.has_failed,
            f"{actor.name}: {told(call.log[len(mover.log) :])}{answer}",
            tuple(call.broken),
        )

    def _ticks(self, state: _State) -> Iterator[tuple[str, _State]]:
        """Let time pass; each actor may have read the clock before, or reads it after."""
        by = self._scenario.ticks[state.ticks]
        world = self._worlds.add(self._worlds[state.world].later(by))
        choices = [{mover, self._early(state, i)} for i, mover in enumerate(state.movers)]
        for movers in product(*choices):
            yield f"{by} pass", _State(world, movers, state.steps, state.ticks + 1, state.faults)

    def _early(self, state: _State, i: int) -> int:
        """Return an actor that has read the clock for its next call already."""
        if not self._may_move(state, i):
            return state.movers[i]
        key = (state.world, i, state.movers[i])
        if key not in self._early_movers:
            actor, mover = self._scenario.actors[i], self._movers[state.movers[i]]
            call = Call(
                actor.name,
                self._worlds[state.world],
                mover.log,
                calls=0,
                reads_clock=True,
                skew=actor.skew,
            )
            self._early_movers[key] = self._movers.add(move(actor, call))
        return self._early_movers[key]

    def _leave_to_recover(self, state: _State) -> None:
        """Let all who are not done be dead, and see whether the rest comes to a good end."""
        movers = [self._movers[mover] for mover in state.movers]
        has_death = any(mover.log and not mover.is_done for mover in movers)
        is_trouble = has_death or state.faults > 0 or self._scenario.has_death
        done = tuple(
            number if mover.is_done else None
            for number, mover in zip(state.movers, movers, strict=True)
        )
        # How far the dead had come is of no matter, but for what they left.
        if (left := (state.world, done, is_trouble)) in self._left:
            return
        self._left.add(left)
        answers = {
            actor.name: mover.answer
            for actor, mover in zip(self._scenario.actors, movers, strict=True)
            if mover.is_done
        }
        world = self._worlds[state.world]
        for is_any_lost in (False, True) if world.enqueued else (False,):
            end = self._end_of(replace(world, enqueued=frozenset()) if is_any_lost else world)
            # Who cannot publish an end leaves it to the task it was answering. One may be lost.
            wrong = end.wrong if is_any_lost and is_trouble else end.wrong or end.unpublished
            wrong = wrong or self._scenario.check(end.world, answers)
            if wrong:
                lost = "all tasks are lost" if is_any_lost else "no task is lost"
                self._complain((wrong,), f"all others die, {lost}")

    def _end_of(self, world: World) -> "_End":
        """Deliver and sweep until all jobs are at rest."""
        number = self._worlds.add(world)
        if number not in self._ends:
            self.explored.recoveries += 1
            recovery = Recovery(world)
            recovery.run()
            self.explored.moves |= recovery.moves
            self._complain(recovery.broken, "all others die", *recovery.path)
            end = recovery.world
            self._ends[number] = _End(end, what_is_wrong(end), what_is_unpublished(end))
        return self._ends[number]

    def _complain(self, broken: Sequence[str], *words: str) -> None:
        if broken:
            steps = "\n  ".join([*self._path, *words])
            raise ViolationError(f"{self._scenario.name}: {'; '.join(broken)}\n  {steps}")


class _Numbered(Generic[T]):
    """Values with a number each; records are slow to compare, numbers are not."""

    def __init__(self, key: Callable[[T], object]) -> None:
        self._key = key
        self._numbers: dict[object, int] = {}
        self._values: list[T] = []

    def __getitem__(self, number: int) -> T:
        return self._values[number]

    def add(self, value: T) -> int:
        """Return the number of a value."""
        number = self._numbers.setdefault(self._key(value), len(self._values))
        if number == len(self._values):
            self._values.append(value)
        return number


def _world_key(world: World) -> object:
    documents = frozenset(world.documents.items())
    return (world.now, documents, world.enqueued, world.names, world.events, world.batch_ends)
