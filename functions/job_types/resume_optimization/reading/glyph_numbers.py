"""The letters that a font's numbers stand for where the file does not say. Pure.

Old fonts number their letters as ASCII does. Fonts that were cut down to what a text needs often
keep the order of the whole font, in which a letter's number is 29 less. Which of both it is, the
words show; neither is a letter's where the font has icons.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from functions.job_types.resume_optimization.reading.common_words import COMMON

_ICON_FONTS = re.compile(
    r"awesome|icon|symbol|dingbat|fontello|material|glyph|marvosym|wingding", re.IGNORECASE
)
#: How TeX's first encoding numbers its ligatures.
_TEX: Final = {0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl"}
_ASCII: Final = range(0x20, 0x7F)
_LATIN: Final = range(0xA0, 0x100)
#: In the order that Windows' and the Mac's fonts share, a blank is the third glyph.
_SHIFT: Final = 29
_FEWEST_COMMON: Final = 3
_WORD = re.compile(r"[A-Za-z]+")
_LOST: Final = "\ufffd"


def is_icon_font(name: str) -> bool:
    """Whether a font has pictures where others have letters."""
    return _ICON_FONTS.search(name) is not None


def read_numbers(codes: Sequence[int | None]) -> Callable[[int], str]:
    """Return how the numbers of one font are read.

    Args:
        codes: As they follow each other in the text; None for what is of other fonts.
    """
    readings = (_as_ascii, _as_ordered)
    found = [
        _common("".join(" " if c is None else reading(c) for c in codes)) for reading in readings
    ]
    is_ordered = found[1] > max(found[0], _FEWEST_COMMON)
    return readings[is_ordered]


def _as_ascii(code: int) -> str:
    if code in _TEX:
        return _TEX[code]
    return chr(code) if code in _ASCII or code in _LATIN else _LOST


def _as_ordered(code: int) -> str:
    return chr(code + _SHIFT) if code + _SHIFT in _ASCII else _LOST


def _common(text: str) -> int:
    return sum(word.casefold() in COMMON for word in _WORD.findall(text))
