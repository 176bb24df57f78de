"""BigQuery: answer a query from a file.

    named_texts   the query, from its file
    client        the vendor's client, with our time limits, and what its refusals mean
    queries       one query, step by step
    cache         what was asked before is not paid for again

What must stay true: only queries from `functions/job_types/` run, with named parameters;
each has a dry run first and is refused if it would read too much; and a query whose job does not
wait for it any more is cancelled.
"""

import logging
import re
import time
from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import dropwhile
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.bigquery.cache import RecentAnswers
from shared.bigquery.client import TOO_MUCH_DATA
from shared.bigquery.queries import BigQueryJobs, QuerySpec, RunningQuery
from shared.core import errors
from shared.core.prices import price_bytes
from shared.core.usage import Usage
from shared.handler.data_date import with_data_date
from shared.handler.named_texts import JOB_TYPES, read_named_text
from shared.handler.ports import Parameter, QueryCall, QueryResult, RowT, Warehouse
from shared.settings import Settings
from shared.telemetry import logs, semantic_spans

log = logging.getLogger(__name__)

#: Lists of names may change without the postings; an hour is short enough to go unnoticed.
_ROWS_KEPT_FOR = timedelta(hours=1)
#: A job asks several queries in a row; they need not each look whether postings were loaded.
_DATE_KEPT_FOR = timedelta(minutes=1)
#: Between two looks whether the query is done: twice as long each time, up to a second.
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 1.0
#: Enough of what a label may not have, and how long it may be.
_NOT_IN_LABELS = re.compile(r"[^a-z0-9_-]")
_LABEL_LENGTH = 63


def open_warehouse(settings: Settings) -> Warehouse:
    """Make the warehouse of a deployment; nothing is connected before it is asked."""
    return BigQueryWarehouse(settings)


class BigQueryWarehouse:
    """The dataset of postings in BigQuery."""

    def __init__(
        self,
        settings: Settings,
        *,
        queries: Path = JOB_TYPES,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        #: Where the queries are.
        self._queries = queries
        #: Waits so many seconds.
        self._pause = pause
        self._rows = RecentAnswers[tuple[BaseModel, ...]](clock, _ROWS_KEPT_FOR)
        self._data_date = RecentAnswers[datetime | None](clock, _DATE_KEPT_FOR)
        self._jobs = BigQueryJobs(settings)

    def query(self, call: QueryCall[RowT]) -> QueryResult[RowT]:
        """See `Warehouse.query`; what `call.check` raises passes.

        Raises:
            errors.RetriableJobError: If BigQuery is busy, cannot be reached, or takes too long.
            errors.PermanentJobError: If it refuses the query, or would read too much for it.
            errors.HandlerMistakeError: If there is no such query.
            errors.InternalError: If its rows are of another form.
        """
        text = read_named_text(self._queries, call.name, ".sql")
        call = with_data_date(text.text, call, self.query)
        # When postings are loaded, all is asked anew.
        data_date = self._data_date.get("date", self._jobs.read_data_date)
        question = (call.name, text.version, call.row, _key(call.parameters), data_date)
        rows = self._rows.get(question, partial(self._ask, call, text.text))
        return QueryResult(
            rows=cast("tuple[RowT, ...]", rows),
            source=f"BigQuery dataset {self._settings.warehouse_dataset}",
        )

    def _ask(self, call: QueryCall[RowT], text: str) -> tuple[RowT, ...]:
        labels = _labels(query=call.name, job_type=call.job_type)
        spec = QuerySpec(sql=_without_header(text), parameters=call.parameters, labels=labels)
        with semantic_spans.query(semantic_spans.BIGQUERY, call.name) as span:
            found, billed = self._run(call, spec)
            span.set_attribute("careerlens.bytes_billed", billed)
        return _validate(call.row, found)

    def _run(self, call: QueryCall[RowT], spec: QuerySpec) -> tuple[list[dict[str, Any]], int]:
        """Run the query if it may; return its rows, and how many bytes were billed."""
        deadline = time.monotonic() + self._settings.warehouse_timeout_seconds
        expected = self._jobs.dry_run(spec)
        self._refuse_too_much(expected)
        self._check(call, deadline)
        query = self._jobs.start(spec)
        try:
            self._wait(query, call, deadline)
            found = query.fetch_rows()
        finally:
            # However it ends.
            self._record_usage(call, query.bytes_billed, expected)
        return found, query.bytes_billed or 0

    def _refuse_too_much(self, size: int) -> None:
        if size > self._settings.warehouse_max_bytes:
            log.error(
                "The query would read too much.",
                extra=logs.log_fields("query-too-large", bytes=size),
            )
            raise errors.PermanentJobError(TOO_MUCH_DATA)

    def _wait(self, query: RunningQuery, call: QueryCall[RowT], deadline: float) -> None:
        """Wait until the query is done; cancel it if the job may not go on."""
        pause = _FIRST_PAUSE_SECONDS
        try:
            while not query.is_done():
                self._check(call, deadline)
                self._pause(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        except errors.JobsError:
            query.cancel()
            raise

    def _check(self, call: QueryCall[RowT], deadline: float) -> None:
        """See whether to go on; what the call's check raises passes."""
        call.check()
        if time.monotonic() >= deadline:
            log.warning("The query took too long.", extra=logs.log_fields("query-too-slow"))
            raise errors.RetriableJobError

    def _record_usage(self, call: QueryCall[RowT], billed: int | None, expected: int) -> None:
        """Tell what a query has cost; what was expected, if BigQuery has not said it."""
        size = expected if billed is None else billed
        if size:
            cost = price_bytes(self._settings.warehouse_usd_per_tebibyte, size)
            is_estimate = True if billed is None else None
            call.record_usage(Usage(bytes_billed=size, cost_usd=cost, is_estimate=is_estimate))


def _without_header(sql: str) -> str:
    """Leave out the comment a query's file begins with; it is for people.

    It names the parameters, and bqemulator 1.4 counts a parameter's name in a comment as its use.
    """
    lines = sql.splitlines(keepends=True)
    return "".join(dropwhile(lambda line: line.startswith("--") or not line.strip(), lines))


def _key(parameters: Mapping[str, Parameter]) -> Hashable:
    """Return parameters as part of a question: 1, 1.0 and True are different ones."""
    return tuple(
        (name, type(value), value if isinstance(value, str | int | float | date) else tuple(value))
        for name, value in sorted(parameters.items())
    )


def _labels(**given: str | None) -> Mapping[str, str]:
    """Return what the bill is broken down by."""
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
