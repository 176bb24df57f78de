"""Letting go of a running job: how an attempt ends that has put its job back itself. Pure.

A job that sleeps, or that goes on past its attempt's time limit, is queued like any other, for
later or at once: nothing has failed, and the next attempt goes on from the steps that were kept.
"""

from datetime import datetime, timedelta

from shared.core import errors

#: More attempts than this no job has: a handler that lets go again and again for nothing ends.
MOST_ATTEMPTS = 500
#: With less than this share of an attempt's time left, no further step is begun in it.
LEAST_TIME_LEFT = 0.2


class AttemptLetGoError(errors.AttemptEndedError):
    """This attempt has put its job back into the queue; another one goes on."""

    public_message = "The job goes on later."


class OverlongPauseError(errors.PermanentJobError):
    """A job would rest longer than it may take in all."""

    code = errors.ErrorCode.DEADLINE_EXCEEDED
    public_message = "The job would rest longer than a job of its type may take in all."


def checked_deadline(name: str, attempt: int, deadline: datetime | None) -> datetime:
    """Return when a job must have ended that is let go of; refuse one that nothing would end.

    Raises:
        errors.HandlerMistakeError: If its type does not bound the whole job, or it was let go of
            too often.
    """
    if deadline is None:
        mistake = f"{name!r} lets go of a job whose type has no whole_limit"
        raise errors.HandlerMistakeError(mistake=mistake)
    if attempt >= MOST_ATTEMPTS:
        raise errors.HandlerMistakeError(mistake=f"the job had {attempt} attempts")
    return deadline


def wake_time(now: datetime, pause: timedelta, deadline: datetime) -> datetime:
    """Return when a pause ends that begins now.

    Raises:
        OverlongPauseError: If the job has no time left by then.
    """
    until = now + max(pause, timedelta())
    if until > deadline:
        raise OverlongPauseError
    return until
