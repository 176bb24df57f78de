"""Understand a job's title as one of the roles that there are postings of. Pure.

A title is read word by word: as a name, as a name in other words or another language, and as the
name of a field ("Machine learning"). Where that may be several roles, all of them are said: to
guess would be worse than to ask. Nothing is like another name because its letters are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from functions.job_types.common import title_words
from functions.job_types.common.title_words import HEADS, PLAIN_HEADS

#: A name of one word must be this long to be looked for inside a longer title.
_SHORTEST_INSIDE = 5

Title = tuple[str, ...]


class RoleNames:
    """The roles' names and their synonyms, by the words that they are made of."""

    def __init__(self, aliases: Iterable[tuple[str, str]]) -> None:
        """Take each alias with the role it stands for; a role's own name first."""
        self._whole: dict[str, str] = {}
        self._fields: Mapping[str, set[str]] = defaultdict(set)
        self._by_head: Mapping[str, set[str]] = defaultdict(set)
        self._inside: list[tuple[frozenset[str], str]] = []
        self.words: set[str] = set()
        for alias, role in aliases:
            self._add(title_words.title_words(alias), role, is_own=alias == role)

    def _add(self, title: Title, role: str, *, is_own: bool) -> None:
        self.words |= set(title)
        for same in title_words.same_heads(title):
            self._whole.setdefault("".join(same), role)
        field = "".join(title_words.without_head(title))
        if field:
            self._fields[field].add(role)
        if is_own and title and title[-1] in HEADS:
            self._by_head[title[-1]].add(role)
        if len(title) > 1 or (title and len(title[0]) >= _SHORTEST_INSIDE):
            self._inside.append((_alike(title), role))

    def meant(self, asked: str) -> frozenset[str]:
        """Return the roles that a title may be: one, several, or none."""
        return self.meant_by(title_words.title_words(asked))

    def meant_by(self, title: Title) -> frozenset[str]:
        """Return the roles that the words of a title may be."""
        readings = tuple(title_words.meanings(title))
        for look in (self._by_name, self._by_field):
            if found := frozenset(role for reading in readings for role in look(reading)):
                return found
        return frozenset()

    def is_only_head(self, asked: str) -> bool:
        """Whether a title says what kind of work it is and nothing else: "analyst"."""
        readings = title_words.meanings(title_words.title_words(asked))
        return any(len(reading) == 1 and reading[0] in HEADS for reading in readings)

    def with_head(self, asked: str) -> frozenset[str]:
        """Return the roles of the kind of work that a title is: all analysts."""
        readings = title_words.meanings(title_words.title_words(asked))
        heads = {reading[-1] for reading in readings if reading}
        heads |= {"developer"} if "programmer" in heads else set()
        return frozenset(role for head in heads for role in self._by_head.get(head, ()))

    def inside(self, asked: str) -> frozenset[str]:
        """Return the roles whose whole name is in a longer title, by the longest name."""
        title = title_words.title_words(asked)
        readings = [_alike(reading) for reading in title_words.meanings(title)]
        found = [
            (len(name), role)
            for name, role in self._inside
            if any(name <= reading for reading in readings)
        ]
        longest = max((length for length, _ in found), default=0)
        return frozenset(role for length, role in found if length == longest)

    def _by_name(self, title: Title) -> Iterator[str]:
        for same in title_words.same_heads(title):
            if (role := self._whole.get("".join(same))) is not None:
                yield role
                return

    def _by_field(self, title: Title) -> Iterator[str]:
        has_head = bool(title) and title[-1] in HEADS
        if has_head and title[-1] not in PLAIN_HEADS:
            return
        yield from self._fields.get("".join(title_words.without_head(title)), ())


def _alike(title: Title) -> frozenset[str]:
    return frozenset("developer" if word == "engineer" else word for word in title)
