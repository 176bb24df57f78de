"""Wait for a condition instead of for a time."""

import time
from collections.abc import Callable

#: Seconds for what an idle machine does at once: one that is busy may need them, a defect more.
PATIENCE = 60.0
_POLL_SECONDS = 0.02


def wait_until(is_true: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait until a condition holds, and fail if it does not in time."""
    give_up_at = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < give_up_at, f"not within {seconds} s"
        time.sleep(_POLL_SECONDS)
