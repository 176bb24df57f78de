"""Fault points: before and after each call that a process of ours makes to the outside.

A `Process` is one machine of ours as the services see it: its own `Services`, whose adapters are
watched. Every public method of an adapter is a call, counted by its name: `store.write#2` is the
second time that this process writes. At a chosen point the process dies or stalls: before the
call (nothing has happened) or after it (it has happened, and the process got no answer). A dead
process makes no call any more, in any of its threads.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, Self, cast

from shared.wiring import Services
from tests.support.waiting import PATIENCE

#: The parts of `Services` that change something outside, or read what others have changed.
WATCHED = ("store", "queue", "events")
#: What is made once it is asked for: by a job type's own code, or to tell devices; watched, too.
MADE_WHEN_ASKED = ("model", "warehouse", "push")


class Crash(BaseException):
    """The process died here. No `except Exception` of ours or a handler's may hold it up."""


class When(StrEnum):
    """On which side of the call."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a process to the outside: `store.write#2`."""

    part: str
    method: str
    number: int

    def __str__(self) -> str:
        return f"{self.part}.{self.method}#{self.number}"


@dataclass(frozen=True, kw_only=True)
class Point:
    """A side of a call: `after:store.write#2`."""

    when: When
    call: Call

    def __str__(self) -> str:
        return f"{self.when}:{self.call}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` has written."""
        when, _, call = text.partition(":")
        part, _, rest = call.partition(".")
        method, _, number = rest.partition("#")
        return cls(when=When(when), call=Call(part=part, method=method, number=int(number)))


class Fault(Protocol):
    """What happens to a process at its point."""

    def strike(self, process: "Process") -> None:
        """Let it happen, in the thread that has come to the point."""


class Death:
    """The process is gone, at once."""

    def strike(self, process: "Process") -> None:
        """Die."""
        process.die()


class Stall:
    """The process stands still, all of it, and goes on later as if nothing had happened."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self._over = threading.Event()

    def strike(self, process: "Process") -> None:
        """Stand still."""
        self.began.set()
        self.wait()

    def wait(self) -> None:
        """Stand still until it is over."""
        assert self._over.wait(2 * PATIENCE), "the stall was not ended"

    def end(self) -> None:
        """Let the process go on."""
        self._over.set()


class Meanwhile:
    """Nothing happens to the process, but another one does something just now."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act

    def strike(self, process: "Process") -> None:
        """Let it happen."""
        self._act()


class Witness(Protocol):
    """Who is told of every call that was carried out."""

    def saw(
        self, process: "Process", name: str, arguments: tuple[Any, ...], answer: object
    ) -> None:
        """Take note of a call, what it was given, and what it returned."""


class Process:
    """One process of ours, with services of its own."""

    def __init__(
        self,
        services: Services,
        *,
        name: str,
        witness: Witness | None = None,
        point: Point | None = None,
        fault: Fault | None = None,
    ) -> None:
        self.name = name
        #: Every call it has begun, in order.
        self.calls: list[Call] = []
        self._witness = witness
        self._point = point
        self._fault = fault or Death()
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._dead = threading.Event()
        self.was_struck = threading.Event()
        self.services = self._watched_services(services)

    @property
    def is_dead(self) -> bool:
        """Whether it is gone."""
        return self._dead.is_set()

    def die(self) -> None:
        """End it: this thread now, the others at their next call."""
        self._dead.set()
        raise Crash(self.name)

    def check(self) -> None:
        """Die in this thread too, if the process is dead."""
        if self.is_dead:
            raise Crash(self.name)

    def run(self, act: Callable[[Services], object]) -> None:
        """Have it do something; that it dies over it is no error."""
        try:
            act(self.services)
        except Crash:
            assert self.is_dead

    def make_call(
        self, name: str, work: Callable[..., object], *arguments: object, **named: object
    ) -> object:
        """Carry a call out, with what happens before and after it."""
        call = self._begin(name)
        self._pass(When.BEFORE, call)
        try:
            answer = work(*arguments, **named)
        except Exception:
            self._pass(When.AFTER, call)
            raise
        if self._witness is not None:
            self._witness.saw(self, name, (*arguments, *named.values()), answer)
        self._pass(When.AFTER, call)
        return answer

    def _begin(self, name: str) -> Call:
        self.check()
        if isinstance(self._fault, Stall) and self.was_struck.is_set():
            self._fault.wait()
        with self._lock:
            self._counts[name] += 1
            part, _, method = name.partition(".")
            call = Call(part=part, method=method, number=self._counts[name])
            self.calls.append(call)
        return call

    def _pass(self, when: When, call: Call) -> None:
        self.check()
        if self._point == Point(when=when, call=call):
            self.was_struck.set()
            self._fault.strike(self)

    def _watched_services(self, services: Services) -> Services:
        parts = {name: watched(getattr(services, name), name, self) for name in WATCHED}
        own = replace(services, **parts)  # type: ignore[arg-type]
        for name in MADE_WHEN_ASKED:
            asked = getattr(services, name)
            # Cached properties: what is in the instance's own dictionary is what they give.
            own.__dict__[name] = None if asked is None else watched(asked, name, self)
        return own


class Watched:
    """An adapter whose every public method is a call of its process."""

    def __init__(self, adapter: object, name: str, process: Process) -> None:
        self._adapter = adapter
        self._name = name
        self.process = process

    def __getattr__(self, attribute: str) -> object:
        """Return the adapter's attribute; a method is a fault point."""
        found = getattr(self._adapter, attribute)
        if attribute.startswith("_") or not callable(found):
            raise AttributeError(f"only the adapter itself may use {attribute!r}")

        def call(*arguments: object, **named: object) -> object:
            return self.process.make_call(f"{self._name}.{attribute}", found, *arguments, **named)

        return call


def watched(adapter: object, name: str, process: Process) -> object:
    """Return the adapter as this process uses it; a watched one is not watched twice."""
    own = adapter._adapter if isinstance(adapter, Watched) else adapter
    return Watched(own, name, process)


def process_of(part: object) -> Process:
    """Return the process that a watched part of the services belongs to."""
    return cast("Watched", part).process


@contextmanager
def silent_deaths() -> Iterator[None]:
    """Say nothing about threads that end with their process."""
    hook = threading.excepthook

    def quiet(thread: threading.ExceptHookArgs, /) -> None:
        if not issubclass(thread.exc_type, Crash):
            hook(thread)

    threading.excepthook = quiet
    try:
        yield
    finally:
        threading.excepthook = hook
