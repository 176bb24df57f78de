"""What a deployment costs a month: what its jobs make the platform do, by dated list prices. Pure.

An estimate, not a bill. Prices are US dollars, list prices for europe-west1 as they were quoted on
the date below; they were not read from the live pages, which the links name. Amounts that Google
gives free each month are taken off.
"""

import math
from dataclasses import dataclass, field
from datetime import date

from infra.costs.work import ALERTS, EVENTS, LOG_BYTES, REQUESTS, TASK_OPERATIONS, Job
from shared.core.prices import TOKEN_PRICES

NOTED_ON = date(2026, 11, 23)
#: Where the prices were quoted for; no other was looked up.
REGION = "europe-west1"
_DAYS = 30
_SECONDS = _DAYS * 24 * 3600
_GIB, _TIB = 1 << 30, 1 << 40
_SWEEPS = _DAYS * 24 * 60
_SECONDS_A_SWEEP = 0.3
#: Seconds that a request of the API takes, but for the dispatch, which takes the job's time.
_SECONDS_A_REQUEST = 0.1
#: How near the break-even is looked for: within a percent.
_NEAR = 1.01
#: Cloud Run adds an instance when those that run are so full.
_FULL = 0.6


@dataclass(frozen=True, kw_only=True)
class Use:
    """How much a deployment is used, and how it is shaped."""

    jobs_a_day: float = 100
    job: Job = field(default_factory=Job)
    retention_days: int = 90
    #: Instances that are kept warm, each with one CPU and 0.5 GiB.
    warm_instances: int = 0
    #: Jobs that an instance of the worker runs at once.
    concurrency: int = 80

    @property
    def jobs(self) -> float:
        """Jobs a month."""
        return self.jobs_a_day * _DAYS


@dataclass(frozen=True)
class Line:
    """One thing that is billed."""

    what: str
    #: Units of it a month.
    amount: float
    #: Units of it that are free each month.
    free: float
    #: US dollars a unit.
    price: float
    source: str

    @property
    def usd(self) -> float:
        """What it costs a month."""
        return max(0.0, self.amount - self.free) * self.price


_RUN = "https://cloud.google.com/run/pricing"
_FIRESTORE = "https://cloud.google.com/firestore/pricing"
_TASKS = "https://cloud.google.com/tasks/pricing"
_PUBSUB = "https://cloud.google.com/pubsub/pricing"
_BIGQUERY = "https://cloud.google.com/bigquery/pricing"
_GEMINI = "https://ai.google.dev/gemini-api/docs/pricing"
_OBSERVABILITY = "https://cloud.google.com/stackdriver/pricing"
_SCHEDULER = "https://cloud.google.com/scheduler/pricing"
_ARTIFACTS = "https://cloud.google.com/artifact-registry/pricing"
_MEMORYSTORE = "https://cloud.google.com/memorystore/docs/redis/pricing"


def busy_instances(jobs_a_second: float, seconds: float, concurrency: int) -> float:
    """Return how many instances are billed at a time, on average.

    Jobs come at random, so `jobs_a_second * seconds` of them run at a time. While they are few, one
    instance is billed as long as at least one runs: the M/G/∞ queue is empty for exp(-load) of the
    time. When they are many, instances are added when those that run are 60 % full.
    """
    load = jobs_a_second * seconds
    return max(1 - math.exp(-load), load / (_FULL * concurrency))


