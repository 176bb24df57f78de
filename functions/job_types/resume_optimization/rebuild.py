"""The changes that make the improved text, and the text that they make.

Pure. Nothing is changed that is not listed: the changes do not overlap, and the improved text is
the résumé with each of them applied, and nothing else.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from functions.job_types.common.names import make_key
from functions.job_types.resume_optimization.ats import LIGATURES, REPLACED, is_odd
from functions.job_types.resume_optimization.dates import DATES
from functions.job_types.resume_optimization.findings import (
    Change,
    ChangeKind,
    CharacterChange,
    Difference,
    DifferenceKind,
    SectionKind,
)
from functions.job_types.resume_optimization.headings import STANDARD, is_standard
from functions.job_types.resume_optimization.keyword_context import ORDINARY
from functions.job_types.resume_optimization.keywords import Mention
from functions.job_types.resume_optimization.sections import LINE, MARKER, Section
from functions.job_types.resume_optimization.size_budget import SizeBudget

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_NUMERONYM = re.compile(r"([a-z])(\d{1,2})([a-z])", re.IGNORECASE)
#: Makers whose name people leave out.
_MAKERS = ("Apache", "Microsoft", "Amazon")
_ABBREVIATED_MAKER = re.compile(r"^MS (?=\w)")
#: A shorter beginning of a name may be the beginning of many: "Post".
_SHORTEST_BEGINNING = 4


_SOFT_HYPHEN = "\u00ad"
#: Why rules change something.
_REASONS: Final = {
    ChangeKind.HEADING: "Software that reads résumés knows this heading.",
    ChangeKind.KEYWORD: "Postings spell it so, and software compares letters.",
    ChangeKind.CHARACTERS: "Software may stumble over this character.",
}
_LIGATURE = "Software may take these joined letters for one that it does not know."
_BLANK = "Software may not take this for a blank."
_HIDDEN = "This character cannot be seen, and cuts a word for software."
_HYPHEN = "Software may not see this hyphen."
_BULLET = "Software knows a plain hyphen before a bullet, and not this symbol."
_LINE = "Software knows the plain sign."


def make_change(kind: ChangeKind, start: int, before: str, after: str, reason: str = "") -> Change:
    """Make a change of the text that begins at `start`."""
    return Change(
        kind=kind,
        start=start,
        end=start + len(before),
        text=before,
        after=after,
        differences=tuple(find_differences(before, after)),
        reason=reason or _REASONS[kind],
    )


def find_differences(before: str, after: str) -> Iterator[Difference]:
    """Compare two texts word by word."""
    was, now = _PIECE.findall(before), _PIECE.findall(after)
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for operation, first, last, begin, end in matcher.get_opcodes():
        removed, added = "".join(was[first:last]), "".join(now[begin:end])
        if operation == "equal":
            yield Difference(kind=DifferenceKind.SAME, text=removed)
            continue
        if removed:
            yield Difference(kind=DifferenceKind.REMOVED, text=removed)
        if added:
            yield Difference(kind=DifferenceKind.ADDED, text=added)


def apply_changes(
    text: str, changes: Iterable[Change], characters: Iterable[CharacterChange] = ()
) -> str:
    """Return the text with the changes made, and nothing else."""
    edits = [(change.start, change.end, change.after) for change in changes]
    edits += [(at, at + len(c.text), c.after) for c in characters for at in c.places]
    kept, place = [], 0
    for start, end, after in sorted(edits):
        kept += [text[place:start], after]
        place = end
    return "".join([*kept, text[place:]])


def add_changes(changes: list[Change], more: Iterable[Change], budget: SizeBudget) -> list[Change]:
    """Add changes to those there are, and return those that have no room.

    Where two overlap, the first stays.
    """
    taken = {place for change in changes for place in range(change.start, change.end)}
    left: list[Change] = []
    for change in more:
        places = range(change.start, change.end)
        if not taken.isdisjoint(places):
            continue
        if budget.takes(change):
            changes.append(change)
            taken.update(places)
        else:
            left.append(change)
    return left


def rename_headings(text: str, sections: Sequence[Section]) -> Iterator[Change]:
    """Return headings the names that software knows, where there is no doubt about the section."""
    for section in sections:
        if section.heading is None or section.kind not in STANDARD or is_standard(section.title):
            continue
        below = text[section.heading.end : section.end]
        if section.kind is SectionKind.EXPERIENCE and not DATES.search(below):
            continue
        start = section.heading.start + section.heading.text.find(section.title)
        # A heading on two lines stays as it is.
        if not text.startswith(section.title, start):
            continue
        name = STANDARD[section.kind]
        after = name.upper() if section.title.isupper() else name
        yield make_change(ChangeKind.HEADING, start, section.title, after)


def spell_keywords(
    sections: Sequence[Section], mentions: Sequence[Mention], keywords: Iterable[str]
) -> Iterator[Change]:
    """Put the postings' spelling beside the writer's own, once for each keyword.

    Only where both are the same thing in other letters ("k8s", "Postgres"): what merely belongs to
    a skill is not called by its name.
    """
    for keyword in keywords:
        places = [
            mention
            for mention in mentions
            if mention.skill == keyword
            and make_key(mention.written) not in ORDINARY
            and is_same_name(mention.written, keyword)
        ]
        ranked = sorted(places, key=lambda m: not _is_listed(sections, m))
        if ranked and _may_be_spelled(sections, ranked[0]):
            written = ranked[0].written
            # One spelling is enough where it holds the other.
            is_held = written.casefold() in keyword.casefold()
            after = keyword if is_held else f"{keyword} ({written})"
            yield make_change(ChangeKind.KEYWORD, ranked[0].start, written, after)


def is_same_name(written: str, name: str) -> bool:
    """Whether two names of a skill are one name in other letters.

    An abbreviation ("JS", "k8s", "ML"), a beginning ("Postgres"), or one without its maker
    ("Kafka" for "Apache Kafka").
    """
    written = _ABBREVIATED_MAKER.sub("Microsoft ", written)
    one, other = make_key(written), make_key(name)
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    initials = "".join(word[0] for word in words).casefold()
    is_initials = len(one) > 1 and one == initials
    is_beginning = len(one) >= _SHORTEST_BEGINNING and " " not in name and other.startswith(one)
    is_without_maker = any(other == make_key(maker) + one for maker in _MAKERS)
    is_alike = one == other or is_initials or is_beginning or is_without_maker
    return is_alike or _is_numeronym(written, name)


def replace_odd_characters(
    text: str, changes: Sequence[Change] = ()
) -> tuple[CharacterChange, ...]:
    """Replace what software stumbles over, but where a text was changed already.

    What a person can see is never removed. Each kind of character is one change, however often it
    stands there.
    """
    markers = {
        line.start() + marker.end() - len(marker[0].lstrip())
        for line in LINE.finditer(text)
        if (marker := MARKER.match(line[0]))
    }
    taken = {place for change in changes for place in range(change.start, change.end)}
    found: dict[tuple[str, str, str], list[int]] = {}
    for place, character in enumerate(text):
        if not is_odd(character) or place in taken:
            continue
        after, reason = _replacement(text, place, is_marker=place in markers)
        if after is not None:
            found.setdefault((character, after, reason), []).append(place)
    return tuple(
        CharacterChange(text=character, after=after, places=tuple(places), reason=reason)
        for (character, after, reason), places in found.items()
    )


def _replacement(text: str, place: int, *, is_marker: bool) -> tuple[str | None, str]:
    """Return what a character is replaced by and why; None where it stays."""
    character = text[place]
    if is_marker:
        return "-", _BULLET
    if character == _SOFT_HYPHEN:
        around = text[max(0, place - 1) : place], text[place + 1 : place + 2]
        is_between = (around[0].isalnum() or around[0] == ".") and around[1].isalnum()
        return ("-" if is_between else None), _HYPHEN
    after = REPLACED.get(character)
    if character in LIGATURES:
        return after, _LIGATURE
    if after == " ":
        return after, _BLANK
    return after, _LINE if after else _HIDDEN


def _is_listed(sections: Sequence[Section], mention: Mention) -> bool:
    return _section_of(sections, mention).kind is SectionKind.SKILLS


def _may_be_spelled(sections: Sequence[Section], mention: Mention) -> bool:
    """Whether a name stands in a list of skills or a sentence, and not in a title or a heading."""
    section = _section_of(sections, mention)
    if section.heading is not None and mention.start < section.heading.end:
        return False
    return section.kind is SectionKind.SKILLS or any(
        item.is_prose and item.start <= mention.start < item.end for item in section.items
    )


def _section_of(sections: Sequence[Section], mention: Mention) -> Section:
    return next(section for section in reversed(sections) if section.start <= mention.start)


def _is_numeronym(written: str, name: str) -> bool:
    match = _NUMERONYM.fullmatch(written)
    last = name.rsplit(maxsplit=1)[-1].casefold()
    if match is None or len(last) != int(match[2]) + 2:
        return False
    return last[0] == match[1].casefold() and last[-1] == match[3].casefold()
