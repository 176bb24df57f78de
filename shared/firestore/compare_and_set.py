"""The one loop around compare-and-set: read, decide, write; once more if another was faster."""

from collections.abc import Callable
from typing import TypeVar

from shared.core import errors
from shared.firestore.documents import StaleWriteError

ResultT = TypeVar("ResultT")

#: A running job writes once a second at the most, and one user's submissions meet at their token
#: bucket: to lose so often in a row is a defect, or a flood.
TRIES = 8


def retry_stale(
    work: Callable[[], ResultT],
    *,
    tries: int = TRIES,
    stale: type[errors.WriteConflictError] = StaleWriteError,
) -> ResultT:
    """Return what `work` returns; do it anew, from its first read, while its write was stale.

    Args:
        work: Reads what it decides by, and writes.
        tries: How often it is done at the most.
        stale: What says that another write came between.

    Raises:
        errors.WriteConflictError: If another write came between at every try.
    """
    for _ in range(tries):
        try:
            return work()
        except stale:
            continue
    raise errors.WriteConflictError
