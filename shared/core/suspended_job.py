"""A job that asks its owner: how it begins to wait for the answer, and how it goes on. Pure."""

from datetime import datetime
from typing import Self

from shared.core.job_change import ChangeableJob
from shared.core.job_document import Usage
from shared.core.job_status import DELIVERY_GRACE, CheckFor, JobStatus, Slot
from shared.core.question import OpenQuestion


class SuspendableJob(ChangeableJob):
    """A job document that an attempt may suspend."""

    def suspended(
        self,
        now: datetime,
        question: OpenQuestion,
        usage: Usage,
        *,
        attempts: int,
        deadline: datetime,
    ) -> Self:
        """Have a running job await the answer to a question: nothing of it has failed.

        It holds no slot and no lease, and no task stands for it; the sweeper looks when the time
        for an answer is over. It may have so many attempts again, counted from here.
        """
        return self._moved(
            JobStatus.SUSPENDED,
            now,
            question=question,
            preview=None,
            error=None,
            usage=usage,
            slot=Slot.NONE,
            next_attempt_at=None,
            start_before=None,
            deadline=deadline,
            max_attempts=self.attempt + attempts,
            attempts_from=self.attempt,
            lease_id=None,
            lease_expires_at=None,
            check_at=question.until,
            check_for=CheckFor.ANSWER,
        )

    def resumed(self, now: datetime, resume_id: str) -> Self:
        """Queue a suspended job, whose wait is over; the caller enqueues the task.

        It takes a slot when it is claimed, as after a retry's wait. `resume_id` is this writer's
        alone: an answer and another one, written at the same instant, can tell whose it was.
        """
        return self._moved(
            JobStatus.QUEUED,
            now,
            question=None,
            resume_id=resume_id,
            next_attempt_at=now,
            dispatch=self.dispatch + 1,
            check_at=now + DELIVERY_GRACE,
            check_for=CheckFor.DELIVERY,
        )

    def awaits(self, name: str) -> OpenQuestion | None:
        """Return the question of that name, if it is the one that the job awaits an answer to."""
        question = self.question if self.status is JobStatus.SUSPENDED else None
        return question if question is not None and question.name == name else None
