"""One query of BigQuery, step by step.

What must stay true: every call has our own time limit and retry, and the vendor's errors stay here;
`shared.bigquery.client` has both.
"""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from shared.bigquery import client
from shared.bigquery.client import translated
from shared.core import errors
from shared.handler.job_context import Parameter
from shared.settings import Settings
from shared.telemetry import logs

if TYPE_CHECKING:
    from google.api_core import retry as retries
    from google.cloud import bigquery

log = logging.getLogger(__name__)

#: The table whose last change is the data's date.
_POSTINGS = "job_postings"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One query to run."""

    sql: str
    parameters: Mapping[str, Parameter]
    #: What the bill is broken down by.
    labels: Mapping[str, str]


class BigQueryJobs:
    """The client, and what is the same for every query."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def read_data_date(self) -> datetime | None:
        """Return when the postings were last changed; to ask is free.

        Raises:
            errors.RetriableJobError: If BigQuery is busy or cannot be reached.
            errors.PermanentJobError: If it refuses to say, or there is no such table.
        """
        table = (
            f"{self._settings.google_cloud_project}.{self._settings.warehouse_dataset}.{_POSTINGS}"
        )
        with translated():
            found = self._client.get_table(
                table, retry=self._retry, timeout=client.CALL_TIMEOUT_SECONDS
            )
        changed: datetime | None = found.modified
        return changed

    def weigh(self, question: Question) -> int:
        """Return how many bytes a query would read; BigQuery says so without running it.

        Raises:
            errors.RetriableJobError: If BigQuery is busy or cannot be reached.
            errors.PermanentJobError: If it refuses the query.
        """
        with translated():
            job = self._client.query(
                question.sql,
                job_config=self._config(question, dry_run=True),
                retry=self._retry,
                timeout=client.CALL_TIMEOUT_SECONDS,
                job_retry=None,
            )
        return job.total_bytes_processed or 0

    def start(self, question: Question) -> "RunningQuery":
        """Start a query under a name of ours, so that a start that is repeated is one start.

        Raises:
            errors.RetriableJobError: If BigQuery is busy or cannot be reached.
            errors.PermanentJobError: If it refuses the query.
        """
        from google.api_core import exceptions

        job_id = f"careerlens-{uuid.uuid4().hex}"
        with translated():
            try:
                job = self._client.query(
                    question.sql,
                    job_config=self._config(question, dry_run=False),
                    job_id=job_id,
                    retry=self._retry,
                    timeout=client.CALL_TIMEOUT_SECONDS,
                    job_retry=None,
                )
            except exceptions.Conflict:
                # An earlier try was carried out, and only its answer was lost.
                job = cast(
                    "bigquery.QueryJob",
                    self._client.get_job(
                        job_id, retry=self._retry, timeout=client.CALL_TIMEOUT_SECONDS
                    ),
                )
        return RunningQuery(job, self._retry)

    def _config(self, question: Question, *, dry_run: bool) -> "bigquery.QueryJobConfig":
        from google.cloud import bigquery

        settings = self._settings
        return bigquery.QueryJobConfig(
            dry_run=dry_run,
            # The weight of a query should not depend on who asked it before.
            use_query_cache=not dry_run,
            default_dataset=f"{settings.google_cloud_project}.{settings.warehouse_dataset}",
            query_parameters=[_bind(*given) for given in question.parameters.items()],
            labels=dict(question.labels),
            # The dry run's answer is an upper bound for most queries; this holds for all.
            maximum_bytes_billed=settings.warehouse_max_bytes,
            # If we die, BigQuery does not go on for six hours.
            job_timeout_ms=int(settings.warehouse_timeout_seconds * 1000),
        )

    @cached_property
    def _client(self) -> "bigquery.Client":
        return client.open_client(self._settings)

    @cached_property
    def _retry(self) -> "retries.Retry":
        """Every call here may be repeated: reads by nature, the start by the job's name."""
        return client.make_retry()


class RunningQuery:
    """A query that was started."""

    def __init__(self, job: "bigquery.QueryJob", retry: "retries.Retry") -> None:
        self._job = job
        self._retry = retry

    @property
    def bytes_billed(self) -> int:
        """What it has cost, as far as we know; nothing if BigQuery still had the answer."""
        return self._job.total_bytes_billed or 0

    def is_done(self) -> bool:
        """Look whether it has ended, well or badly.

        Raises:
            errors.RetriableJobError: If BigQuery is busy or cannot be reached.
            errors.PermanentJobError: If it refuses to say.
        """
        with translated():
            return self._job.done(retry=self._retry, timeout=client.CALL_TIMEOUT_SECONDS)

    def fetch_rows(self) -> list[dict[str, Any]]:
        """Fetch what a query gave that is done.

        Raises:
            errors.RetriableJobError: If it failed for a reason of the moment, or BigQuery is busy
                or cannot be reached.
            errors.PermanentJobError: If it failed for good.
        """
        with translated():
            rows = self._job.result(
                retry=self._retry, timeout=client.CALL_TIMEOUT_SECONDS, job_retry=None
            )
            return [dict(row.items()) for row in rows]

    def cancel(self) -> None:
        """Ask BigQuery to stop; if it cannot be asked, its own limit for the job stays."""
        try:
            with translated():
                self._job.cancel(retry=None, timeout=client.CALL_TIMEOUT_SECONDS)
        except errors.JobsError:
            log.warning("Could not cancel the query.", extra=logs.log_fields("query-cancel-failed"))


def _bind(
    name: str, value: Parameter
) -> "bigquery.ScalarQueryParameter | bigquery.ArrayQueryParameter":
    """Return a named parameter its BigQuery type."""
    from google.cloud import bigquery

    match value:
        case bool():
            return bigquery.ScalarQueryParameter(name, "BOOL", value)
        case int():
            return bigquery.ScalarQueryParameter(name, "INT64", value)
        case float():
            return bigquery.ScalarQueryParameter(name, "FLOAT64", value)
        case str():
            return bigquery.ScalarQueryParameter(name, "STRING", value)
        case _:
            return bigquery.ArrayQueryParameter(name, "STRING", list(value))
