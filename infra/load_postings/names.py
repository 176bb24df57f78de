"""Turn the names that people write into those of the lists: "JS" is "JavaScript".

Names are looked up in the index that the jobs use, but not with every synonym that a user's words
may have: a database administrator who asks is told of data engineers, and a posting of one stays
what it is. For roles, only these are the same name: other spellings, ranks, plurals, languages,
initials ("SRE"), the name with a skill, an industry or a place before it ("AWS Data Engineer"), and
the synonyms that the caller brings. No likeness is used: no guess is written into the warehouse. A
name that is in no list is kept as it is written, and counted.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from functions.job_types.common.described import described_skills
from functions.job_types.common.named_spans import TOKEN, named_spans
from functions.job_types.common.names import (
    Kind,
    KnownName,
    MatchKind,
    NameIndex,
    find_skills,
    make_key,
)
from infra.load_postings.reading.raw_row import UnreadableFileError
from infra.load_postings.values import titles
from infra.load_postings.values.locations import read_place
from infra.local.stand_ins.sample_data.curated import Curated, Synonym

KINDS: tuple[Kind, ...] = ("role", "domain", "region", "skill")
REMOTE = "Remote"
#: Of a list of unknown names: what a synonym file has, and how often a name came.
UNKNOWN_COLUMNS = ("kind", "synonym", "name", "postings")
#: How a name may have been found that is written into the warehouse.
_CERTAIN = frozenset({MatchKind.EXACT, MatchKind.SYNONYM})
#: What begins so is a formula to a spreadsheet, which would run what a posting says; no name does.
_FORMULA = "=+-@"
_REMEMBERED = 200_000
_WITHIN = re.compile(r"[ ./&-]{0,3}")
_MOST_WORDS = 4


class _Index(NameIndex):
    """A name index that remembers what it was asked: descriptions ask for the same words."""

    def __init__(self, kind: Kind, known: Iterable[KnownName]) -> None:
        super().__init__(kind, known)
        self._remembered = lru_cache(_REMEMBERED)(super().exactly)

    def exactly(self, written: str) -> str | None:
        """See `NameIndex.exactly`."""
        return self._remembered(written)


class Names:
    """The lists' names, and how often they were used."""

    def __init__(self, curated: Curated, own: Sequence[Synonym] = ()) -> None:
        """Take the lists, and the synonyms that the caller brings."""
        self._indexes = {kind: _Index(kind, _known(kind, curated, own)) for kind in KINDS}
        self._titles: dict[tuple[str, ...], str] = {}
        self._spelled: dict[tuple[Kind, str], str] = {}
        self._role_of = cache(self._find_role)
        self._region_of = cache(self._find_region)
        self._domain_of = cache(self._find_domain)
        #: How many values were another spelling of a name.
        self.translated = 0
        #: By kind, the names that are in no list, and how often each came.
        self.unknown: dict[Kind, Counter[str]] = {kind: Counter() for kind in KINDS}

    def role(self, title: str) -> str:
        """Return the role that a title names; the title without its rank if there is none."""
        name, is_known = self._role_of(title)
        return self._counted("role", title, name, is_known=is_known)

    def domain(self, industry: str) -> str:
        """Return the domain that an industry belongs to; itself if there is none."""
        name, is_known = self._domain_of(industry)
        return self._counted("domain", industry, name, is_known=is_known)

    def region(self, place: str, *, is_remote: bool) -> str | None:
        """Return the region that a place lies in; the place itself if there is none."""
        name, is_known = self._region_of(place, is_remote)
        if name is None:
            return None
        return self._counted("region", place, name, is_known=is_known)

    def skills(self, entries: Iterable[str]) -> list[str]:
        """Return the skills that a list names, each once; an unknown entry is itself."""
        index, named = self._indexes["skill"], []
        for entry in entries:
            found = find_skills(entry, index)
            if all(each.how in _CERTAIN for each in found):
                self.translated += any(each.matched != entry for each in found)
                named += [each.matched for each in found if each.matched]
            else:
                named.append(self._counted("skill", entry, entry, is_known=False))
        return list(dict.fromkeys(named))

    def described_skills(self, description: str) -> list[str]:
        """Return the skills that a description names."""
        return list(described_skills(description, self._indexes["skill"]))

    def _counted(self, kind: Kind, written: str, name: str, *, is_known: bool) -> str:
        if not is_known:
            # Of several spellings of an unknown name, the first is kept.
            name = self._spelled.setdefault((kind, make_key(name)), name)
            self.unknown[kind][name] += 1
        self.translated += is_known and name != written
        return name

    def _find_role(self, title: str) -> tuple[str, bool]:
        short = titles.short_title(title)
        index = self._indexes["role"]
        if (name := index.exactly(title) or index.exactly(short)) is not None:
            return name, True
        if not titles.leads(title):
            for reading in (title, short, self._without_qualifiers(short)):
                found = index.find(reading)
                if found.how in _CERTAIN and found.matched:
                    return found.matched, True
        return self._titles.setdefault(titles.key_of(short), short), False

    def _without_qualifiers(self, title: str) -> str:
        """Return a title without the skills, industries and places at its two ends."""
        spans = list(self._spans(title, ("skill", "domain", "region")))
        begins, ends = 0, len(title)
        for start, stop in spans:
            if title[begins:start].strip():
                break
            begins = stop
        for start, stop in reversed(spans):
            if titles.without_joins(title[stop:ends]):
                break
            ends = start
        return titles.without_joins(title[begins:ends])

    def _find_region(self, place: str, is_remote: bool) -> tuple[str | None, bool]:  # noqa: FBT001 -- a key of the cache
        index = self._indexes["region"]
        read = read_place(place, is_remote=is_remote)
        known = index.exactly(place) or (index.exactly(read.text) if read.text else None)
        region = known or (index.exactly(read.region) if read.region else None)
        if region is None and read.is_one_name:
            named = {index.exactly(read.text[a:b]) for a, b in self._spans(read.text, ("region",))}
            region = named.pop() if len(named) == 1 else None
        if region is not None:
            return region, True
        if read.is_remote and not read.text:
            return index.exactly(REMOTE) or REMOTE, True
        return (read.text or None), False

    def _find_domain(self, industry: str) -> tuple[str, bool]:
        index = self._indexes["domain"]
        found = index.find(industry)
        if found.how in _CERTAIN and found.matched:
            return found.matched, True
        # Of "Hospital & Health Care" or "Banks, Insurance" the first that is known says the branch.
        for start, end in self._spans(industry, ("domain",)):
            if (name := index.exactly(industry[start:end])) is not None:
                return name, True
        return industry, False

    def _spans(self, text: str, kinds: Sequence[Kind]) -> Iterator[tuple[int, int]]:
        """Return where names of these kinds stand in a text, the longest first at each place."""

        def name_of(row: Sequence[re.Match[str]]) -> str | None:
            words = text[row[0].start() : row[-1].end()]
            return next(filter(None, (self._indexes[kind].exactly(words) for kind in kinds)), None)

        tokens = list(TOKEN.finditer(text))
        found = named_spans(text, tokens, name_of, within=_WITHIN, most=_MOST_WORDS)
        return ((span.start, span.end) for span in found)


