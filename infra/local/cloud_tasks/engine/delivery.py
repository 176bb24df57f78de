"""One delivery and what the faults make of it."""

from dataclasses import dataclass
from datetime import datetime

from infra.local.cloud_tasks.engine.runtime import QueueRuntime
from infra.local.cloud_tasks.faults.fault_kinds import (
    DeliverLate,
    DeliverOutOfOrder,
    DeliverTwice,
    Fault,
    LoseResponse,
    Overlap,
)
from infra.local.cloud_tasks.faults.holds import Hold
from infra.local.cloud_tasks.records import Task


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A task on its way to the worker."""

    runtime: QueueRuntime
    #: As it was before this attempt: the headers tell of the attempts before.
    task: Task
    #: 1 for the first.
    attempt: int
    faults: tuple[Fault, ...]

    @property
    def is_doubled(self) -> bool:
        """Whether it is delivered again after its answer."""
        return any(isinstance(fault, DeliverTwice) for fault in self.faults)

    @property
    def loses_response(self) -> bool:
        """Whether a success counts as no answer."""
        return any(isinstance(fault, LoseResponse) for fault in self.faults)

    @property
    def overlap(self) -> Overlap | None:
        """The second delivery that starts while this one runs."""
        return next((fault for fault in self.faults if isinstance(fault, Overlap)), None)

    def hold(self, now: datetime) -> Hold | None:
        """Return what it waits for before it is sent."""
        for fault in self.faults:
            if isinstance(fault, DeliverLate):
                return Hold(now + fault.by)
            if isinstance(fault, DeliverOutOfOrder):
                return fault.group.join(now + fault.at_most)
        return None

    def leave(self, hold: Hold | None) -> None:
        """Let the delivery before this one go, where deliveries go in reverse."""
        for fault in self.faults:
            if hold is not None and isinstance(fault, DeliverOutOfOrder):
                fault.group.left(hold)
