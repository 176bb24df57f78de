"""Understand a job's title as one of the roles that there are postings of. Pure.

A title is read word by word: as a name, as a name in other words or another language, and as the
name of a field ("Machine learning"). Where that may be several roles, all of them are said: to
guess would be worse than to ask. Nothing is like another name because its letters are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from functions.job_types.common import title_words
from functions.job_types.common.title_lexicon import BROAD, BROAD_HEAD, HEADS, PLAIN_HEADS
from functions.job_types.common.title_words import Title

#: A name of one word must be this long to be looked for inside a longer title.
_SHORTEST_INSIDE = 5


class RoleNames:
    """The roles' names and their synonyms, by the words that they are made of."""

    def __init__(self, aliases: Iterable[tuple[str, str]]) -> None:
        """Take each alias with the role it stands for; a role's own name first."""
        self._whole: dict[str, str] = {}
        self._fields: Mapping[str, set[str]] = defaultdict(set)
        self._by_head: Mapping[str, set[str]] = defaultdict(set)
        self._inside: list[tuple[frozenset[str], str]] = []
        self._own: list[tuple[Title, str]] = []
        self._by_meaning: Mapping[Title, set[str]] = defaultdict(set)
        self.words: set[str] = set()
        for alias, role in aliases:
            self._add(title_words.title_words(alias), role, is_own=alias == role)

    def _add(self, title: Title, role: str, *, is_own: bool) -> None:
        if not title:
            return
        self.words |= set(title)
        for same in title_words.same_heads(title):
            self._whole.setdefault("".join(same), role)
        for meaning in title_words.meanings(title):
            self._by_meaning[meaning].add(role)
            self._fields["".join(title_words.without_head(meaning))].add(role)
        if is_own:
            self._own.append((title, role))
            self._by_head[title[-1]].add(role)
        if len(title) > 1 or len(title[0]) >= _SHORTEST_INSIDE:
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

    def by_tools(self, asked: str) -> frozenset[str]:
        """Return the roles of those who work with the tools that a title is made of."""
        titles = title_words.titles_by_tools(title_words.title_words(asked))
        return frozenset(role for title in titles for role in self._by_name(title))

    def narrowed(self, asked: str) -> frozenset[str]:
        """Return the roles of a title with a word too many: "Software Engineer, Backend"."""
        titles = title_words.narrowed(title_words.title_words(asked))
        found = (self.meant_by(title) for title in titles if not _is_head(title))
        return next(filter(None, found), frozenset())

    def with_words(self, asked: str) -> frozenset[str]:
        """Return the roles whose names have these words and more: "nurse", "digital"."""
        readings = title_words.meanings(title_words.title_words(asked))
        return frozenset(role for reading in readings for role in self._named_with(reading))

    def _named_with(self, title: Title) -> Iterator[str]:
        for name, role in self._own if title else ():
            starts = range(len(name) - len(title) + 1)
            if any(name[start : start + len(title)] == title for start in starts):
                yield role

    def is_only_head(self, asked: str) -> bool:
        """Whether a title says what kind of work it is and little else: "analyst", "IT"."""
        readings = title_words.meanings(title_words.title_words(asked))
        return any(_is_head(reading) or _broad(reading) for reading in readings)

    def with_head(self, asked: str) -> frozenset[str]:
        """Return the roles of the kind of work that a title is: all analysts."""
        readings = [each for each in title_words.meanings(title_words.title_words(asked)) if each]
        fields = {field for reading in readings for field in _broad(reading)}
        said = {reading[-1] for reading in readings} & HEADS - PLAIN_HEADS
        heads = said or ({BROAD_HEAD} if fields else set[str]())
        found = {role for head in heads for role in self._of_kind(head)}
        if said and found:
            return frozenset(found)
        return frozenset(found.union(*(self._fields.get(field, ()) for field in fields)))

    def _of_kind(self, head: str) -> set[str]:
        # Who programs is asked for by all three names; an engineer may do what no developer does.
        return self._by_head.get("developer" if head == "programmer" else head, set())

    def inside(self, asked: str) -> frozenset[str]:
        """Return the roles whose whole name is in a longer title, by the longest name."""
        title = title_words.title_words(asked)
        readings = [title, *title_words.in_their_order(title)]
        found = [
            (len(name), role)
            for name, role in self._inside
            if any(_is_inside(name, reading) for reading in readings)
        ]
        longest = max((length for length, _ in found), default=0)
        return frozenset(role for length, role in found if length == longest)

    def _by_name(self, title: Title) -> Iterator[str]:
        for same in title_words.same_heads(title):
            if (role := self._whole.get("".join(same))) is not None:
                yield role
                return
        yield from self._by_meaning.get(title, ())

    def _by_field(self, title: Title) -> Iterator[str]:
        has_head = bool(title) and title[-1] in HEADS
        if (has_head and title[-1] not in PLAIN_HEADS) or _broad(title):
            return
        field = "".join(title_words.without_head(title))
        found = self._fields.get(field, ()) if field else ()
        yield from found
        # "Nurse" is a nurse practitioner only where there is no other nurse.
        yield from self._named_with(title) if found and not has_head else ()


def _is_head(title: Title) -> bool:
    return len(title) == 1 and title[0] in HEADS


def _broad(title: Title) -> Title:
    """Return the fields of a title that names only such as are so wide that it could be any."""
    fields = title_words.without_head(title)
    return fields if all(word in BROAD for word in fields) else ()


def _is_inside(name: frozenset[str], title: Title) -> bool:
    """Whether a title has a role's name in it.

    Where the kind of work stands first, as in Spanish, so does what it is about.
    """
    if title and title[0] in HEADS and title[-1] not in HEADS:
        title = title[: len(name)]
    return name <= _alike(title)


def _alike(title: Title) -> frozenset[str]:
    return frozenset("developer" if word == "engineer" else word for word in title)
