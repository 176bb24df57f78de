"""The order in which a person reads a page whose pieces are drawn in another. Pure.

Programs for design draw a page's frames in the order in which they were made. Where the drawing
leaps up again and again, the page is cut along what is empty (`columns`). Some draw all headings
or all dates last: a page of one column is read downwards. A page that is drawn from top to bottom
keeps its order, unless headings stand side by side: those begin columns, even if they were drawn
in turns.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, combinations, pairwise
from typing import Final, TypeVar

from functions.job_types.resume_optimization.reading.blanks import Box
from functions.job_types.resume_optimization.reading.columns import (
    begin_with_headings,
    rows_in_order,
)
from functions.job_types.resume_optimization.reading.line_ends import line_ends
from functions.job_types.resume_optimization.reading.margins import headed_rows
from functions.job_types.resume_optimization.reading.marks import is_date, is_heading
from functions.job_types.resume_optimization.reading.pieces import Piece, is_right_below
from functions.job_types.resume_optimization.reading.spaced import closed_up

T = TypeVar("T")
#: Text that is written column by column leaps up once a column. With fewer leaps a page is put in
#: order only if nothing comes to stand beside what it was not drawn beside.
_FEWEST_LEAPS: Final = 5
_UPWARD: Final = 0.8
#: From one column to the next, and back to what goes across.
_MOST_SWITCHES: Final = 2
#: Columns that are drawn in turns are read in another order at so many places.
_FEWEST_TURNS: Final = 3
#: Of more pieces a page is not put in order: the time for it grows faster than they do.
_MOST_PIECES: Final = 400
#: A gap of so many heights is none between words; nor is a smaller one behind a heading's words.
_GAP: Final = 1.5
_HEADING_GAP: Final = 0.6


def in_order(shown: Sequence[tuple[T | str, Box | None]], wrap: str) -> list[T | str]:
    """Return a page's characters as they are read; `wrap` ends a line without a line end.

    Each is given with its place, and blanks and line ends without one.
    """
    found = list(_parts(shown, wrap))
    parts = [part for _, part in found]
    pieces = [_piece(part, place) for place, part in enumerate(parts)]
    if not (rows := _rows_of(pieces)):
        ends = {found[place][0] for place in line_ends([[piece] for piece in pieces])}
        return _as_drawn(shown, ends, wrap)
    return _by_rows(rows, parts, line_ends(rows), wrap)


def _as_drawn(
    shown: Sequence[tuple[T | str, Box | None]], ends: AbstractSet[int], wrap: str
) -> list[T | str]:
    found: list[T | str] = []
    for at, (each, _) in enumerate(shown):
        if at in ends and found[-1] != wrap:
            found.append("\n")
        found.append(each)
    return found


def _by_rows(
    rows: Sequence[Sequence[Piece]],
    parts: Sequence[Sequence[tuple[T | str, Box | None]]],
    ends: AbstractSet[int],
    wrap: str,
) -> list[T | str]:
    found: list[T | str] = []
    for row in rows:
        for piece in row:
            # What it would join stands below, and not beside it.
            if found and found[-1] == wrap and piece is not row[0]:
                found[-1:] = ["-", " "]
            elif piece.place in ends and found[-1] != wrap:
                found.append("\n")
            found += [each for each, _ in parts[piece.place]]
            if found[-1] not in {" ", wrap}:
                found.append(" ")
        if found[-1] != wrap:
            found[-1] = "\n"
    return found


def _rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the rows of a page that is out of order; none where it is to be left as it is."""
    if len(pieces) > _MOST_PIECES:
        return []
    if headed := headed_rows(pieces):
        return headed
    if count := leaps(pieces):
        rows = rows_in_order(pieces)
        is_plain = all(map(_is_drawn_as_one, rows)) and _switches(rows) <= _MOST_SWITCHES
        if count >= _FEWEST_LEAPS or is_plain:
            return rows
    if not _has_headings_beside(pieces):
        return []
    rows = rows_in_order(pieces, begin_with_headings)
    is_whole = all(map(_is_drawn_as_one, rows)) and not _is_torn(pieces, rows)
    return rows if is_whole and _turns(rows) >= _FEWEST_TURNS else []


def _has_headings_beside(pieces: Iterable[Piece]) -> bool:
    heads = [piece for piece in pieces if is_heading(piece.shown)]
    return any(
        one.right < other.left or other.right < one.left for one, other in combinations(heads, 2)
    )


def _turns(rows: Iterable[Sequence[Piece]]) -> int:
    """Return how often what is read next was not drawn next."""
    read = [piece.place for row in rows for piece in row]
    return sum(other != one + 1 for one, other in pairwise(read))


def _is_torn(pieces: Sequence[Piece], rows: Iterable[Sequence[Piece]]) -> bool:
    """Whether something comes between two lines that were drawn one below the other."""
    read = {one.place: other.place for one, other in pairwise(chain.from_iterable(rows))}
    return any(
        is_right_below(one, other) and read.get(one.place) != other.place
        for one, other in pairwise(pieces)
    )


def _switches(rows: Sequence[Sequence[Piece]]) -> int:
    """Return how often a row stands beside the one above it, that it was not drawn behind."""
    return sum(
        (below[0].left > above[-1].right or above[0].left > below[-1].right)
        and below[0].top > above[0].bottom
        and below[0].place != above[-1].place + 1
        for above, below in pairwise(rows)
    )


def _is_drawn_as_one(row: Sequence[Piece]) -> bool:
    """Whether a row is drawn as it stands there, but for dates that may be drawn by themselves."""
    return all(
        other.place == one.place + 1 or is_date(one.shown) or is_date(other.shown)
        for one, other in pairwise(row)
    )


def _parts(
    shown: Sequence[tuple[T | str, Box | None]], wrap: str
) -> Iterator[tuple[int, list[tuple[T | str, Box | None]]]]:
    """Return what is drawn as one: to the end of a line, or to a wide gap; with its beginning."""
    part: list[tuple[T | str, Box | None]] = []
    last: Box | None = None
    for at, (each, box) in enumerate(shown):
        is_far = box is not None and last is not None and _is_far(part, last, box)
        if last is not None and (each == "\n" or is_far):
            yield at - len(part), part
            part, last = [], None
        if last is None and box is None:
            continue
        part.append((each, box))
        last = box or last
        if each == wrap:
            yield at + 1 - len(part), part
            part, last = [], None
    if last is not None:
        yield len(shown) - len(part), part


def _is_far(part: Sequence[tuple[object, Box | None]], last: Box, box: Box) -> bool:
    """Whether a character stands so far from the last one that it begins a piece of its own."""
    gap = (box.left - last.right) / box.height if box.height else 0.0
    if gap > _GAP or box.right < last.left - _GAP * box.height:
        return True
    return gap > _HEADING_GAP and is_heading(_shown(part))


def _shown(part: Sequence[tuple[object, Box | None]]) -> str:
    return "".join(each for each, _ in part if isinstance(each, str))


def _piece(part: Sequence[tuple[object, Box | None]], place: int) -> Piece:
    boxes = [box for _, box in part if box is not None]
    return Piece(
        left=min(box.left for box in boxes),
        right=max(box.right for box in boxes),
        bottom=min(box.bottom for box in boxes),
        top=max(box.bottom + box.height for box in boxes),
        place=place,
        shown=closed_up(_shown(part)),
    )


def leaps(pieces: Sequence[Piece]) -> int:
    """Return how often the drawing goes up the page."""
    return sum(
        below.bottom > above.bottom + _UPWARD * max(above.height, below.height)
        for above, below in pairwise(pieces)
    )
