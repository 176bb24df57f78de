"""The task calls of the API: read the request, let the engine act, write the answer."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from google.cloud import tasks_v2
from google.protobuf.empty_pb2 import Empty

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.engine.dispatcher import Dispatcher
from infra.local.cloud_tasks.engine.engine import Engine, label, log
from infra.local.cloud_tasks.engine.runtime import QueueRuntime
from infra.local.cloud_tasks.records import HttpCall, Task
from infra.local.cloud_tasks.rules import headers, names, pages, protos, queue_rules, task_rules
from infra.local.cloud_tasks.rules.protos import Message

_LIST: Message = tasks_v2.ListTasksResponse.pb()
_FULL = int(tasks_v2.Task.View.FULL)
_MAX_PAGE = 1000


class TaskApi:
    """Create, get, list, delete and run tasks."""

    def __init__(
        self, engine: Engine, dispatcher: Dispatcher, clock: Clock, accounts: Sequence[str]
    ) -> None:
        self._engine = engine
        self._dispatcher = dispatcher
        self._clock = clock
        self._accounts = accounts

    def create(self, request: Message) -> Message:
        """Answer `CreateTask`."""
        queue = names.check_queue(request.parent)
        given = request.task
        if given.name:
            names.check_task_of(queue, given.name)
        call = self._checked_call(given)
        runtime = self._engine.queue(queue)
        task = self._task(given, call, runtime, self._clock.now())
        self._engine.add_task(runtime, task)
        return _shown(task, request)

    def get(self, request: Message) -> Message:
        """Answer `GetTask`."""
        return _shown(self._engine.task(request.name), request)

    def list(self, request: Message) -> Message:
        """Answer `ListTasks`, in the order of their names."""
        tasks = self._engine.queue(request.parent).tasks
        page, token = pages.cut(sorted(tasks), request.page_size, request.page_token, _MAX_PAGE)
        return _LIST(tasks=[_shown(tasks[name], request) for name in page], next_page_token=token)

    def delete(self, request: Message) -> Message:
        """Answer `DeleteTask`; a delivery under way goes on, but is the last."""
        runtime, task = self._engine.live_task(request.name)
        self._engine.finish(runtime, task.name)
        log.info("deleted %s", label(task.name))
        return Empty()

    def run(self, request: Message) -> Message:
        """Answer `RunTask`: deliver now, even if paused, at its limits or running already."""
        runtime, task = self._engine.live_task(request.name)
        return _shown(self._dispatcher.dispatch(runtime, task), request)

    def _checked_call(self, given: Message) -> HttpCall:
        call = protos.call_of(given)
        task_rules.check_call(call)
        token = call.authorization
        email = token.service_account_email if token else ""
        if token and not email:
            raise errors.invalid("service_account_email is required in an authorization header.")
        if email and self._accounts and email not in self._accounts:
            raise errors.ApiError(
                RpcCode.NOT_FOUND, f"The service account {email} does not exist in this project."
            )
        return call

    def _task(self, given: Message, call: HttpCall, runtime: QueueRuntime, now: datetime) -> Task:
        own = protos.retry_of(given.retry_config) if given.HasField("retry_config") else None
        # An id as the service makes them: a number of 20 digits.
        return Task(
            name=given.name
            or f"{runtime.queue.name}/tasks/{10**19 + secrets.randbelow(9 * 10**19)}",
            serial=next(self._engine.serials),
            call=replace(call, headers=headers.stored_headers(call.headers)),
            schedule_time=task_rules.schedule_time(protos.schedule_time_of(given), now),
            create_time=now.replace(microsecond=0),
            dispatch_deadline=task_rules.deadline(given.dispatch_deadline.ToTimedelta()),
            retry=queue_rules.retry_policy(own, runtime.queue.retry) if own else None,
        )


def _shown(task: Task, request: Message) -> Message:
    return protos.task_message(task, full=request.response_view == _FULL)
