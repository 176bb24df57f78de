"""A job that awaits an answer, or the ends of other jobs; and how it goes on. Pure."""

from datetime import datetime
from typing import Any, Self

from shared.core.gather import GATHER_CHECK, LOOK_CHECK, OpenGather
from shared.core.job_status import DELIVERY_GRACE, CheckFor, JobStatus, Slot
from shared.core.paused_job import PausableJob
from shared.core.question import OpenQuestion
from shared.core.usage import Usage


class SuspendableJob(PausableJob):
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

        The sweeper looks when the time for an answer is over.
        """
        return self._awaiting(
            now,
            usage,
            attempts,
            deadline=deadline,
            question=question,
            check_at=question.until,
            check_for=CheckFor.ANSWER,
        )

    def gathering(
        self, now: datetime, gather: OpenGather, usage: Usage, *, attempts: int, deadline: datetime
    ) -> Self:
        """Have a running job await the ends of others: nothing of it has failed.

        Who ends one of them looks whether it may go on; the sweeper does so for the case that a
        process died over it. Where it was suspended before, one of them may have ended meanwhile:
        what follows from this looks once more, and the sweeper soon.
        """
        until = LOOK_CHECK if self.has_children else GATHER_CHECK
        return self._awaiting(
            now,
            usage,
            attempts,
            deadline=deadline,
            gather=gather,
            has_children=True,
            check_at=min(now + until, deadline),
            check_for=CheckFor.CHILDREN,
        )

    def _awaiting(self, now: datetime, usage: Usage, attempts: int, **changes: Any) -> Self:  # noqa: ANN401 -- fields of many types
        """Have a running job await what no time brings.

        It holds no slot and no lease, and no task stands for it. It may have so many attempts
        again, counted from here.
        """
        return self._moved(
            JobStatus.SUSPENDED,
            now,
            preview=None,
            error=None,
            usage=usage,
            slot=Slot.NONE,
            next_attempt_at=None,
            start_before=None,
            max_attempts=self.attempt + attempts,
            attempts_from=self.attempt,
            lease_id=None,
            lease_expires_at=None,
            **changes,
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
            gather=None,
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
