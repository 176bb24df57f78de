"""BigQuery: answer a query from a file.

    named_texts        the query, from its file
    warehouse_client   the vendor's client, with our time limits
    warehouse_jobs     one query, step by step
    warehouse_errors   what a refusal means for the job
    warehouse_cache    what was asked before is not paid for again

What must stay true: only queries from `functions/job_types/queries/` run, with named parameters;
each is weighed by a dry run first and refused if it would read too much; and a query that nobody
waits for any more is cancelled.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import dropwhile
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.bigquery.cache import DataDate, RowCache, cache_key
from shared.bigquery.errors import TOO_MUCH_DATA
from shared.bigquery.queries import BigQueryJobs, Question, RunningQuery
from shared.core import errors
from shared.core.job import Usage
from shared.core.prices import price_bytes
from shared.handler.job_context import Parameter, ShouldStop, Spend, Table, Warehouse
from shared.handler.named_texts import QUERIES, read_named_text
from shared.settings import Settings
from shared.telemetry import logs, semantic_spans

RowT = TypeVar("RowT", bound=BaseModel)

log = logging.getLogger(__name__)

#: Between two looks whether the query is done: twice as long each time, up to a second.
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 1.0
#: Enough of what a label may not have, and how long it may be.
_NOT_IN_LABELS = re.compile(r"[^a-z0-9_-]")
_LABEL_LENGTH = 63


def _now() -> datetime:
    return datetime.now(UTC)


def open_warehouse(settings: Settings) -> Warehouse:
    """Make the warehouse of a deployment; nothing is connected before it is asked."""
    return BigQueryWarehouse(settings)


class BigQueryWarehouse:
    """The dataset of postings in BigQuery."""

    def __init__(
        self,
        settings: Settings,
        *,
        queries: Path = QUERIES,
        clock: Callable[[], datetime] = _now,
        ticks: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make the warehouse.

        Args:
            settings: Where it is, and what a query may cost.
            queries: Where the queries are.
            clock: The time, for what is kept.
            ticks: A clock that never goes back, in seconds, for time limits.
            pause: Waits so many seconds.
        """
        self._settings = settings
        self._queries = queries
        self._ticks = ticks
        self._pause = pause
        self._kept = RowCache(clock)
        self._jobs = BigQueryJobs(settings)
        self._data_date = DataDate(self._jobs.read_data_date, clock)

    def query(  # noqa: PLR0913 -- the protocol's
        self,
        name: str,
        row: type[RowT],
        parameters: Mapping[str, Parameter],
        *,
        job_type: str | None = None,
        should_stop: ShouldStop | None = None,
        spend: Spend | None = None,
    ) -> Table[RowT]:
        """See `Warehouse.query`.

        Raises:
            errors.RetriableJobError: If BigQuery is busy, cannot be reached, or takes too long.
            errors.PermanentJobError: If it refuses the query, or would read too much for it.
            errors.JobCancelledError: If `should_stop` said so.
            errors.InternalError: If there is no such query, or its rows are of another form.
        """
        text = read_named_text(self._queries, name, ".sql")
        source = f"BigQuery dataset {self._settings.warehouse_dataset}"
        key = cache_key(name, text.version, row, parameters, self._data_date.get())
        if (kept := self._kept.get(key)) is not None:
            return Table(rows=cast("tuple[RowT, ...]", kept), source=source)
        question = Question(
            sql=_without_header(text.text),
            parameters=parameters,
            labels=_labels(query=name, job_type=job_type),
        )
        with semantic_spans.query(semantic_spans.BIGQUERY, name) as span:
            found, usage = self._run(question, should_stop or _go_on, spend or _ignore)
            span.set({"careerlens.bytes_billed": usage.bytes_billed})
        rows = _validate(row, found)
        self._kept.keep(key, rows)
        return Table(rows=rows, source=source, usage=usage)

    def _run(
        self, question: Question, should_stop: ShouldStop, spend: Spend
    ) -> tuple[list[dict[str, Any]], Usage]:
        """Weigh the query, run it, and count what it cost, however it ends."""
        deadline = self._ticks() + self._settings.warehouse_timeout_seconds
        self._refuse_heavy(self._jobs.weigh(question))
        self._check(should_stop, deadline)
        query = self._jobs.start(question)
        try:
            self._wait(query, should_stop, deadline)
            found = query.fetch_rows()
        finally:
            usage = self._count(query)
            if usage.bytes_billed:
                spend(usage)
        return found, usage

    def _refuse_heavy(self, weight: int) -> None:
        if weight > self._settings.warehouse_max_bytes:
            log.error(
                "The query would read too much.",
                extra=logs.log_fields("query-too-large", bytes=weight),
            )
            raise errors.PermanentJobError(TOO_MUCH_DATA)

    def _wait(self, query: RunningQuery, should_stop: ShouldStop, deadline: float) -> None:
        """Wait until the query is done; cancel it if nobody waits any more."""
        pause = _FIRST_PAUSE_SECONDS
        try:
            while not query.is_done():
                self._check(should_stop, deadline)
                self._pause(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        except errors.JobsError:
            query.cancel()
            raise

    def _check(self, should_stop: ShouldStop, deadline: float) -> None:
        """See whether to go on; what `should_stop` raises passes."""
        if should_stop():
            raise errors.JobCancelledError
        if self._ticks() >= deadline:
            log.warning("The query took too long.", extra=logs.log_fields("query-too-slow"))
            raise errors.RetriableJobError

    def _count(self, query: RunningQuery) -> Usage:
        billed = query.bytes_billed
        price = self._settings.warehouse_usd_per_tebibyte
        return Usage(bytes_billed=billed, cost_usd=price_bytes(price, billed))


def _go_on() -> bool:
    return False


def _ignore(_: Usage) -> None:
    """Tell nobody."""


def _without_header(sql: str) -> str:
    """Leave out the comment a query's file begins with; it is for people.

    It names the parameters, and bqemulator 1.4 counts a parameter's name in a comment as its use.
    """
    lines = sql.splitlines(keepends=True)
    return "".join(dropwhile(lambda line: line.startswith("--") or not line.strip(), lines))


def _labels(*, query: str, job_type: str | None) -> Mapping[str, str]:
    """Return what the bill is broken down by."""
    given = {"query": query, "job_type": job_type}
    return {
        name: _NOT_IN_LABELS.sub("-", value.lower())[:_LABEL_LENGTH]
        for name, value in given.items()
        if value is not None
    }


def _validate(row: type[RowT], found: list[dict[str, Any]]) -> tuple[RowT, ...]:
    """Check the rows against their form; that they differ is a defect of ours."""
    try:
        return TypeAdapter(tuple[row, ...]).validate_python(found)  # type: ignore[valid-type]
    except ValidationError as error:
        kinds = sorted({each["type"] for each in error.errors(include_input=False)})
        # Without the traceback: it repeats the rows.
        log.error("Rows are not of their form.", extra=logs.log_fields("rows-misfit", kinds=kinds))  # noqa: TRY400
        raise errors.InternalError from None
