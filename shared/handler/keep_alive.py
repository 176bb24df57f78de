"""The thread beside a handler: it writes what waits, and ends an attempt that goes on too long.

After an attempt's time limit there are no more promises: if ending it from here fails, too, the
lease runs out, and the sweeper takes over.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from shared.telemetry import logs

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.handler.running_attempt import RunningAttempt

log = logging.getLogger(__name__)

#: A process that wakes up so much too late has stood still, and all its jobs with it.
FROZEN_SECONDS = 20.0
#: So long a handler may take to notice a cancel by itself, and to say what it has spent.
_CANCEL_GRACE = timedelta(seconds=1)


def _let_run(_: "RunningAttempt") -> None:
    """Leave the attempt to its handler."""


@dataclass(frozen=True, kw_only=True)
class Interrupts:
    """How an attempt is ended whose handler does not."""

    #: Its time limit is over.
    on_time_limit: "Callable[[RunningAttempt], None]" = _let_run
    #: And then: its handler may never return.
    after_time_limit: "Callable[[RunningAttempt], None]" = _let_run
    #: Its owner has cancelled the job.
    on_cancel: "Callable[[RunningAttempt], None]" = _let_run


NONE = Interrupts()


def keep_alive(attempt: "RunningAttempt", interrupts: Interrupts) -> None:
    """Write waiting progress and heartbeats until the attempt ends, or has to be ended."""
    with attempt.changed:
        while (seconds := attempt.beat()) is not None:
            attempt.changed.wait(seconds)
            _tell_if_frozen(attempt.alarm.late_seconds)
    if attempt.is_cancelled():
        if not attempt.returns_within(_CANCEL_GRACE):
            interrupts.on_cancel(attempt)
    elif attempt.is_overdue():
        interrupts.on_time_limit(attempt)
        interrupts.after_time_limit(attempt)


def _tell_if_frozen(late_seconds: float) -> None:
    if late_seconds > FROZEN_SECONDS:
        fields = logs.log_fields("frozen", seconds=round(late_seconds, 1))
        log.warning("This process stood still for %.1f s.", late_seconds, extra=fields)
