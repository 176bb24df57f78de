"""The plan of a run: what users do and what goes wrong, and when; all of it from a seed. Pure.

The plan has no end of its own: it is drawn for as long as the run wants more, and the same seed
draws the same. Operations come all the time. Faults come in rounds: each round has every kind once,
in an order of its own, and then the faults pause, so that what is slow to recover is seen to.
"""

import heapq
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

#: What users do, and how often beside each other.
OPERATIONS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "submit": 10,
        "submit-later": 1,
        "submit-overrun": 0.5,
        "submit-example": 1.5,
        "submit-impatiently": 2,
        "submit-twice-at-once": 1.5,
        "submit-wrongly": 0.7,
        "batch": 1.5,
        "repeat-key": 2,
        "reuse-key": 0.7,
        "cancel": 4,
        "resubmit": 5,
        "get": 4,
        "status": 2,
        "list": 2.5,
        "get-a-strangers": 1,
        "delete": 2,
        "erase-user": 0.7,
    }
)
#: With two revisions at once, what only the newer one knows.
NEWER_OPERATIONS: Final[Mapping[str, float]] = MappingProxyType({"submit-newer": 2})

#: What goes wrong, and how many seconds it lasts at the least and at the most.
FAULTS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "kill": (1, 8),
        "freeze": (5, 90),
        "term": (10, 14),
        "cut": (5, 40),
        "slow": (10, 40),
        "half-open": (10, 60),
        "swallow": (5, 25),
        "clock": (20, 60),
        "lose-answers": (5, 15),
        "deliver-twice": (3, 8),
        "deliver-overlapping": (3, 8),
        "deliver-late": (3, 8),
        "deliver-out-of-order": (3, 8),
        "refuse-tasks": (3, 12),
        "freeze-pubsub": (3, 15),
        "kill-api": (1, 4),
        "kill-sweeper": (1, 10),
    }
)
#: Faults of one worker. At least one of the workers is always left alone.
OF_A_WORKER: Final = frozenset(
    {"kill", "freeze", "term", "cut", "slow", "half-open", "swallow", "clock"}
)
WORKERS: Final = ("worker-1", "worker-2", "worker-3")
USERS: Final = tuple(f"user-{number}" for number in range(6))

_OPERATION_GAP: Final = 0.6
_FAULT_GAP: Final = 6.0
_FIRST_FAULT: Final = 5.0
_PAUSE: Final = 30.0
#: After a fault a worker is left alone for so long: it may have to start.
_REST: Final = 4.0
#: Two clocks may differ by 5 s: one worker's is shifted at a time, and by less than that.
_CLOCK_SHIFT: Final = 4.0


@dataclass(frozen=True, kw_only=True, order=True)
class Step:
    """One step of the plan: an operation of a user, or a fault."""

    #: Seconds from the run's beginning.
    at: float
    number: int
    kind: str
    #: The user or worker it is about; empty for a fault of neither.
    who: str = ""
    #: How long a fault lasts, or a job works.
    seconds: float = 0
    #: Between 0 and 1, for whatever the step has to choose when its time has come.
    choice: float = field(default=0, compare=False)

    @property
    def is_fault(self) -> bool:
        """Whether something goes wrong by it."""
        return self.kind in FAULTS

    @property
    def shift(self) -> float:
        """By how many seconds a clock is shifted."""
        return _CLOCK_SHIFT if self.choice < 0.5 else -_CLOCK_SHIFT

    def __str__(self) -> str:
        lasts = f" for {self.seconds:.1f} s" if self.is_fault else ""
        return f"[{self.number}] at {self.at:.1f} s: {self.kind} {self.who}{lasts}"


def draw(seed: int, *, has_newer: bool = False) -> Iterator[Step]:
    """Return the steps of a seed, in the order of their times, without end.

    Args:
        seed: The same seed, the same steps.
        has_newer: Whether there are operations that only the newer of two revisions knows.
    """
    operations = {**OPERATIONS, **(NEWER_OPERATIONS if has_newer else {})}
    both = heapq.merge(_operations(seed, operations), _faults(seed))
    for number, step in enumerate(both):
        yield Step(**{**vars(step), "number": number})


def _operations(seed: int, weights: Mapping[str, float]) -> Iterator[Step]:
    """Draw what users do: first a job each, so that there is something to go on with."""
    chance = random.Random(f"operations {seed}")  # noqa: S311 -- it must repeat, not surprise
    kinds, shares = list(weights), list(weights.values())
    at = 0.0
    number = 0
    while True:
        is_first = number < len(USERS)
        yield Step(
            at=at,
            number=number,
            kind="submit" if is_first else chance.choices(kinds, shares)[0],
            who=USERS[number] if is_first else chance.choice(USERS),
            seconds=_job_seconds(chance),
            choice=chance.random(),
        )
        number += 1
        at += chance.expovariate(1 / _OPERATION_GAP)


def _job_seconds(chance: random.Random) -> float:
    """Draw how long a job works: most are short, some long enough to meet every fault."""
    return chance.uniform(12, 40) if chance.random() < 0.2 else chance.uniform(0.2, 5)


def _faults(seed: int) -> Iterator[Step]:
    """Draw what goes wrong, round by round."""
    chance = random.Random(f"faults {seed}")  # noqa: S311 -- same
    free_from = dict.fromkeys(WORKERS, 0.0)
    at = _FIRST_FAULT
    while True:
        for kind in chance.sample(list(FAULTS), len(FAULTS)):
            least, most = FAULTS[kind]
            # Most are short, so that a round has room for all.
            seconds = least + (most - least) * chance.random() ** 2
            who = ""
            if kind in OF_A_WORKER:
                at = max(at, sorted(free_from.values())[1])
                who = chance.choice([name for name, time in free_from.items() if time <= at])
                free_from[who] = at + seconds + _REST
            yield Step(at=at, number=0, kind=kind, who=who, seconds=seconds, choice=chance.random())
            at += chance.uniform(0.5, 1.5) * _FAULT_GAP
        at = max(at, *free_from.values()) + _PAUSE
