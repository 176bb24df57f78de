"""Keep the document of the names that a form may suggest, once a day, from the warehouse.

Called with each sweep. A process remembers until when the document is good: an ordinary sweep makes
no call for it, the first one of a process a read. Two sweepers at once are harmless: the write is
a compare-and-set, and the second one leaves it to the first.
"""

import logging
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from functions import job_types
from shared.core import errors
from shared.core.records import Record
from shared.core.suggestions import KEPT_FOR, Suggestions
from shared.firestore.job_store import JobStore
from shared.firestore.single_documents import SUGGESTIONS
from shared.handler.ports import QueryCall
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: The query that has all names; without it, nothing is suggested.
_QUERY = "common/known_names"
#: The query that counts their postings.
_COUNT_QUERY = "common/name_postings"
#: After a failure, the next try.
_PAUSE = timedelta(hours=1)
#: By store, until when nothing needs to be done.
_done_until: WeakKeyDictionary[JobStore, datetime] = WeakKeyDictionary()


class NameRow(Record):
    """A row of that query."""

    kind: str
    alias: str
    name: str


class CountRow(Record):
    """A row of the query that counts."""

    kind: str
    name: str
    postings: int


def refresh_if_due(services: Services) -> bool:
    """Write the document anew if it is a day old; whatever hinders that hinders no sweep.

    Returns:
        Whether it was written.
    """
    now = services.clock()
    until = _done_until.get(services.store)
    if until is not None and now < until:
        return False
    _done_until[services.store] = now + _PAUSE
    try:
        return _refresh(services, now)
    except errors.WriteConflictError:
        return False
    except errors.JobsError as error:
        fields = logs.log_fields("suggestions-left", code=error.code)
        log.warning("The suggestions are left as they are.", extra=fields)
        return False
    except Exception:
        log.exception("There are no new suggestions.", extra=logs.log_fields("suggestions-failed"))
        return False


def _refresh(services: Services, now: datetime) -> bool:
    before = services.store.read_single(SUGGESTIONS)
    if before.record is not None and not before.record.is_due(now):
        _done_until[services.store] = before.record.checked_at + KEPT_FOR
        return False
    found = services.warehouse.query(QueryCall(name=_QUERY, row=NameRow, parameters={}))
    counted = services.warehouse.query(QueryCall(name=_COUNT_QUERY, row=CountRow, parameters={}))
    rows = [(row.kind, row.alias, row.name) for row in found.rows]
    postings = ((row.kind, row.name, row.postings) for row in counted.rows)
    every = (*rows, *job_types.other_names(rows))
    services.store.write_single(SUGGESTIONS, before, Suggestions.of(every, postings, now))
    _done_until[services.store] = now + KEPT_FOR
    log.info("The suggestions were written.", extra=logs.log_fields("suggestions"))
    return True
