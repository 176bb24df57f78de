"""The names that a form may suggest, as one document says them. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Self

from pydantic import Field

from shared.core.records import StoredRecord

#: How old the document may be before the warehouse is asked again.
KEPT_FOR = timedelta(days=1)
#: So many names of a kind, and as many other words for them: the document stays below Firestore's
#: mebibyte, and a form's list can still be read.
MOST_NAMES = 500


class NamesOfKind(StoredRecord):
    """The names of one kind that the data has."""

    names: tuple[str, ...] = Field(
        description="As the data has them, in the order of the alphabet."
    )
    also: tuple[str, ...] = Field(
        default=(), description="Other words that are understood as one of them."
    )
    meant: tuple[int, ...] = Field(
        default=(),
        description="Which of `names` each of `also` is read as, in their order: its place there,"
        " or -1 where it may be several.",
    )
    postings: tuple[int, ...] = Field(
        default=(),
        description="How many postings there are of each name, in their order; empty where that is"
        " not known.",
    )


class Suggestions(StoredRecord):
    """The names that a form may suggest; written by the sweeper."""

    #: When the warehouse was last asked.
    checked_at: datetime
    kinds: Mapping[str, NamesOfKind]

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[str, str, str]],
        postings: Iterable[tuple[str, str, int]],
        now: datetime,
    ) -> Self:
        """Make the document.

        Args:
            rows: Kind, alias and name; a name is its own alias.
            postings: Kind, name, and how many postings there are of it.
            now: When that was asked.
        """
        count = {(kind, name): number for kind, name, number in postings}
        names: Mapping[str, set[str]] = defaultdict(set)
        also: Mapping[str, dict[str, set[str]]] = defaultdict(dict)
        for kind, alias, name in rows:
            if alias == name:
                names[kind].add(alias)
            else:
                also[kind].setdefault(alias, set()).add(name)
        kept = {kind: sorted(found)[:MOST_NAMES] for kind, found in names.items()}
        others = {kind: sorted(also.get(kind, ()))[:MOST_NAMES] for kind in kept}
        kinds = {
            kind: NamesOfKind(
                names=tuple(found),
                also=tuple(others[kind]),
                meant=tuple(_place(also[kind][alias], found) for alias in others[kind]),
                postings=tuple(count.get((kind, name), 0) for name in found),
            )
            for kind, found in kept.items()
        }
        return cls(checked_at=now, kinds=kinds)

    def is_due(self, now: datetime) -> bool:
        """Whether the warehouse should be asked again."""
        return now - self.checked_at >= KEPT_FOR


def _place(meant: set[str], names: Sequence[str]) -> int:
    """Return the place of the one name that is meant; -1 if they are several, or left out."""
    name = next(iter(meant)) if len(meant) == 1 else None
    return names.index(name) if name is not None and name in names else -1
