"""Find in a text what a model quotes from it, and say where it is.

Pure. A text model is asked to quote exactly, and mostly does; white space, quotation marks and
dashes may differ, words may not. Offsets are always computed here.
"""

import unicodedata
from typing import NamedTuple

#: Fewer characters could be anywhere.
SHORTEST_QUOTE = 3
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)


class Folded(NamedTuple):
    """A text as it is compared, and where each of its characters comes from."""

    text: str
    offsets: tuple[int, ...]


def fold(text: str) -> Folded:
    """Reduce a text to what is compared: one blank for white space, no hidden characters."""
    shown: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        alike = " " if character.isspace() else character.translate(_ALIKE)
        is_hidden = unicodedata.category(character) == "Cf"
        if is_hidden or (alike == " " and (not shown or shown[-1] == " ")):
            continue
        shown.append(alike)
        offsets.append(place)
    return Folded(text="".join(shown), offsets=tuple(offsets))


def folded(text: str) -> str:
    """Return a text as it is compared, without white space at its ends."""
    return fold(text).text.strip()


def find_in(searched: Folded, quote: str) -> tuple[int, int] | None:
    """Say where a quote stands, in offsets of the text that was folded: its first whole place."""
    wanted = folded(quote)
    if len(wanted) < SHORTEST_QUOTE:
        return None
    place = searched.text.find(wanted)
    while place >= 0:
        if _is_whole(searched.text, place, place + len(wanted)):
            first, last = searched.offsets[place], searched.offsets[place + len(wanted) - 1]
            return first, last + 1
        place = searched.text.find(wanted, place + 1)
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    begins = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    ends = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return begins and ends
