"""Speak gRPC: one entry for each call, errors as status codes, faults before and after.

The only module that uses the grpc package. `grpc.aio`, because its server shares the dispatcher's
event loop: no locks, and nothing that wakes up without a call.
"""

import logging
from collections.abc import Callable
from typing import TypeAlias

import grpc
from google.cloud import tasks_v2
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import (  # type: ignore[import-untyped]  # has no types
    error_details_pb2,
    status_pb2,
)

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.api.queue_api import QueueApi
from infra.local.cloud_tasks.api.task_api import TaskApi
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.faults.injector import Faults
from infra.local.cloud_tasks.rules.protos import Message

log = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[Message], Message]
_SERVICE = "google.cloud.tasks.v2.CloudTasks"
_UNIMPLEMENTED = (
    *("BatchCreateTasks", "BatchDeleteTasks", "GetCmekConfig", "UpdateCmekConfig"),
    *("GetIamPolicy", "SetIamPolicy", "TestIamPermissions"),
)
_LOST = "The emulator refuses this call, as a test asked it to."
#: Without it a second emulator could share a port and take half of the calls.
_OPTIONS = (("grpc.so_reuseport", 0), ("grpc.max_receive_message_length", -1))


class GrpcServer:
    """The API's server on 127.0.0.1."""

    def __init__(self, queues: QueueApi, tasks: TaskApi, faults: Faults, clock: Clock) -> None:
        self._faults = faults
        self._clock = clock
        self._server = grpc.aio.server(options=_OPTIONS)
        calls = {**dict.fromkeys(_UNIMPLEMENTED), **_calls(queues, tasks)}
        handlers = {name: self._handler(name, act) for name, act in calls.items()}
        generic = grpc.method_handlers_generic_handler(_SERVICE, handlers)
        self._server.add_generic_rpc_handlers((generic,))

    async def start(self, port: int) -> int:
        """Listen on a port and return it; 0 picks a free one."""
        port = self._server.add_insecure_port(f"127.0.0.1:{port}")
        await self._server.start()
        return port

    async def stop(self) -> None:
        """Cut what is under way and stop listening."""
        await self._server.stop(grace=None)

    def _handler(self, name: str, act: Handler | None) -> Message:
        async def answer(message: Message, context: Message) -> Message:
            outcome = self._outcome(name, act, message)
            if isinstance(outcome, errors.ApiError):
                log.info("%s refused: %s", name, outcome.code.name)
                await _abort(context, outcome)  # raises
            return outcome

        return grpc.unary_unary_rpc_method_handler(
            answer,
            request_deserializer=act and getattr(tasks_v2, f"{name}Request").pb().FromString,
            response_serializer=lambda response: response.SerializeToString(),
        )

    def _outcome(
        self, name: str, act: Handler | None, message: Message
    ) -> Message | errors.ApiError:
        if act is None:
            return errors.unimplemented(name)
        refusal = self._faults.for_call(name, self._clock.now())
        if refusal is not None and not refusal.applied:
            return errors.ApiError(refusal.code, _LOST)
        try:
            response = act(message)
        except errors.ApiError as error:
            return error
        except Exception:
            log.exception("%s broke", name)
            return errors.ApiError(RpcCode.INTERNAL, "The emulator has a bug; see its log.")
        return response if refusal is None else errors.ApiError(refusal.code, _LOST)


def _calls(queues: QueueApi, tasks: TaskApi) -> dict[str, Handler]:
    return {
        "CreateQueue": queues.create,
        "GetQueue": queues.get,
        "ListQueues": queues.list,
        "UpdateQueue": queues.update,
        "DeleteQueue": queues.delete,
        "PurgeQueue": queues.purge,
        "PauseQueue": queues.pause,
        "ResumeQueue": queues.resume,
        "CreateTask": tasks.create,
        "GetTask": tasks.get,
        "ListTasks": tasks.list,
        "DeleteTask": tasks.delete,
        "RunTask": tasks.run,
    }


async def _abort(context: Message, error: errors.ApiError) -> None:
    details: tuple[tuple[str, bytes], ...] = ()
    if error.help is not None:
        details = (("grpc-status-details-bin", _with_help(error, *error.help)),)
    await context.abort(grpc.StatusCode[error.code.name], error.message, details)


def _with_help(error: errors.ApiError, description: str, url: str) -> bytes:
    link = error_details_pb2.Help(links=[{"description": description, "url": url}])
    packed = AnyMessage()
    packed.Pack(link)
    status = status_pb2.Status(code=int(error.code), message=error.message, details=[packed])
    content: bytes = status.SerializeToString()
    return content
