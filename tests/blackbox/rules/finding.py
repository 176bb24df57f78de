"""What a rule says, and what rules share: pairs of versions, and how much time may pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from tests.blackbox.seen import ENDS, Seen, Version

#: What two machines' clocks may differ by, as docs/architecture.md says.
SKEW = timedelta(seconds=5)
#: What this machine may take on top of every bound in seconds: two cores for three workers, two
#: JVMs and the oracle, and often other programs beside; a process takes up to 8 s to start there.
SLACK = timedelta(seconds=25)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a rule has looked at."""

    holds: bool
    job_id: str = ""
    at: datetime | None = None
    #: What is wrong, if it does not hold.
    why: str = ""


Rule = Callable[[Seen], Iterator[Finding]]


def found(holds: object, version: Version, why: str) -> Finding:
    """Return a finding about a version of a job."""
    return Finding(holds=bool(holds), job_id=version.job_id, at=version.at, why=why)


def lives(seen: Seen) -> Iterator[list[Version]]:
    """Return the versions of each job, without its removal."""
    for versions in seen.versions.values():
        life = [version for version in versions if version.fields is not None]
        if life:
            yield life


def pairs(seen: Seen) -> Iterator[tuple[Version, Version]]:
    """Return each version of a job with the one after it."""
    for life in lives(seen):
        yield from pairwise(life)


def is_resubmission(earlier: Version, later: Version) -> bool:
    """Whether an ended job was queued once more."""
    return earlier.status in ENDS and later.status not in ENDS


def is_claim(earlier: Version, later: Version) -> bool:
    """Whether an attempt begins."""
    return earlier.status == "queued" and later.status == "running"


def removal_of(seen: Seen, job_id: str) -> datetime | None:
    """Return when a job was erased; None if it was not."""
    times = [v.at for v in seen.versions.get(job_id, ()) if v.fields is None]
    return min(times, default=None)
