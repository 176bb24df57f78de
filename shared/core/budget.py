"""The budgets that bound what jobs may cost in a day: one user's, and all users'. Pure.

What was spent is a document for each user and day (UTC), and sixteen for all users, raised in the
same commit that puts what an attempt has spent on its job's document: each dollar counts once. It
is looked at when jobs are admitted, with an estimate for each that is not finished; when an attempt
is claimed; and before each call of a model and each query. So a day costs more than its budget by
what the calls cost, at the most, that were under way when it was used up.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pydantic import Field

from shared.core import errors, ids
from shared.core.job import Job
from shared.core.records import StoredRecord
from shared.core.usage import Usage

#: Kept so long after its day, for machines whose clocks are behind.
_KEPT = timedelta(days=1)


class Spending(StoredRecord):
    """`users/{uid}/spending/{YYYY-MM-DD}`: what a user's jobs have cost in one day."""

    #: US dollars.
    cost_usd: float = Field(ge=0)
    #: When Firestore may delete it (TTL).
    expire_at: datetime


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What jobs have cost today, US dollars."""

    #: One user's.
    user_usd: float = 0.0
    #: All users', where there is a budget for it.
    project_usd: float = 0.0


def expires_at(now: datetime) -> datetime:
    """Return when the numbers of a moment's day may be deleted; the same for all of that day."""
    return renews_at(now) + _KEPT


#: All users' spending of a day is counted in so many documents: one takes a write a second.
SHARDS = "0123456789abcdef"


def shard_of(job_id: str) -> str:
    """Return which of those documents counts what a job spends."""
    return ids.job_hash(job_id)[0]


def name_day(now: datetime) -> str:
    """Return the name of the day that a moment (in UTC) counts to."""
    return now.date().isoformat()


def renews_at(now: datetime) -> datetime:
    """Return the next midnight, UTC."""
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)


def newly_spent(before: Job, after: Job, now: datetime) -> Spending | None:
    """Return what a change of a job's document adds to its owner's spending; None for nothing."""
    cost = (after.usage or Usage()).cost_usd - (before.usage or Usage()).cost_usd
    return Spending(cost_usd=cost, expire_at=expires_at(now)) if cost > 0 else None


class BudgetSpentError(errors.ResourceExhaustedError):
    """A job cannot go on today: its owner's budget, or that of all users, is used up."""

    retriable = False


@dataclass(frozen=True, kw_only=True)
class Budgets:
    """What may be spent in a day, US dollars; 0 for no limit."""

    user_usd: float
    project_usd: float

    @property
    def are_none(self) -> bool:
        """Whether there is no limit at all."""
        return not self.user_usd and not self.project_usd

    def refuse_overspent(
        self,
        spent: Spent,
        now: datetime,
        *,
        error: type[errors.ResourceExhaustedError] = errors.ResourceExhaustedError,
    ) -> None:
        """Refuse what costs something where a budget for today is used up.

        Raises:
            errors.ResourceExhaustedError: If one is, of the type `error`; it says when there is a
                new one.
        """
        at = renews_at(now)
        renews = f"It renews at {at:%Y-%m-%d %H:%M} UTC."
        if self.user_usd and spent.user_usd >= self.user_usd:
            used = f"Your jobs have used up today's budget of ${self.user_usd:,.2f}."
            raise error(f"{used} {renews}", retry_after=at - now)
        if self.project_usd and spent.project_usd >= self.project_usd:
            raise error(f"All users' budget of today is used up. {renews}", retry_after=at - now)

    def has_room(self, spent: Spent, reserved_usd: Iterable[float]) -> bool:
        """Whether these estimates fit into what is left of a user's budget."""
        return not self.user_usd or math.fsum([spent.user_usd, *reserved_usd]) <= self.user_usd


def still_reserved(estimate_usd: float, job: Job) -> float:
    """Return what of a job's estimate it may still spend; what it has spent is counted already."""
    return max(0.0, estimate_usd - (job.usage or Usage()).cost_usd)
