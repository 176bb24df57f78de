"""Tell the due jobs that wait in a long queue from those whose task is gone, in few calls.

One call a job is too many where thousands wait. The queue is listed instead, by the thousand, once
a sweep; what is not in the listing is asked for by its name, as always; and when each that was seen
is looked at again is noted by the hundred, after all lost ones were repaired.

A listing is some seconds old when it is used, and that does no harm. A task that was enqueued after
its page was read is asked for by name. A job whose task was delivered meanwhile has changed, so
that what is noted of it is refused. A task that vanished meanwhile is found at the next look.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.core import errors, ids
from shared.core.job import Job
from shared.core.job_status import DELIVERY_GRACE, CheckFor
from shared.firestore.documents import Postponement, VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: So many queued jobs of one page are asked for by name: a listing would not be cheaper.
FEW = 20
#: A task that was seen is looked for again after as long as its job has waited; at the latest
#: after this.
LONGEST_PAUSE = timedelta(minutes=10)
#: The listing ends after so many tasks for each due job: Cloud Tasks bills each task of a page.
_LISTED_PER_JOB = 20
#: So many writes are one call to Firestore; more are refused.
_PER_WRITE = 500


def next_check(job: Job, now: datetime) -> datetime:
    """Return when the sweeper looks again for a task that it has seen in the queue."""
    return job.checked_by(now + min(max(job.queue_delay(now), DELIVERY_GRACE), LONGEST_PAUSE))


@dataclass(kw_only=True)
class LongQueue:
    """What one sweep knows of the queue, and the jobs that it has seen to wait there."""

    services: Services
    #: How many jobs are due: those of the sweep's first page, at the least.
    due: int
    #: No further page of the queue is asked for later than this.
    list_until: datetime
    _listed: frozenset[str] | None = None
    _waiting: list[Postponement] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many jobs were seen to wait."""
        return len(self._waiting)

    def others(self, page: Sequence[VersionedJob]) -> list[VersionedJob]:
        """Return those of a page's jobs that may need something; note the others, which wait."""
        now = self.services.clock()
        queued = [one for one in page if _waits_for_task(one.job, now)]
        if self._listed is None and len(queued) < FEW:
            return list(page)
        listed = self._tasks()
        waiting = {one.job.job_id for one in queued if _task_of(one.job) in listed}
        self._waiting += (
            Postponement(
                job_id=one.job.job_id,
                update_time=one.update_time,
                next_check=next_check(one.job, now),
            )
            for one in queued
            if one.job.job_id in waiting
        )
        return [one for one in page if one.job.job_id not in waiting]

    def postpone(self, until: datetime) -> None:
        """Note of the jobs that wait when each is looked at again; what is left is due still.

        Args:
            until: Nothing is begun later than this.
        """
        for part in self._parts():
            now = self.services.clock()
            if now > until:
                return
            try:
                self.services.store.postpone_checks(now, part)
            except (errors.UnavailableError, errors.WriteConflictError) as error:
                fields = logs.log_fields("postpone-failed", code=error.code)
                log.warning("Waiting jobs are left to the next sweep.", extra=fields)
                return

    def _parts(self) -> Iterator[Sequence[Postponement]]:
        for first in range(0, len(self._waiting), _PER_WRITE):
            yield self._waiting[first : first + _PER_WRITE]

    def _tasks(self) -> frozenset[str]:
        """Return the names of the queue's tasks; none, if they cannot be listed."""
        if self._listed is None:
            try:
                most = self.due * _LISTED_PER_JOB
                self._listed = self.services.queue.list_enqueued(most, self._has_time)
            except errors.UnavailableError:
                log.warning("The queue was not listed.", extra=logs.log_fields("list-failed"))
                self._listed = frozenset()
        return self._listed

    def _has_time(self) -> bool:
        return self.services.clock() < self.list_until


def _waits_for_task(job: Job, now: datetime) -> bool:
    return job.check_for is CheckFor.DELIVERY and not job.has_expired(now)


def _task_of(job: Job) -> str:
    return ids.task_id(job.job_id, job.dispatch)
