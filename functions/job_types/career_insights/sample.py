"""Choose the postings to look at: as asked, or more of them where those are too few.

Pure. A region is given up first, then the experience level; the domain never. Whatever was given
up is said in the sample's note.
"""

from collections.abc import Iterator

from functions.job_types.career_insights.findings import LEVEL_STARTS, Level
from functions.job_types.common.names import MatchedName
from functions.job_types.common.significance import SMALLEST_SAMPLE
from shared.core.records import Record

#: What every reader of figures of another place than they asked for must read.
ELSEWHERE = "The data has no postings from the place you named"


class Scope(Record):
    """What postings are limited to."""

    domain: str
    region: str | None = None
    level: Level | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """What the queries take; empty is all."""
        return {"domain": self.domain, "region": self.region or "", "level": self.level or ""}


def widenings(asked: Scope) -> Iterator[Scope]:
    """Return the scopes to try, the narrowest first."""
    yield asked
    if asked.region is not None:
        yield asked.model_copy(update={"region": None})
    if asked.level is not None:
        yield asked.model_copy(update={"region": None, "level": None})


def note_of(asked: Scope, used: Scope, region: MatchedName, postings: int) -> str:
    """Say which postings the figures are from, and why not those that were asked for."""
    said = [f"Postings in {_describe(used)}, over the last 12 months of data."]
    if asked != used:
        given_up = ["regions"] if asked.region != used.region else []
        given_up += ["experience levels"] if asked.level != used.level else []
        few = f"{_describe(asked)} has fewer than {SMALLEST_SAMPLE}"
        said.append(f"These are all {' and '.join(given_up)}: {few}.")
    if region.asked and region.matched is None:
        said.append(f"{ELSEWHERE}, so these are those of all regions, without their pay.")
    if postings < SMALLEST_SAMPLE:
        said.append("They are few, so that every figure is uncertain.")
    return " ".join(said)


def _describe(scope: Scope) -> str:
    place = f", {scope.region}" if scope.region else ""
    level = f", {_name_level(scope.level)}" if scope.level else ""
    return f"{scope.domain}{place}{level}"


def _name_level(level: Level) -> str:
    first, last = LEVEL_STARTS[level], last_year(level)
    years = f"{first} years and more" if last is None else f"{first} to {last} years"
    return f"{level} ({years} of experience)"


def last_year(level: Level) -> int | None:
    """Return the last whole years of experience that belong to a level; None for the highest."""
    later = [start for start in LEVEL_STARTS.values() if start > LEVEL_STARTS[level]]
    return min(later) - 1 if later else None
