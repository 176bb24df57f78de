"""What a dispatch and its answer change in a task.

Pure: time is passed in. The counts are kept as the real service keeps them: `response_count` and
the execution count grow with an answer only, the latter not with a 5xx.
"""

from dataclasses import replace
from datetime import datetime

from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.records import Answer, Answered, Attempt, NoAnswer, RetryPolicy, Task
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


def dispatched(task: Task, now: datetime) -> Task:
    """Write down that an attempt starts."""
    return replace(
        task,
        dispatch_count=task.dispatch_count + 1,
        first_dispatch_time=task.first_dispatch_time or now,
        last_attempt=Attempt(schedule_time=task.schedule_time, dispatch_time=now),
    )


def failed(
    task: Task, answer: Answer, policy: RetryPolicy, now: datetime
) -> tuple[Task, retry.RetryAt | retry.GiveUp]:
    """Write a failed attempt down and decide what follows, by the task's policy or its queue's."""
    verdict = retry.decide(
        policy,
        attempts=task.dispatch_count,
        created=task.create_time,
        first=task.first_dispatch_time or now,
        now=now,
    )
    due = verdict.due if isinstance(verdict, retry.RetryAt) else task.schedule_time
    return replace(_with_answer(task, answer, now), schedule_time=due), verdict


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
    begun = task.last_attempt or Attempt(schedule_time=task.schedule_time, dispatch_time=now)
    if isinstance(answer, NoAnswer):
        ended = replace(begun, response_time=now, code=answer.code, message=answer.reason)
        return replace(task, previous_response=None, last_attempt=ended)
    code, message = rpc_code(answer.status), f"HTTP status code {answer.status}"
    return replace(
        task,
        response_count=task.response_count + 1,
        execution_count=task.execution_count + (answer.status not in _SERVER_ERRORS),
        previous_response=answer.status,
        last_attempt=replace(begun, response_time=now, code=code, message=message),
    )
