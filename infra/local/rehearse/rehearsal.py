"""Break and mend the parts of a running local cloud, as it was asked to.

What must stay true: a part that is broken stays so, whatever starts the functions anew; and the
local cloud ends as always, whatever is broken.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import grpc
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

from infra.local.cloud.stack import LocalCloud
from infra.local.process.ports import HOST
from infra.local.process.processes import Command
from infra.local.rehearse import wanted

_FAILING = {"TEXT_MODEL": "infra.local.rehearse.failing_model:open_text_model"}
_CALL_TIMEOUT_SECONDS = 5


@dataclass(kw_only=True)
class Rehearsal:
    """The parts that are broken on purpose."""

    cloud: LocalCloud
    say: Callable[[str], None]
    _broken: set[str] = field(default_factory=set)
    _receiver: Command | None = None

    def look(self) -> None:
        """Break and mend what was asked for since the last look, and keep broken what is."""
        asked = wanted.wanted()
        for name, (hold, mend) in self._parts().items():
            if name in asked:
                hold()
            elif name in self._broken:
                mend()
            if name in asked ^ self._broken:
                self._note(name, is_broken=name in asked)

    def release(self) -> None:
        """Let go on what stands still, so that it can end."""
        self.cloud.processes["firestore"].go_on()

    def _parts(self) -> Mapping[str, tuple[Callable[[], None], Callable[[], None]]]:
        """Return what breaks each part, which may be done again and again, and what mends it."""
        return {
            "worker": (self._hold_worker, self._mend_worker),
            "firestore": (self._stop_firestore, self.release),
            "queue": (self._pause_queue, self._resume_queue),
            "receiver": (self._hold_receiver, self._mend_receiver),
            "type": (self._hold_type, self._mend_type),
        }

    def _note(self, name: str, *, is_broken: bool) -> None:
        if is_broken:
            self._broken.add(name)
        else:
            self._broken.remove(name)
        self.say(f"{name} is {'broken on purpose' if is_broken else 'mended'}.")
        wanted.confirm(name, is_broken=is_broken)

    def _hold_worker(self) -> None:
        if worker := self.cloud.processes.pop("worker", None):
            worker.kill()

    def _mend_worker(self) -> None:
        self.cloud.start_function("worker")

    def _stop_firestore(self) -> None:
        self.cloud.processes["firestore"].stop()

    def _pause_queue(self) -> None:
        # Once: from then on it is the operator's, who may resume it.
        if "queue" not in self._broken:
            with self._tasks() as client:
                client.pause_queue(name=self.cloud.queue_path, timeout=_CALL_TIMEOUT_SECONDS)

    def _resume_queue(self) -> None:
        with self._tasks() as client:
            client.resume_queue(name=self.cloud.queue_path, timeout=_CALL_TIMEOUT_SECONDS)

    def _hold_receiver(self) -> None:
        if receiver := self.cloud.processes.pop("receiver", None):
            self._receiver = receiver.command
            receiver.kill()

    def _mend_receiver(self) -> None:
        if self._receiver:
            self.cloud.start_part(self._receiver, self.cloud.ports.receiver)

    def _hold_type(self) -> None:
        worker = self.cloud.processes.get("worker")
        if worker and not _FAILING.items() <= worker.command.environment.items():
            worker.end()
            failing = {**worker.command.environment, **_FAILING}
            command = replace(worker.command, environment=failing)
            self.cloud.start_part(command, self.cloud.ports.worker)

    def _mend_type(self) -> None:
        if worker := self.cloud.processes.get("worker"):
            worker.end()
            self.cloud.start_function("worker")

    @contextmanager
    def _tasks(self) -> Iterator[tasks_v2.CloudTasksClient]:
        with grpc.insecure_channel(f"{HOST}:{self.cloud.ports.tasks}") as channel:
            yield tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))


@contextmanager
def rehearsal(cloud: LocalCloud, say: Callable[[str], None]) -> Iterator[Rehearsal]:
    """Do what is asked inside the block; nothing stands still afterwards."""
    wanted.clear()
    running = Rehearsal(cloud=cloud, say=say)
    try:
        yield running
    finally:
        running.release()
        wanted.clear()
