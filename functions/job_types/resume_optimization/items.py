"""Join lines to bullets and paragraphs, and tell the lines of one entry from those of the next.

Pure. A line goes on with the item above it where that was wrapped: it was too long for one line, or
ends within a sentence. A title or a date that opens the next entry never does.
"""

import re
from collections.abc import Sequence

from functions.job_types.resume_optimization.dates import DATES, LEADING, RANGE
from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.lines import MARKER, Item, Line, is_unfinished

#: A line of fewer words is a title, a place or a date, and not a sentence.
SENTENCE_WORDS = 7
#: A bullet of at most so many words that has dates is an entry's title.
_TITLE_WORDS = 14
#: No shorter line was wrapped.
_SHORTEST_WRAPPED = 60
#: How much of the longest lines' length a wrapped line and the next word have.
_WRAPPED_SHARE = 0.8
_SENTENCE_END = (".", "!", "?", ":", ";")
#: What a span of time goes on behind, on the next line.
_SPAN = ("-", "\u2013", "\u2014")
#: Where nothing is written as a sentence, however long the line.
_LISTS = frozenset({SectionKind.CONTACT, SectionKind.SKILLS, SectionKind.LANGUAGES})
_FIRST_WORD = re.compile(r"\S{1,40}")
#: Lines that are longer are paragraphs, and say nothing of where lines are wrapped.
_LONGEST_WRAPPED = 180


def find_items(kind: SectionKind, lines: Sequence[Line]) -> tuple[Item, ...]:
    """Join lines to bullets and paragraphs."""
    items: list[Item] = []
    width = _width(lines)
    last: Line | None = None
    for place, line in enumerate(lines):
        if line.is_blank:
            last = None
            continue
        below = lines[place + 1] if place + 1 < len(lines) else None
        if last is not None and items and _goes_on(items[-1], last, line, below, width):
            items[-1] = items[-1].model_copy(update={"end": _item(kind, line).end})
        else:
            items.append(_item(kind, line))
        last = line
    return tuple(items)


def _width(lines: Sequence[Line]) -> int:
    """Return how long the lines are that were wrapped: as the longest of them."""
    lengths = [len(line.text.rstrip()) for line in lines]
    return max((length for length in lengths if length <= _LONGEST_WRAPPED), default=0)


def _item(kind: SectionKind, line: Line) -> Item:
    marker = MARKER.match(line.text)
    shown = line.text[marker.end() :] if marker else line.text
    start = line.start + (marker.end() if marker else 0) + len(shown) - len(shown.lstrip())
    words = len(shown.split())
    is_sentence = words >= SENTENCE_WORDS and not DATES.search(shown)
    is_title = words <= _TITLE_WORDS and RANGE.search(shown) is not None
    # The rest of a sentence that begins above is nothing to rewrite by itself.
    is_rest = marker is None and shown.lstrip()[:1].islower()
    return Item(
        start=start,
        end=line.start + len(line.text.rstrip()),
        is_prose=kind not in _LISTS
        and not is_rest
        and (is_sentence or (marker is not None and not is_title)),
        is_bullet=marker is not None,
    )


def _goes_on(item: Item, last: Line, line: Line, below: Line | None, width: int) -> bool:
    """Whether a line is the rest of the item above it, wrapped."""
    shown, above = line.text.lstrip(), last.text.rstrip()
    if LEADING.match(shown) and above.endswith(_SPAN) and LEADING.match(above.lstrip()):
        return True
    if MARKER.match(line.text) or not item.is_prose:
        return False
    is_indented = item.is_bullet and len(line.text) > len(shown) and line.text[:2].isspace()
    if above.endswith(_SENTENCE_END):
        return is_indented and not DATES.search(shown)
    is_middle = shown[0].islower() or is_unfinished(above)
    if is_middle or _opens_entry(shown, below):
        return is_middle
    # Sentences of their own, one a line, may have no full stops.
    has_stops = item.is_bullet or ". " in above or shown.rstrip().endswith(".")
    return has_stops and (is_indented or _was_wrapped(above, shown, width))


def _was_wrapped(above: str, shown: str, width: int) -> bool:
    """Whether the first word of the next line had no room on this one."""
    first = _FIRST_WORD.match(shown)
    needed = len(above) + 1 + (first.end() if first else 0)
    return len(above) >= _SHORTEST_WRAPPED and needed >= _WRAPPED_SHARE * width


def _opens_entry(shown: str, below: Line | None) -> bool:
    """Whether a line begins the next entry: it has its dates, or stands above them."""
    if LEADING.match(shown) or RANGE.search(shown[:_LONGEST_WRAPPED]):
        return True
    is_short = len(shown.split()) <= _TITLE_WORDS and not shown.rstrip().endswith(".")
    return is_short and below is not None and LEADING.match(below.text.lstrip()) is not None
