"""What jobs wait for in the simulation: a rate, a number of places, and instances that start.

Each keeps how many wait at it and how long they did. Time is the simulation's, in seconds.
"""

import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import simpy

Steps = Generator[simpy.Event, object, None]


@dataclass
class Waiting:
    """How long was waited at a station."""

    #: Jobs that wait there now.
    now: int = 0
    #: Seconds, of those that have waited.
    seconds: list[float] = field(default_factory=list)

    def until(self, env: simpy.Environment, event: simpy.Event) -> Steps:
        """Wait for the event, and count it."""
        came, self.now = env.now, self.now + 1
        yield event
        self.now -= 1
        self.seconds.append(env.now - came)


class Rate:
    """Lets so many a second pass, in the order in which they come; a few may pass at once."""

    def __init__(self, env: simpy.Environment, per_second: float, *, burst: float = 1) -> None:
        self.waiting = Waiting()
        self._env = env
        self._per_second = per_second
        self._burst = burst
        #: When all that was taken has been earned again.
        self._full_at = 0.0

    def take(self, amount: float = 1) -> Steps:
        """Pass as so many, when it is their turn."""
        now = self._env.now
        earned = max(self._full_at, now)
        self._full_at = earned + amount / self._per_second
        wait = max(0.0, earned + (min(amount, self._burst) - self._burst) / self._per_second - now)
        yield from self.waiting.until(self._env, self._env.timeout(wait))


class Sharded:
    """Some of the same rate, of which chance picks one: as a hash of the job's id does."""

    def __init__(self, rates: Sequence[Rate], chance: random.Random) -> None:
        self._rates = rates
        self._random = chance

    def take(self, amount: float = 1) -> Steps:
        """Pass at one of them."""
        yield from self._random.choice(self._rates).take(amount)

    @property
    def waiting(self) -> int:
        """How many wait at all of them."""
        return sum(rate.waiting.now for rate in self._rates)


class Places:
    """A number of places that are held for a while."""

    def __init__(self, env: simpy.Environment, places: int) -> None:
        self.waiting = Waiting()
        self._env = env
        self._free = simpy.Container(env, capacity=places, init=places)

    def take(self, amount: float = 1) -> Steps:
        """Wait for places."""
        yield from self.waiting.until(self._env, self._free.get(amount))

    def release(self, amount: float = 1) -> None:
        """Leave them."""
        self._free.put(amount)


@dataclass(frozen=True, kw_only=True)
class FleetShape:
    """How instances of a service come and go."""

    #: The most there may be.
    instances: int
    #: Requests that one answers at once.
    concurrency: int
    #: From the decision to its first answer.
    start_seconds: float
    starts_per_second: float
    #: How full they may be, on average, until one is added.
    full: float


class Fleet:
    """Instances of a service: none at first, and one is added when those there are full."""

    def __init__(self, env: simpy.Environment, shape: FleetShape) -> None:
        self.waiting = Waiting()
        self.started = 0
        self._env = env
        self._shape = shape
        self._starts = Rate(env, shape.starts_per_second)
        self._in_flight = 0.0
        self._free = simpy.Container(env, init=0)

    def take(self, amount: float = 1) -> Steps:
        """Wait for an instance that has room for so many requests."""
        self._in_flight += amount
        wanted = self._in_flight / (self._shape.full * self._shape.concurrency)
        while self.started < min(wanted, self._shape.instances):
            self.started += 1
            self._env.process(self._start())
        yield from self.waiting.until(self._env, self._free.get(amount))

    def release(self, amount: float = 1) -> None:
        """Have the requests answered."""
        self._in_flight -= amount
        self._free.put(amount)

    def _start(self) -> Steps:
        yield from self._starts.take()
        yield self._env.timeout(self._shape.start_seconds)
        self._free.put(self._shape.concurrency)
