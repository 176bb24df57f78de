"""The order in which a person reads a page whose pieces are drawn in another. Pure.

Programs for design draw a page's frames in the order in which they were made. Where the drawing
leaps up again and again, the page is cut along what is empty: into columns where an empty strip
runs down it, and above or below those into what goes across. Within a column, what stands at one
height is one line. Some draw all headings last: a page of one column is read downwards. A page that
is drawn from top to bottom keeps its order.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple, TypeVar

from functions.job_types.resume_optimization.reading.blanks import Box

T = TypeVar("T")
#: Text that is written column by column leaps up once a column. With fewer leaps a page is put in
#: order only if nothing comes to stand beside what it was not drawn beside.
_FEWEST_LEAPS: Final = 5
_UPWARD: Final = 0.8
#: From one column to the next, and back to what goes across.
_MOST_SWITCHES: Final = 2
#: Of more pieces a page is not put in order: the time for it grows faster than they do.
_MOST_PIECES: Final = 400
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
_LEVEL: Final = 0.35
#: A gap of so many heights is none between words.
_GAP: Final = 1.5


class Piece(NamedTuple):
    """A piece of a line, where it stands on its page, and its place among the others."""

    left: float
    right: float
    bottom: float
    top: float
    place: int

    @property
    def height(self) -> float:
        """Return how high its letters are."""
        return self.top - self.bottom


def in_order(shown: Sequence[tuple[T | str, Box | None]], wrap: str) -> list[T | str]:
    """Return a page's characters as they are read; `wrap` ends a line without a line end.

    Each is given with its place, and blanks and line ends without one.
    """
    parts = list(_parts(shown, wrap))
    rows = _rows_of([_piece(part, place) for place, part in enumerate(parts)])
    if not rows:
        return [each for each, _ in shown]
    found: list[T | str] = []
    for row in rows:
        for piece in row:
            # What it would join stands below, and not beside it.
            if found and found[-1] == wrap and piece is not row[0]:
                found[-1:] = ["-", " "]
            found += [each for each, _ in parts[piece.place]]
            if found[-1] not in {" ", wrap}:
                found.append(" ")
        if found[-1] != wrap:
            found[-1] = "\n"
    return found


def _rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the rows of a page that is out of order; none where it is to be left as it is."""
    count = leaps(pieces)
    if not count or len(pieces) > _MOST_PIECES:
        return []
    rows = rows_in_order(pieces)
    is_plain = all(map(_is_drawn_as_one, rows)) and _switches(rows) <= _MOST_SWITCHES
    return rows if count >= _FEWEST_LEAPS or is_plain else []


def _switches(rows: Sequence[Sequence[Piece]]) -> int:
    """Return how often a row stands beside the one above it, that it was not drawn behind."""
    return sum(
        (below[0].left > above[-1].right or above[0].left > below[-1].right)
        and below[0].top > above[0].bottom
        and below[0].place != above[-1].place + 1
        for above, below in pairwise(rows)
    )


def _is_drawn_as_one(row: Sequence[Piece]) -> bool:
    return all(other.place == one.place + 1 for one, other in pairwise(row))


def _parts(
    shown: Iterable[tuple[T | str, Box | None]], wrap: str
) -> Iterator[list[tuple[T | str, Box | None]]]:
    """Return what is drawn as one: to the end of a line, or to a wide gap."""
    part: list[tuple[T | str, Box | None]] = []
    last: Box | None = None
    for each, box in shown:
        is_far = box is not None and last is not None and box.left - last.right > _GAP * box.height
        if last is not None and (each == "\n" or is_far):
            yield part
            part, last = [], None
        if last is None and box is None:
            continue
        part.append((each, box))
        last = box or last
        if each == wrap:
            yield part
            part, last = [], None
    if last is not None:
        yield part


def _piece(part: Iterable[tuple[object, Box | None]], place: int) -> Piece:
    boxes = [box for _, box in part if box is not None]
    return Piece(
        left=min(box.left for box in boxes),
        right=max(box.right for box in boxes),
        bottom=min(box.bottom for box in boxes),
        top=max(box.bottom + box.height for box in boxes),
        place=place,
    )


def leaps(pieces: Sequence[Piece]) -> int:
    """Return how often the drawing goes up the page."""
    return sum(
        below.bottom > above.bottom + _UPWARD * max(above.height, below.height)
        for above, below in pairwise(pieces)
    )


def rows_in_order(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the lines of a page as they are read, each the pieces at one height."""
    if not pieces:
        return []
    height = sorted(piece.height for piece in pieces)[len(pieces) // 2]
    return list(_read(sorted(pieces, key=lambda piece: -piece.top), height))


def _read(pieces: Sequence[Piece], height: float) -> Iterator[list[Piece]]:
    """Return the rows of pieces that are given from top to bottom."""
    if (columns := _columns(pieces, height)) is not None:
        for column in columns:
            yield from _read(column, height)
        return
    for cut in islice(_cuts(pieces), _MOST_CUTS):
        above, below = pieces[:cut], pieces[cut:]
        if _columns(below, height) is not None or _columns(above, height) is not None:
            yield from _read(above, height)
            yield from _read(below, height)
            return
    yield from _rows(pieces)


def _columns(
    pieces: Sequence[Piece], height: float
) -> tuple[Sequence[Piece], Sequence[Piece]] | None:
    """Cut at the widest strip that is empty from top to bottom; None where there is no such."""
    if len(pieces) < 2 * _FEWEST_IN_COLUMN:
        return None
    by_left = sorted(pieces)
    reach, strips = by_left[0].right, list[tuple[float, float]]()
    for piece in by_left[1:]:
        if piece.left - reach > _STRIP * height:
            strips.append((piece.left - reach, piece.left))
        reach = max(reach, piece.right)
    for _, edge in sorted(strips, reverse=True)[:_MOST_STRIPS]:
        left = [piece for piece in pieces if piece.left < edge]
        right = [piece for piece in pieces if piece.left >= edge]
        if _are_columns(left, right):
            return left, right
    return None


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    if min(len(left), len(right)) < _FEWEST_IN_COLUMN:
        return False
    whole = max(_extent(left), _extent(right))
    if min(_extent(left), _extent(right)) < _LEAST_HEIGHT * whole:
        return False
    fewer, more = sorted((left, right), key=len)
    levels = sorted(piece.bottom for piece in more)
    return sum(_is_level(piece, levels) for piece in fewer) <= _MOST_ALIGNED * len(fewer)


def _extent(pieces: Sequence[Piece]) -> float:
    return max(piece.top for piece in pieces) - min(piece.bottom for piece in pieces)


def _is_level(piece: Piece, levels: Sequence[float]) -> bool:
    near = _LEVEL * piece.height / 2
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
        if row and row[0].bottom - piece.bottom > _LEVEL * row[0].height:
            yield sorted(row)
            row = []
        row.append(piece)
    if row:
        yield sorted(row)
