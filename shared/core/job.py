"""The job: every change it may make. Pure.

Each change returns a new `Job`; the store writes what differs, under the update time the old one
was read at. A change that the table of transitions does not have cannot be expressed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import JsonValue

from shared.core.errors import ErrorCode
from shared.core.job_change import seconds_between
from shared.core.job_document import Failure, Progress, deadline_of
from shared.core.job_status import (
    DELIVERY_GRACE,
    CheckFor,
    InvalidTransitionError,
    JobStatus,
    Slot,
)
from shared.core.lease import Lease
from shared.core.suspended_job import SuspendableJob
from shared.core.usage import Usage

#: A job that waits for its owner's other jobs is enqueued when one of them ends; this is only for
#: the case that the process that should have enqueued it died twice.
WAITING_CHECK = timedelta(hours=1)
#: So many attempts of a job do not count that were lost while their process stood still.
MOST_FORGIVEN = 3

#: The public words for a job that waited too long.
_EXPIRED = Failure(
    code=ErrorCode.DEADLINE_EXCEEDED,
    message="The job could not start before the time you gave.",
    retriable=False,
)
#: The public words for a job that its type gives no more time.
_OVERDUE = Failure(
    code=ErrorCode.DEADLINE_EXCEEDED,
    message="The job was not done in the time that a job of its type may take in all.",
    retriable=False,
)

#: Ends the attempt of a running job, with what it has spent by then.
Ending = Callable[["Job", Usage], "Job"]


class Job(SuspendableJob):
    """A job document, and every change that it may make."""

    def log_fields(self) -> dict[str, object]:
        """Return what names it in a log line."""
        return {
            "jobId": self.job_id,
            "type": self.type,
            "dispatch": self.dispatch,
            "attempt": self.attempt,
        }

    def claimed(self, now: datetime, lease: Lease, lease_id: str) -> Self:
        """Start the next attempt."""
        return self._moved(
            JobStatus.RUNNING,
            now,
            attempt=self.attempt + 1,
            started_at=now,
            wait_seconds=seconds_between(self.next_attempt_at or self.created_at, now),
            run_seconds=None,
            next_attempt_at=None,
            not_understood_since=None,
            resume_id=None,
            deadline=self.deadline_after_pause(now),
            slot=Slot.HELD,
            is_waited_for=self.is_waited_for if self.slot is Slot.HELD else None,
            lease_id=lease_id,
            progress=self._progress_at_claim(),
            **lease.promise(now),
        )

    def _progress_at_claim(self) -> Progress:
        """Return the progress of an attempt that begins: it starts again; seq never does.

        An attempt that goes on where another one has let go of the job goes on from its progress.
        """
        goes_on = self.attempt == self.attempts_from
        last = self.progress if goes_on else Progress()
        return last.model_copy(update={"seq": self.progress.seq + 1})

    def heartbeat(self, now: datetime, lease: Lease) -> Self:
        """Renew the running attempt's promise."""
        return self._still_running(now, **lease.promise(now, self.check_at))

    def progressed(
        self,
        progress: Progress,
        now: datetime,
        lease: Lease,
        preview: dict[str, JsonValue] | None = None,
    ) -> Self:
        """Show how far the running attempt is; this renews its promise too."""
        promise = lease.promise(now, self.check_at)
        return self._still_running(now, progress=progress, preview=preview, **promise)

    def succeeded(self, now: datetime, summary: str, usage: Usage) -> Self:
        """End the job well."""
        return self._finished(
            JobStatus.SUCCEEDED,
            now,
            summary=summary,
            usage=usage,
            error=None,
            progress=self.progress.model_copy(
                update={"percent": 100, "seq": self.progress.seq + 1}
            ),
        )

    def failed(self, now: datetime, error: Failure, usage: Usage | None = None) -> Self:
        """End the job badly."""
        return self._finished(JobStatus.FAILED, now, error=error, usage=usage or self.usage)

    def expired(self, now: datetime) -> Self:
        """End a job that it is too late to start: its whole time is over, or it began too late.

        Of the second, the last attempt's error is kept.
        """
        return self.failed(now, _OVERDUE if self.is_overdue(now) else self.error or _EXPIRED)

    def cancelled(self, now: datetime, usage: Usage | None = None) -> Self:
        """End the job because its owner asked for it."""
        return self._finished(JobStatus.CANCELLED, now, usage=usage or self.usage)

    def requeued(
        self, now: datetime, at: datetime, error: Failure | None, usage: Usage | None = None
    ) -> Self:
        """Put a running job back, to be tried again at `at`; the caller enqueues the task.

        It keeps its slot only if it is tried at once.
        """
        return self._moved(
            JobStatus.QUEUED,
            now,
            preview=None,
            slot=Slot.HELD if at <= now else Slot.NONE,
            next_attempt_at=at,
            error=error,
            usage=usage or self.usage,
            lease_id=None,
            lease_expires_at=None,
            dispatch=self.dispatch + 1,
            check_at=max(at, now) + DELIVERY_GRACE,
            check_for=CheckFor.DELIVERY,
        )

    def released(self, now: datetime, usage: Usage | None = None) -> Self:
        """Put a running job back because its machine is told to stop.

        The attempt has not failed: there may be one more. The caller enqueues the task.
        """
        queued = self.requeued(now, at=now, error=self.error, usage=usage)
        return queued.model_copy(update={"max_attempts": self.max_attempts + 1})

    def let_go(
        self, now: datetime, at: datetime, usage: Usage, *, attempts: int, deadline: datetime
    ) -> Self:
        """Put a running job back that goes on at `at` from where it is: nothing of it has failed.

        It may have so many attempts again, counted from here; what bounded its first start does so
        no more, and its deadline does. The caller enqueues the task.
        """
        queued = self.requeued(now, at, error=None, usage=usage)
        counted = {"max_attempts": self.attempt + attempts, "attempts_from": self.attempt}
        return queued.model_copy(update={**counted, "start_before": None, "deadline": deadline})

    def forgiven(self, now: datetime) -> Self | None:
        """Allow one more attempt for one that was lost while its process stood still.

        Returns:
            None if the job has ended, or was given as many as it may be.
        """
        if self.status.is_terminal or self.losses_forgiven >= MOST_FORGIVEN:
            return None
        return self._with(
            now, max_attempts=self.max_attempts + 1, losses_forgiven=self.losses_forgiven + 1
        )

    def resubmitted(  # noqa: PLR0913 -- all that may be given anew
        self,
        now: datetime,
        attempts: int,
        *,
        keep_steps: bool,
        whole_limit: timedelta | None = None,
        expire_at: datetime | None = None,
        title: str | None = None,
    ) -> Self:
        """Queue a failed or cancelled job once more, for so many attempts; the caller enqueues.

        Raises:
            InvalidTransitionError: If it has not ended, or has succeeded.
        """
        if not self.status.is_terminal:
            raise InvalidTransitionError(f"{self.status} cannot be resubmitted")
        expire_at = expire_at or self.expire_at
        return self._moved(
            JobStatus.QUEUED,
            now,
            max_attempts=self.attempt + attempts,
            attempts_from=self.attempt or None,
            resubmitted_after=self.attempt,
            losses_forgiven=0,
            expire_at=expire_at,
            deadline=deadline_of(now, whole_limit, expire_at),
            title=title or self.title,
            steps_void_until=self.steps_void_until if keep_steps else self.attempt,
            slot=Slot.HELD,
            next_attempt_at=now,
            progress=Progress(seq=self.progress.seq + 1),
            dispatch=self.dispatch + 1,
            check_at=now + DELIVERY_GRACE,
            check_for=CheckFor.DELIVERY,
            error=None,
            not_understood_since=None,
            finished_at=None,
            cancel_requested=None,
            start_before=None,
        )

    def end_unpublished(self, by: datetime) -> Self:
        """Have the sweeper look whether this end was published: no delivery stands for it."""
        return self.model_copy(update={"check_at": by, "check_for": CheckFor.PUBLISH})

    def end_published(self) -> Self:
        """Note that this end was published."""
        return self.model_copy(update={"check_at": None, "check_for": None})

    def redispatched(self, now: datetime) -> Self:
        """Take the next dispatch number of a queued job, whose task was lost."""
        return self._dispatched_now(now)

    def redispatched_after_lease(self, now: datetime) -> Self:
        """Take the next dispatch number of a running job: a task for when its lease is over.

        The sweeper looks at the lease's end all the same: the process that runs the attempt may be
        the one that enqueues, and if it dies before it has, no other process learns of it in time.
        """
        return self._still_running(now, dispatch=self.dispatch + 1)

    def waiting_for_slot(self, now: datetime) -> Self:
        """Let a queued job wait until its owner has a slot free; no task is enqueued.

        A free slot is looked for once more after this is written. If the process dies before it
        has looked, the sweeper does.
        """
        return self._with(
            now, slot=Slot.WAITING, check_at=now + DELIVERY_GRACE, check_for=CheckFor.SLOT
        )

    def still_waiting(self, now: datetime) -> Self:
        """Note that a waiting job has no slot yet: it need not be checked for long."""
        return self.check_postponed(now, self.checked_by(now + WAITING_CHECK))

    def checked_by(self, later: datetime) -> datetime:
        """Return when the sweeper looks at a waiting job: then, or once it is too late for it."""
        too_late = [at for at in (self.start_before, self.deadline) if at is not None]
        return min([later, *(at + DELIVERY_GRACE for at in too_late)])

    def granted_slot(self, now: datetime) -> Self:
        """Let a waiting job go on, others perhaps behind it; its next dispatch is enqueued."""
        return self._dispatched_now(now, slot=Slot.HELD, is_waited_for=True)

    def with_slot(self, *, is_waited_for: bool) -> Self:
        """Say of a job that is given a slot at its admission whether another one waits for it."""
        return self.model_copy(update={"is_waited_for": is_waited_for})

    def check_postponed(self, now: datetime, next_check: datetime) -> Self:
        """Note that all is well, and when the sweeper looks again, for the same thing."""
        return self._with(now, check_at=next_check)

    def not_understood(self, now: datetime) -> Self:
        """Note that a revision that does not understand it was asked to run it."""
        return self._with(now, not_understood_since=now)

    def asked_to_cancel(self, now: datetime) -> Self:
        """Ask the running attempt to stop at its next write."""
        return self._with(now, cancel_requested=True)

    def renamed(self, now: datetime, title: str) -> Self:
        """Take another title; how it stands and what it does stay as they are."""
        return self._with(now, title=title)

    def _dispatched_now(self, now: datetime, **changes: Any) -> Self:  # noqa: ANN401 -- fields of many types
        return self._with(
            now,
            dispatch=self.dispatch + 1,
            check_at=now + DELIVERY_GRACE,
            check_for=CheckFor.DELIVERY,
            **changes,
        )
