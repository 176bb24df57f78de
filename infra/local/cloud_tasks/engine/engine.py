"""What the API's calls do to queues and tasks.

Runs on the event loop's thread only. A change is in the store before the method returns, and the
watch is told of it. Each method raises `ApiError` where the real service refuses, in its
recorded words. Nothing here sends anything: that is the dispatcher's part.
"""

import itertools
import logging
from dataclasses import replace
from datetime import timedelta

from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.engine.runtime import QueueRuntime
from infra.local.cloud_tasks.engine.store import Store
from infra.local.cloud_tasks.engine.watch import Watch
from infra.local.cloud_tasks.errors import ApiError, entity_missing
from infra.local.cloud_tasks.records import Queue, QueueState, Task
from infra.local.cloud_tasks.rules import names, protos, task_rules
from infra.local.cloud_tasks.settings import Settings

log = logging.getLogger(__name__)

#: A deleted queue's name can be used again after three days.
_QUEUE_TOMBSTONE = timedelta(days=3)


class Engine:
    """All queues of one emulator."""

    def __init__(self, settings: Settings, clock: Clock, store: Store, watch: Watch) -> None:
        self._settings = settings
        self._clock = clock
        self._store = store
        #: Is told of every change.
        self.watch = watch
        #: By name.
        self.queues: dict[str, QueueRuntime] = {}
        #: Numbers that no task had before.
        self.serials = itertools.count(self._load() + 1)

    def _load(self) -> int:
        now = self._clock.now()
        for queue in self._store.queues():
            self.queues[queue.name] = QueueRuntime(queue, now)
        tasks = self._store.tasks()
        for task in tasks:
            self.queues[names.queue_of(task.name)].add(task)
        if tasks:
            log.info("found %d tasks of an earlier run", len(tasks))
        return max((task.serial for task in tasks), default=0)

    def queue(self, name: str) -> QueueRuntime:
        """Return a queue."""
        runtime = self.queues.get(names.check_queue(name))
        if runtime is None:
            raise ApiError(
                RpcCode.NOT_FOUND,
                "Queue does not exist. If you just created the queue, wait at least a minute for "
                "the queue to initialize.",
            )
        return runtime

    def create_queue(self, queue: Queue) -> None:
        """Add a queue."""
        now = self._clock.now()
        if queue.name in self.queues:
            raise ApiError(RpcCode.ALREADY_EXISTS, "Queue already exists")
        if self._store.is_taken(queue.name, now):
            raise ApiError(
                RpcCode.FAILED_PRECONDITION,
                "The queue cannot be created because a queue with this name existed too recently.",
            )
        self._store.save_queue(queue)
        self.queues[queue.name] = QueueRuntime(queue, now)
        log.info("created queue %s", names.short(queue.name))

    def change_queue(self, runtime: QueueRuntime, queue: Queue) -> None:
        """Replace a queue's settings or state."""
        self._store.save_queue(queue)
        runtime.queue = queue
        self.watch.changed()

    def set_state(self, name: str, state: QueueState) -> Queue:
        """Pause or resume a queue; deliveries under way go on."""
        runtime = self.queue(name)
        self.change_queue(runtime, replace(runtime.queue, state=state))
        log.info("queue %s is %s", names.short(name), state.value.lower())
        return runtime.queue

    def delete_queue(self, name: str) -> None:
        """Delete a queue with its tasks and keep the name taken for three days."""
        if names.check_queue(name) not in self.queues:
            raise entity_missing()
        now = self._clock.now()
        self._store.delete_queue(name, until=now + _QUEUE_TOMBSTONE, now=now)
        # A delivery under way must not find its task again.
        self.queues.pop(name).tasks.clear()
        self.watch.changed()
        log.info("deleted queue %s", names.short(name))

    def purge_queue(self, name: str) -> Queue:
        """Delete all tasks of a queue."""
        runtime = self.queue(name)
        purged = list(runtime.tasks)
        for task_name in purged:
            self.finish(runtime, task_name)
        self.change_queue(runtime, replace(runtime.queue, purge_time=self._clock.now()))
        log.info("purged %d tasks from queue %s", len(purged), names.short(name))
        return runtime.queue

    def add_task(self, runtime: QueueRuntime, task: Task) -> None:
        """Add a task."""
        now = self._clock.now()
        if task.name in runtime.tasks or self._store.is_taken(task.name, now):
            raise ApiError(RpcCode.ALREADY_EXISTS, "Requested entity already exists")
        task_rules.check_size(protos.task_message(task, full=True).ByteSize())
        self._store.save_task(task)
        runtime.add(task)
        self.watch.changed()
        wait = (task.schedule_time - now).total_seconds()
        log.info("created %s, due %s", label(task.name), f"in {wait:.1f} s" if wait > 0 else "now")

    def task(self, name: str) -> Task:
        """Return a task."""
        runtime = self.queue(names.queue_of(names.check_task(name)))
        task = runtime.tasks.get(name)
        if task is not None:
            return task
        if self._store.is_taken(name, self._clock.now()):
            raise ApiError(
                RpcCode.NOT_FOUND,
                "The task no longer exists, though a task with this name existed recently. The "
                "task either successfully completed or was deleted.",
            )
        raise entity_missing()

    def live_task(self, name: str) -> tuple[QueueRuntime, Task]:
        """Return a task that is to be deleted or run, and its queue."""
        runtime = self.queue(names.queue_of(names.check_task(name)))
        if name not in runtime.tasks:
            raise entity_missing()
        return runtime, runtime.tasks[name]

    def save_task(self, runtime: QueueRuntime, task: Task) -> None:
        """Write down what changed in a task."""
        self._store.save_task(task)
        runtime.tasks[task.name] = task

    def finish(self, runtime: QueueRuntime, name: str) -> None:
        """Take a task out of its queue and keep its name taken for a while."""
        now = self._clock.now()
        self._store.delete_task(name, until=now + self._settings.task_tombstone, now=now)
        runtime.drop(name)
        self.watch.changed()

    def reset(self) -> None:
        """Forget all tasks, tombstones and throttling; queues keep their settings and run."""
        self._store.clear()
        for runtime in self.queues.values():
            runtime.restart(self._clock.now())
            self._store.save_queue(runtime.queue)
        self.watch.changed()


def label(task_name: str) -> str:
    """Return how log lines call a task: `queue/task`."""
    return f"{names.short(names.queue_of(task_name))}/{names.short(task_name)}"
