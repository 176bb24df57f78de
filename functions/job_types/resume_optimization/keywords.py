"""Find keywords in a text, synonyms understood, and say how many of the wanted ones it has.

Pure. What a role asks for comes from the warehouse; which words mean a skill as well. Whether a
word that is also ordinary English is meant as a skill, `keyword_context` decides; names of one or
two letters ("R", "Go") count only where skills are listed.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from functions.job_types.common.named_spans import TOKEN, named_spans
from functions.job_types.common.names import KnownName, make_key
from functions.job_types.common.words import words
from functions.job_types.resume_optimization import findings
from functions.job_types.resume_optimization.keyword_context import addresses, is_meant
from functions.job_types.resume_optimization.sections import Section
from shared.core.records import Record

#: What may stand within a name: "CI/CD", "Node.js", "A/B Testing", a wrapped line.
_WITHIN = re.compile(r"(?:[ ./&-]|[ \t]*\r?\n[ \t]*)?")
_MOST_TOKENS = 5
#: Shorter names have no plural: "AW" and "AWS".
_SHORTEST_PLURAL = 5
#: A keyword of the job description weighs as much as one that all postings ask for.
DESCRIBED_WEIGHT = 1.0
MOST_DESCRIBED = 40

#: A word with a capital inside it, or of capitals only.
_TERM = re.compile(
    r"(?<![\w@./-])(?:[A-Z][a-z]{1,20}[A-Z][A-Za-z]{1,20}|[A-Z][A-Z0-9]{2,9})(?![\w@])"
)
#: Words of capitals that every advertisement has.
_NO_TERMS = frozenset(
    words(
        "USA USD EUR GBP CEO CTO CFO COO EEO PTO LGBT LGBTQ FTE DOE ASAP FAQ RSU NYC FAANG DEI HQ"
        " AND THE FOR YOU OUR NOT WITH ABOUT ROLE JOB MUST NICE HAVE WHAT WHO WILL ALL ARE"
        " REQUIREMENTS RESPONSIBILITIES BENEFITS QUALIFICATIONS SKILLS EXPERIENCE LinkedIn GitHub"
        " YouTube McKinsey URL PDF III COVID WFH APPLY NOW PLUS FULL TIME REMOTE"
    )
)
_MOST_TERMS = 12


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
        """Whether it is the postings' own spelling, but for case, punctuation and a plural."""
        written, skill = make_key(self.written), make_key(self.skill)
        return written == skill or written in {f"{skill}s", f"{skill}es"}


class SkillFinder:
    """All skills' names, ready to be found in a text."""

    def __init__(self, known: Iterable[KnownName], terms: Iterable[str] = ()) -> None:
        self._aliases: dict[str, list[tuple[str, str]]] = {}
        pairs = sorted((row.name, row.alias) for row in known if row.kind == "skill")
        pairs += [(term, term) for term in terms]
        # A name's own spelling wins over another name's alias.
        for name, alias in sorted(pairs, key=lambda pair: pair[0] != pair[1]):
            self._aliases.setdefault(make_key(alias), []).append((alias, name))
        #: What names begin with: most words of a text are not worth a second look.
        self._first_words = {word[0].casefold() for _, a in pairs if (word := TOKEN.match(a))}

    def find(self, text: str, lists: Sequence[tuple[int, int]] = ()) -> tuple[Mention, ...]:
        """Return the names in a text, in order; the longest where one lies in another.

        Short names count in the lists of skills only.
        """
        skipped = addresses(text)
        tokens = [token for token in TOKEN.finditer(text) if not _is_within(token.start(), skipped)]

        def name_of(row: Sequence[re.Match[str]]) -> str | None:
            if row[0][0].casefold() not in self._first_words:
                return None
            start, end = row[0].start(), row[-1].end()
            is_listed = any(begin <= start < over for begin, over in lists)
            return self._name_of(text, start, end, is_listed=is_listed)

        found = named_spans(text, tokens, name_of, within=_WITHIN, most=_MOST_TOKENS)
        return tuple(
            Mention(skill=name, start=start, end=end, written=text[start:end])
            for name, start, end in found
        )

    def _name_of(self, text: str, start: int, end: int, *, is_listed: bool) -> str | None:
        meant = (
            name
            for alias, name in self._known_as(make_key(text[start:end]))
            if is_meant(text, start, end, alias, is_listed=is_listed)
        )
        return next(meant, None)

    def _known_as(self, key: str) -> Sequence[tuple[str, str]]:
        """Return the names of a key, or of its singular or plural."""
        forms = [key]
        if len(key) >= _SHORTEST_PLURAL:
            forms += [key.removesuffix("s"), f"{key}s"]
        return next((found for form in forms if (found := self._aliases.get(form))), ())


