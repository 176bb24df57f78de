"""What the platform allows, and what a call to it takes: published figures, each with its source.

Where a page no longer states a figure, or never did, the entry says that it is assumed. Read on
2026-11-30, from copies of these pages; `docs/scale.md` and `docs/performance.md` show them.
"""

from dataclasses import dataclass
from typing import Final

_TASKS: Final = "https://cloud.google.com/tasks/docs"
_FIRESTORE: Final = "https://firebase.google.com/docs/firestore"
_RUN: Final = "https://cloud.google.com/run/docs"


@dataclass(frozen=True)
class Figure:
    """One published or assumed figure."""

    value: float
    what: str
    #: The page that states it; None where it is assumed.
    source: str | None


QUEUE_PER_SECOND: Final = Figure(
    500,
    "dispatches a second of one queue",
    f"{_TASKS}/reference/rest/v2/projects.locations.queues#RateLimits",
)
QUEUE_OPERATIONS: Final = Figure(
    1_000,
    "tasks a second that are created and dispatched, advised for one queue",
    f"{_TASKS}/manage-cloud-task-scaling",
)
QUEUE_AT_ONCE: Final = Figure(
    5_000,
    "tasks of one queue that are dispatched at once",
    f"{_TASKS}/reference/rest/v2/projects.locations.queues#RateLimits",
)
INDEX_PER_SECOND: Final = Figure(
    500,
    "writes a second where an indexed field only grows",
    f"{_FIRESTORE}/solutions/shard-timestamp",
)
DOCUMENT_PER_SECOND: Final = Figure(
    1, "sustained writes a second of one document", f"{_FIRESTORE}/quotas"
)
RAMP_START: Final = Figure(
    500, "operations a second on what is new", f"{_TASKS}/manage-cloud-task-scaling"
)
RAMP_GROWTH: Final = Figure(
    1.5, "times as many every five minutes after that", f"{_TASKS}/manage-cloud-task-scaling"
)
INSTANCES: Final = Figure(
    1_000,
    "instances of 1 CPU and 2 GiB in a region, before a quota is raised",
    f"{_RUN}/configuring/max-instances-limits",
)
STARTS_PER_SECOND: Final = Figure(10, "instances that start in a second", None)
FULL: Final = Figure(
    0.6, "of an instance's concurrency, at which one is added", f"{_RUN}/about-instance-autoscaling"
)

#: Seconds of a call from the same region, by the name of the RPC. Google publishes none of them.
LATENCIES: Final = {
    "batch_get_documents": Figure(0.008, "a read of documents by name", None),
    "run_query": Figure(0.008, "a query that finds few", None),
    "run_aggregation_query": Figure(0.008, "a count of few", None),
    "commit": Figure(0.020, "a commit: it waits for a majority of replicas", None),
    "create_task": Figure(0.015, "a task with a name", None),
    "publish": Figure(0.012, "one event", None),
}
