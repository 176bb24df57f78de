"""Where a job is in its life: its status, its slot, and what the sweeper checks it for. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

#: How long after a task should have been delivered the sweeper looks whether it was. With one sweep
#: a minute this keeps the bound of 120 s: 30 s here, 60 s to the next sweep, and its own time.
DELIVERY_GRACE = timedelta(seconds=30)


class JobStatus(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    #: It awaits its owner's answer, or other jobs: no time starts it, and no attempt has it.
    SUSPENDED = "suspended"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in TERMINAL


TERMINAL = frozenset({JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED})

#: Every allowed change of status. The diagram in docs/architecture.md is checked against it.
TRANSITIONS: Mapping[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.CANCELLED, JobStatus.FAILED}),
    JobStatus.RUNNING: frozenset({JobStatus.QUEUED, JobStatus.SUSPENDED, *TERMINAL}),
    JobStatus.SUSPENDED: frozenset({JobStatus.QUEUED, JobStatus.CANCELLED}),
    JobStatus.SUCCEEDED: frozenset(),
    JobStatus.FAILED: frozenset({JobStatus.QUEUED}),
    JobStatus.CANCELLED: frozenset({JobStatus.QUEUED}),
}


class InvalidTransitionError(ValueError):
    """A change was asked for that the table of transitions does not have: a defect of ours."""


class Slot(StrEnum):
    """Whether a job takes part in its owner's share of what runs at once."""

    #: It takes no part: it runs later, or has ended.
    NONE = "none"
    #: It waits its turn: as many of its owner's jobs as may run at once are under way. No task is
    #: enqueued for it until one of them frees its slot.
    WAITING = "waiting"
    #: It occupies a slot: its task is enqueued, or it runs.
    HELD = "held"


class CheckFor(StrEnum):
    """What the sweeper looks for when a job's `checkAt` has come."""

    #: Whether the task of its dispatch is still in the queue.
    DELIVERY = "delivery"
    #: Whether its owner has a free slot for it.
    SLOT = "slot"
    #: Whether the running attempt has kept its lease.
    LEASE = "lease"
    #: Whether the time for its owner's answer is over.
    ANSWER = "answer"
    #: Whether the jobs that it awaits have ended.
    CHILDREN = "children"
    #: Whether the pause of its type is over.
    PAUSE = "pause"
    #: Whether its end was published.
    PUBLISH = "publish"
