"""The columns of a page, and its lines: found by what is empty between its pieces. Pure.

A page is cut along the widest empty strip that runs down it, and above or below what goes across.
Within a column, what stands at one height is one line.
"""

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from heapq import nlargest
from itertools import islice
from typing import Final

from functions.job_types.resume_optimization.reading.labels import labelled
from functions.job_types.resume_optimization.reading.marks import is_heading
from functions.job_types.resume_optimization.reading.pieces import LEVEL, Piece

#: How wide a strip between columns is at least, in heights of a line.
_STRIP: Final = 0.9
#: So many places to cut are tried, the widest and the highest first.
_MOST_STRIPS: Final = 3
_MOST_CUTS: Final = 30
#: How many pieces a column has at least, and how much of the height of what it is a column of.
_FEWEST_IN_COLUMN: Final = 4
_LEAST_HEIGHT: Final = 0.4
#: Dates or labels beside a text stand at the height of its lines: together they are rows.
_MOST_ALIGNED: Final = 0.6

AreColumns = Callable[[Sequence[Piece], Sequence[Piece]], bool]


def rows_in_order(pieces: Sequence[Piece], test: AreColumns | None = None) -> list[list[Piece]]:
    """Return the lines of a page as they are read, each the pieces at one height.

    `test` says of what stands left and right of an empty strip whether these are columns.
    """
    if not pieces:
        return []
    height = sorted(piece.height for piece in pieces)[len(pieces) // 2]
    return list(_read(sorted(pieces, key=_top, reverse=True), height, test or are_columns))


def _read(pieces: Sequence[Piece], height: float, test: AreColumns) -> Iterator[list[Piece]]:
    """Return the rows of pieces that are given from top to bottom."""
    if columns := _columns(pieces, height, test):
        for column in filter(None, columns):
            yield from _read(column, height, test)
        return
    for cut in islice(_cuts(pieces), _MOST_CUTS):
        above, below = pieces[:cut], pieces[cut:]
        if any(_columns(each, height, test) for each in (below, above)):
            yield from _read(above, height, test)
            yield from _read(below, height, test)
            return
    yield from _rows(pieces)


def _columns(pieces: Sequence[Piece], height: float, test: AreColumns) -> Sequence[Sequence[Piece]]:
    """Cut at the widest strip that is empty from top to bottom; empty where there is no such."""
    by_left = sorted(pieces)
    reach, strips = by_left[0].right, list[tuple[float, float]]()
    for piece in by_left[1:]:
        if piece.left - reach > _STRIP * height:
            strips.append((piece.left - reach, piece.left))
        reach = max(reach, piece.right)
    for _, edge in sorted(strips, reverse=True)[:_MOST_STRIPS]:
        left = [piece for piece in pieces if piece.left < edge]
        right = [piece for piece in pieces if piece.left >= edge]
        if found := labelled(left, right):
            return found
        if test(left, right):
            return left, right
    return ()


def are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether what stands left and right of an empty strip is not read across it."""
    if begin_with_headings(left, right):
        return True
    if min(len(left), len(right)) < _FEWEST_IN_COLUMN:
        return False
    whole = max(_extent(left), _extent(right))
    if min(_extent(left), _extent(right)) < _LEAST_HEIGHT * whole:
        return False
    fewer, more = sorted((left, right), key=len)
    levels = sorted(piece.bottom for piece in more)
    return sum(_is_level(piece, levels) for piece in fewer) <= _MOST_ALIGNED * len(fewer)


def begin_with_headings(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether the highest of both is a heading, and both have a text below."""
    return all(
        len(column) > 1
        and any(is_heading(piece.shown) for piece in nlargest(2, column, key=_top))
        and 2 * sum(is_heading(piece.shown) for piece in column) <= len(column)
        for column in (left, right)
    )


def _top(piece: Piece) -> float:
    return piece.top


def _extent(pieces: Sequence[Piece]) -> float:
    return max(piece.top for piece in pieces) - min(piece.bottom for piece in pieces)


def _is_level(piece: Piece, levels: Sequence[float]) -> bool:
    near = LEVEL * piece.height / 2
    place = bisect(levels, piece.bottom - near)
    return place < len(levels) and levels[place] < piece.bottom + near


def _cuts(pieces: Sequence[Piece]) -> Iterator[int]:
    """Return where nothing stands across, from top to bottom."""
    lowest = pieces[0].bottom
    for place, piece in enumerate(pieces[1:], 1):
        if piece.top <= lowest:
            yield place
        lowest = min(lowest, piece.bottom)


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.bottom):
        if row and row[0].bottom - piece.bottom > LEVEL * row[0].height:
            yield sorted(row)
            row = []
        row.append(piece)
    if row:
        yield sorted(row)
