"""A job while one attempt runs it: every write of the attempt goes through here.

Holds the update time that the attempt's last write returned, so that nothing is read while all
goes well. When a write is refused, the job document that is there now says why: a cancel was asked
for, the attempt was taken over, or a neighbour only enqueued the task: then it goes on from there.
Beside it runs the thread of `keep_alive`.
"""

import logging
from collections.abc import Callable, Mapping
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Condition, Thread
from typing import Self

from pydantic import JsonValue

from shared.core import errors
from shared.core.alarm import Alarm
from shared.core.job import Ending, Job
from shared.core.job_document import Lease, Progress, Usage
from shared.core.job_status import JobStatus
from shared.core.preview import fit_preview
from shared.core.progress import following, next_progress
from shared.core.stored_value import JsonText
from shared.firestore import documents
from shared.firestore.compare_and_set import retry_stale
from shared.firestore.documents import StaleWriteError, VersionedJob
from shared.firestore.job_store import JobStore
from shared.handler.call_log import CallLog
from shared.handler.keep_alive import FROZEN_SECONDS, NONE, Interrupts, keep_alive
from shared.telemetry import logs

log = logging.getLogger(__name__)

#: Progress is written at most this often; Firestore's guidance for one document.
PROGRESS_INTERVAL = timedelta(seconds=1)


class RunningAttempt:
    """One attempt's hold on its job: a `shared.handler.ports.Attempt`.

    What the writing thread shares is touched only under the condition's lock, also during a write.
    """

    def __init__(  # noqa: PLR0913 -- what it writes, where, how long, by whose clock
        self,
        stored: VersionedJob,
        *,
        store: JobStore,
        lease: Lease,
        time_limit: timedelta,
        clock: Callable[[], datetime],
        interrupts: Interrupts = NONE,
    ) -> None:
        self._stored = stored
        self._store = store
        self._lease = lease
        self._clock = clock
        self._deadline = stored.job.end_of_attempt(clock() + time_limit)
        self.changed = Condition()
        self._pending: Progress | None = None
        self._preview: dict[str, JsonValue] | None = None
        #: Before these nothing is tried, and no progress is written.
        self._try_again_at = self._next_progress_at = clock()
        self.alarm = Alarm(clock)
        self._ended: errors.AttemptEndedError | None = None
        self._closed = False
        self._usage = stored.job.usage
        self.calls = CallLog(clock)
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

    @property
    def job(self) -> Job:
        """The job document as this attempt last wrote or saw it."""
        with self.changed:
            return self._stored.job

    @property
    def usage(self) -> Usage:
        """What the job has spent, in this attempt and those before."""
        with self.changed:
            return self._usage or Usage()

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

    def is_cancelled(self) -> bool:
        """See `Attempt.is_cancelled`."""
        with self.changed:
            return isinstance(self._ended, errors.JobCancelledError)

    def read_step(self, name: str) -> JsonValue | None:
        """See `Attempt.read_step`; a first attempt has nothing to read."""
        job = self.job
        if job.attempt == 1:
            return None
        document = documents.step_document(name)
        _, data = self._store.read_with_data(job.job_id, document)
        return documents.kept_step(data.get(document), job.steps_void_until)

    def keep_step(self, name: str, value: JsonText) -> None:
        """See `Attempt.keep_step`; in one commit with a heartbeat: a lost attempt keeps none."""
        with self.changed:
            kept = documents.step_text(self._stored.job.attempt, value)
            data = {documents.step_document(name): kept}
            self._write(lambda job: job.heartbeat(self._clock(), self._lease), data=data)

    def record_usage(self, usage: Usage) -> None:
        """See `Attempt.record_usage`; it goes with the next write, a heartbeat at the latest."""
        with self.changed:
            self._usage = self.usage.plus(usage)

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

    def _with_last_progress(self, job: Job) -> Job:
        """Add the progress that still waits: the last word always lands."""
        if self._pending is None:
            return job
        return job.model_copy(update={"progress": following(job.progress, self._pending)})

    def _with_usage(self, job: Job) -> Job:
        """Add what was spent; an end knows already."""
        is_known = job.status.is_terminal or job.usage == self._usage
        return job if is_known else job.model_copy(update={"usage": self._usage})

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

    def _write(
        self,
        change: Callable[[Job], Job],
        data: Mapping[str, JsonText] | None = None,
        *,
        may_be_cancelled: bool = False,
    ) -> None:
        """Write a change of the job document as it is now, whatever enqueued its task meanwhile."""
        if self._ended is not None and not (may_be_cancelled and self.is_cancelled()):
            raise self._ended

        def write() -> None:
            try:
                changed = self._with_usage(change(self._stored.job))
                with self.calls.written(is_due=bool(data) or changed.lease_id is None) as calls:
                    self._stored = self._store.write(self._stored, changed, data, calls=calls)
            except StaleWriteError as refusal:
                self._stored = self._still_ours(refusal.current, may_be_cancelled=may_be_cancelled)
                raise

        retry_stale(write)

    def _still_ours(self, current: VersionedJob | None, *, may_be_cancelled: bool) -> VersionedJob:
        """Return the job document to go on from, or end the attempt.

        Raises:
            errors.AttemptLostError: If another attempt, or none, has the job now.
            errors.JobCancelledError: If a cancel was asked for that we did not know of.
        """
        ours = (JobStatus.RUNNING, self._stored.job.lease_id)
        if current is None or (current.job.status, current.job.lease_id) != ours:
            stood_still = self.alarm.late_seconds > FROZEN_SECONDS
            self._ended = errors.AttemptLostError(stood_still=stood_still)
            raise self._ended
        self._stored = current
        if current.job.cancel_requested and not may_be_cancelled:
            self._ended = errors.JobCancelledError()
            raise self._ended
        return current

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
