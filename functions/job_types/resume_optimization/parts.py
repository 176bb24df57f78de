"""Decide what of a résumé goes into one question to the text model: whole sections.

Pure. A question has as many sections as fit. A section that is too long for one question is cut
between its entries; where there is no such place, between bullets, then between words.
"""

from itertools import pairwise

from functions.job_types.resume_optimization.sections import Section, find_lines
from shared.core.records import Record

#: Characters of the résumé in one question; with 60,000 there are at most nine.
MOST_CHARACTERS = 15_000


class Piece(Record):
    """A section, or a part of one that is too long."""

    #: The section's place in the résumé, from 0.
    section: int
    start: int
    end: int


#: What goes into one question.
Part = tuple[Piece, ...]


def cut_parts(
    text: str, sections: tuple[Section, ...], limit: int = MOST_CHARACTERS
) -> tuple[Part, ...]:
    """Spread the sections over questions, in their order."""
    parts: list[list[Piece]] = []
    size = limit
    for number, section in enumerate(sections):
        for piece in _pieces(text, number, section, limit):
            length = piece.end - piece.start
            if size + length > limit:
                parts.append([])
                size = 0
            parts[-1].append(piece)
            size += length
    return tuple(tuple(part) for part in parts)


def _pieces(text: str, number: int, section: Section, limit: int) -> list[Piece]:
    if section.end - section.start <= limit:
        return [Piece(section=number, start=section.start, end=section.end)]
    preferred = _places_to_cut(text, section)
    cuts = [section.start]
    while section.end - cuts[-1] > limit:
        cuts.append(_next_cut(text, preferred, cuts[-1], cuts[-1] + limit))
    return [
        Piece(section=number, start=start, end=end) for start, end in pairwise([*cuts, section.end])
    ]


def _places_to_cut(text: str, section: Section) -> tuple[tuple[int, ...], ...]:
    """Return where entries begin, and where items do."""
    entries = []
    is_after_gap = False
    for line in find_lines(text[section.start : section.end]):
        if is_after_gap and not line.is_blank:
            entries.append(section.start + line.start)
        is_after_gap = line.is_blank
    # The beginning of the item's line: a bullet stays with its marker.
    items = [
        max(text.rfind("\n", 0, item.start), text.rfind("\r", 0, item.start)) + 1
        for item in section.items
    ]
    return tuple(entries), tuple(items)


def _next_cut(text: str, preferred: tuple[tuple[int, ...], ...], start: int, end: int) -> int:
    # In the second half only: many small pieces would be many questions.
    middle = (start + end) // 2
    for places in preferred:
        within = [place for place in places if middle < place <= end]
        if within:
            return within[-1]
    blank = max(text.rfind(" ", middle, end), text.rfind("\n", middle, end))
    return blank + 1 if blank >= 0 else end
