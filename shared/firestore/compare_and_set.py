"""The one loop around compare-and-set: read, decide, write; once more if another was faster."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shared.core import errors
from shared.firestore.documents import StaleWriteError

ResultT = TypeVar("ResultT")

#: A running job writes once a second at the most: to lose so often in a row is a defect.
TRIES = 8
#: One user's submissions and retries meet at their token bucket, as many as they send at once: of
#: forty, one waits for thirty-nine.
BUCKET_TRIES = 24
#: The longest pause after the first lost try; it doubles with each further one, up to the second.
FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.64


@dataclass(frozen=True, kw_only=True)
class Pauses:
    """What waits between two tries: who lose to each other must not meet again at once."""

    #: Waits so many seconds.
    sleep: Callable[[float], None]
    #: Returns a number in [0, 1).
    jitter: Callable[[], float]

    def pause(self, lost: int) -> None:
        """Wait after so many lost tries: any time up to a longest that doubles with each."""
        longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (lost - 1))
        self.sleep(longest * self.jitter())


def retry_stale(
    work: Callable[[], ResultT],
    *,
    tries: int = TRIES,
    stale: type[errors.WriteConflictError] = StaleWriteError,
    pauses: Pauses | None = None,
) -> ResultT:
    """Return what `work` returns; do it anew, from its first read, while its write was stale.

    Args:
        work: Reads what it decides by, and writes.
        tries: How often it is done at the most.
        stale: What says that another write came between.
        pauses: What waits between two tries; None where only one other may come between.

    Raises:
        errors.WriteConflictError: If another write came between at every try.
    """
    for lost in range(tries):
        if lost and pauses is not None:
            pauses.pause(lost)
        try:
            return work()
        except stale:
            continue
    raise errors.WriteConflictError
