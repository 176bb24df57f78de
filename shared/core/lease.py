"""A running attempt's promise to be alive, and what it makes of the sweeper's look. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.core.job_status import CheckFor

#: Clocks of two machines may differ by this much; a lease counts as lost only after it.
CLOCK_SKEW = timedelta(seconds=5)


@dataclass(frozen=True, kw_only=True)
class Lease:
    """How long a running attempt promises to be alive after each write, and how often it writes.

    `term` must outlast several beats, or a busy worker would lose its job to a second one.
    """

    #: The promise. Lease, skew and one sweep a minute stay under the bound of 120 s.
    term: timedelta = timedelta(seconds=45)
    #: The longest time between two writes of a living attempt.
    heartbeat: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        if self.term < 3 * self.heartbeat:
            raise ValueError("a lease must outlast three beats")

    def promise(self, now: datetime, check_at: datetime | None = None) -> dict[str, Any]:
        """Return the fields by which an attempt promises to be alive for the term.

        The sweeper's look stays where it is while half of the term is left before it: it is indexed
        by time, and Firestore bounds such writes of all users together. A look before the lease is
        lost finds nothing to do, and the job stays due until it is lost or renewed.

        Args:
            now: When the attempt writes this.
            check_at: When the sweeper looks at it so far; None if that is of no attempt.
        """
        expires_at = now + self.term
        latest = expires_at + CLOCK_SKEW
        if check_at is None or not latest - self.term / 2 <= check_at <= latest:
            check_at = latest
        return {
            "lease_expires_at": expires_at,
            "check_at": check_at,
            "check_for": CheckFor.LEASE,
        }
