"""The queue calls of the API: read the request, let the engine act, write the answer."""

from google.cloud import tasks_v2
from google.protobuf.empty_pb2 import Empty

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.engine.engine import Engine
from infra.local.cloud_tasks.records import QueueState
from infra.local.cloud_tasks.rules import names, pages, queue_protos
from infra.local.cloud_tasks.rules.protos import Message

_LIST: Message = tasks_v2.ListQueuesResponse.pb()
_MAX_PAGE = 9800


class QueueApi:
    """Create, get, list, update, delete, purge, pause and resume queues."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, request: Message) -> Message:
        """Answer `CreateQueue`."""
        parent = names.check_location(request.parent)
        name = names.check_queue(request.queue.name)
        if names.location_of(name) != parent:
            raise errors.invalid(f"{name} must begin with {parent}.")
        return self._create(request.queue)

    def get(self, request: Message) -> Message:
        """Answer `GetQueue`."""
        return queue_protos.queue_message(self._engine.queue(request.name).queue)

    def list(self, request: Message) -> Message:
        """Answer `ListQueues`, in the order of their names."""
        parent = names.check_location(request.parent)
        if request.filter:
            raise errors.unimplemented("filters of ListQueues")
        matching = sorted(name for name in self._engine.queues if names.location_of(name) == parent)
        page, token = pages.cut(matching, request.page_size, request.page_token, _MAX_PAGE)
        queues = [queue_protos.queue_message(self._engine.queues[name].queue) for name in page]
        return _LIST(queues=queues, next_page_token=token)

    def update(self, request: Message) -> Message:
        """Answer `UpdateQueue`; a queue that is missing is created."""
        name = names.check_queue(request.queue.name)
        runtime = self._engine.queues.get(name)
        if runtime is None:
            return self._create(request.queue)
        changed = queue_protos.merged(runtime.queue, request.queue, request.update_mask)
        self._engine.change_queue(runtime, changed)
        return queue_protos.queue_message(changed)

    def delete(self, request: Message) -> Message:
        """Answer `DeleteQueue`."""
        self._engine.delete_queue(request.name)
        return Empty()

    def purge(self, request: Message) -> Message:
        """Answer `PurgeQueue`."""
        return queue_protos.queue_message(self._engine.purge_queue(request.name))

    def pause(self, request: Message) -> Message:
        """Answer `PauseQueue`."""
        queue = self._engine.set_state(request.name, QueueState.PAUSED)
        return queue_protos.queue_message(queue)

    def resume(self, request: Message) -> Message:
        """Answer `ResumeQueue`."""
        queue = self._engine.set_state(request.name, QueueState.RUNNING)
        return queue_protos.queue_message(queue)

    def _create(self, message: Message) -> Message:
        queue = queue_protos.queue_of(message)
        self._engine.create_queue(queue)
        return queue_protos.queue_message(queue)
