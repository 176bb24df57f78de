"""What the API refuses, with the status code and the words of the real service.

Messages marked *recorded* are the real service's, word for word; the others are ours and say what
is wrong as plainly as we can.
"""

from infra.local.cloud_tasks.codes import RpcCode

QUEUE_NAME_HELP = (
    "Definition of queue name",
    "https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues#Queue.FIELDS.name",
)
TASK_ID_HELP = (
    "Definition of task ID",
    "https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks#Task.FIELDS.name",
)


class ApiError(Exception):
    """A call is refused.

    Attributes:
        code: The gRPC status code.
        message: What the caller reads.
        help: A link's description and address, attached as `google.rpc.Help`.
    """

    def __init__(self, code: RpcCode, message: str, link: tuple[str, str] | None = None) -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message
        self.help = link


def invalid(message: str, link: tuple[str, str] | None = None) -> ApiError:
    """Say that the request itself is wrong."""
    return ApiError(RpcCode.INVALID_ARGUMENT, message, link)


def unimplemented(what: str) -> ApiError:
    """Say that the emulator lacks something that the real service has."""
    return ApiError(RpcCode.UNIMPLEMENTED, f"The Cloud Tasks emulator does not implement {what}.")


def entity_missing() -> ApiError:
    """Say that there is no such thing: a task, or a queue to delete (recorded)."""
    return ApiError(RpcCode.NOT_FOUND, "Requested entity was not found.")
