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
            hit = [rule for rule in self._rules if self._hits(rule, task_name)]
            for rule in hit:
                rule.times -= 1
            self._rules = [rule for rule in self._rules if rule.times > 0]
        return tuple(rule.fault for rule in hit)

    def for_call(self, method: str, now: datetime) -> Refusal | None:
        """Return how a call is refused, or None, and use the rule up."""
        with self._lock:
            self._call_rules = [rule for rule in self._call_rules if not _is_spent(rule, now)]
            for rule in self._call_rules:
                if not rule.methods or method in rule.methods:
                    return _use(rule, now)
        return None

    def _add(self, fault: Fault, **bounds: Unpack[Bounds]) -> None:
        re.compile(bounds.get("task_matching", ""))  # a wrong one is refused here, not when met
        with self._lock:
            self._rules.append(_Rule(fault=fault, **bounds))

    def _hits(self, rule: _Rule, task_name: str) -> bool:
        if not re.search(rule.task_matching, task_name):
            return False
        return rule.probability >= 1 or self._random.random() < rule.probability


def _use(rule: _CallRule, now: datetime) -> Refusal:
    if rule.left is not None:
        rule.left -= 1
    if rule.duration is not None and rule.ends_at is None:
        rule.ends_at = now + rule.duration
    return rule.refusal


def _is_spent(rule: _CallRule, now: datetime) -> bool:
    return rule.left == 0 or (rule.ends_at is not None and now >= rule.ends_at)
