"""The kinds of faults, as records: what the dispatcher and the API look for.

A fault says what goes wrong once; how often and for which tasks is the rule's part.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.faults.holds import Hold, ReverseGroup


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverTwice:
    """Delivered again after the answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverLate:
    """Delivered some time after it has come due."""

    by: timedelta

    def hold(self, now: datetime) -> Hold:
        """Return what the delivery waits for."""
        return Hold(now + self.by)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverOutOfOrder:
    """Delivered in reverse with others that share this fault."""

    group: ReverseGroup
    #: How long the first waits for the others.
    at_most: timedelta

    def hold(self, now: datetime) -> Hold:
        """Return what the delivery waits for."""
        return self.group.join(now + self.at_most)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """Delivered a second time while the first delivery runs."""

    #: How long the first runs alone.
    after: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class LoseResponse:
    """A success counts as no answer."""


Fault = DeliverTwice | DeliverLate | DeliverOutOfOrder | Overlap | LoseResponse


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """How an API call is refused."""

    code: RpcCode
    #: Whether the call took effect before its answer was lost.
    applied: bool
