"""What a deployment costs a month: dated list prices, and what we assume of its use.

An estimate for a person who is asked whether to go on, not a bill. Prices are US dollars, list
prices for europe-west1 as they were quoted on the date below; they were not read from the live
pages, which the links name. Amounts that Google gives free each month are taken off.
"""

from collections.abc import Iterator
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


@dataclass(frozen=True, kw_only=True)
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


def estimate(use: Use, model: str) -> tuple[Line, ...]:
    """Return what is billed a month, in the order in which a request meets it."""
    return (*_compute(use), *_data(use), *_model(use, model), *_watching(use))


def _compute(use: Use) -> Iterator[Line]:
    source = "https://cloud.google.com/run/pricing"
    busy = use.jobs * SECONDS_A_JOB + _SWEEPS * SECONDS_A_SWEEP + use.jobs * REQUESTS_A_JOB * 0.1
    yield Line(
        what="Cloud Run: CPU seconds",
        amount=busy,
        free=180_000,
        price=0.000024,
        source=source,
    )
    yield Line(
        what="Cloud Run: GiB seconds",
        amount=busy,
        free=360_000,
        price=0.0000025,
        source=source,
    )
    yield Line(
        what="Cloud Run: requests",
        amount=use.jobs * REQUESTS_A_JOB + _SWEEPS,
        free=2_000_000,
        price=4e-7,
        source=source,
    )
    warm = use.warm_instances * _SECONDS
    yield Line(
        what="Cloud Run: warm instances, seconds",
        amount=warm,
        free=0,
        price=0.0000025 * 1.5,
        source=source,
    )


def _data(use: Use) -> Iterator[Line]:
    firestore = "https://cloud.google.com/firestore/pricing"
    yield Line(
        what="Firestore: reads",
        amount=use.jobs * READS_A_JOB,
        free=50_000 * _DAYS,
        price=0.03 / 1e5,
        source=firestore,
    )
    yield Line(
        what="Firestore: writes and deletes",
        amount=use.jobs * WRITES_A_JOB,
        free=20_000 * _DAYS,
        price=0.09 / 1e5,
        source=firestore,
    )
    yield Line(
        what="Cloud Tasks: operations",
        amount=use.jobs * 3,
        free=1e6,
        price=4e-7,
        source="https://cloud.google.com/tasks/pricing",
    )
    yield Line(
        what="Pub/Sub into BigQuery: TiB",
        amount=use.jobs * EVENTS_A_JOB * 1024 / (1 << 40),
        free=0,
        price=50,
        source="https://cloud.google.com/pubsub/pricing",
    )
    yield Line(
        what="BigQuery: TiB queried",
        amount=use.jobs * BYTES_QUERIED_A_JOB / (1 << 40),
        free=1,
        price=6.25,
        source="https://cloud.google.com/bigquery/pricing",
    )


def _model(use: Use, model: str) -> Iterator[Line]:
    # The last price that is known: a discount that ends is not counted on.
    prices = TOKEN_PRICES[model][-1]
    source = "https://ai.google.dev/gemini-api/docs/pricing"
    yield Line(
        what=f"{model}: million tokens in",
        amount=use.jobs * INPUT_TOKENS_A_JOB / 1e6,
        free=0,
        price=prices.input_usd,
        source=source,
    )
    yield Line(
        what=f"{model}: million tokens out",
        amount=use.jobs * OUTPUT_TOKENS_A_JOB / 1e6,
        free=0,
        price=prices.output_usd,
        source=source,
    )


def _watching(use: Use) -> Iterator[Line]:
    yield Line(
        what="Cloud Logging: GiB",
        amount=(use.jobs * LOG_BYTES_A_JOB + _SWEEPS * 1024) / (1 << 30),
        free=50,
        price=0.5,
        source="https://cloud.google.com/stackdriver/pricing",
    )
    yield Line(
        what="Cloud Scheduler: jobs",
        amount=1,
        free=0,
        price=0.1,
        source="https://cloud.google.com/scheduler/pricing",
    )
    yield Line(
        what="Artifact Registry and the archives: GiB",
        amount=2,
        free=0.5,
        price=0.1,
        source="https://cloud.google.com/artifact-registry/pricing",
    )
