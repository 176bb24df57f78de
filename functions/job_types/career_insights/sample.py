"""Choose the postings to look at: as asked, or more of them where those are too few.

Pure. A region is given up first, then the experience level; the domain never. Whatever was given
up is said in the sample's note.
"""

from collections.abc import Iterator

from functions.job_types.career_insights.findings import LEVEL_STARTS, Level
from functions.job_types.common.names import MatchedName
from functions.job_types.common.significance import SMALLEST_SAMPLE
from shared.core.records import Record


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
    return " ".join(
        part
        for part in (
            f"{describe(used)}, over the last 12 months of data.",
            _why_wider(asked, used),
            _why_no_region(region),
            _how_few(postings),
        )
        if part
    )


def describe(scope: Scope) -> str:
    """Name a scope's postings."""
    place = f", {scope.region}" if scope.region else ""
    level = f", {name_level(scope.level)}" if scope.level else ""
    return f"Postings in {scope.domain}{place}{level}"


def name_level(level: Level) -> str:
    """Name a level with its years."""
    last = last_year(level)
    years = f"{LEVEL_STARTS[level]} years and more" if last is None else _range(level, last)
    return f"{level} ({years} of experience)"


def last_year(level: Level) -> int | None:
    """Return the last whole years of experience that belong to a level; None for the highest."""
    later = [start for start in LEVEL_STARTS.values() if start > LEVEL_STARTS[level]]
    return min(later) - 1 if later else None


def _range(level: Level, last: int) -> str:
    return f"{LEVEL_STARTS[level]} to {last} years"


def _why_wider(asked: Scope, used: Scope) -> str:
    if asked == used:
        return ""
    given_up = [
        name
        for name, is_given_up in (
            ("regions", asked.region != used.region),
            ("experience levels", asked.level != used.level),
        )
        if is_given_up
    ]
    tried = describe(asked).removeprefix("Postings in ")
    return f"These are all {' and '.join(given_up)}: {tried} has fewer than {SMALLEST_SAMPLE}."


def _why_no_region(region: MatchedName) -> str:
    if region.asked and region.matched is None:
        return "No region in the data is near the one you named, so these are all regions."
    return ""


def _how_few(postings: int) -> str:
    if postings < SMALLEST_SAMPLE:
        return "They are few, so that every figure is uncertain."
    return ""
