"""The headers of a delivery: the task's own, without those that the service sets itself.

Pure. Names and rules are those recorded from the real service: `TaskExecutionCount` does not count
5xx answers, `TaskRetryReason` is there and empty on a retry, `Content-Type` is never invented.
"""

from infra.local.cloud_tasks.records import Task
from infra.local.cloud_tasks.rules import names

USER_AGENT = "Google-Cloud-Tasks"
_RESERVED = frozenset({"host", "content-length", "user-agent"})
_RESERVED_PREFIXES = ("x-google-", "x-appengine-", "x-cloudtasks-")


def is_reserved(name: str) -> bool:
    """Whether the service drops or replaces a header that a task brings."""
    lowered = name.lower()
    return lowered in _RESERVED or lowered.startswith(_RESERVED_PREFIXES)


def stored_headers(given: dict[str, str]) -> dict[str, str]:
    """Return the headers that a created task keeps and shows (recorded)."""
    kept = {name: value for name, value in given.items() if not is_reserved(name)}
    return {**kept, "User-Agent": USER_AGENT}


def overridden(own: dict[str, str], overrides: dict[str, str]) -> dict[str, str]:
    """Let a queue's headers replace a task's, whatever the case of their names."""
    allowed = {name: value for name, value in overrides.items() if not is_reserved(name)}
    replaced = {name.lower() for name in allowed}
    return {n: v for n, v in own.items() if n.lower() not in replaced} | allowed


def delivery_headers(task: Task, attempt: int) -> dict[str, str]:
    """Return what tells the worker which attempt of a task, as it was before, this is; from 1."""
    headers = {
        "X-CloudTasks-QueueName": names.short(names.queue_of(task.name)),
        "X-CloudTasks-TaskName": names.short(task.name),
        "X-CloudTasks-TaskRetryCount": str(attempt - 1),
        "X-CloudTasks-TaskExecutionCount": str(task.execution_count),
        "X-CloudTasks-TaskETA": f"{task.schedule_time.timestamp():.6f}",
    }
    if task.previous_response is not None:
        headers["X-CloudTasks-TaskPreviousResponse"] = str(task.previous_response)
    if attempt > 1:
        headers["X-CloudTasks-TaskRetryReason"] = ""
    return headers
