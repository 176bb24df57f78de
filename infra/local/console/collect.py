"""Look at the running local cloud: its log files, Firestore, and the queue.

What must stay true: an idle cloud is asked next to nothing. The log says when a job has changed its
state; only then, and now and then in case a line was missed, are jobs counted. Running jobs are
read while there are any.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
from google.api_core import exceptions
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

from infra.local.cloud.stack import FUNCTIONS
from infra.local.console.counters import KEPT, Counters
from infra.local.console.figures import Seen, WaitingTask
from infra.local.console.log_tail import LogTail
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.firestore.documents import JobFilter
from shared.firestore.job_store import JobStore
from shared.settings import Settings

#: Also without a word in the log, jobs are counted this often.
_RECOUNT = timedelta(seconds=15)
#: More running jobs than fit any terminal are counted, and not read.
MOST_RUNNING = 100
_CALL_TIMEOUT_SECONDS = 2


class AwayError(RuntimeError):
    """The local cloud does not answer."""


class Collector:
    """Looks at one run of the local cloud, again and again."""

    def __init__(self, settings: Settings, logs: Path) -> None:
        self._store = JobStore(settings)
        self._queue_path = settings.queue_path
        self._channel = grpc.insecure_channel(settings.cloud_tasks_emulator_host)
        self._tasks = tasks_v2.CloudTasksClient(
            transport=CloudTasksGrpcTransport(channel=self._channel)
        )
        self._tails = {name: LogTail(logs / f"{name}.log") for name in FUNCTIONS}
        self._counters = Counters()
        self._statuses: dict[JobStatus, int] = {}
        self._waiting = 0
        self._recount_at = datetime.min.replace(tzinfo=UTC)

    def look(self) -> Seen:
        """Look once.

        Raises:
            AwayError: If a part does not answer.
        """
        try:
            return self._look()
        except (errors.UnavailableError, exceptions.GoogleAPIError) as error:
            raise AwayError from error

    def close(self) -> None:
        """Let go of the connection."""
        self._channel.close()

    def _look(self) -> Seen:
        began = datetime.now(UTC)
        if self._read_logs(began) or began >= self._recount_at:
            self._count_jobs()
            self._recount_at = began + _RECOUNT
        running, enqueued = self._running_jobs(), self._enqueued()
        is_queue_paused = self._is_queue_paused()
        return Seen(
            # Now, and not before: on a busy machine an answer takes its time, and ages would lie.
            at=datetime.now(UTC),
            statuses=self._statuses,
            waiting=self._waiting,
            running=running,
            enqueued=enqueued,
            is_queue_paused=is_queue_paused,
            counted=self._counters.counted(),
        )

    def _read_logs(self, at: datetime) -> bool:
        """Count the new lines; say whether there were any."""
        heard = [(name, line) for name, tail in self._tails.items() for line in tail.new_lines()]
        for name, line in heard:
            self._counters.hear(name, line)
        self._counters.forget_before(at - KEPT)
        return bool(heard)

    def _count_jobs(self) -> None:
        def count(wanted: JobFilter) -> int:
            return self._store.count_jobs(None, wanted)

        self._statuses = {status: count(JobFilter(status=status)) for status in JobStatus}
        self._waiting = count(JobFilter(slot=Slot.WAITING))

    def _running_jobs(self) -> list[Job]:
        if not self._statuses[JobStatus.RUNNING]:
            return []
        return self._store.list_jobs(None, JobFilter(status=JobStatus.RUNNING), MOST_RUNNING)

    def _enqueued(self) -> list[WaitingTask]:
        pages = self._tasks.list_tasks(
            request={"parent": self._queue_path, "page_size": 1000},
            retry=None,
            timeout=_CALL_TIMEOUT_SECONDS,
        ).pages
        return [_task(task) for page in pages for task in type(page).pb(page).tasks]

    def _is_queue_paused(self) -> bool:
        queue = self._tasks.get_queue(
            name=self._queue_path, retry=None, timeout=_CALL_TIMEOUT_SECONDS
        )
        return queue.state == tasks_v2.Queue.State.PAUSED


def _task(task: Any) -> WaitingTask:  # noqa: ANN401 -- protobuf's own, which has no types
    """Read a task in protobuf's own form: the client's form takes ten times as long."""
    due_at = task.schedule_time.ToDatetime(tzinfo=UTC)
    last = task.last_attempt
    is_handed_out = last.HasField("dispatch_time") and not last.HasField("response_time")
    return WaitingTask(
        due_at=due_at,
        # An attempt that nobody answered has no such time either; its task is due again later.
        is_under_way=is_handed_out and due_at <= last.dispatch_time.ToDatetime(tzinfo=UTC),
    )
