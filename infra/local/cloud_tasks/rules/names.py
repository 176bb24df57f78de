"""Read resource names and refuse those that the real service refuses.

Each check returns the name, or raises `ApiError` with the recorded words. Pure. A queue's id is
`[A-Za-z0-9-]{1,100}`, a task's `[A-Za-z0-9_-]{1,500}`.
"""

import re

from infra.local.cloud_tasks import errors

_LOCATION = re.compile(r"projects/[A-Za-z0-9:.-]+/locations/[A-Za-z0-9-]+")
_QUEUE = re.compile(_LOCATION.pattern + r"/queues/[A-Za-z0-9-]{1,100}")
_TASK = re.compile(_QUEUE.pattern + r"/tasks/[^/]*")
_TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,500}")


def check_location(parent: str) -> str:
    """Return a location's name."""
    if not _LOCATION.fullmatch(parent):
        raise errors.invalid("Invalid resource field value in the request.")
    return parent


def check_queue(name: str) -> str:
    """Return a queue's name."""
    if not _QUEUE.fullmatch(name):
        raise errors.invalid(
            'Queue name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>'
            '/queues/<QUEUE_ID>".',
            errors.QUEUE_NAME_HELP,
        )
    return name


def check_task(name: str) -> str:
    """Return a task's name."""
    if not _TASK.fullmatch(name):
        raise errors.invalid(
            'Task name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>'
            '/queues/<QUEUE_ID>/tasks/<TASK_ID>"'
        )
    if not _TASK_ID.fullmatch(short(name)):
        raise errors.invalid(
            f'Task ID "{short(name)}" can contain only letters ([A-Za-z]), numbers ([0-9]), '
            "hyphens (-), or underscores (_). Task ID must between 1 and 500 characters.",
            errors.TASK_ID_HELP,
        )
    return name


def check_task_of(queue: str, name: str) -> str:
    """Return a task's name if it lies in the queue."""
    check_task(name)
    if queue_of(name) != queue:
        raise errors.invalid(
            f"The queue name from request ('{queue}') must be the same as the queue name in the "
            f"named task ('{queue_of(name)}')."
        )
    return name


def queue_of(task_name: str) -> str:
    """Return the name of the queue that a task lies in."""
    return task_name.rpartition("/tasks/")[0]


def location_of(queue_name: str) -> str:
    """Return the name of the location that a queue lies in."""
    return queue_name.rpartition("/queues/")[0]


def short(name: str) -> str:
    """Return a name's last part, as headers and log lines carry it."""
    return name.rpartition("/")[2]
