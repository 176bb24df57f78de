"""The budget that bounds what one user's jobs may cost in a day. Pure: time is passed in.

What was spent is a document for each user and day (UTC), raised in the same commit in which an
attempt ends and puts what it has spent on its job's document: so each dollar counts exactly once.
It is looked at when jobs are submitted: those that are under way are never stopped for it, so a day
may cost more than its budget, by what the jobs admitted last turn out to cost.
"""

from datetime import datetime, time, timedelta

from pydantic import Field

from shared.core import errors
from shared.core.job import Job
from shared.core.job_document import Usage
from shared.core.records import StoredRecord

#: Kept so long after its day, for machines whose clocks are behind.
_KEPT = timedelta(days=1)


class Spending(StoredRecord):
    """`users/{uid}/spending/{YYYY-MM-DD}`: what a user's jobs have cost in one day."""

    #: US dollars.
    cost_usd: float = Field(ge=0)
    #: When Firestore may delete it (TTL).
    expire_at: datetime


def name_day(now: datetime) -> str:
    """Return the name of the day that a moment (in UTC) counts to."""
    return now.date().isoformat()


def renews_at(now: datetime) -> datetime:
    """Return the next midnight, UTC."""
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)


def newly_spent(before: Job, after: Job, now: datetime) -> Spending | None:
    """Return what a change of a job's document adds to its owner's spending; None for nothing."""
    cost = (after.usage or Usage()).cost_usd - (before.usage or Usage()).cost_usd
    return Spending(cost_usd=cost, expire_at=renews_at(now) + _KEPT) if cost > 0 else None


def refuse_overspent(budget_usd: float, spent_usd: float, now: datetime) -> None:
    """Refuse a user whose budget for today is used up; a budget of 0 is none.

    Raises:
        errors.ResourceExhaustedError: If it is; it says when there is a new one.
    """
    if not budget_usd or spent_usd < budget_usd:
        return
    at = renews_at(now)
    raise errors.ResourceExhaustedError(
        f"Your jobs have used up today's budget of ${budget_usd:,.2f}. It renews at"
        f" {at:%Y-%m-%d %H:%M} UTC.",
        retry_after=at - now,
    )
