"""One queue at work: its tasks, what is due when, and how much it may hand out.

Only the event loop's thread touches it; time is passed in. A task is on the schedule while it
waits and off it while a delivery is under way.
"""

import itertools
from dataclasses import replace
from datetime import datetime

from infra.local.cloud_tasks.engine.schedule import Schedule
from infra.local.cloud_tasks.records import Queue, QueueState, Task
from infra.local.cloud_tasks.rules import rate, retry
from infra.local.cloud_tasks.rules.rate import Bucket
from infra.local.cloud_tasks.rules.throttle import Throttle


class QueueRuntime:
    """A queue and everything that waits or runs in it."""

    def __init__(self, queue: Queue, now: datetime) -> None:
        #: The queue as the API shows it.
        self.queue = queue
        #: By name, in the order of their creation.
        self.tasks: dict[str, Task] = {}
        #: When the waiting ones come due.
        self.due_times = Schedule()
        #: How much of its limits the queue may use.
        self.throttle = Throttle()
        #: Deliveries under way that count against the concurrency limit.
        self.running = 0
        self._bucket = Bucket(tokens=queue.rate_limits.max_burst_size, at=now)

    def add(self, task: Task) -> None:
        """Let a new or changed task wait for its time."""
        self.tasks[task.name] = task
        self.due_times.put(task.name, task.schedule_time)

    def drop(self, name: str) -> None:
        """Forget a task; a delivery under way goes on."""
        self.tasks.pop(name, None)
        self.due_times.drop(name)

    def holds(self, task: Task) -> bool:
        """Whether this very task, not a later one of its name, is still in the queue."""
        held = self.tasks.get(task.name)
        return held is not None and held.serial == task.serial

    def next_dispatch_at(self, now: datetime) -> datetime | None:
        """Return when the queue can next hand out a task; None if only a change can tell."""
        due, limits = self.due_times.next_due(), self.queue.rate_limits
        is_open = self.queue.state is QueueState.RUNNING
        if due is None or not is_open or self.running >= limits.max_concurrent_dispatches:
            return None
        share = self.throttle.share
        per_second, burst = limits.max_dispatches_per_second * share, limits.max_burst_size * share
        self._bucket = rate.refill(self._bucket, rate=per_second, burst=max(1.0, burst), now=now)
        token = rate.next_token_at(self._bucket, rate=per_second)
        return max(due, token, self.throttle.not_before or due)

    def take_due(self, now: datetime) -> Task | None:
        """Take the next task that may be handed out now, and its token."""
        at = self.next_dispatch_at(now)
        if at is None or at > now:
            return None
        name = self.due_times.pop_due(now)
        if name is None:
            return None
        self._bucket = rate.take(self._bucket)
        return self.tasks[name]

    def expires_at(self) -> datetime | None:
        """Return when the oldest task reaches the end of its retention."""
        oldest = next(iter(self.tasks.values()), None)
        return None if oldest is None else oldest.create_time + retry.RETENTION

    def expired(self, now: datetime) -> list[str]:
        """Return the tasks that are past their retention."""
        limit = now - retry.RETENTION
        old = itertools.takewhile(lambda task: task.create_time <= limit, self.tasks.values())
        return [task.name for task in old]

    def restart(self, now: datetime) -> None:
        """Forget tasks, throttling and spent tokens; keep the settings, and run."""
        self.queue = replace(self.queue, state=QueueState.RUNNING)
        self.tasks.clear()
        self.due_times = Schedule()
        self.throttle = Throttle()
        self._bucket = Bucket(tokens=self.queue.rate_limits.max_burst_size, at=now)
