"""Cut a résumé into its sections, and a section into its bullets, paragraphs and other lines.

Pure. Offsets are counted in characters (Unicode code points) of the text as it was given. The
sections lie end to end and are the whole text; an item lies within one section, has no white space
at its ends, and never holds the marker before a bullet.
"""

import re
from collections.abc import Sequence

from functions.job_types.resume_optimization.dates import DATES
from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.headings import kind_of
from functions.job_types.resume_optimization.items import find_items
from functions.job_types.resume_optimization.lines import LINE, MARKER, Item, Line, find_lines
from functions.job_types.resume_optimization.outline import find_headings
from shared.core.records import Record

__all__ = ["DATES", "LINE", "MARKER", "Item", "Line", "Section", "find_lines", "find_sections"]

#: More sections than this are no résumé; what follows belongs to the last one.
MOST_SECTIONS = 60
#: Labels of a person's own data: what a "Personal Profile" holds in much of the world.
_OWN_DATA = re.compile(
    r"^[ \t]{0,20}\W{0,3}(?:father|mother|spouse|husband|wife|passport|date of birth|d\.?o\.?b"
    r"|nationality|marital|gender|sex|religion|permanent address|geburts|staatsang|familienstand"
    r"|nacionalidad|nationalit|situation familiale|estado civil)",
    re.IGNORECASE | re.MULTILINE,
)
_OF_THE_PERSON = frozenset({SectionKind.SUMMARY, SectionKind.OTHER, SectionKind.CONTACT})


class Section(Record):
    """A section: its heading, if it has one, and what stands below it."""

    kind: SectionKind
    start: int
    end: int
    #: The heading's words without decoration; empty before the first heading.
    title: str = ""
    #: The line of the heading, without its line end; its label where more stands on that line.
    heading: Line | None = None
    items: tuple[Item, ...] = ()


def find_sections(text: str) -> tuple[Section, ...]:
    """Cut a text into sections; one at least, if there is any text."""
    lines = list(find_lines(text))
    if not lines:
        return ()
    marks = find_headings(lines)
    places = sorted(marks)[: MOST_SECTIONS - 1]
    has_preamble = not places or lines[places[0]].start > 0
    starts = [0, *places] if has_preamble else places
    ends = [*starts[1:], len(lines)]
    found = []
    for begin, end in zip(starts, ends, strict=True):
        if begin >= end:
            continue
        if has_preamble and begin == 0:
            found.append(_preamble(text, lines[begin:end], is_alone=not places))
        else:
            found.append(_section(text, lines[begin:end], marks[begin]))
    return tuple(found)


def _preamble(text: str, lines: Sequence[Line], *, is_alone: bool) -> Section:
    kind = SectionKind.OTHER if is_alone else SectionKind.CONTACT
    return Section(
        kind=kind, start=lines[0].start, end=_end(text, lines), items=find_items(kind, lines)
    )


def _section(text: str, lines: Sequence[Line], heading: Line) -> Section:
    first = lines[0]
    kind, title = kind_of(heading.text)
    end = _end(text, lines)
    if kind in _OF_THE_PERSON and len(_OWN_DATA.findall(text[heading.end : end])) > 1:
        kind = SectionKind.CONTACT
    rest = first.text[heading.end - first.start :]
    below = [Line(start=heading.end, end=first.end, text=rest)] if rest.strip() else []
    below += (line for line in lines[1:] if line.start >= heading.end)
    items = find_items(kind, below)
    return Section(kind=kind, start=first.start, end=end, title=title, heading=heading, items=items)


def _end(text: str, lines: Sequence[Line]) -> int:
    after = LINE.match(text, lines[-1].start)
    return after.end() if after else lines[-1].end
