"""A job that is not started while its type is paused. Pure.

It stays queued and gives up its slot, so that its owner's jobs of other types go on.
"""

from datetime import datetime, timedelta
from typing import Any, Self

from shared.core.job_change import ChangeableJob
from shared.core.job_document import KEPT_LONGER
from shared.core.job_status import DELIVERY_GRACE, CheckFor, InvalidTransitionError, JobStatus, Slot
from shared.core.type_pause import JobPause, PausedBy

#: A job whose type an operator has paused is handed out when that ends; this is only for the case
#: that no process has.
PAUSE_CHECK = timedelta(hours=1)


class PausableJob(ChangeableJob):
    """A job document whose start can be put off by a pause of its type."""

    def parked(self, now: datetime) -> Self:
        """Let a queued job wait until an operator resumes its type; no task is enqueued.

        The time that its type gives it in all stands still; what its owner has bounded does not.
        """
        self._must_be_queued()
        since = self.pause.since if self.is_parked and self.pause is not None else now
        return self._with(
            now,
            pause=JobPause(by=PausedBy.OPERATOR, since=since),
            slot=Slot.NONE,
            check_at=self._parked_until(now),
            check_for=CheckFor.PAUSE,
        )

    def still_parked(self, now: datetime) -> Self:
        """Note that its type is paused still, and when the sweeper looks again."""
        return self._with(now, check_at=self._parked_until(now))

    def _parked_until(self, now: datetime) -> datetime:
        later = now + PAUSE_CHECK
        too_late = self.start_before and self.start_before + DELIVERY_GRACE
        return later if too_late is None else min(later, too_late)

    def unparked(self, now: datetime) -> Self:
        """Let a job go on whose type is resumed; its next dispatch is enqueued."""
        if not self.is_parked:
            raise InvalidTransitionError("it does not wait for its type")
        return self._with(
            now,
            pause=None,
            deadline=self.deadline_after_pause(now),
            next_attempt_at=now,
            dispatch=self.dispatch + 1,
            check_at=now + DELIVERY_GRACE,
            check_for=CheckFor.DELIVERY,
        )

    def put_off(self, now: datetime, at: datetime) -> Self:
        """Let a queued job wait for a provider's quota until then; a task is enqueued for it."""
        self._must_be_queued()
        return self._with(now, dispatch=self.dispatch + 1, **self._awaiting_quota(now, at))

    def _awaiting_quota(self, now: datetime, at: datetime) -> dict[str, Any]:
        return {
            "pause": JobPause(by=PausedBy.QUOTA, since=now),
            "slot": Slot.NONE,
            "next_attempt_at": at,
            "check_at": at + DELIVERY_GRACE,
            "check_for": CheckFor.DELIVERY,
            "deadline": self.deadline_after_pause(now),
        }

    def met_quota(self, now: datetime) -> Self:
        """Say of a job that was put back that its attempt met a quota, and does not count."""
        self._must_be_queued()
        return self.model_copy(
            update={
                "pause": JobPause(by=PausedBy.QUOTA, since=now),
                "max_attempts": self.max_attempts + 1,
                "quota_waits": (self.quota_waits or 0) + 1,
            }
        )

    def deadline_after_pause(self, now: datetime) -> datetime | None:
        """Return its deadline, later by as long as an operator has kept it from starting."""
        if self.deadline is None or self.pause is None or not self.is_parked:
            return self.deadline
        latest = max(self.deadline, self.expire_at - KEPT_LONGER)
        return min(self.deadline + (now - self.pause.since), latest)

    def _must_be_queued(self) -> None:
        if self.status is not JobStatus.QUEUED:
            raise InvalidTransitionError(f"{self.status} does not wait for its start")
