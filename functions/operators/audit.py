"""Say in the log what an operator saw or did of other users' jobs.

One line a call: who (a hash of their id), which route, which filter, how many jobs. Nothing that
a user or an operator wrote: of a job type's name only one that is declared is told.
"""

import logging

from functions.job_types import all_job_types
from shared.auth.users import User
from shared.core.records import Record
from shared.telemetry import logs

log = logging.getLogger(__name__)

#: What is told of a filter; a cursor holds a job's id.
_TOLD = ("status", "type", "code", "createdBefore", "limit", "queue")


def log_access(route: str, operator: User, chosen: Record | None, count: int) -> None:
    """Log one call of an operator's.

    Args:
        route: As `docs/access.md` names it.
        operator: Who called.
        chosen: Its filter; None where there is none.
        count: How many jobs were counted, listed or changed.
    """
    given = {} if chosen is None else chosen.to_json()
    told = {name: given[name] for name in _TOLD if name in given}
    if told.get("type") is not None and told["type"] not in all_job_types():
        told["type"] = "unknown"
    fields = logs.log_fields(
        "audit",
        operatorId=operator.uid,
        route=route,
        filter=told,
        count=count,
    )
    log.info("An operator was answered about other users' jobs.", extra=fields)
