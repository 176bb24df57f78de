"""What tests may let go wrong, each rule bounded and for the tasks it names.

Safe to use from any thread. Nothing is random unless a rule has a probability, and then the seed
decides. A rule is used up when it has hit `times` tasks.
"""

import random
import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.faults.fault_kinds import (
    DeliverLate,
    DeliverOutOfOrder,
    DeliverTwice,
    Fault,
    LoseResponse,
    Overlap,
    Refusal,
)
from infra.local.cloud_tasks.faults.holds import ReverseGroup


class Bounds(TypedDict, total=False):
    """How often a fault strikes, and which tasks: once and any, where nothing is said."""

    times: int
    #: A regular expression that is found in the task's name.
    task_matching: str
    probability: float


@dataclass(kw_only=True, slots=True)
class _Rule:
    fault: Fault
    times: int = 1
    task_matching: str = ""
    probability: float = 1.0


@dataclass(kw_only=True, slots=True)
class _CallRule:
    refusal: Refusal
    methods: frozenset[str]
    left: int | None
    #: Set by the first call it refuses: a rule's time starts when it is first met.
    duration: timedelta | None
    ends_at: datetime | None = None

    def use(self, now: datetime) -> Refusal:
        if self.left is not None:
            self.left -= 1
        if self.duration is not None and self.ends_at is None:
            self.ends_at = now + self.duration
        return self.refusal


class Faults:
    """The rules of one emulator."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - it must repeat, not surprise
        self._rules: list[_Rule] = []
        self._call_rules: list[_CallRule] = []

    def deliver_twice(self, **bounds: Unpack[Bounds]) -> None:
        """Deliver again, with the same headers, after the first delivery was answered."""
        self._add(DeliverTwice(), **bounds)

    def deliver_late(self, *, by: timedelta, **bounds: Unpack[Bounds]) -> None:
        """Hold a delivery back after it has come due."""
        self._add(DeliverLate(by=by), **bounds)

    def deliver_out_of_order(
        self, *, count: int = 2, task_matching: str = "", at_most: timedelta = timedelta(seconds=5)
    ) -> None:
        """Hold the next `count` deliveries and send them one by one, the last first."""
        fault = DeliverOutOfOrder(group=ReverseGroup(count), at_most=at_most)
        self._add(fault, times=count, task_matching=task_matching)

    def overlap(self, *, after: timedelta = timedelta(0), **bounds: Unpack[Bounds]) -> None:
        """Start a second delivery while the first still runs."""
        self._add(Overlap(after=after), **bounds)

    def lose_response(self, **bounds: Unpack[Bounds]) -> None:
        """Treat the worker's success as no answer: the task is tried again."""
        self._add(LoseResponse(), **bounds)

    def refuse_calls(
        self,
        *,
        code: RpcCode = RpcCode.UNAVAILABLE,
        times: int | None = None,
        for_time: timedelta | None = None,
        methods: frozenset[str] = frozenset(),
        applied: bool = False,
    ) -> None:
        """Answer API calls with an error.

        Args:
            code: The status code.
            times: How many calls; 1 when no time is given either.
            for_time: For how long, from the first refused call on.
            methods: Names such as `CreateTask`; none means all.
            applied: Whether the call takes effect all the same, as when an answer is lost.
        """
        rule = _CallRule(
            refusal=Refusal(code=code, applied=applied),
            methods=methods,
            left=1 if times is None and for_time is None else times,
            duration=for_time,
        )
        with self._lock:
            self._call_rules.append(rule)

    def clear(self) -> None:
        """Forget all rules and start the seed's sequence anew."""
        with self._lock:
            self._rules.clear()
            self._call_rules.clear()
            self._random.seed(self._seed)

    def for_delivery(self, task_name: str) -> tuple[Fault, ...]:
        """Return what goes wrong with a delivery, and use the rules up."""
        with self._lock:
            named = [rule for rule in self._rules if re.search(rule.task_matching, task_name)]
            hit = [rule for rule in named if rule.probability > self._random.random()]
            for rule in hit:
                rule.times -= 1
            self._rules = [rule for rule in self._rules if rule.times > 0]
        return tuple(rule.fault for rule in hit)

    def for_call(self, method: str, now: datetime) -> Refusal | None:
        """Return how a call is refused, or None, and use the rule up."""
        with self._lock:
            for rule in self._call_rules:
                is_over = rule.left == 0 or (rule.ends_at is not None and now >= rule.ends_at)
                if not is_over and (not rule.methods or method in rule.methods):
                    return rule.use(now)
        return None

    def _add(self, fault: Fault, **bounds: Unpack[Bounds]) -> None:
        re.compile(bounds.get("task_matching", ""))  # a wrong one is refused here, not when met
        with self._lock:
            self._rules.append(_Rule(fault=fault, **bounds))
