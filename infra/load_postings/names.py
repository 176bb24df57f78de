"""Turn the names that people write into those of the lists: "JS" is "JavaScript".

Only what the lists say: no guess is written into the warehouse. A name that is in no list is kept
as it is written.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from infra.local.stand_ins.sample_data.curated import Curated

#: By column, the kind of name that it has.
KINDS: Mapping[str, str] = {
    "role": "role",
    "domain": "domain",
    "region": "region",
    "skills": "skill",
}


class Names:
    """The lists' names, and how often they were used."""

    def __init__(self, curated: Curated) -> None:
        self._curated = curated
        #: How many values were another spelling of a name.
        self.translated = 0
        #: By kind, the names that are in no list, each once.
        self.unknown: dict[str, set[str]] = {kind: set() for kind in KINDS.values()}

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], str]:
        lists: Mapping[str, Iterable[str]] = {
            "role": [role.name for role in self._curated.roles],
            "domain": self._curated.domains,
            "region": [region.name for region in self._curated.regions],
            "skill": self._curated.skills,
        }
        known = {
            (entry.kind, _plain(entry.synonym)): entry.name for entry in self._curated.synonyms
        }
        # A name is itself, whatever a synonym says.
        known.update({(kind, _plain(name)): name for kind in lists for name in lists[kind]})
        return known

    def translate(self, kind: str, written: str) -> str:
        """Return the name that this stands for; itself if there is none."""
        name = self._known.get((kind, _plain(written)))
        if name is None:
            self.unknown[kind].add(written)
            return written
        self.translated += name != written
        return name


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
