"""Understand the names that people write: roles, industries, regions, skills.

Pure. Each name is tried as written, then without the words that do not change what it names, then
as one with the known words in it, then by likeness; the caller learns which of these it was.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field

from shared.core import errors, normal_form
from shared.core.records import Record

Kind = Literal["role", "domain", "region", "skill"]

#: Words in a job's title that say how senior it is and not what it is.
SENIORITY = re.compile(
    r"\b(senior|sr|junior|jr|lead|staff|principal|chief|head|mid|level|midlevel|entry|associate"
    r"|trainee|intern|internship|graduate|experienced|i|ii|iii|iv|of)\b"
)
#: Words before a skill that say how well it is known and not what it is.
FLUENCY = re.compile(
    r"^(advanced|intermediate|basic|expert|beginner|strong|good|some|experience)\b"
    r"(\s+(in|with|of|knowledge|experience))*\s+",
    re.IGNORECASE,
)
VERSION = re.compile(r"(?<![\s-])[\s-]+v?\d+(\.\d+|\.x)*\+?$", re.IGNORECASE)
PARENTHESES = re.compile(r"\(([^()]*)\)")
#: What separates several skills in one entry.
SEPARATORS = re.compile(r"[,;/&|]|\s\+\s|\band\b", re.IGNORECASE)
#: What separates a title from its team or place: "Data Engineer - Payments".
TITLE_END = re.compile(r"\s[-\u2013\u2014|/@]\s|,|\bat\b")

#: How alike (0 to 1, difflib's ratio) two names must be to be taken for the same. A typing error
#: in "Kubernetes" leaves 0.9; "Java" and "JavaScript" are 0.57 alike.
LIKENESS = {"role": 0.82, "domain": 0.8, "region": 0.82, "skill": 0.87}
#: Shorter names differ by too little for likeness to mean anything: "Go", "R", "Vue".
SHORTEST_ALIKE = 6
#: How many names an error suggests when the one asked for is not known.
SUGGESTED_NAMES = 4


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


class KnownName(Record):
    """A row of known_names.sql: an alias and what it stands for."""

    kind: Kind
    alias: str
    name: str


class NameIndex:
    """All names of one kind, ready to be looked up."""

    def __init__(self, kind: Kind, known: Iterable[KnownName]) -> None:
        self._kind = kind
        entries = [entry for entry in known if entry.kind == kind]
        self.names = tuple(sorted({entry.name for entry in entries}))
        self._by_key: dict[str, str] = {}
        self._by_words: dict[frozenset[str], str] = {}
        # A name's own spelling wins over another name's alias.
        for entry in sorted(entries, key=lambda entry: entry.alias != entry.name):
            self._by_key.setdefault(make_key(entry.alias), entry.name)
            self._by_words.setdefault(_words(entry.alias), entry.name)

    def find(self, asked: str) -> MatchedName:
        """Say what a name stands for, and how that was found out."""
        keys = map(make_key, _readings(self._kind, asked))
        name = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if name is not None:
            is_exact = make_key(asked) == make_key(name)
            how = MatchKind.EXACT if is_exact else MatchKind.SYNONYM
        else:
            name = self._contained(asked) or self._alike(asked)
            how = MatchKind.NONE if name is None else MatchKind.NEAR
        return MatchedName(asked=asked, matched=name, how=how)

    def require(self, asked: str) -> MatchedName:
        """Say what a name stands for that a job cannot do without.

        Raises:
            errors.PermanentJobError: If no name is near; it names the closest there are.
        """
        found = self.find(asked)
        if found.matched is None:
            closest = ", ".join(self.closest(asked, SUGGESTED_NAMES))
            raise errors.PermanentJobError(
                f"There is no data on that {self._kind}. The closest {self._kind}s there are:"
                f" {closest}."
            )
        return found

    def closest(self, asked: str, count: int) -> tuple[str, ...]:
        """Return the names most like `asked`, however little that is, the likest first."""
        words = _words(asked)

        def likeness(name: str) -> tuple[int, float, str]:
            ratio = difflib.SequenceMatcher(None, make_key(asked), make_key(name)).ratio()
            return -len(words & _words(name)), -ratio, name

        return tuple(sorted(self.names, key=likeness)[:count])

    def _contained(self, asked: str) -> str | None:
        # "Tech startup in Berlin" is about Technology; "C programming" is not about everything
        # with a C in it, so skills are not looked for inside longer texts.
        if self._kind == "skill":
            return None
        words = _words(asked)
        inside = [known for known in self._by_words if known and known <= words]
        longest = max(inside, key=len, default=None)
        return None if longest is None else self._by_words[longest]

    def _alike(self, asked: str) -> str | None:
        key = make_key(next(reversed(list(_readings(self._kind, asked))), asked))
        if len(key) < SHORTEST_ALIKE:
            return None
        likest = difflib.get_close_matches(key, self._by_key, 1, LIKENESS[self._kind])
        return self._by_key[likest[0]] if likest else None


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


def _words(name: str) -> frozenset[str]:
    words = re.findall(r"\w+", normal_form.normalize("NFKC", name).casefold())
    return frozenset("developer" if word == "engineer" else word for word in words)


def _readings(kind: Kind, asked: str) -> Iterator[str]:
    """Return what `asked` may be read as, the most literal first."""
    yield asked
    bare = PARENTHESES.sub(" ", asked)
    yield bare
    yield from PARENTHESES.findall(asked)
    match kind:
        case "role":
            yield from _title_readings(bare)
        case "skill":
            plain = FLUENCY.sub("", bare)
            yield from (plain, VERSION.sub("", plain))
        case "domain":
            yield re.sub(r"\b(industry|sector|business|companies|company)\b", "", bare.casefold())
        case "region":
            yield re.sub(r"\b(the|region|area|greater|state|city|of|in)\b", "", bare.casefold())


def _title_readings(title: str) -> Iterator[str]:
    for part in (title, TITLE_END.split(title)[0]):
        plain = SENIORITY.sub(" ", part.casefold())
        yield plain
        # The market uses these for the same work.
        yield re.sub(r"\b(engineer|programmer|dev)\b", "developer", plain)
        yield re.sub(r"\b(developer|programmer|dev)\b", "engineer", plain)
