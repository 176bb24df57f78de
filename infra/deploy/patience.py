"""How long a refusal of Google's is waited for: a role and an API count only after a while.

Google's documents say two minutes, or up to seven. Until then the answer is 403, as it is where a
role is missing for good.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TypeVar

T = TypeVar("T")
#: Seconds between two questions.
PAUSE = 10.0


@dataclass(frozen=True, kw_only=True)
class Patience:
    """For how long one asks again."""

    seconds: float = 180.0
    #: For tests: tells the time, and lets it go by.
    now: Callable[[], float] = monotonic
    pause: Callable[[float], None] = sleep

    def ask(self, question: Callable[[], T], refused: type[Exception], what: str) -> T:
        """Return the answer to a question, which is asked again while it may only be too early.

        Raises:
            Exception: The refusal, if it stays; and whatever else the question raises, at once.
        """
        until = self.now() + self.seconds
        while True:
            try:
                return question()
            except refused:
                if self.now() + PAUSE > until:
                    raise
            print(f"Not allowed yet, asked again in {PAUSE:.0f} s: {what}", flush=True)
            self.pause(PAUSE)


#: As usual.
PATIENT = Patience()