def platform(use: Use) -> tuple[Line, ...]:
    """Return what the platform bills a month, in the order in which a request meets it."""
    job, jobs = use.job, use.jobs
    rate = use.jobs_a_day / 86_400
    worker = busy_instances(rate, job.seconds, use.concurrency) * _SECONDS
    others = _SWEEPS * _SECONDS_A_SWEEP + jobs * (REQUESTS - 1) * _SECONDS_A_REQUEST
    memory = worker + others * 0.5
    warm = use.warm_instances * _SECONDS
    stored = jobs * use.retention_days / _DAYS * job.stored_bytes / _GIB
    logged = (jobs * LOG_BYTES + _SWEEPS * 1024) / _GIB
    return (
        Line("Cloud Run: CPU seconds", worker + others, 180_000, 0.000024, _RUN),
        Line("Cloud Run: GiB seconds", memory, 360_000, 0.0000025, _RUN),
        Line("Cloud Run: requests", jobs * REQUESTS + _SWEEPS, 2_000_000, 4e-7, _RUN),
        Line("Cloud Run: warm instances, seconds", warm, 0, 0.0000025 * 1.5, _RUN),
        Line("Firestore: reads", jobs * job.reads, 50_000 * _DAYS, 0.03 / 1e5, _FIRESTORE),
        Line("Firestore: writes", jobs * job.writes, 20_000 * _DAYS, 0.09 / 1e5, _FIRESTORE),
        Line("Firestore: deletes by TTL", jobs * job.deletes, 0, 0.01 / 1e5, _FIRESTORE),
        Line("Firestore: GiB kept", stored, 1, 0.15, _FIRESTORE),
        Line("Firestore: GiB to pages", jobs * job.egress_bytes / _GIB, 10, 0.12, _FIRESTORE),
        Line("Cloud Tasks: operations", jobs * TASK_OPERATIONS, 1e6, 4e-7, _TASKS),
        Line("Pub/Sub into BigQuery: TiB", jobs * EVENTS * 1024 / _TIB, 0, 50, _PUBSUB),
        Line("Cloud Logging: GiB", logged, 50, 0.5, _OBSERVABILITY),
        Line("Cloud Monitoring: alert conditions", ALERTS, 0, 1.5, _OBSERVABILITY),
        Line("Cloud Monitoring: series read", ALERTS * _SWEEPS, 0, 0.35 / 1e6, _OBSERVABILITY),
        Line("Cloud Scheduler: jobs", 1, 3, 0.1, _SCHEDULER),
        Line("Artifact Registry and the archives: GiB", 2, 0.5, 0.1, _ARTIFACTS),
    )


def services_behind(use: Use, model: str) -> tuple[Line, ...]:
    """Return what model and warehouse bill a month: the same whatever runs the jobs."""
    job, jobs = use.job, use.jobs
    # The last price that is known: a discount that ends is not counted on.
    tokens = TOKEN_PRICES[model][-1]
    million_in, million_out = jobs * job.input_tokens / 1e6, jobs * job.output_tokens / 1e6
    return (
        Line("BigQuery: TiB queried", jobs * job.bytes_queried / _TIB, 1, 6.25, _BIGQUERY),
        Line(f"{model}: million tokens in", million_in, 0, tokens.input_usd, _GEMINI),
        Line(f"{model}: million tokens out", million_out, 0, tokens.output_usd, _GEMINI),
    )


def old_system(use: Use) -> tuple[Line, ...]:
    """Return what the system before would bill a month: it stands, used or not.

    Two services that are always on (API with Socket.IO, and a worker), each with one CPU and 1 GiB,
    and a Redis of 1 GB. A worker runs as many jobs at once as ours does; more of them when needed.
    """
    load = use.jobs_a_day / 86_400 * use.job.seconds
    services = 1 + max(1, math.ceil(load / (_FULL * use.concurrency)))
    return (
        Line("Cloud Run: CPU seconds, always on", services * _SECONDS, 240_000, 0.000018, _RUN),
        Line("Cloud Run: GiB seconds, always on", services * _SECONDS, 450_000, 0.000002, _RUN),
        Line("Memorystore: GB hours", _DAYS * 24, 0, 0.049, _MEMORYSTORE),
    )


def all_lines(use: Use, model: str) -> tuple[Line, ...]:
    """Return all that a deployment is billed for a month."""
    return platform(use) + services_behind(use, model)


def total(lines: tuple[Line, ...]) -> float:
    """Return the sum in US dollars a month."""
    return sum(line.usd for line in lines)


def break_even(job: Job, **shape: int) -> float:
    """Return so many jobs a day that our platform costs what the old system did."""
    low, high = 1.0, 1e8

    def is_cheaper(jobs_a_day: float) -> bool:
        use = Use(jobs_a_day=jobs_a_day, job=job, **shape)
        return total(platform(use)) < total(old_system(use))

    while high / low > _NEAR:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if is_cheaper(middle) else (low, middle)
    return low
