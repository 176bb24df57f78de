"""How the console says numbers, ages and states. Pure."""

import re
from datetime import timedelta

from infra.local.console.figures import MISSING, Attempt

FIRST_LOOK = "Looking at the local cloud for the first time."
AWAY = "The last figures stand. It is looked for; `make run` starts it.   q quits"
NOTHING = "-"

HELP = """\
Jobs             how many jobs are in each state, counted in Firestore
A minute         accepted and ended, by the log, over five minutes
Attempts a job   attempts started for each job that ended: 1 is no retry
Wait, run        how long attempts waited for their start, and ran
Tasks            what is in the queue; oldest: how late the latest is
Failed attempts  by code; an unexpected exception has none
Sweeper          the oldest job; late: sweeps that met a late task
Errors           lines of ours with severity ERROR or above, by action
Gemini           US dollars by the price table; offline is free
Running jobs     the oldest attempt first

Jobs, Tasks and Running jobs are of now, the rest is of the last hour.
Log lines are counted by the filters of infra/terraform/monitoring.tf.
Live listeners are missing: Google's emulator does not tell how many.

Keys: q or Ctrl-C ends the console, p holds the frame, h shows this."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_TENTHS_BELOW = 10


def seconds(value: float | None) -> str:
    """Say how long something takes."""
    return NOTHING if value is None else age(timedelta(seconds=value))


def age(span: timedelta | None) -> str:
    """Say an age in one number: tenths only of few seconds."""
    if span is None:
        return NOTHING
    total = span.total_seconds()
    if round(total, 1) < _TENTHS_BELOW:
        return f"{total:.1f} s"
    for unit, size, limit in (("s", 1, 120), ("min", 60, 120), ("h", 3600, 48)):
        if round(total / size) < limit:
            return f"{total / size:.0f} {unit}"
    return f"{total / 86400:.0f} d"


def rate(a_minute: float) -> str:
    """Say how often something happens."""
    return f"{a_minute:.1f}" if a_minute < 100 else f"{a_minute:.0f}"  # noqa: PLR2004 -- digits


def dollars(amount: float) -> str:
    """Say what something cost: small amounts with more digits."""
    return f"${amount:.2f}" if amount == 0 or amount >= 1 else f"${amount:.4f}"


def label(name: str) -> str:
    """Say a label's value; some lines have none."""
    return "no code" if name == MISSING else clean(name)


def stage(attempt: Attempt) -> str:
    """Say which part an attempt is in, or what is wrong with it."""
    if attempt.is_lost:
        return "lost: lease is over"
    if attempt.is_asked_to_stop:
        return "asked to stop"
    return clean(attempt.stage)


def clean(text: str) -> str:
    """Take out what could move the cursor or colour what follows."""
    return _UNPRINTABLE.sub(" ", text)
