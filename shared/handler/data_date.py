"""The data's date: the last day there are postings of, for a query that counts months back from it.

A query has it as a parameter, `@data_date`, and not from a query inside it: only a constant lets
BigQuery leave out the months that are not asked for, and the bill with them.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from shared.core.records import Record
from shared.handler.ports import QueryCall, QueryResult, RowT

#: The query that finds it.
QUERY = "common/data_date"
_PARAMETER = "data_date"
_IS_NAMED = re.compile(rf"[@$]{_PARAMETER}\b")
#: Where there are no postings at all: any day, as long as months can be counted back from it.
_ANY_DAY = date(1970, 1, 1)


class DataDateRow(Record):
    """What the query gives."""

    data_date: date | None


def with_data_date(
    sql: str,
    call: QueryCall[RowT],
    query: Callable[[QueryCall[DataDateRow]], QueryResult[DataDateRow]],
) -> QueryCall[RowT]:
    """Return a query's call with the data's date, if its text has a parameter for that.

    What asking for it costs is told to the call; what its check raises passes.
    """
    if call.name == QUERY or _PARAMETER in call.parameters or not _IS_NAMED.search(sql):
        return call
    asked = QueryCall(
        name=QUERY,
        row=DataDateRow,
        parameters={},
        job_type=call.job_type,
        check=call.check,
        record_usage=call.record_usage,
    )
    (row,) = query(asked).rows
    return replace(call, parameters={**call.parameters, _PARAMETER: row.data_date or _ANY_DAY})
