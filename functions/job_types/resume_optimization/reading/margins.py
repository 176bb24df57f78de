"""Headings that are drawn into the margin after the text that they are of. Pure.

LaTeX sets a note in the margin behind the line, or the whole text, that it stands beside. Such
headings come before what stands at their height; all else stays in the order of its drawing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from functions.job_types.resume_optimization.reading.marks import is_date, is_heading
from functions.job_types.resume_optimization.reading.pieces import LEVEL, Piece

#: The first line of its text stands at its height, or so many heights above or below.
_BESIDE: Final = 0.8
_FEWEST: Final = 2
#: So many lines one heading is wrapped into.
_MOST_LINES: Final = 3


def headed_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the lines of a page, headings of its margin before their texts; none without such."""
    found = dict(_headings(pieces))
    heads = [piece for run, _ in found.values() for piece in run]
    if len(found) < _FEWEST or not _is_margin(heads, pieces):
        return []
    return list(_rows(_moved(pieces, found)))


def _headings(pieces: Sequence[Piece]) -> Iterator[tuple[int, tuple[Sequence[Piece], int]]]:
    """Return by its place each heading left of what was drawn before it, and where that begins."""
    for place, (before, piece) in enumerate(pairwise(pieces), 1):
        if piece.right >= before.left or piece.bottom < before.bottom - _BESIDE * piece.height:
            continue
        begin = _begin(pieces, place)
        run = _longest_heading(pieces[place : place + _MOST_LINES], before.left)
        if begin is not None and run:
            yield place, (run, begin)


def _begin(pieces: Sequence[Piece], place: int) -> int | None:
    """Return where the text begins that stands right of a piece, at its height and below."""
    head = pieces[place]
    reach = _BESIDE * head.height
    beside = list(
        takewhile(
            lambda each: each.left > head.right and each.top <= head.top + reach,
            reversed(pieces[:place]),
        )
    )
    is_level = bool(beside) and beside[-1].top >= head.top - reach
    return place - len(beside) if is_level else None


def _longest_heading(pieces: Sequence[Piece], edge: float) -> Sequence[Piece]:
    beside = list(takewhile(lambda each: each.right < edge, pieces))
    runs = (beside[:count] for count in range(len(beside), 0, -1))
    return next((run for run in runs if is_heading(" ".join(e.shown.strip() for e in run))), ())


def _is_margin(heads: Sequence[Piece], pieces: Iterable[Piece]) -> bool:
    """Whether nothing but dates stands where the headings do, from the first of them on."""
    edge, top = max(piece.right for piece in heads), max(piece.top for piece in heads)
    others = (piece for piece in pieces if piece not in heads and piece.top < top)
    return all(piece.left > edge or is_date(piece.shown) for piece in others)


def _moved(
    pieces: Sequence[Piece], found: dict[int, tuple[Sequence[Piece], int]]
) -> Iterator[Piece]:
    taken = {piece.place for run, _ in found.values() for piece in run}
    before = {begin: run for run, begin in found.values()}
    for place, piece in enumerate(pieces):
        yield from before.get(place, ())
        if piece.place not in taken:
            yield piece


def _rows(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Return the lines of what is given as it is read; a heading is one of its own."""
    row: list[Piece] = []
    for piece in pieces:
        if row and not _goes_on(row[-1], piece):
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _goes_on(last: Piece, piece: Piece) -> bool:
    is_level = abs(last.bottom - piece.bottom) <= LEVEL * last.height
    return is_level and piece.place == last.place + 1 and piece.left > last.right
