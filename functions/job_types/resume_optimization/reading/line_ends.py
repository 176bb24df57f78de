"""Where a line ends, though no line end is drawn there. Pure.

An empty line stands before a short line that is set off: it stands apart, or is larger than the
text. And a line ends between a heading and what begins far right of it.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from functions.job_types.resume_optimization.reading.marks import is_heading
from functions.job_types.resume_optimization.reading.pieces import LEVEL, Piece

#: What stands apart is so many usual steps below; a heading is so much higher than the text.
_APART: Final = 1.35
_LARGER: Final = 1.08
_FARTHEST: Final = 6.0
_LONGEST_SET_OFF: Final = 56


def line_ends(rows: Sequence[Sequence[Piece]]) -> set[int]:
    """Return the places of the pieces before which a line ends that is not drawn."""
    read = [piece for row in rows for piece in row]
    if not read:
        return set()
    steps = [step for one, other in pairwise(read) if (step := _step(one, other)) > 0]
    usual = median(steps) if steps else 0.0
    height = median(piece.height for piece in read)
    found: set[int] = set()
    first = read[0]
    for above, below in pairwise(read):
        if _is_beside(above, below):
            if above is first and is_heading(above.shown):
                found.add(below.place)
            continue
        if _is_set_off(first, below, usual, height):
            found.add(below.place)
        first = below
    return found


def _is_beside(one: Piece, other: Piece) -> bool:
    apart = abs(one.bottom + one.top - other.bottom - other.top) / 2
    return other.left > one.right and apart < max(one.height, other.height) / 2


def _step(above: Piece, below: Piece) -> float:
    """Return how far a line stands below another in its column; 0 if it does not."""
    step = above.bottom - below.bottom
    is_below = LEVEL * below.height < step < _FARTHEST * below.height
    return step if is_below and below.left < above.right and above.left < below.right else 0.0


def _is_set_off(above: Piece, below: Piece, usual: float, height: float) -> bool:
    is_usual = below.shown[:1].isalnum() or is_heading(below.shown)
    if not is_usual or len(below.shown) > _LONGEST_SET_OFF:
        return False
    step = _step(above, below)
    if not step and is_heading(below.shown):
        # At the top of the next column.
        return True
    is_larger = below.height > _LARGER * max(height, above.height)
    return step > 0 and (is_larger or 0 < _APART * usual < step)
