"""Hand out tasks as they come due, and act on the answers.

One coroutine for all queues sleeps until the next due time, token or change; each delivery is a
coroutine of its own. The answer of a doubled delivery is ignored: a fault may repeat a delivery,
never decide a task's fate.
"""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from infra.local.cloud_tasks.alarms import Alarms
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.engine.engine import Engine, label
from infra.local.cloud_tasks.engine.http_sender import HttpSender
from infra.local.cloud_tasks.engine.runtime import QueueRuntime
from infra.local.cloud_tasks.faults.fault_kinds import (
    DeliverLate,
    DeliverOutOfOrder,
    DeliverTwice,
    Fault,
    LoseResponse,
    Overlap,
)
from infra.local.cloud_tasks.faults.holds import Hold
from infra.local.cloud_tasks.faults.injector import Faults
from infra.local.cloud_tasks.records import Answer, Answered, NoAnswer, Task
from infra.local.cloud_tasks.rules import headers, progress, retry, target, throttle

log = logging.getLogger(__name__)

_F = TypeVar("_F", bound=Fault)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Delivery:
    """A task on its way to the worker, and what the faults make of it."""

    runtime: QueueRuntime
    #: As it was before this attempt: the headers tell of the attempts before.
    task: Task
    #: 1 for the first.
    attempt: int
    faults: tuple[Fault, ...]

    def fault(self, kind: type[_F]) -> _F | None:
        return next((fault for fault in self.faults if isinstance(fault, kind)), None)

    def hold(self, now: datetime) -> Hold | None:
        """Return what it waits for before it is sent."""
        holding = (
            each for each in self.faults if isinstance(each, DeliverLate | DeliverOutOfOrder)
        )
        return next((fault.hold(now) for fault in holding), None)


