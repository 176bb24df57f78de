"""What happens by itself in the model: due tasks are delivered, the sweeper comes by."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from functions.worker import deliver, sweep
from shared.core.job_status import JobStatus
from shared.tasks.task_payload import TaskPayload
from shared.wiring import Services
from tests.faults.model_actor import Actor, move, told, told_answer
from tests.faults.model_call import Call
from tests.faults.model_world import START, World

#: A waiting task is delivered within this time.
_LOOK_EVERY = timedelta(seconds=5)
_SWEEP_EVERY = timedelta(seconds=60)
#: After this long without an end a job counts as stuck: several leases and waits.
_STUCK_AFTER = timedelta(minutes=15)
#: The stated bound, G2.
_BOUND = timedelta(seconds=120)


class Recovery:
    """What happens by itself: due tasks are delivered, the sweeper comes by."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.path: list[str] = []
        self.broken: list[str] = []
        self.moves = set[tuple[JobStatus, JobStatus]]()
        self._began = world.now
        self._calls = 0

    def run(self) -> None:
        """Go on until nothing more would happen."""
        idle_since = self.world.now
        while not self._is_at_rest() and self.world.now - self._began < _STUCK_AFTER:
            before = self.world.writes
            self._deliver()
            if (self.world.now - self._began) % _SWEEP_EVERY == timedelta() and (
                self.world.now > self._began
            ):
                self._do("sweep", sweep.sweep)
            if self.world.writes != before or self._waits():
                idle_since = self.world.now
            elif self.world.now - idle_since > _BOUND:
                self.broken.append("G2 nothing was done about a job for 120 s")
                return
            self.world = self.world.later(_LOOK_EVERY)

    def _is_at_rest(self) -> bool:
        return not self.world.enqueued and all(
            stored.job.status.is_terminal and stored.job.check_at is None
            for stored in self.world.jobs
        )

    def _waits(self) -> bool:
        """Whether every job that is not at rest waits for the time of its next attempt."""
        return any((s.job.next_attempt_at or START) > self.world.now for s in self.world.jobs)

    def _deliver(self) -> None:
        due = [task for task in self.world.enqueued if task[2] <= self.world.now]
        for job_id, dispatch, _ in sorted(due):
            handle = partial(
                deliver.handle_delivery, task=TaskPayload(job_id=job_id, dispatch=dispatch)
            )
            if self._do(f"task {dispatch}", handle):
                self.world = self.world.without_task(job_id, dispatch)

    def _do(self, what: str, act: Callable[[Services], object]) -> bool:
        self._calls += 1
        call = Call(f"R{self._calls}", self.world, calls=float("inf"))
        moved = move(Actor(name="R", act=act), call)
        self.world = call.world
        self.moves |= call.moves
        self.broken += call.broken
        self.path.append(f"{self.world.now:%M:%S} {what}: {told(call.log)} = {told_answer(moved)}")
        return moved.is_answered
