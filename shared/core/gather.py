"""A job that gathers others: which jobs it has made, and when it has waited enough. Pure.

Which jobs a gather has made is kept as a step of the job that made them, its parent. While the
parent awaits their ends, its document says so, too: who ends one of them needs to read no more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import Field, JsonValue

from shared.core import errors
from shared.core.job_status import JobStatus
from shared.core.records import StoredRecord
from shared.core.stored_value import JsonText, to_text

#: So many jobs a gather makes at the most: their owner's bucket lists each.
MAX_CHILDREN: Final = 10
#: Bytes: what they are given, their files included. Firestore takes 10 MiB in a commit.
MAX_GIVEN: Final = 3 * 1024 * 1024
#: The sweeper looks so often at what waits: who ends the last one wakes the parent long before.
GATHER_CHECK: Final = timedelta(hours=1)
#: And so soon where the attempt looks itself, once it has written that it waits: it may die.
LOOK_CHECK: Final = timedelta(seconds=30)
#: A child that is in its parent's way goes so long before its parent must have ended, if that may
#: take that long at all.
_TO_GO_ON: Final = timedelta(minutes=5)

#: What a failed child means to a gather: its end like another, or the end of the wait.
Failures = Literal["keep", "stop"]


class OpenGather(StoredRecord):
    """Which other jobs a job awaits the ends of."""

    #: All written by the attempt that gathers.
    name: str = Field(description="Its name within the job.")
    children: tuple[str, ...] = Field(
        min_length=1,
        max_length=MAX_CHILDREN,
        description="The `jobId` of each, in the order that the job gathers them in.",
    )
    since: datetime = Field(description="When the job began to wait for them.")
    stops_at_failure: bool = Field(
        description="Whether the job goes on as soon as one of them has not succeeded."
    )

    def is_over(self, found: Mapping[str, JobStatus | None]) -> bool:
        """Whether the job may go on.

        Args:
            found: The status of each child that there is, by its id: one that is gone is waited for
                no more. None where only a newer revision can read it.
        """
        mine = [found[child] for child in self.children if child in found]
        if self.stops_at_failure and (len(mine) < len(self.children) or any(map(_is_bad, mine))):
            return True
        return all(status is not None and status.is_terminal for status in mine)


class ChildFailedError(errors.PermanentJobError):
    """A job that this one has gathered has not succeeded.

    Retry it: what has failed is run anew, what has succeeded is not.
    """

    public_message = "A part of the job has not succeeded."


class PartOfAnotherJobError(errors.FailedPreconditionError):
    """The job is a part of another one, and goes as that one goes.

    Retry or erase the job that `parentId` names.
    """

    public_message = "The job is a part of another one: retry or erase that one."


def _is_bad(status: JobStatus | None) -> bool:
    return status is not None and status.is_terminal and status is not JobStatus.SUCCEEDED


def child_deadline(now: datetime, deadline: datetime) -> datetime:
    """Return when a child must have ended, so that its parent can go on before its own deadline."""
    left = max(deadline - now, timedelta())
    return deadline - min(_TO_GO_ON, left / 2)


def children_text(job_ids: Sequence[str]) -> JsonText:
    """Return which jobs a gather has made, as its step keeps it."""
    return to_text(list(job_ids))


def children_in(kept: JsonValue) -> tuple[str, ...] | None:
    """Return which jobs a gather has made; None for what this revision cannot read."""
    if not isinstance(kept, list) or not all(isinstance(one, str) for one in kept):
        return None
    return tuple(str(one) for one in kept)
