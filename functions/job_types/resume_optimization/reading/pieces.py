"""The pieces of a page: what is drawn as one, and where it stands. Pure."""

from typing import Final, NamedTuple

#: From one line to the next of a paragraph it is no farther, in heights.
_NEXT_LINE: Final = 1.7
#: What stands at one height may differ by so much of it.
LEVEL: Final = 0.35


class Piece(NamedTuple):
    """A piece of a line, where it stands on its page, and its place among the others."""

    left: float
    right: float
    bottom: float
    top: float
    place: int
    shown: str = ""

    @property
    def height(self) -> float:
        """Return how high its letters are."""
        return self.top - self.bottom


def is_right_below(above: Piece, below: Piece) -> bool:
    """Whether a piece stands below another as the next line of a text does."""
    step = (above.bottom - below.bottom) / (above.height or 1.0)
    return LEVEL < step < _NEXT_LINE and below.left < above.right and above.left < below.right
