"""A job document in the hands of one attempt: what it writes, and when it has lost the job.

Holds the update time that the attempt's last write returned, so that nothing is read while all
goes well. When a write is refused, the job document that is there now says why: a cancel was asked
for, the attempt was taken over, or a neighbour only enqueued the task: then it goes on from there.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Condition, Lock
from typing import TYPE_CHECKING

from pydantic import JsonValue

from shared.core import errors
from shared.core.alarm import Alarm
from shared.core.call_log import CallLog
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.progress import following
from shared.core.stored_value import JsonText
from shared.core.usage import Usage
from shared.firestore import documents
from shared.firestore.compare_and_set import BUCKET_TRIES, TRIES, Pauses, retry_stale
from shared.firestore.documents import Births, StaleWriteError, StepKind, VersionedJob
from shared.firestore.job_store import JobStore
from shared.handler.keep_alive import FROZEN_SECONDS

if TYPE_CHECKING:
    from shared.core.job_document import Progress


class HeldJob:
    """A job as the attempt that runs it last wrote or saw it.

    What two threads share is touched only under the condition's lock, also during a write.
    """

    def __init__(
        self, stored: VersionedJob, store: JobStore, clock: Callable[[], datetime]
    ) -> None:
        self._stored = stored
        self._store = store
        self._clock = clock
        self.changed = Condition()
        self.alarm = Alarm(clock)
        self.calls = CallLog(clock, Lock())
        self._usage = stored.job.usage
        self._ended: errors.AttemptEndedError | None = None
        self._closed = False
        #: Progress that is not written yet.
        self._pending: Progress | None = None

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

    def is_cancelled(self) -> bool:
        """See `Attempt.is_cancelled`."""
        with self.changed:
            return isinstance(self._ended, errors.JobCancelledError)

    def record_usage(self, usage: Usage) -> None:
        """See `Attempt.record_usage`; it goes with the next write, a heartbeat at the latest."""
        with self.changed:
            self._usage = self.usage.plus(usage)

    def kept(self, name: str, kind: StepKind) -> dict[str, JsonValue] | None:
        """Return the document of a handler's name; None if there is none, or it is void.

        A first attempt has nothing to read.

        Raises:
            errors.HandlerMistakeError: If the name stands for something of another kind.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        job = self.job
        if job.attempt == 1:
            return None
        document = documents.step_document(name)
        _, data = self._store.read_with_data(job.job_id, document)
        return documents.kept_document(data.get(document), job.steps_void_until, kind)

    def _with_usage(self, job: Job) -> Job:
        """Add what was spent; an end knows already."""
        is_known = job.status.is_terminal or job.usage == self._usage
        return job if is_known else job.model_copy(update={"usage": self._usage})

    def _with_last_progress(self, job: Job) -> Job:
        """Add the progress that still waits: the last word always lands."""
        if self._pending is None:
            return job
        return job.model_copy(update={"progress": following(job.progress, self._pending)})

    def _write(
        self,
        change: Callable[[Job], Job],
        data: Mapping[str, JsonText] | None = None,
        *,
        may_be_cancelled: bool = False,
        births: Callable[[Job], Births | None] | None = None,
        pauses: Pauses | None = None,
    ) -> None:
        """Write a change of the job document as it is now, whatever enqueued its task meanwhile.

        What it makes with it (`births`) is decided anew at every try: the owner's other jobs may
        have changed. It meets their submissions at the owner's bucket, and is tried as often as
        these are, with `pauses`.
        """
        if self._ended is not None and not (may_be_cancelled and self.is_cancelled()):
            raise self._ended

        def write() -> None:
            try:
                changed = self._with_usage(change(self._stored.job))
                made = None if births is None else births(changed)
                with self.calls.written(is_due=bool(data) or changed.lease_id is None) as calls:
                    self._stored = self._store.write(
                        self._stored, changed, data, calls=calls, births=made
                    )
            except StaleWriteError as refusal:
                self._stored = self._still_ours(refusal.current, may_be_cancelled=may_be_cancelled)
                raise

        retry_stale(write, tries=TRIES if pauses is None else BUCKET_TRIES, pauses=pauses)

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