def _is_within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of these spans, which are in order."""
    at = bisect_right(spans, (place, place + 1)) - 1
    near = spans[max(0, at) : at + 2]
    return any(start <= place < end for start, end in near)


def listed_parts(sections: Iterable[Section]) -> tuple[tuple[int, int], ...]:
    """Say where a résumé lists skills."""
    return tuple((s.start, s.end) for s in sections if s.kind is findings.SectionKind.SKILLS)


def cover(
    wanted: Sequence[WantedKeyword], before: Sequence[Mention], after: Sequence[Mention]
) -> findings.KeywordCoverage:
    """Say which of the wanted keywords a text has, before and after it was improved."""
    first, second = _presence(before), _presence(after)
    # Of several names, the first in the text.
    names = {mention.skill: mention.written for mention in reversed(before)}
    keywords = tuple(
        findings.Keyword(
            **dict(each),
            before=first.get(each.keyword, findings.KeywordPresence.MISSING),
            after=second.get(each.keyword, findings.KeywordPresence.MISSING),
            written_as=names.get(each.keyword)
            if first.get(each.keyword) is findings.KeywordPresence.SYNONYM
            else None,
        )
        for each in wanted
    )
    return findings.KeywordCoverage(
        before=_coverage(wanted, first), after=_coverage(wanted, second), keywords=keywords
    )


def _presence(mentions: Sequence[Mention]) -> dict[str, findings.KeywordPresence]:
    exact = [mention.skill for mention in mentions if mention.is_exact]
    return {
        **{mention.skill: findings.KeywordPresence.SYNONYM for mention in mentions},
        **dict.fromkeys(exact, findings.KeywordPresence.EXACT),
    }


def _coverage(
    wanted: Sequence[WantedKeyword], presence: Mapping[str, findings.KeywordPresence]
) -> findings.Coverage:
    found = [presence.get(each.keyword, findings.KeywordPresence.MISSING) for each in wanted]
    total = math.fsum(each.weight for each in wanted)
    exact = math.fsum(
        each.weight
        for each, how in zip(wanted, found, strict=True)
        if how is findings.KeywordPresence.EXACT
    )
    return findings.Coverage(
        exact=found.count(findings.KeywordPresence.EXACT),
        synonyms=found.count(findings.KeywordPresence.SYNONYM),
        missing=found.count(findings.KeywordPresence.MISSING),
        percent=round(100 * exact / total) if total else 0,
    )


def described_keywords(
    description: str, finder: SkillFinder, wanted: Sequence[WantedKeyword]
) -> tuple[WantedKeyword, ...]:
    """Add a job description's keywords to those of the role, the heaviest first.

    They are the skills it names, and other terms that only look like names of tools: "LookML",
    "GDPR". The description itself goes no further: a text model never sees it.
    """
    whole = [(0, len(description))] if description else []
    # As in a list of skills: an advertisement that says "R" or "Go" means them, with the capital.
    mentions = finder.find(description, whole)
    named = Counter(m.skill for m in mentions if _is_capital_where_short(m.written))
    described = [skill for skill, _ in named.most_common(MOST_DESCRIBED)]
    described += _terms(description, {m.written for m in mentions})
    by_name = {each.keyword: each for each in wanted}
    for name in described:
        share = by_name[name].demand_share if name in by_name else None
        by_name[name] = WantedKeyword(keyword=name, demand_share=share, in_job_description=True)
    return tuple(sorted(by_name.values(), key=_by_weight))


def _by_weight(keyword: WantedKeyword) -> tuple[float, float, str]:
    return -keyword.weight, -(keyword.demand_share or 0.0), keyword.keyword


def _is_capital_where_short(written: str) -> bool:
    is_ordinary = written.islower() and len(written) <= len("express")
    return not is_ordinary or any(not c.isalpha() for c in written)


def _terms(description: str, known: Iterable[str]) -> list[str]:
    parts = {part for name in known for part in re.findall(r"\w+", name)}
    shown = "\n".join(line for line in description.splitlines() if line != line.upper())
    found = Counter(match[0] for match in _TERM.finditer(shown))
    return [term for term, _ in found.most_common() if term not in _NO_TERMS and term not in parts][
        :_MOST_TERMS
    ]
