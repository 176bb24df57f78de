"""One query of BigQuery, step by step.

What must stay true: every call has our own time limit and retry, and the vendor's errors stay here;
`shared.bigquery.client` has both. A call raises a `RetriableJobError` if BigQuery is busy or cannot
be reached, and a `PermanentJobError` if it refuses.
"""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from shared.bigquery import client
from shared.core import errors
from shared.handler.ports import Parameter
from shared.made_once import made_once
from shared.settings import Settings
from shared.telemetry import logs

if TYPE_CHECKING:
    from google.cloud import bigquery

log = logging.getLogger(__name__)

#: The table whose last change is the data's date.
_POSTINGS = "job_postings"
#: Of each table that a query names so much is billed, even of one with no rows:
#: cloud.google.com/bigquery/pricing.
LEAST_BYTES_A_TABLE = 10 * (1 << 20)
#: What BigQuery calls the failure of a query that was cancelled. Others cost nothing.
_STOPPED = "stopped"
#: True is a number for Python, and not for BigQuery: the first that fits counts.
_TYPES = {bool: "BOOL", int: "INT64", float: "FLOAT64", str: "STRING", date: "DATE"}


@dataclass(frozen=True, kw_only=True)
class QuerySpec:
    """One query to run; its labels are what the bill is broken down by."""

    sql: str
    parameters: Mapping[str, Parameter]
    labels: Mapping[str, str]


class BigQueryJobs:
    """The client, and what is the same for every query."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def read_data_date(self) -> datetime | None:
        """Return when the postings were last changed; to ask is free.

        Raises:
            errors.JobsError: What BigQuery's failure means.
        """
        with client.CALLS.translated():
            found = self._client.get_table(f"{self._dataset}.{_POSTINGS}", **client.CALLS.options)
        changed: datetime | None = found.modified
        return changed

    def dry_run(self, spec: QuerySpec) -> int:
        """Return how many bytes a query would be billed; BigQuery says so without running it.

        Raises:
            errors.JobsError: What BigQuery's failure means.
        """
        with client.CALLS.translated():
            job = self._query(spec, dry_run=True)
        least = LEAST_BYTES_A_TABLE * max(1, len(job.referenced_tables))
        return max(job.total_bytes_processed or 0, least)

    def start(self, spec: QuerySpec) -> "RunningQuery":
        """Start a query under a name of ours, so that a start that is repeated is one start.

        Raises:
            errors.JobsError: What BigQuery's failure means.
        """
        from google.api_core import exceptions

        job_id = f"careerlens-{uuid.uuid4().hex}"
        with client.CALLS.translated():
            try:
                job = self._query(spec, job_id=job_id)
            except exceptions.Conflict:
                # An earlier try was carried out, and only its answer was lost.
                found = self._client.get_job(job_id, **client.CALLS.options)
                job = cast("bigquery.QueryJob", found)
        return RunningQuery(job)

    @property
    def _dataset(self) -> str:
        return f"{self._settings.google_cloud_project}.{self._settings.warehouse_dataset}"

    def _query(
        self, spec: QuerySpec, *, dry_run: bool = False, job_id: str | None = None
    ) -> "bigquery.QueryJob":
        from google.cloud import bigquery

        config = bigquery.QueryJobConfig(
            dry_run=dry_run,
            # What a query would read should not depend on what was asked before.
            use_query_cache=not dry_run,
            default_dataset=self._dataset,
            query_parameters=[_bind(*given) for given in spec.parameters.items()],
            labels=dict(spec.labels),
            # The dry run's answer is an upper bound for most queries; this holds for all.
            maximum_bytes_billed=self._settings.warehouse_max_bytes,
            # If we die, BigQuery does not go on for six hours.
            job_timeout_ms=int(self._settings.warehouse_timeout_seconds * 1000),
        )
        return self._client.query(
            spec.sql, job_config=config, job_id=job_id, **client.CALLS.options, job_retry=None
        )

    @made_once
    def _client(self) -> "bigquery.Client":
        return client.open_client(self._settings)


class RunningQuery:
    """A query that was started."""

    def __init__(self, job: "bigquery.QueryJob") -> None:
        self._job = job

    @property
    def bytes_billed(self) -> int | None:
        """What it has cost; 0 if BigQuery still had the answer, None if that is not known.

        It is not known of a query that still runs, or that was stopped: that may be billed whole.
        """
        billed: int | None = self._job.total_bytes_billed
        failure = self._job.error_result or {}
        if self._job.state != "DONE" or failure.get("reason") == _STOPPED:
            return billed or None
        return billed or 0

    def is_done(self) -> bool:
        """Look whether it has ended, well or badly.

        Raises:
            errors.JobsError: What BigQuery's failure means.
        """
        with client.CALLS.translated():
            return self._job.done(**client.CALLS.options)

    def fetch_rows(self) -> list[dict[str, Any]]:
        """Fetch what a query gave that is done.

        Raises:
            errors.JobsError: What BigQuery's failure means, or the query's.
        """
        with client.CALLS.translated():
            rows = self._job.result(**client.CALLS.options, job_retry=None)
            return [dict(row.items()) for row in rows]

    def cancel(self) -> None:
        """Ask BigQuery to stop; if it cannot be asked, its own limit for the job stays."""
        try:
            with client.CALLS.translated():
                self._job.cancel(retry=None, timeout=client.CALLS.call_seconds)
        except errors.JobsError:
            log.warning("Could not cancel the query.", extra=logs.log_fields("query-cancel-failed"))


def _bind(
    name: str, value: Parameter
) -> "bigquery.ScalarQueryParameter | bigquery.ArrayQueryParameter":
    """Return a named parameter with its BigQuery type."""
    from google.cloud import bigquery

    if isinstance(value, str | int | float | date):
        kind = next(named for kind, named in _TYPES.items() if isinstance(value, kind))
        return bigquery.ScalarQueryParameter(name, kind, value)
    return bigquery.ArrayQueryParameter(name, "STRING", list(value))
