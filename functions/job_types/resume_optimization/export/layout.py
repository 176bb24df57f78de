"""A résumé's text as the lines of a page. Pure.

A heading, a bullet and a paragraph are found as the review finds them; a line that was wrapped is
joined with the one it goes on from. No word is added and none is left out, but for the signs before
bullets: a page has its own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from functions.job_types.common.export.page import LineKind, PageLine
from functions.job_types.resume_optimization.lines import MARKER
from functions.job_types.resume_optimization.sections import Item, Line, find_lines, find_sections

_BLANKS: Final = re.compile(r"[ \t\u00a0]+")
#: Empty lines: one of them says as much as many.
_GAP: Final = re.compile(r"\n{3,}")


def lay_out(text: str) -> tuple[PageLine, ...]:
    """Return the lines of a page; blank ones only between others, one at a time."""
    laid: list[PageLine] = []
    for line in _lines(text):
        if line.kind is LineKind.BLANK and (not laid or laid[-1].kind is LineKind.BLANK):
            continue
        is_name = not laid and line.kind is LineKind.TEXT
        laid.append(PageLine(kind=LineKind.NAME, text=line.text) if is_name else line)
    return tuple(laid[:-1] if laid and laid[-1].kind is LineKind.BLANK else laid)


def _lines(text: str) -> Iterator[PageLine]:
    text = _GAP.sub("\n\n", text)
    sections = find_sections(text)
    headings = {each.heading.start: each.heading for each in sections if each.heading is not None}
    items = [item for section in sections for item in section.items]
    starts = [item.start for item in items]
    joined = -1
    for line in find_lines(text):
        if line.is_blank:
            yield PageLine(kind=LineKind.BLANK)
        elif line.start >= joined and (heading := _heading_on(line, headings)) is not None:
            joined = max(line.end, heading.end)
            is_wrapped = heading.end > line.end
            shown = _BLANKS.sub(" ", heading.text) if is_wrapped else line.text
            yield PageLine(kind=LineKind.HEADING, text=shown.strip())
        elif line.start >= joined:
            item = _item_on(line, items, starts)
            joined = item.end if item else line.end
            yield _line(text, line, item)


def _heading_on(line: Line, headings: dict[int, Line]) -> Line | None:
    """Return the heading that a line is, or begins; a label with more behind it is a text."""
    shown = line.start + len(line.text) - len(line.text.lstrip())
    heading = headings.get(line.start) or headings.get(shown)
    is_whole = heading is not None and heading.text.strip().startswith(line.text.strip())
    return heading if is_whole else None


def _item_on(line: Line, items: list[Item], starts: list[int]) -> Item | None:
    """Return the item that begins on a line; a résumé may have as many items as lines."""
    at = bisect_left(starts, line.start)
    return items[at] if at < len(items) and starts[at] < line.end else None


def _line(text: str, line: Line, item: Item | None) -> PageLine:
    marker = MARKER.match(line.text)
    is_numbered = marker is not None and marker[0].strip()[0].isdigit()
    if item is None or item.end <= line.end:
        is_item = marker is not None and not is_numbered
        shown = line.text[marker.end() :] if marker and is_item else line.text
    else:
        is_item = item.is_bullet and not is_numbered
        shown = text[item.start if is_item else line.start : item.end]
    parts = (part.strip() for part in shown.splitlines())
    kind = LineKind.ITEM if is_item else LineKind.TEXT
    return PageLine(kind=kind, text=_BLANKS.sub(" ", " ".join(filter(None, parts))))