def _known(kind: Kind, curated: Curated, own: Sequence[Synonym]) -> list[KnownName]:
    """Return the names that postings may be given, with what else they are called."""
    lists: Mapping[Kind, Iterable[str]] = {
        "role": [role.name for role in curated.roles],
        "domain": curated.domains,
        "region": [region.name for region in curated.regions],
        "skill": curated.skills,
    }
    known = [KnownName(kind=kind, alias=name, name=name) for name in lists[kind]]
    # What the caller says comes first: of two aliases of a key, the first counts.
    synonyms = (*own, *(each for each in curated.synonyms if _is_same(each)))
    known += [
        KnownName(kind=kind, alias=entry.synonym, name=entry.name)
        for entry in synonyms
        if entry.kind == kind
    ]
    return known


def _is_same(synonym: Synonym) -> bool:
    """Whether a synonym of the lists may be written into the warehouse.

    Skills, industries and places are sorted into those that the lists have. A role's synonyms are
    for users' words, and only its initials are the role itself.
    """
    if synonym.kind != "role":
        return True
    initials = "".join(word[0] for word in synonym.name.split())
    return make_key(synonym.synonym) == make_key(initials)


def read_synonyms(path: Path) -> tuple[Synonym, ...]:
    """Read a synonym file: CSV with `kind`, `synonym` and `name`; a row without a name is none.

    Raises:
        UnreadableFileError: If it is not of that form.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UnreadableFileError("The synonym file cannot be read as CSV in UTF-8.") from None
    if rows and not {"kind", "synonym", "name"} <= rows[0].keys():
        raise UnreadableFileError("The synonym file's head must name kind, synonym and name.")
    named = [row for row in rows if (row["name"] or "").strip()]
    if any(row["kind"] not in KINDS or not row["synonym"] for row in named):
        raise UnreadableFileError(f"A synonym's kind must be one of: {', '.join(KINDS)}.")
    return tuple(
        Synonym(kind=row["kind"], synonym=row["synonym"].strip(), name=row["name"].strip())
        for row in named
    )


def write_unknown(unknown: Mapping[Kind, Counter[str]], path: Path) -> None:
    """Write the names that are in no list, the most frequent first: a synonym file to fill in."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(UNKNOWN_COLUMNS)
        for kind, counts in unknown.items():
            known = (
                (name, count) for name, count in counts.most_common() if name[0] not in _FORMULA
            )
            writer.writerows((kind, name, "", count) for name, count in known)