class Dispatcher:
    """The part of the emulator that acts by itself."""

    def __init__(  # noqa: PLR0913 - the parts it puts together
        self,
        engine: Engine,
        http_sender: HttpSender,
        *,
        clock: Clock,
        alarms: Alarms,
        faults: Faults,
        slows_down: bool,
    ) -> None:
        self._engine = engine
        self._http_sender = http_sender
        self._clock = clock
        self._alarms = alarms
        self._faults = faults
        self._slows_down = slows_down
        self._deliveries: set[asyncio.Task[None]] = set()
        self._holds: set[Hold] = set()

    async def run(self) -> None:
        """Hand out tasks until cancelled."""
        try:
            while True:
                self._engine.watch.wake.clear()
                now = self._clock.now()
                for runtime in list(self._engine.queues.values()):
                    self._hand_out(runtime, now)
                self._engine.watch.settled()
                await self._alarms.rest(self._next_wake(now), self._engine.watch.wake)
        except Exception:
            # This coroutine is not awaited: without a line here the emulator would just stand.
            log.exception("the dispatcher broke")
            raise

    def dispatch(self, runtime: QueueRuntime, task: Task) -> Task:
        """Start a delivery now, whatever the queue's limits, and return the task with it."""
        runtime.due_times.drop(task.name)
        started = progress.dispatched(task, self._clock.now())
        self._engine.save_task(runtime, started)
        delivery = _Delivery(
            runtime=runtime,
            task=task,
            attempt=started.dispatch_count,
            faults=self._faults.for_delivery(task.name),
        )
        runtime.running += 1
        self._start(self._deliver(delivery))
        return started

    async def cut_all(self) -> None:
        """Cut every delivery under way."""
        deliveries = list(self._deliveries)
        for delivery in deliveries:
            delivery.cancel()
        await asyncio.gather(*deliveries, return_exceptions=True)

    def is_idle(self, within: timedelta | None) -> bool:
        """Whether nothing will happen by itself; what comes due later than `within` is ignored.

        On a manual clock what is not due yet always is: only a move of the clock can bring it.
        """
        now = self._clock.now()
        if self._clock.manual:
            within = timedelta(0)
        asleep = [hold for hold in self._holds if self._clock.manual and not hold.is_over(now)]
        if len(self._deliveries) > len(asleep):
            return False
        dues = [runtime.next_dispatch_at(now) for runtime in self._engine.queues.values()]
        return not any(due and (within is None or due <= now + within) for due in dues)

    def _hand_out(self, runtime: QueueRuntime, now: datetime) -> None:
        for name in runtime.expired(now):
            self._engine.finish(runtime, name)
            log.info("deleted %s after 31 days", label(name))
        while (task := runtime.take_due(now)) is not None:
            self.dispatch(runtime, task)

    def _next_wake(self, now: datetime) -> datetime | None:
        runtimes = self._engine.queues.values()
        wakes = [runtime.next_dispatch_at(now) for runtime in runtimes]
        wakes += [runtime.expires_at() for runtime in runtimes]
        return min((wake for wake in wakes if wake is not None), default=None)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        delivery = asyncio.get_running_loop().create_task(work)
        self._deliveries.add(delivery)
        delivery.add_done_callback(self._ended)

    def _ended(self, delivery: asyncio.Task[None]) -> None:
        self._deliveries.discard(delivery)
        self._engine.watch.changed()
        if not delivery.cancelled() and (error := delivery.exception()) is not None:
            log.error("a delivery broke", exc_info=error)

    async def _deliver(self, delivery: _Delivery) -> None:
        hold = delivery.hold(self._clock.now())
        try:
            await self._wait(hold)
            if not delivery.runtime.holds(delivery.task):
                return
            if (overlap := delivery.fault(Overlap)) is not None:
                self._start(self._repeat(delivery, overlap.after))
            self._settle(delivery, await self._send(delivery))
        finally:
            delivery.runtime.running -= 1
            if hold is not None:
                hold.leave()
        if delivery.fault(DeliverTwice):
            await self._repeat(delivery, timedelta(0))

    async def _wait(self, hold: Hold | None) -> None:
        if hold is None:
            return
        self._holds.add(hold)
        try:
            await hold.wait(self._alarms, self._clock)
        finally:
            self._holds.discard(hold)

    async def _repeat(self, delivery: _Delivery, after: timedelta) -> None:
        await self._wait(Hold(self._clock.now() + after))
        log.info("delivers %s once more (fault)", label(delivery.task.name))
        await self._send(delivery)

    async def _send(self, delivery: _Delivery) -> Answer:
        task, name = delivery.task, label(delivery.task.name)
        log.info("dispatched %s, attempt %d", name, delivery.attempt)
        started = asyncio.get_running_loop().time()
        answer = await self._http_sender.deliver(
            target.effective_call(task.call, delivery.runtime.queue.http_target),
            headers.delivery_headers(task, delivery.attempt),
            task.dispatch_deadline,
        )
        elapsed = 1000 * (asyncio.get_running_loop().time() - started)
        shown = answer.status if isinstance(answer, Answered) else answer.code.name
        log.info("%s answered %s after %.0f ms", name, shown, elapsed)
        return answer

    def _settle(self, delivery: _Delivery, answer: Answer) -> None:
        runtime, name = delivery.runtime, delivery.task.name
        if delivery.fault(LoseResponse) and progress.is_success(answer):
            log.info("loses the answer of %s (fault)", label(name))
            answer = NoAnswer(code=RpcCode.UNAVAILABLE, reason="The answer was lost (fault).")
        self._slow_down(runtime, answer)
        if not runtime.holds(delivery.task):
            return  # deleted, or another delivery has succeeded
        if progress.is_success(answer):
            self._engine.finish(runtime, name)
        else:
            self._fail(runtime, runtime.tasks[name], answer)

    def _fail(self, runtime: QueueRuntime, task: Task, answer: Answer) -> None:
        policy = task.retry or runtime.queue.retry
        task, verdict = progress.failed(task, answer, policy, self._clock.now())
        if isinstance(verdict, retry.GiveUp):
            log.info("gave up %s: %s", label(task.name), verdict.reason)
            self._engine.finish(runtime, task.name)
            return
        self._engine.save_task(runtime, task)
        runtime.add(task)
        log.info("retries %s at %s", label(task.name), task.schedule_time.isoformat())

    def _slow_down(self, runtime: QueueRuntime, answer: Answer) -> None:
        if self._slows_down and isinstance(answer, Answered):
            runtime.throttle = throttle.after_answer(
                runtime.throttle,
                status=answer.status,
                retry_after=answer.retry_after,
                cap=runtime.queue.retry.max_backoff,
                now=self._clock.now(),
            )
