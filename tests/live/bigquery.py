"""Run every query that ships in the real BigQuery, and let it read every view.

    GOOGLE_CLOUD_PROJECT=my-project make smoke-bigquery

The tables must be there; they may be empty. Each query bills 10 MB a table that it names, some
hundredths of a cent in all; views are read by a dry run, which costs nothing.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from shared.bigquery.queries import BigQueryJobs, QuerySpec
from shared.bigquery.warehouse import BigQueryWarehouse
from shared.core import errors
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import QueryCall
from shared.settings import Settings, SettingsError
from tests.support.job_events import VIEWS, view_sql
from tests.support.queries import documented_parameters

if TYPE_CHECKING:
    from shared.core.usage import Usage
    from shared.handler.ports import Parameter

_ANALYTICS = "jobs_analytics"


class AnyRow(BaseModel):
    """A row of any form."""

    model_config = ConfigDict(extra="allow")


def checks(settings: Settings) -> Iterator[tuple[str, Callable[[], str]]]:
    """Return what is asked, by its name; each returns a line about its answer."""
    warehouse, jobs = BigQueryWarehouse(settings), BigQueryJobs(settings)
    for file in sorted(JOB_TYPES.glob("*/*.sql")):
        name = f"{file.parent.name}/{file.stem}"
        parameters = documented_parameters(file)
        # The warehouse gives it, and that is to be tried, too.
        parameters.pop("data_date", None)
        yield name, partial(_run, warehouse, name, parameters)
    dataset = f"{settings.google_cloud_project}.{_ANALYTICS}"
    for view in VIEWS:
        spec = QuerySpec(sql=view_sql(view, dataset), parameters={}, labels={"query": "smoke"})
        yield f"view {view}", partial(_read_view, jobs, spec)


def _read_view(jobs: BigQueryJobs, spec: QuerySpec) -> str:
    return f"would bill {jobs.dry_run(spec)} bytes"


def _run(warehouse: BigQueryWarehouse, name: str, parameters: "Mapping[str, Parameter]") -> str:
    told: list[Usage] = []
    began = time.monotonic()
    call = QueryCall(
        name=name,
        row=AnyRow,
        parameters=parameters,
        record_usage=told.append,
    )
    rows = warehouse.query(call).rows
    billed = sum(usage.bytes_billed for usage in told)
    return f"{len(rows)} rows, {billed} bytes billed, {time.monotonic() - began:.1f} s"


def main(environment: Mapping[str, str]) -> int:
    """Ask all, print a line each, and return the exit code."""
    try:
        settings = Settings.from_environment(environment)
    except SettingsError as error:
        print(f"Set GOOGLE_CLOUD_PROJECT, and have credentials. {error}", file=sys.stderr)
        return 2
    failures = 0
    for name, check in checks(settings):
        try:
            print(f"well   {name}: {check()}", flush=True)
        except errors.JobsError as error:
            failures += 1
            print(f"FAILED {name}: {error.code}: {error.message}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
