"""A job while one attempt runs it: what its handler says, keeps and waits for, and how it ends.

Every write goes through `HeldJob`. Beside it runs the thread of `keep_alive`.
"""

import logging
from collections.abc import Callable, Mapping
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Thread
from typing import Self

from pydantic import JsonValue

from shared.core import errors
from shared.core.job import Ending
from shared.core.job_document import Progress
from shared.core.lease import Lease
from shared.core.letting_go import LEAST_TIME_LEFT, AttemptLetGoError
from shared.core.preview import fit_preview
from shared.core.progress import following, next_progress
from shared.core.stored_value import JsonText
from shared.firestore import documents
from shared.firestore.documents import StepKind, VersionedJob
from shared.firestore.job_store import JobStore
from shared.handler.gathering import ChildMaker, GatheringAttempt
from shared.handler.keep_alive import NONE, Interrupts, keep_alive
from shared.handler.pausing import Bounds
from shared.handler.ports import EarlierResult
from shared.telemetry import logs

log = logging.getLogger(__name__)

#: Progress is written at most this often; Firestore's guidance for one document.
PROGRESS_INTERVAL = timedelta(seconds=1)


class RunningAttempt(GatheringAttempt):
    """One attempt's hold on its job: a `shared.handler.ports.Attempt`."""

    def __init__(  # noqa: PLR0913 -- what it writes, where, how long, by whose clock
        self,
        stored: VersionedJob,
        *,
        store: JobStore,
        lease: Lease,
        bounds: Bounds,
        clock: Callable[[], datetime],
        interrupts: Interrupts = NONE,
        child_maker: ChildMaker | None = None,
    ) -> None:
        super().__init__(stored, store, clock)
        self._lease = lease
        self._bounds = bounds
        self._child_maker = child_maker
        self._job_deadline = stored.job.deadline_with(bounds.whole_limit)
        limit = clock() + bounds.time_limit
        self._deadline = min(limit, self._job_deadline or limit)
        self._last_step_by = limit - bounds.time_limit * LEAST_TIME_LEFT
        self._has_kept_a_step = False
        self._preview: dict[str, JsonValue] | None = None
        #: Before these nothing is tried, and no progress is written.
        self._try_again_at = self._next_progress_at = clock()
        self._interrupts = interrupts
        beside = (keep_alive, self, interrupts)
        self._thread = Thread(target=copy_context().run, args=beside, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        with self.changed:
            self._closed = True
            self.changed.notify_all()
        self._thread.join()

    def report(self, percent: float, message: str, stage: str | None) -> None:
        """See `Attempt.report`."""
        self.check()
        with self.changed:
            self._show_next(percent, message, stage)
        self.check()

    def show(self, answer: dict[str, JsonValue]) -> None:
        """See `Attempt.show`; a preview is a part of the progress, and counts in its `seq`."""
        self.check()
        with self.changed:
            preview = fit_preview(answer)
            if preview != self._preview:
                self._preview = preview
                last = self._pending or self._stored.job.progress
                self._show_next(last.percent, last.message, last.stage)
        self.check()

    def check(self) -> None:
        """See `Attempt.check`."""
        with self.changed:
            if self._ended is not None:
                raise self._ended
            now, job = self._clock(), self._stored.job
            if now > self._deadline:
                raise errors.DeadlineExceededError("This took longer than a job of its type may.")
            if job.lease_expires_at is None or now <= job.lease_expires_at:
                return
            # Over by our own clock: renewed, or nothing more is started (G5).
            try:
                self._write(lambda job: job.heartbeat(now, self._lease))
            except (errors.UnavailableError, errors.WriteConflictError) as error:
                raise errors.AttemptLostError from error

    def read_step(self, name: str) -> JsonValue | None:
        """See `Attempt.read_step`."""
        kept = self.kept(name, StepKind.WORK)
        return None if kept is None else [kept["value"]]

    def keep_step(self, name: str, value: JsonText) -> None:
        """See `Attempt.keep_step`; in one commit with a heartbeat: a lost attempt keeps none."""
        with self.changed:
            kept = documents.step_text(self._stored.job.attempt, value)
            data = {documents.step_document(name): kept}
            self._write(lambda job: job.heartbeat(self._clock(), self._lease), data=data)
            self._has_kept_a_step = True

    def read_earlier_result(self) -> EarlierResult[JsonValue] | None:
        """See `Attempt.read_earlier_result`; a job that no schedule has made reads nothing."""
        job_id = self.job.previous_job_id
        if job_id is None:
            return None
        try:
            stored, data = self._store.read_with_data(job_id, documents.RESULT)
        except documents.UnreadableJobError:
            return None
        made_at = None if stored is None else stored.job.finished_at
        if made_at is None or documents.RESULT not in data:
            return None
        return EarlierResult(job_id=job_id, made_at=made_at, value=data[documents.RESULT])

    def make_room(self) -> None:
        """See `Attempt.make_room`; only where a step was kept, or it would go round for ever."""
        is_late = self._clock() > self._last_step_by
        if is_late and self._has_kept_a_step and self._job_deadline is not None:
            self._let_go("a further step", None)

    @property
    def let_go(self) -> VersionedJob | None:
        """The job as this attempt has put it back; None if it has not."""
        with self.changed:
            return self._stored if isinstance(self._ended, AttemptLetGoError) else None

    def settle(self, ending: Ending, data: Mapping[str, JsonText] | None = None) -> VersionedJob:
        """Write how the attempt ended, with what still waits and the documents; return the job.

        Raises:
            errors.AttemptEndedError: If the attempt was cancelled or lost meanwhile; nothing was
                written. After a cancel, settle again, as cancelled.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        with self.changed:
            self._write(
                lambda job: ending(self._with_last_progress(job), self.usage),
                data=data,
                may_be_cancelled=isinstance(self._ended, errors.JobCancelledError),
            )
            self._closed = True
            return self._stored

    def returns_within(self, limit: timedelta | None) -> bool:
        """Whether the handler returns within that time; for None, wait until it does."""
        seconds = None if limit is None else limit.total_seconds()
        with self.changed:
            return self.changed.wait_for(lambda: self._closed, seconds)

    def preempt(self, ending: Ending) -> VersionedJob | None:
        """Settle from outside, while the handler still runs: its next word ends it.

        Returns:
            The job document as it was written; None if the attempt has ended, or ends, by itself.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        with self.changed:
            if self._closed or isinstance(self._ended, errors.AttemptLostError):
                return None
            try:
                self._write(
                    lambda job: ending(self._with_last_progress(job), self.usage),
                    may_be_cancelled=True,
                )
            except errors.AttemptLostError:
                return None
            self._ended = errors.AttemptLostError()
            self.changed.notify_all()
            return self._stored

    def _show_next(self, percent: float, message: str, stage: str | None) -> None:
        """Have the next progress written, now or when it is due."""
        last = self._pending or self._stored.job.progress
        self._pending = next_progress(last, percent, message, stage)
        self._write_what_is_due(self._clock())
        self.changed.notify_all()

    def _write_progress(self, news: Progress, now: datetime) -> None:
        preview, lease = self._preview, self._lease
        self._write(lambda job: job.progressed(following(job.progress, news), now, lease, preview))
        self._pending, self._next_progress_at = None, now + PROGRESS_INTERVAL

    def beat(self) -> float | None:
        """Write what is due; return the seconds until something is, None once the attempt ended."""
        with self.changed:
            now = self._clock()
            if self._closed or self._ended is not None or now > self._deadline:
                return None
            self._write_what_is_due(now)
            return self.alarm.set(self._seconds_to_next_write(self._clock()))

    def is_overdue(self) -> bool:
        """Whether its time limit is over, and its handler still runs."""
        with self.changed:
            return not self._closed and self._ended is None and self._clock() > self._deadline

    def _write_what_is_due(self, now: datetime) -> None:
        """Write waiting progress, or else a heartbeat, if it is time; it may fail for a while."""
        if now < self._try_again_at:
            return
        try:
            if self._pending is not None and now >= self._next_progress_at:
                self._write_progress(self._pending, now)
            elif now >= self._stored.job.updated_at + self._lease.heartbeat:
                self._write(lambda job: job.heartbeat(now, self._lease))
        except errors.AttemptEndedError:
            return  # Kept in `_ended`; the handler's thread finds it at its next call.
        except (errors.UnavailableError, errors.WriteConflictError):
            # The work goes on: the lease outlasts several beats, and what waits is kept.
            self._try_again_at = now + PROGRESS_INTERVAL
            log.warning("Could not write progress.", extra=logs.log_fields("progress-failed"))

    def _seconds_to_next_write(self, now: datetime) -> float:
        next_at = min(self._stored.job.updated_at + self._lease.heartbeat, self._deadline)
        if self._pending is not None:
            next_at = min(next_at, self._next_progress_at)
        return max((max(next_at, self._try_again_at) - now).total_seconds(), 0)
