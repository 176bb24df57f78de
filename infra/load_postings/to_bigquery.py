"""Load postings into BigQuery: a load job into a table of its own, then one MERGE.

A load job alone would add the same postings again when it is repeated. The MERGE makes repeating
harmless, also for another file with some of the same postings. Every job has a name of ours, so
that a start whose answer was lost is one start. The vendor's errors become ours.
"""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from google.api_core import exceptions
from google.cloud import bigquery

from infra.bigquery.tables import FOLDER, Table, all_tables
from infra.load_postings.target import merge_sql
from shared.bigquery import client
from shared.settings import Settings

#: One call; an upload sends ten megabytes at once.
_CALL_TIMEOUT_SECONDS = 60.0
#: One job, from its start to its end.
_JOB_TIMEOUT_SECONDS = 600.0
#: If we die in between, BigQuery removes the staged rows by itself.
_STAGED_FOR = timedelta(days=1)

JobT = TypeVar("JobT", bound="bigquery.LoadJob | bigquery.QueryJob")


class BigQueryTarget:
    """The dataset of a deployment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._dataset = f"{settings.google_cloud_project}.{settings.warehouse_dataset}"
        self.place = f"BigQuery dataset {self._dataset}"

    def create_tables(self) -> None:
        """See `Target.create_tables`; the dataset too."""
        with client.CALLS.translated():
            dataset = bigquery.Dataset(self._dataset)
            dataset.location = self._settings.warehouse_location
            self._client.create_dataset(dataset, exists_ok=True, **self._call)
            for table in all_tables().values():
                described = describe(table, f"{self._dataset}.{table.name}")
                self._client.create_table(described, exists_ok=True, **self._call)

    def replace(self, table: Table, rows: Path) -> None:
        """See `Target.replace`."""
        with client.CALLS.translated():
            self._load(rows, table, f"{self._dataset}.{table.name}", f"replace-{table.name}")

    def merge(self, table: Table, rows: Path, load_id: str) -> None:
        """See `Target.merge`."""
        staged = f"{self._dataset}.{table.name}_load_{load_id}"
        with client.CALLS.translated():
            description = bigquery.Table(staged, schema=schema(table))
            description.expires = datetime.now(UTC) + _STAGED_FOR
            self._client.create_table(description, exists_ok=True, **self._call)
            self._load(rows, table, staged, load_id)
            self._merge(table, staged, load_id)
            self._client.delete_table(staged, not_found_ok=True, **self._call)

    def _load(self, rows: Path, table: Table, into: str, load_id: str) -> None:
        config = bigquery.LoadJobConfig(
            schema=schema(table),
            source_format=bigquery.SourceFormat.NEWLINE_DELIMITED_JSON,
            # Of a load that is repeated, the second takes the first one's place.
            write_disposition=bigquery.WriteDisposition.WRITE_TRUNCATE,
            labels={"load": load_id},
        )
        with rows.open("rb") as file:
            self._finish(
                lambda job_id: self._client.load_table_from_file(
                    file,
                    into,
                    rewind=True,
                    job_id=job_id,
                    job_config=config,
                    timeout=_CALL_TIMEOUT_SECONDS,
                ),
                f"load-{load_id}",
            )

    def _merge(self, table: Table, staged: str, load_id: str) -> None:
        into = f"`{self._dataset}.{table.name}`"
        config = bigquery.QueryJobConfig(labels={"load": load_id})
        self._finish(
            lambda job_id: self._client.query(
                merge_sql(table, into, f"`{staged}`"),
                job_config=config,
                job_id=job_id,
                job_retry=None,
                **self._call,
            ),
            f"merge-{load_id}",
        )

    def _finish(self, start: Callable[[str], JobT], name: str) -> None:
        """Start a job under a name of this run, and wait for its end; what it raises passes."""
        job_id = f"careerlens-{name}-{uuid.uuid4().hex[:12]}"
        try:
            job = start(job_id)
        except exceptions.Conflict:
            # An earlier try was carried out, and only its answer was lost.
            job = cast("JobT", self._client.get_job(job_id, **self._call))
        job.result(retry=self._call["retry"], timeout=_JOB_TIMEOUT_SECONDS)

    @cached_property
    def _client(self) -> bigquery.Client:
        return client.open_client(self._settings, longest_call_seconds=_CALL_TIMEOUT_SECONDS)

    @cached_property
    def _call(self) -> dict[str, Any]:
        """How one call is made."""
        return {"retry": client.CALLS.make_retry(), "timeout": _CALL_TIMEOUT_SECONDS}


def describe(table: Table, name: str) -> bigquery.Table:
    """Return what BigQuery is told to create a table by."""
    described = bigquery.Table(name, schema=schema(table))
    described.description = table.description
    if table.time_partitioning is not None:
        described.time_partitioning = bigquery.TimePartitioning(
            type_=table.time_partitioning.type, field=table.time_partitioning.field
        )
    if table.clustering:
        described.clustering_fields = list(table.clustering)
    return described


def schema(table: Table) -> list[bigquery.SchemaField]:
    """Return a table's columns in the client's words, read from the table's file by the client."""
    fields = json.loads((FOLDER / f"{table.name}.json").read_bytes())
    return [bigquery.SchemaField.from_api_repr(field) for field in fields]
