"""Where a text may be cut so that no character is: an emoji of several parts, a letter with marks.

Pure. The rules of Unicode's text segmentation (UAX 29) as far as `unicodedata` knows them.
"""

import unicodedata
from typing import Final

_JOINER: Final = "\u200d"
_NON_JOINER: Final = "\u200c"
#: Thai and Lao vowels that are drawn around the letter before them, but are no marks to Unicode.
_SPACING: Final = frozenset("\u0e33\u0eb3")


def last_boundary(text: str, end: int) -> int:
    """Return the last place, at `end` or before it, at which no character is cut."""
    while 0 < end < len(text) and _belongs_together(text, end):
        end -= 1
    return end


def _belongs_together(text: str, place: int) -> bool:
    """Whether what stands before and after a place is one character."""
    before, after = text[place - 1], text[place]
    return (
        _extends(after)
        or before == _JOINER
        or (before == "\r" and after == "\n")
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")
        or (_is_flag_letter(after) and _flag_letters_before(text, place) % 2 == 1)
        or _is_syllable(before, after)
    )


def _extends(character: str) -> bool:
    """Whether it is part of the character before it: a mark, a joiner, a skin's colour, a tag."""
    return (
        unicodedata.category(character).startswith("M")
        or character in _SPACING
        or character in {_JOINER, _NON_JOINER}
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, place: int) -> int:
    """Return how many letters of flags end at a place: two of them are one flag."""
    start = place
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return place - start


def _is_syllable(before: str, after: str) -> bool:
    """Whether a Korean syllable that is written in its parts goes on."""
    return "\u1100" <= before <= "\u11ff" and "\u1160" <= after <= "\u11ff"
