"""What a dispatch and its answer change in a task.

Pure: time is passed in. The counts are kept as the real service keeps them: `response_count` and
the execution count grow with an answer only, the latter not with a 5xx.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.records import Answer, Answered, Attempt, RetryPolicy, Task
from infra.local.cloud_tasks.rules import retry

_RPC_CODE_OF = {
    400: RpcCode.INVALID_ARGUMENT,
    401: RpcCode.UNAUTHENTICATED,
    403: RpcCode.PERMISSION_DENIED,
    404: RpcCode.NOT_FOUND,
    409: RpcCode.ABORTED,
    429: RpcCode.RESOURCE_EXHAUSTED,
    499: RpcCode.CANCELLED,
    501: RpcCode.UNIMPLEMENTED,
    503: RpcCode.UNAVAILABLE,
    504: RpcCode.DEADLINE_EXCEEDED,
}
_SERVER_ERRORS = range(500, 600)
_CLIENT_ERRORS = range(400, 500)
_SUCCESSES = range(200, 300)


@dataclass(frozen=True, kw_only=True, slots=True)
class Succeeded:
    """The task is done and leaves the queue."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """The attempt failed.

    Attributes:
        task: The task with the attempt written down, due again if it is retried.
        verdict: What follows.
    """

    task: Task
    verdict: retry.RetryAt | retry.GiveUp


def dispatched(task: Task, now: datetime) -> Task:
    """Write down that an attempt starts."""
    attempt = Attempt(schedule_time=task.schedule_time, dispatch_time=now)
    first = task.first_attempt or Attempt(dispatch_time=now)
    return replace(
        task, dispatch_count=task.dispatch_count + 1, first_attempt=first, last_attempt=attempt
    )


def answered(task: Task, answer: Answer, policy: RetryPolicy, now: datetime) -> Succeeded | Failed:
    """Decide what an attempt's end means.

    Args:
        task: The task with the attempt under way.
        answer: What came back.
        policy: The task's own policy, or its queue's.
        now: When it came.
    """
    if is_success(answer):
        return Succeeded()
    first = task.first_attempt.dispatch_time if task.first_attempt else None
    verdict = retry.decide(
        policy,
        attempts=task.dispatch_count,
        created=task.create_time,
        first=first or now,
        now=now,
    )
    failed = _with_answer(task, answer, now)
    if isinstance(verdict, retry.RetryAt):
        failed = replace(failed, schedule_time=verdict.due)
    return Failed(task=failed, verdict=verdict)


def is_success(answer: Answer) -> bool:
    """Say whether an answer ends its task: 200 to 299 only."""
    return isinstance(answer, Answered) and answer.status in _SUCCESSES


def rpc_code(status: int) -> RpcCode:
    """Return the `google.rpc.Code` that stands for an HTTP status (`google/rpc/code.proto`)."""
    if status in _RPC_CODE_OF:
        return _RPC_CODE_OF[status]
    if status in _CLIENT_ERRORS:
        return RpcCode.FAILED_PRECONDITION
    return RpcCode.INTERNAL if status in _SERVER_ERRORS else RpcCode.UNKNOWN


def _with_answer(task: Task, answer: Answer, now: datetime) -> Task:
    attempt = task.last_attempt or Attempt()
    if isinstance(answer, Answered):
        executed = answer.status not in _SERVER_ERRORS
        message = f"HTTP status code {answer.status}"
        return replace(
            task,
            response_count=task.response_count + 1,
            execution_count=task.execution_count + executed,
            previous_response=answer.status,
            last_attempt=replace(
                attempt, response_time=now, code=rpc_code(answer.status), message=message
            ),
        )
    return replace(
        task,
        previous_response=None,
        last_attempt=replace(attempt, response_time=now, code=answer.code, message=answer.reason),
    )
