"""Headings that stand in a column of their own, each left of its text. Pure.

Such a column is not read from top to bottom: behind each heading, which may be wrapped, comes what
stands beside it.
"""

from collections.abc import Sequence
from itertools import chain, pairwise
from math import inf
from typing import Final

from functions.job_types.resume_optimization.reading.marks import is_heading
from functions.job_types.resume_optimization.reading.pieces import Piece

#: The lines of one heading stand closer together than this, in heights.
_WRAPPED: Final = 0.45
#: The first line of its text stands at its height, or so many heights above or below.
_BESIDE: Final = 0.8
_FEWEST: Final = 2
#: So many of them are known, and have their text at their height.
_LEAST_SHARE: Final = 0.6


def labelled(left: Sequence[Piece], right: Sequence[Piece]) -> list[Sequence[Piece]]:
    """Return headings and texts in turns, or nothing if the left column has more than headings.

    Both columns are given from top to bottom.
    """
    heads = _headings(left)
    if not _FEWEST <= len(heads) <= len(right):
        return []
    edges = [head[0].top + _BESIDE * head[0].height for head in heads]
    above, *texts = (
        [piece for piece in right if low < piece.top <= high]
        for high, low in pairwise((inf, *edges, -inf))
    )
    known = sum(is_heading(" ".join(piece.shown.strip() for piece in head)) for head in heads)
    level = sum(map(_is_level, heads, texts))
    if min(known, level) < _LEAST_SHARE * len(heads):
        return []
    return [above, *chain.from_iterable(zip(heads, texts, strict=True))]


def _is_level(head: Sequence[Piece], text: Sequence[Piece]) -> bool:
    """Whether a text begins at the height of its heading."""
    return bool(text) and text[0].top >= head[0].top - _BESIDE * head[0].height


def _headings(left: Sequence[Piece]) -> list[list[Piece]]:
    """Return the lines of a column, those of one heading together."""
    found: list[list[Piece]] = []
    for piece in left:
        if found and found[-1][-1].bottom - piece.top < _WRAPPED * piece.height:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found
