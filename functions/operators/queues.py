"""Whether the queues hold their tasks, and how an operator pauses and resumes one.

Cloud Tasks keeps whether a queue is paused, so that the console and gcloud do and see the same. A
paused queue takes tasks and delivers none; what runs goes on.
"""

from pydantic import Field

from functions.operators import audit
from functions.operators.actions import recorded
from functions.operators.outcome import OperatorOutcome
from functions.operators.roles import require_operator, require_viewer
from shared.auth.users import User
from shared.core.records import Record
from shared.tasks.queue_name import QueueName
from shared.wiring import Services

#: One queue, and nothing is left as it is.
_DONE = OperatorOutcome(done=1, refused=())


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
