"""Find keywords in a text, synonyms understood, and say how many of the wanted ones it has.

Pure. What a role asks for comes from the warehouse; which words mean a skill as well. A word that
is also ordinary English ("go", "react", "excel") counts with its capital only, and names of one or
two letters ("R", "Go") only where skills are listed.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from functions.job_types.common.names import KnownName, make_key
from functions.job_types.common.words import words
from functions.job_types.resume_optimization.findings import (
    Coverage,
    Keyword,
    KeywordCoverage,
    KeywordPresence,
    SectionKind,
)
from functions.job_types.resume_optimization.sections import Section
from shared.core.records import Record

TOKEN = re.compile(r"[^\W_]+[+#]*")
#: What may stand within a name: "CI/CD", "Node.js", "A/B Testing", a wrapped line.
_WITHIN = re.compile(r"(?:[ ./&-]|[ \t]*\r?\n[ \t]*)?")
_MOST_TOKENS = 5
_SHORTEST_IN_PROSE = 3
#: Names that are English words too, or nearly; in lower case they are no names.
_ORDINARY = frozenset(
    words(
        "go express react next node excel swift spark lean rust power can helm expo flutter dart"
        " jest shell torch looker rag containers windows make scratch sketch copilot"
        " amplitude cloud"
    )
)
#: A keyword of the job description weighs as much as one that all postings ask for.
DESCRIBED_WEIGHT = 1.0
MOST_DESCRIBED = 40


class SkillName(Record):
    """A skill as the postings have it, with all its names."""

    name: str
    aliases: tuple[str, ...]


class WantedKeyword(Record):
    """A keyword that the role or the job description asks for."""

    keyword: str
    demand_share: float | None = None
    in_job_description: bool = False

    @property
    def weight(self) -> float:
        """How much it counts."""
        return DESCRIBED_WEIGHT if self.in_job_description else self.demand_share or 0.0


class Mention(Record):
    """A skill's name in a text."""

    skill: str
    start: int
    end: int
    written: str

    @property
    def is_exact(self) -> bool:
        """Whether it is the postings' own spelling, but for case and punctuation."""
        return make_key(self.written) == make_key(self.skill)


def skill_names(known: Iterable[KnownName]) -> tuple[SkillName, ...]:
    """Collect the names of each skill."""
    by_name: dict[str, list[str]] = {}
    for row in known:
        if row.kind == "skill":
            by_name.setdefault(row.name, []).append(row.alias)
    return tuple(
        SkillName(name=name, aliases=tuple(sorted(aliases)))
        for name, aliases in sorted(by_name.items())
    )


class SkillFinder:
    """All skills' names, ready to be found in a text."""

    def __init__(self, skills: Sequence[SkillName], terms: Iterable[str] = ()) -> None:
        self._aliases: dict[str, list[tuple[str, str]]] = {}
        pairs = [(alias, skill.name) for skill in skills for alias in skill.aliases]
        pairs += [(term, term) for term in terms]
        for alias, name in sorted(pairs, key=lambda pair: pair[0] != pair[1]):
            self._aliases.setdefault(make_key(alias), []).append((alias, name))
        #: What names begin with: most words of a text are not worth a second look.
        self._first_words = {word[0].casefold() for a, _ in pairs if (word := TOKEN.match(a))}

    def find(self, text: str, lists: Sequence[tuple[int, int]] = ()) -> tuple[Mention, ...]:
        """Return the names in a text, in order; the longest where one lies in another.

        Args:
            text: The text.
            lists: Where in it skills are listed: short names count there.
        """
        tokens = list(TOKEN.finditer(text))
        found: list[Mention] = []
        place = 0
        while place < len(tokens):
            mention, count = self._longest(text, tokens[place : place + _MOST_TOKENS], lists)
            if mention is not None:
                found.append(mention)
            place += count
        return tuple(found)

    def _longest(
        self, text: str, tokens: Sequence[re.Match[str]], lists: Sequence[tuple[int, int]]
    ) -> tuple[Mention | None, int]:
        if tokens[0][0].casefold() not in self._first_words:
            return None, 1
        start = tokens[0].start()
        is_listed = any(begin <= start < end for begin, end in lists)
        joined = _joined(text, tokens)
        for count in range(joined, 0, -1):
            written = text[start : tokens[count - 1].end()]
            name = self._name_of(written, is_listed=is_listed)
            if name is not None:
                end = start + len(written)
                return Mention(skill=name, start=start, end=end, written=written), count
        return None, 1

    def _name_of(self, written: str, *, is_listed: bool) -> str | None:
        for alias, name in self._aliases.get(make_key(written), ()):
            if _is_meant(alias, written, is_listed=is_listed):
                return name
        return None


def listed_parts(sections: Iterable[Section]) -> tuple[tuple[int, int], ...]:
    """Say where a résumé lists skills."""
    return tuple((s.start, s.end) for s in sections if s.kind is SectionKind.SKILLS)


def cover(
    wanted: Sequence[WantedKeyword], before: Sequence[Mention], after: Sequence[Mention]
) -> KeywordCoverage:
    """Say which of the wanted keywords a text has, before and after it was improved."""
    first, second = _presence(before), _presence(after)
    names = _other_names(before)
    keywords = tuple(
        Keyword(
            keyword=each.keyword,
            demand_share=each.demand_share,
            in_job_description=each.in_job_description,
            before=first.get(each.keyword, KeywordPresence.MISSING),
            after=second.get(each.keyword, KeywordPresence.MISSING),
            written_as=names.get(each.keyword)
            if first.get(each.keyword) is KeywordPresence.SYNONYM
            else None,
        )
        for each in wanted
    )
    return KeywordCoverage(
        before=_coverage(wanted, first), after=_coverage(wanted, second), keywords=keywords
    )


def _presence(mentions: Iterable[Mention]) -> dict[str, KeywordPresence]:
    found: dict[str, KeywordPresence] = {}
    for mention in mentions:
        if mention.is_exact:
            found[mention.skill] = KeywordPresence.EXACT
        else:
            found.setdefault(mention.skill, KeywordPresence.SYNONYM)
    return found


def _other_names(mentions: Iterable[Mention]) -> dict[str, str]:
    names: dict[str, str] = {}
    for mention in mentions:
        names.setdefault(mention.skill, mention.written)
    return names


def _coverage(wanted: Sequence[WantedKeyword], presence: Mapping[str, KeywordPresence]) -> Coverage:
    found = [presence.get(each.keyword, KeywordPresence.MISSING) for each in wanted]
    total = math.fsum(each.weight for each in wanted)
    exact = math.fsum(
        each.weight for each, how in zip(wanted, found, strict=True) if how is KeywordPresence.EXACT
    )
    return Coverage(
        exact=found.count(KeywordPresence.EXACT),
        synonyms=found.count(KeywordPresence.SYNONYM),
        missing=found.count(KeywordPresence.MISSING),
        percent=round(100 * exact / total) if total else 0,
    )


def _joined(text: str, tokens: Sequence[re.Match[str]]) -> int:
    """Say how many of the tokens may be one name, by what stands between them."""
    count = 1
    while count < len(tokens):
        between = text[tokens[count - 1].end() : tokens[count].start()]
        if not _WITHIN.fullmatch(between):
            break
        count += 1
    return count


def _is_meant(alias: str, written: str, *, is_listed: bool) -> bool:
    """Whether a word in a text is meant as a name."""
    if is_listed:
        return True
    key = make_key(alias)
    if len(key) < _SHORTEST_IN_PROSE:
        return False
    if key in _ORDINARY:
        return written == alias
    return True
