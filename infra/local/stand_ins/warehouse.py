"""The warehouse on a laptop: DuckDB answers the queries that are written for BigQuery.

The files in `functions/job_types/` are BigQuery's dialect; sqlglot carries them over, so
the same file runs in both. The database is opened read-only and can reach nothing but its own
file. DuckDB's errors end here.
"""

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

import duckdb
import sqlglot
from pydantic import ValidationError

from shared.core import errors
from shared.handler.data_date import with_data_date
from shared.handler.named_texts import read_named_text
from shared.handler.ports import Parameter, QueryCall, QueryResult, RowT
from shared.telemetry import semantic_spans

#: What a result says about figures from the sample; from another file, its name.
SAMPLE = "sample data"
_SAMPLE_FILE = "sample_data.duckdb"
#: A query that takes longer is stopped; the slowest of ours takes about 0.1 s.
TIME_LIMIT = timedelta(seconds=30)

# It reports every array index that it carries over, which is no news to an operator.
logging.getLogger("sqlglot").setLevel(logging.WARNING)


class DuckDbWarehouse:
    """A `shared.handler.ports.Warehouse` over one DuckDB file; may be shared by threads."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        queries: Path,
        *,
        source: str = SAMPLE,
        time_limit: timedelta = TIME_LIMIT,
    ) -> None:
        self._connection = connection
        self._source = source
        self._time_limit = time_limit
        # A query's text does not change while the process runs.
        self._read_sql = cache(lambda name: read_sql(queries, name))

    def query(self, call: QueryCall[RowT]) -> QueryResult[RowT]:
        """See `Warehouse.query`.

        There is no bill, so nothing is recorded. `call.check` is called before, and what it raises
        passes; the queries take some milliseconds, and the time limit ends one that does not.

        Raises:
            errors.PermanentJobError: If there is no such query, DuckDB refuses it, or its rows
                are not of the form asked for.
            errors.RetriableJobError: If it takes too long, or the machine lacks the means now.
        """
        call.check()
        sql = self._read_sql(call.name)
        call = with_data_date(sql, call, self.query)
        with semantic_spans.query("duckdb", call.name):
            found = self._run(sql, call.parameters)
        try:
            rows = tuple(map(call.row.model_validate, found))
        except ValidationError as error:
            raise errors.PermanentJobError(
                "The figures for this job are not as expected."
            ) from error
        return QueryResult(rows=rows, source=self._source)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _run(self, sql: str, parameters: Mapping[str, Parameter]) -> list[dict[str, Any]]:
        # A cursor may be used by one thread only; making one costs some microseconds.
        with self._connection.cursor() as cursor:
            timer = Timer(self._time_limit.total_seconds(), cursor.interrupt)
            timer.daemon = True
            timer.start()
            try:
                bound = {
                    name: value if isinstance(value, str | int | float | date) else [*value]
                    for name, value in parameters.items()
                }
                columns = [column[0] for column in cursor.execute(sql, bound).description or ()]
                return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            except duckdb.Error as error:
                raise _translated(error) from error
            finally:
                timer.cancel()


def open_warehouse(database: Path, queries: Path) -> DuckDbWarehouse:
    """Open a file of the sample data, or of `infra.load_postings`, with a folder of queries.

    Raises:
        FileNotFoundError: If there is no such file, with the command that makes it.
    """
    if not database.is_file():
        raise FileNotFoundError(
            f"There is no sample data at {database}."
            f" Make it with: python -m infra.local.stand_ins.sample_data --out {database}"
        )
    source = SAMPLE if database.name == _SAMPLE_FILE else database.name
    return DuckDbWarehouse(_connect(database), queries, source=source)


def read_sql(queries: Path, name: str) -> str:
    """Return a query's text in DuckDB's dialect.

    Raises:
        errors.HandlerMistakeError: If there is no query of that name.
        errors.PermanentJobError: If it is not BigQuery SQL.
    """
    text = read_named_text(queries, name, ".sql").text
    try:
        [sql] = sqlglot.transpile(text, read="bigquery", write="duckdb")
    except (sqlglot.errors.SqlglotError, ValueError) as error:
        raise errors.PermanentJobError("The figures for this job cannot be read.") from error
    return sql


def _connect(database: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        str(database),
        read_only=True,
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_access": False,
            "lock_configuration": True,
            # With more threads DuckDB's approximate medians differ from run to run.
            "threads": 1,
        },
    )


def _translated(error: duckdb.Error) -> errors.JobsError:
    match error:
        case duckdb.InterruptException():
            return errors.RetriableJobError("Reading the figures took too long.")
        case duckdb.OutOfMemoryException() | duckdb.IOException():
            return errors.RetriableJobError("The figures cannot be read now.")
        case _:
            return errors.PermanentJobError("The figures for this job cannot be read.")
