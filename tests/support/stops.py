"""How a call to the model or the warehouse is stopped: what its `check` raises, and when."""

from collections.abc import Callable

from shared.core import errors


def cancel_at_once() -> None:
    """Raise as for a job that is cancelled.

    Raises:
        errors.JobCancelledError: Always.
    """
    raise errors.JobCancelledError


def cancel_when(is_time: Callable[[], bool]) -> Callable[[], None]:
    """Return a check that cancels as soon as it is time."""

    def check() -> None:
        if is_time():
            raise errors.JobCancelledError

    return check
