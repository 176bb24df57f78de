"""Pausing a job type: by an operator, or for as long as a provider has no quota for it. Pure.

One document says it of all types. A delivery reads it together with its job, so a pause costs no
call and no cache can be out of date. While a type is paused its jobs stay queued, no attempt of
theirs is counted, and other types go on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from shared.core import errors
from shared.core.records import Record, StoredRecord, known

#: Characters: why an operator has paused a type.
MAX_REASON = 200
#: However short or long a provider's own wait is, its type is paused for this long.
SHORTEST_QUOTA_WAIT = timedelta(seconds=10)
LONGEST_QUOTA_WAIT = timedelta(minutes=10)
#: Where the provider does not say how long.
USUAL_QUOTA_WAIT = timedelta(seconds=30)
#: Jobs that waited for the same quota come back within so long of each other.
SPREAD = timedelta(seconds=30)
#: So often a job may wait for a quota that it met itself; after that its attempts count.
MOST_QUOTA_WAITS = 20
#: A delivery that had read the document before a type was resumed has put its job back by then.
SETTLED_AFTER = timedelta(minutes=1)


class PausedBy(StrEnum):
    """Who has paused a type."""

    #: An operator: until one resumes it.
    OPERATOR = "operator"
    #: A provider's quota: until it says.
    QUOTA = "quota"


class QuotaExhaustedError(errors.RetriableJobError):
    """A provider takes no more calls for now; `retry_after` is how long it says."""

    public_message = "A service this job needs has no quota left for the moment."


class JobPause(StoredRecord):
    """Why a queued job is not started."""

    by: Annotated[PausedBy, known(PausedBy, PausedBy.OPERATOR)] = Field(
        description="`operator`: until its type is resumed; `quota`: until `nextAttemptAt`."
    )
    since: datetime = Field(description="When it was put back for it.")


class TypePause(Record):
    """That the jobs of a type are not started for now."""

    by: PausedBy = Field(
        description="`operator`, or `quota`: a provider takes no more calls for now."
    )
    since: datetime | None = Field(default=None, description="When an operator has paused it.")
    until: datetime | None = Field(default=None, description="When a quota is asked again.")
    reason: str | None = Field(default=None, description="An operator's words.")


class TypeControl(StoredRecord):
    """What is said of one type."""

    #: Written by pause.py of the operators; absent unless an operator has paused it.
    paused_since: datetime | None = None
    reason: str | None = None
    #: Written by type_pauses.py, when a job has met a provider's quota.
    quota_until: datetime | None = None
    #: Since when it is resumed and its jobs are handed out; gone when all are.
    resumed_at: datetime | None = None

    def says_nothing(self, now: datetime) -> bool:
        """Whether it steers no job any more."""
        has_quota = self.quota_until is None or self.quota_until <= now
        return self.paused_since is None and self.resumed_at is None and has_quota


class TypeControls(StoredRecord):
    """What operators and providers' quotas say of all job types."""

    types: Mapping[str, TypeControl] = {}

    def pause_of(self, job_type: str, now: datetime) -> TypePause | None:
        """Return why jobs of a type are not started now; None if they are.

        An operator's pause goes before a quota's: no time ends it.
        """
        control = self.types.get(job_type, TypeControl())
        if control.paused_since is not None:
            return TypePause(
                by=PausedBy.OPERATOR, since=control.paused_since, reason=control.reason
            )
        if control.quota_until is not None and control.quota_until > now:
            return TypePause(by=PausedBy.QUOTA, until=control.quota_until)
        return None

    def pauses(self, now: datetime) -> dict[str, TypePause]:
        """Return the pauses of all types that are paused now."""
        found = ((name, self.pause_of(name, now)) for name in sorted(self.types))
        return {name: pause for name, pause in found if pause is not None}

    def paused(self, job_type: str, reason: str, now: datetime) -> Self:
        """Have a type paused by an operator; one that is paused gets the new reason."""
        control = self.types.get(job_type, TypeControl())
        since = control.paused_since or now
        changed = {"paused_since": since, "reason": reason, "resumed_at": None}
        return self._with(job_type, control.model_copy(update=changed), now)

    def resumed(self, job_type: str, now: datetime) -> Self:
        """Have a type's jobs started again."""
        if self.pause_of(job_type, now) is None:
            return self
        return self._with(job_type, TypeControl(resumed_at=now), now)

    def without_quota(self, job_type: str, until: datetime, now: datetime) -> Self:
        """Have a type wait for a provider's quota; one that waits that long already is the same."""
        control = self.types.get(job_type, TypeControl())
        if control.quota_until is not None and control.quota_until >= until:
            return self
        return self._with(job_type, control.model_copy(update={"quota_until": until}), now)

    def resuming(self) -> list[str]:
        """Return the types whose waiting jobs are being handed out."""
        return [name for name, control in self.types.items() if control.resumed_at is not None]

    def handed_out(self, job_type: str, now: datetime) -> Self:
        """Note that no job of a resumed type waits any more; too early, it is the same."""
        control = self.types.get(job_type, TypeControl())
        if control.resumed_at is None or now < control.resumed_at + SETTLED_AFTER:
            return self
        return self._with(job_type, control.model_copy(update={"resumed_at": None}), now)

    def _with(self, job_type: str, control: TypeControl, now: datetime) -> Self:
        """Return this with one type changed, without those of which nothing is left to say."""
        types = {**self.types, job_type: control}
        kept = {name: one for name, one in types.items() if not one.says_nothing(now)}
        return type(self)(types=kept)


def quota_pause(asked_for: timedelta | None) -> timedelta:
    """Return how long a type is paused for a provider that asks for this."""
    return min(max(asked_for or USUAL_QUOTA_WAIT, SHORTEST_QUOTA_WAIT), LONGEST_QUOTA_WAIT)


def back_at(until: datetime, random: float) -> datetime:
    """Return when a job comes back that waits for a quota; `random` in [0, 1)."""
    return until + SPREAD * random
