"""What an emulator is started with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

#: "It can take up to 24 hours for the task ID to be released" (CreateTaskRequest, v2).
TASK_TOMBSTONE = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """All that can be chosen; the defaults are the real service's."""

    #: gRPC; 0 picks a free port.
    port: int = 0
    #: OIDC discovery and test controls; 0 picks a free port.
    http_port: int = 0
    #: Full names of queues to create at the start.
    queues: Sequence[str] = ()
    #: Where tasks survive a `kill -9`; None keeps everything in memory.
    data_dir: Path | None = None
    #: How long a finished task's name stays taken.
    task_tombstone: timedelta = TASK_TOMBSTONE
    #: Whether 429 and 503 slow a whole queue down.
    throttle: bool = True
    #: Accounts that exist; empty means that every account does.
    service_accounts: Sequence[str] = ()
    #: Decides faults that have a probability.
    seed: int = 0
