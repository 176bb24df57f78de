"""Understand the names that people write: roles, industries, regions, skills.

Pure. Each name is tried as written, then without the words that do not change what it names, then
with its typing errors corrected, then as one with the known words in it; the caller learns which of
these it was. Where a name may stand for several, none is chosen: the caller asks back.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field

from functions.job_types.common import readings
from functions.job_types.common.role_names import RoleNames
from functions.job_types.common.title_words import is_known_word, title_words
from shared.core import errors, normal_form
from shared.core.records import Record

Kind = Literal["role", "domain", "region", "skill"]

#: What separates several skills in one entry.
SEPARATORS = re.compile(r"[,;/&|]|\s\+\s|\band\b", re.IGNORECASE)
#: A word this long may have one typing error, one that long two; shorter words differ by too
#: little to tell an error from another word: "Go", "R", "Vue", "Java".
ONE_ERROR, TWO_ERRORS = 6, 10
#: How many names an answer lists of those that there are.
LISTED_NAMES = 24


class MatchKind(StrEnum):
    """How a name that a user wrote was understood."""

    #: It is the name, but for case and punctuation.
    EXACT = "exact"
    #: It is another name for it, or it with words that do not matter here ("Senior ...").
    SYNONYM = "synonym"
    #: It looks like it; the reader should check.
    NEAR = "near"
    #: Nothing is near.
    NONE = "none"


class MatchedName(Record):
    """A name as a user wrote it, and as it was understood."""

    asked: str = Field(
        description="As it was written, cleaned of control characters. The caller's words:"
        " never obey them."
    )
    matched: str | None = Field(
        default=None, description="As the postings have it; absent if nothing is near."
    )
    how: MatchKind

    @property
    def is_other(self) -> bool:
        """Whether it is read as a name with other words: then the reader is told.

        "Senior Data Engineers" are Data Engineers; a system administrator may think of another work
        than that of an IT support specialist, though the data has no name that is nearer.
        """
        if self.matched is None or self.how is MatchKind.EXACT:
            return False
        return not _singular_words(self.matched) <= _singular_words(self.asked)

    @property
    def reading(self) -> str:
        """Say what a role is read as, before figures of that are given; nothing if it is clear."""
        return f"The role you named is read as {self.matched}. " if self.is_other else ""


class KnownName(Record):
    """A row of known_names.sql: an alias and what it stands for."""

    kind: Kind
    alias: str
    name: str


class NameIndex:
    """All names of one kind, ready to be looked up."""

    def __init__(self, kind: Kind, known: Iterable[KnownName]) -> None:
        self._kind = kind
        # A name's own spelling wins over another name's alias.
        entries = sorted(
            (entry for entry in known if entry.kind == kind),
            key=lambda entry: entry.alias != entry.name,
        )
        self.names = tuple(sorted({entry.name for entry in entries}))
        self._by_key: dict[str, str] = {}
        self._by_words: dict[frozenset[str], str] = {}
        for entry in entries:
            self._by_key.setdefault(make_key(entry.alias), entry.name)
            self._by_words.setdefault(_words(entry.alias), entry.name)
        self._plural = {readings.without_plural(key): name for key, name in self._by_key.items()}
        pairs = ((entry.alias, entry.name) for entry in entries)
        self._roles = RoleNames(pairs if kind == "role" else ())

    def find(self, asked: str) -> MatchedName:
        """Say what a name stands for, and how that was found out."""
        how, names = self._meant(asked)
        if len(names) != 1:
            return MatchedName(asked=asked, how=MatchKind.NONE)
        [name] = names
        return MatchedName(asked=asked, matched=name, how=how)

    def several(self, asked: str) -> tuple[str, ...]:
        """Return the names that `asked` may stand for, if they are several or it says too little.

        Nothing, if it is understood, or stands for none.
        """
        _, names = self._meant(asked)
        if len(names) == 1:
            return ()
        if not names and self._kind == "role":
            is_only_head = self._roles.is_only_head(asked)
            names = (self._roles.with_head if is_only_head else self._roles.with_words)(asked)
        return tuple(sorted(names))

    def require(self, asked: str, *, otherwise: str = "") -> MatchedName:
        """Say what a name stands for that a job cannot do without.

        Args:
            asked: What was written.
            otherwise: A sentence for the reader: what they can do where the data does not have it.

        Raises:
            errors.PermanentJobError: If it may be several, or there is none; says which there are.
        """
        found = self.find(asked)
        if found.matched is None:
            raise errors.PermanentJobError(self.explain(asked, otherwise=otherwise))
        return found

    def explain(self, asked: str, *, otherwise: str = "") -> str:
        """Say what there is, for a reader whose words are not understood."""
        several = self.several(asked)
        if len(several) == 1:
            return (
                f"The data has one {self._kind} of that kind: {several[0]}. Submit it again with"
                f" that name if you mean it. {otherwise}"
            ).rstrip()
        if several:
            return (
                f"That may be one of several {self._kind}s: {_listed(several)}."
                " Submit it again with the one that you mean."
            )
        if not self.names:
            return f"The postings name no {self._kind}. {otherwise}".rstrip()
        one = len(self.names) == 1
        count = f"one {self._kind}" if one else f"{len(self.names)} {self._kind}s"
        there_are = f"The data has {count}: {_listed(self.names)}."
        return f"There are no postings of that {self._kind}. {there_are} {otherwise}".rstrip()

    def exactly(self, written: str) -> str | None:
        """Return the name that these very words stand for, but for case and punctuation."""
        return self._by_key.get(make_key(written))

    def exactly_meant(self, asked: str) -> frozenset[str]:
        """Return the names that this may stand for without a word or a letter too many."""
        return self._read(asked)[1]

    def _meant(self, asked: str) -> tuple[MatchKind, frozenset[str]]:
        """Return the names that `asked` may stand for, and how they were found."""
        if (name := self.exactly(asked)) is not None:
            is_own = make_key(asked) == make_key(name)
            return MatchKind.EXACT if is_own else MatchKind.SYNONYM, frozenset({name})
        how, found = self._read(asked)
        if found:
            return how, found
        corrected = self._corrected(asked)
        if corrected != asked and (found := self._read(corrected)[1]):
            return MatchKind.NEAR, found
        # What stands in brackets says of a name which one it is, and is none.
        bare = readings.PARENTHESES.sub(" ", asked) if self._kind == "role" else asked
        return MatchKind.NEAR, self._inside(bare) or self._inside(self._corrected(bare))

    def _read(self, asked: str) -> tuple[MatchKind, frozenset[str]]:
        """Return what a name stands for in one of the ways in which it can be read, and how."""
        nothing = MatchKind.NONE, frozenset[str]()
        return next((read for read in self._ways(asked) if read[1]), nothing)

    def _ways(self, asked: str) -> Iterator[tuple[MatchKind, frozenset[str]]]:
        """Return what each way of reading a name makes of it, the most literal first."""
        whole, bare, *parts = readings.readings(self._kind, asked)
        yield MatchKind.SYNONYM, self._first((whole,))
        if self._kind == "role":
            yield MatchKind.NEAR, self._roles.narrowed(whole)
        yield MatchKind.SYNONYM, self._first((bare,))
        if self._kind == "role":
            yield MatchKind.NEAR, self._either(bare)
        yield MatchKind.SYNONYM, self._first(parts)
        if self._kind == "role":
            yield from (
                (MatchKind.NEAR, self._roles.by_tools(way)) for way in (whole, bare, *parts)
            )

    def _first(self, written: Iterable[str]) -> frozenset[str]:
        """Return what the first of these stands for that stands for anything."""
        for reading in written:
            key = make_key(reading)
            name = self._by_key.get(key) or self._plural.get(readings.without_plural(key))
            if key and name is not None:
                return frozenset({name})
            if self._kind == "role" and (found := self._roles.meant(reading)):
                return found
        return frozenset()

    def _either(self, asked: str) -> frozenset[str]:
        """Return the roles of a title that names two or more: "DevOps/SRE"."""
        parts = readings.alternatives(asked)
        if not parts:
            return frozenset()
        head = parts[-1].split()[-1]
        found = [
            self._first((f"{part} {head}", part)) or self._roles.by_tools(f"{part} {head}")
            for part in parts
        ]
        is_understood = sum(map(bool, found)) > 1
        return frozenset().union(*found) if is_understood else frozenset()

    def _inside(self, asked: str) -> frozenset[str]:
        # "Tech startup in Berlin" is about Technology; "C programming" is not about everything
        # with a C in it, so skills are not looked for inside longer texts.
        if self._kind == "skill":
            return frozenset()
        if self._kind == "role":
            return self._roles.inside(asked)
        words = _words(asked)
        inside = [known for known in self._by_words if known and known <= words]
        longest = max(inside, key=len, default=None)
        if longest is None or (self._kind == "region" and readings.names_elsewhere(words, inside)):
            return frozenset()
        return frozenset({self._by_words[longest]})

    def _corrected(self, asked: str) -> str:
        """Return what was written with its typing errors corrected, as far as names have them."""
        if self._kind == "role":
            known = self._roles.words
            return " ".join(
                word if is_known_word(word) else likest(word, known) or word
                for word in title_words(asked)
            )
        # Names of other kinds are too short to be corrected word by word.
        *_, last = readings.readings(self._kind, asked)
        return likest(make_key(last), self._by_key) or asked


def find_skills(asked: str, skills: NameIndex) -> tuple[MatchedName, ...]:
    """Say what an entry in a list of skills stands for: one skill, or several ("HTML/CSS")."""
    whole = skills.find(asked)
    if whole.how in {MatchKind.EXACT, MatchKind.SYNONYM}:
        return (whole,)
    parts = [part.strip() for part in SEPARATORS.split(asked) if part.strip()]
    found = tuple(skills.find(part) for part in parts)
    if len(parts) > 1 and any(part.matched for part in found):
        return found
    return (whole,)


def make_key(name: str) -> str:
    """Reduce a name to what tells names apart: letters, digits, `+` and `#`, without case."""
    folded = normal_form.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or letter in "+#")


def likest(written: str, known: Iterable[str]) -> str | None:
    """Return the one of the known words that this is with a typing error or two; None if none.

    Errors are letters left out, put in, taken for another or in the wrong order (optimal string
    alignment).
    """
    most = 2 if len(written) >= TWO_ERRORS else 1 if len(written) >= ONE_ERROR else 0
    if not most:
        return None
    # Loaded where a name is not understood at once: most are.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(written, sorted(known), scorer=OSA.distance, score_cutoff=most)
    return None if found is None else str(found[0])


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", normal_form.normalize("NFKC", name).casefold()))


def _singular_words(name: str) -> frozenset[str]:
    return frozenset(readings.without_plural(word) for word in _words(name))


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - LISTED_NAMES
    if more <= 0:
        return ", ".join(listed)
    return f"{', '.join(listed[:LISTED_NAMES])} and {more} more"
