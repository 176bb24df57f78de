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
_FEWEST_SHARE: Final = 0.02
#: So few characters are points and stars, and tell nothing of the font.
_FEW: Final = 30
_WORD = re.compile(r"[A-Za-z]{3,}")
#: Stands for a letter that the file does not tell.
LOST: Final = "\ufffd"


def is_icon_font(name: str) -> bool:
    """Whether a font has pictures where others have letters."""
    return _ICON_FONTS.search(name) is not None


def read_numbers(codes: Sequence[int | None]) -> Callable[[int], str]:
    """Return how the numbers of one font are read.

    Args:
        codes: As they follow each other in the text; None for what is of other fonts.
    """
    ascii_text, ordered_text = (_read(codes, each) for each in (_as_ascii, _as_ordered))
    if _common(ordered_text) > max(_common(ascii_text), _FEWEST_COMMON):
        return _as_ordered
    words = len(_WORD.findall(ascii_text))
    shown = sum(code is not None for code in codes)
    is_text = shown <= _FEW or _common(ascii_text) >= _FEWEST_SHARE * words > 0
    return _as_ascii if is_text else lambda _: LOST


def _read(codes: Sequence[int | None], reading: Callable[[int], str]) -> str:
    return "".join(" " if code is None else reading(code) for code in codes)


def _as_ascii(code: int) -> str:
    if code in _TEX:
        return _TEX[code]
    return chr(code) if code in _ASCII or code in _LATIN else LOST


def _as_ordered(code: int) -> str:
    return chr(code + _SHIFT) if code + _SHIFT in _ASCII else LOST


def _common(text: str) -> int:
    return sum(word.casefold() in COMMON for word in _WORD.findall(text))
