"""How a job document becomes another one: the only way that its status changes. Pure.

Every change of `shared.core.job.Job` is made of these; the table of transitions is asked here.
"""

from datetime import datetime
from typing import Any, Self

from shared.core.job_document import JobDocument
from shared.core.job_status import TRANSITIONS, InvalidTransitionError, JobStatus, Slot


class ChangeableJob(JobDocument):
    """A job document that can be changed."""

    def _still_running(self, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- fields of many types
        if self.status is not JobStatus.RUNNING:
            raise InvalidTransitionError(f"{self.status} has no attempt to speak for")
        return self._with(now, **changes)

    def _finished(self, status: JobStatus, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- same
        return self._moved(
            status,
            now,
            finished_at=now,
            preview=None,
            question=None,
            gather=None,
            slot=Slot.NONE,
            lease_id=None,
            lease_expires_at=None,
            next_attempt_at=None,
            check_at=None,
            check_for=None,
            **changes,
        )

    def _moved(self, status: JobStatus, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- same
        if status not in TRANSITIONS[self.status]:
            raise InvalidTransitionError(f"{self.status} -> {status}")
        if self.status is JobStatus.RUNNING and self.started_at is not None:
            changes["run_seconds"] = seconds_between(self.started_at, now)
        # What comes next is no wait for its type any more, unless it says so.
        return self._with(now, status=status, **{"pause": None, **changes})

    def _with(self, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- same
        return self.model_copy(update={"updated_at": now, **changes})


def seconds_between(since: datetime, until: datetime) -> float:
    """Return the seconds between two times; 0 where two machines' clocks would make it less."""
    return max(0.0, (until - since).total_seconds())
