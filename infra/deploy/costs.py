"""What a deployment costs a month: dated list prices, and what we assume of its use.

An estimate for a person who is asked whether to go on, not a bill. Prices are US dollars, list
prices for europe-west1 as they were quoted on the date below; they were not read from the live
pages, which the links name. Amounts that Google gives free each month are taken off.
"""

from dataclasses import dataclass
from datetime import date

from shared.core.prices import TOKEN_PRICES

NOTED_ON = date(2026, 11, 23)
_DAYS = 30
_SECONDS = _DAYS * 24 * 3600
_SWEEPS = _DAYS * 24 * 60


@dataclass(frozen=True, kw_only=True)
class Use:
    """How much a deployment is used, and how it is shaped."""

    jobs_a_day: int = 100
    #: Instances that are kept warm, each with one CPU and 0.5 GiB.
    warm_instances: int = 0

    @property
    def jobs(self) -> int:
        """Jobs a month."""
        return self.jobs_a_day * _DAYS


#: What one job takes: assumed, on the high side, and to be replaced by what the dashboard shows.
SECONDS_A_JOB = 20
INPUT_TOKENS_A_JOB = 4_000
OUTPUT_TOKENS_A_JOB = 3_000
WRITES_A_JOB = 25
READS_A_JOB = 60
REQUESTS_A_JOB = 12
BYTES_QUERIED_A_JOB = 30 << 20
LOG_BYTES_A_JOB = 12 << 10
#: Its start and its end; each is billed as 1 KiB.
EVENTS_A_JOB = 2
SECONDS_A_SWEEP = 0.3

ASSUMPTIONS = (
    f"one job keeps a thread of the worker for {SECONDS_A_JOB} s, alone on its instance",
    f"it writes {WRITES_A_JOB} documents, and its owner's pages read {READS_A_JOB}",
    f"it sends Gemini {INPUT_TOKENS_A_JOB:,} tokens and gets {OUTPUT_TOKENS_A_JOB:,} back",
    f"it reads {BYTES_QUERIED_A_JOB >> 20} MiB in BigQuery, and logs {LOG_BYTES_A_JOB >> 10} KiB",
)


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
_LOGGING = "https://cloud.google.com/stackdriver/pricing"
_SCHEDULER = "https://cloud.google.com/scheduler/pricing"
_ARTIFACTS = "https://cloud.google.com/artifact-registry/pricing"


def estimate(use: Use, model: str) -> tuple[Line, ...]:
    """Return what is billed a month, in the order in which a request meets it."""
    jobs, tib = use.jobs, 1 << 40
    requests, writes = jobs * REQUESTS_A_JOB, jobs * WRITES_A_JOB
    busy = jobs * SECONDS_A_JOB + _SWEEPS * SECONDS_A_SWEEP + requests * 0.1
    # The last price that is known: a discount that ends is not counted on.
    tokens = TOKEN_PRICES[model][-1]
    million_in, million_out = jobs * INPUT_TOKENS_A_JOB / 1e6, jobs * OUTPUT_TOKENS_A_JOB / 1e6
    logged_gib = (jobs * LOG_BYTES_A_JOB + _SWEEPS * 1024) / (1 << 30)
    warm = use.warm_instances * _SECONDS
    return (
        Line("Cloud Run: CPU seconds", busy, 180_000, 0.000024, _RUN),
        Line("Cloud Run: GiB seconds", busy, 360_000, 0.0000025, _RUN),
        Line("Cloud Run: requests", requests + _SWEEPS, 2_000_000, 4e-7, _RUN),
        Line("Cloud Run: warm instances, seconds", warm, 0, 0.0000025 * 1.5, _RUN),
        Line("Firestore: reads", jobs * READS_A_JOB, 50_000 * _DAYS, 0.03 / 1e5, _FIRESTORE),
        Line("Firestore: writes and deletes", writes, 20_000 * _DAYS, 0.09 / 1e5, _FIRESTORE),
        Line("Cloud Tasks: operations", jobs * 3, 1e6, 4e-7, _TASKS),
        Line("Pub/Sub into BigQuery: TiB", jobs * EVENTS_A_JOB * 1024 / tib, 0, 50, _PUBSUB),
        Line("BigQuery: TiB queried", jobs * BYTES_QUERIED_A_JOB / tib, 1, 6.25, _BIGQUERY),
        Line(f"{model}: million tokens in", million_in, 0, tokens.input_usd, _GEMINI),
        Line(f"{model}: million tokens out", million_out, 0, tokens.output_usd, _GEMINI),
        Line("Cloud Logging: GiB", logged_gib, 50, 0.5, _LOGGING),
        Line("Cloud Scheduler: jobs", 1, 0, 0.1, _SCHEDULER),
        Line("Artifact Registry and the archives: GiB", 2, 0.5, 0.1, _ARTIFACTS),
    )
