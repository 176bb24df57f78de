"""What stands in the queue now, whether it is paused, and how an operator pauses and resumes one.

Cloud Tasks keeps whether a queue is paused, so that the console and gcloud do and see the same. A
paused queue takes tasks and delivers none; what runs goes on.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import Field

from functions.operators import audit
from functions.operators.actions import recorded
from functions.operators.outcome import OperatorOutcome
from functions.operators.roles import require_operator, require_viewer
from shared.auth.users import User
from shared.core.job import Job
from shared.core.job_status import Slot
from shared.core.records import Record
from shared.tasks.task_queue import QueueName
from shared.wiring import Services

#: So many queued jobs are looked at, those submitted first.
MOST_QUEUED = 500
#: One queue, and nothing is left as it is.
_DONE = OperatorOutcome(done=1, refused=())


class QueueNow(Record):
    """The queued jobs of all users."""

    queued_since: datetime | None = Field(
        default=None, description="Since when the oldest job could run that does not."
    )
    waiting_since: datetime | None = Field(
        default=None, description="The same, of those that wait for their owner's other jobs."
    )
    retrying: int = Field(description="Queued jobs whose last attempt failed or was lost.")
    next_retry_at: datetime | None = Field(
        default=None, description="When the first of them is tried again."
    )
    is_complete: bool = Field(
        description="Whether that is of all queued jobs; else of those submitted first."
    )


def describe_queue(queued: Sequence[Job], now: datetime) -> QueueNow:
    """Return how the queue stands. Pure.

    Args:
        queued: The queued jobs of all users, those submitted first; `MOST_QUEUED` at the most.
        now: A job that is to run later than this is in no queue yet.
    """
    waiting = [job for job in queued if job.slot is Slot.WAITING]
    retried = [job for job in queued if job.attempt > (job.attempts_from or 0)]
    return QueueNow(
        queued_since=_oldest((job for job in queued if job.slot is not Slot.WAITING), now),
        waiting_since=_oldest(waiting, now),
        retrying=len(retried),
        next_retry_at=min((_due_at(job) for job in retried), default=None),
        is_complete=len(queued) < MOST_QUEUED,
    )


def _oldest(jobs: Iterable[Job], now: datetime) -> datetime | None:
    return min((at for job in jobs if (at := _due_at(job)) <= now), default=None)


def _due_at(job: Job) -> datetime:
    return job.next_attempt_at or job.created_at


class OperatorQueue(Record):
    """A queue of Cloud Tasks."""

    queue: QueueName = Field(description='"jobs", or "webhooks": those that wait to be sent.')
    paused: bool = Field(description="Whether it delivers nothing.")


class OperatorQueues(Record):
    """Every queue that an operator may pause."""

    queues: tuple[OperatorQueue, ...]


class QueueRequest(Record):
    """Which queue to pause, or to resume."""

    queue: QueueName = Field(description='"jobs" or "webhooks".')


def list_queues(services: Services, viewer: User) -> OperatorQueues:
    """Return which queues are paused.

    Raises:
        errors.PermissionDeniedError: If `viewer` is neither viewer nor operator.
        errors.UnavailableError: If Cloud Tasks cannot be reached.
    """
    require_viewer(viewer)
    queues = tuple(
        OperatorQueue(queue=name, paused=services.queue.is_paused(name)) for name in QueueName
    )
    audit.log_access("GET /api/operator/queues", viewer, None, 0)
    return OperatorQueues(queues=queues)


def pause_queue(services: Services, operator: User, chosen: QueueRequest) -> OperatorOutcome:
    """Have a queue deliver nothing until it is resumed; one that is paused stays so.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.UnavailableError: If a service cannot be reached.
    """
    require_operator(operator)

    def do() -> OperatorOutcome:
        services.queue.pause(chosen.queue)
        return _DONE

    return recorded(services, operator, "pause-queue", chosen, do)


def resume_queue(services: Services, operator: User, chosen: QueueRequest) -> OperatorOutcome:
    """Have a queue deliver again; one that does stays so.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.UnavailableError: If a service cannot be reached.
    """
    require_operator(operator)

    def do() -> OperatorOutcome:
        services.queue.resume(chosen.queue)
        return _DONE

    return recorded(services, operator, "resume-queue", chosen, do)
