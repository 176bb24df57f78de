"""The pieces of a page: what is drawn as one, and where it stands. Pure."""

from typing import Final, NamedTuple

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
