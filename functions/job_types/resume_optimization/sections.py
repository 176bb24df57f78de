"""Cut a résumé into its sections, and a section into its bullets, paragraphs and other lines.

Pure. Offsets are counted in characters (Unicode code points) of the text as it was given. The
sections lie end to end and are the whole text; an item lies within one section, has no white space
at its ends, and never holds the marker before a bullet.
"""

import re
from collections.abc import Iterator, Sequence

from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.headings import is_heading, kind_of
from shared.core.records import Record

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
#: What stands before a bullet's text. Private-use characters are what Word's symbol fonts leave.
MARKER = re.compile(
    r"[ \t\u00a0]*(?:[-*\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u2013"
    r"\u2014\u00b7\u27a4\u25ba\u25b6\u2713\u2714\u2756\u27a2\u2192\uf000-\uf0ff]|\d{1,2}[.)])"
    r"[ \t\u00a0]+(?=\S)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
#: A year, a month with a year, or "present": what the line above an entry's bullets has.
DATES = re.compile(
    rf"\b(?:{_MONTH} )?(?:19|20)\d\d\b|\b\d{{1,2}}/(?:19|20)?\d\d\b|\b(?:present|current|today)\b",
    re.IGNORECASE,
)
#: A line of fewer words is a title, a place or a date, and not a sentence.
SENTENCE_WORDS = 7
#: A line that is at least this long may have been wrapped: what follows belongs to it.
WRAPPED_LENGTH = 60
_SENTENCE_END = (".", "!", "?", ":", ";")
#: Whose résumé it is stands within so many lines.
_NAME_LINES = 20
#: More sections than this are no résumé; what follows belongs to the last one.
MOST_SECTIONS = 60
#: Where nothing is written as a sentence, however long the line.
_LISTS = frozenset({SectionKind.CONTACT, SectionKind.SKILLS, SectionKind.LANGUAGES})


class Line(Record):
    """One line: where it is, without its line end."""

    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read on it."""
        return not self.text.strip()


class Item(Record):
    """A bullet, a paragraph, or another line: what is read, and maybe rewritten, as one."""

    start: int
    end: int
    #: Whether it is text that may be rewritten; titles, dates and lists are not.
    is_prose: bool
    is_bullet: bool = False


class Section(Record):
    """A section: its heading, if it has one, and what stands below it."""

    kind: SectionKind
    start: int
    end: int
    #: The heading's words without decoration; empty before the first heading.
    title: str = ""
    #: The line of the heading, without its line end.
    heading: Line | None = None
    items: tuple[Item, ...] = ()


def find_sections(text: str) -> tuple[Section, ...]:
    """Cut a text into sections; one at least, if there is any text."""
    lines = list(find_lines(text))
    if not lines:
        return ()
    marks = [place for place in range(len(lines)) if _begins_section(lines, place)]
    marks = marks[: MOST_SECTIONS - 1]
    has_preamble = not marks or lines[marks[0]].start > 0
    starts = [0, *marks] if has_preamble else marks
    ends = [*starts[1:], len(lines)]
    return tuple(
        _section(text, lines[begin:end], is_first=has_preamble and begin == 0, alone=not marks)
        for begin, end in zip(starts, ends, strict=True)
        if begin < end
    )


def find_lines(text: str) -> Iterator[Line]:
    """Return the lines of a text."""
    for found in LINE.finditer(text):
        shown = found[0].rstrip("\r\n")
        yield Line(start=found.start(), end=found.start() + len(shown), text=shown)


def find_items(kind: SectionKind, lines: Sequence[Line]) -> tuple[Item, ...]:
    """Join lines to bullets and paragraphs."""
    items: list[Item] = []
    last: Line | None = None
    for line in lines:
        if line.is_blank:
            last = None
            continue
        if last is not None and items and _goes_on(items[-1], last, line):
            items[-1] = items[-1].model_copy(update={"end": _item(kind, line).end})
        else:
            items.append(_item(kind, line))
        last = line
    return tuple(items)


def _begins_section(lines: Sequence[Line], place: int) -> bool:
    if lines[place].is_blank:
        return False
    above = lines[place - 1] if place else None
    is_after_gap = above is None or above.is_blank
    has_name_above = any(not line.is_blank for line in lines[: min(place, _NAME_LINES)])
    return is_heading(lines[place].text, is_after_gap=is_after_gap and has_name_above)


def _section(text: str, lines: Sequence[Line], *, is_first: bool, alone: bool) -> Section:
    start, last = lines[0].start, lines[-1]
    after = LINE.match(text, last.start)
    end = after.end() if after else last.end
    if is_first:
        kind = SectionKind.OTHER if alone else SectionKind.CONTACT
        return Section(kind=kind, start=start, end=end, items=find_items(kind, lines))
    kind, title = kind_of(lines[0].text)
    items = find_items(kind, lines[1:])
    return Section(kind=kind, start=start, end=end, title=title, heading=lines[0], items=items)


def _item(kind: SectionKind, line: Line) -> Item:
    marker = MARKER.match(line.text)
    shown = line.text[marker.end() :] if marker else line.text
    start = line.start + (marker.end() if marker else 0) + len(shown) - len(shown.lstrip())
    words = len(shown.split())
    is_sentence = words >= SENTENCE_WORDS and not DATES.search(shown)
    return Item(
        start=start,
        end=line.start + len(line.text.rstrip()),
        is_prose=kind not in _LISTS and (marker is not None or is_sentence),
        is_bullet=marker is not None,
    )


def _goes_on(item: Item, last: Line, line: Line) -> bool:
    """Whether a line is the rest of the item above it, wrapped."""
    if MARKER.match(line.text) or not item.is_prose:
        return False
    shown = line.text.lstrip()
    is_indented = item.is_bullet and len(line.text) > len(shown) and line.text[:2].isspace()
    if last.text.rstrip().endswith(_SENTENCE_END):
        return is_indented and not DATES.search(shown)
    return is_indented or shown[0].islower() or len(last.text.strip()) >= WRAPPED_LENGTH
