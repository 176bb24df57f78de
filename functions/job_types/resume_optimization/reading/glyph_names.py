"""The letters that a glyph's name stands for, by the rules of Adobe's glyph list.

Fonts name their glyphs, and some PDFs say nothing else about them: `four.lnum` is a four of the
height of capitals, `f_i` is two letters in one drawing. A name that stands for no letter is an
icon's. Pure.
"""

import re
from collections.abc import Mapping

_NUMBERED = re.compile(r"uni((?:[0-9A-F]{4})+)|u([0-9A-F]{4,6})")
#: A name as pypdf leaves it in a text, of one glyph with a suffix or of several letters.
_IN_TEXT = re.compile(
    r"/([A-Za-z]{1,20}\.(?:lnum|onum|pnum|tnum|lf|osf|tf|tosf|sc|smcp|c2sc|case|liga|dlig|alt|sup))"
    r"|/([A-Za-z](?:_[A-Za-z]){1,3})"
)


def letters_of(name: str, known: Mapping[str, str]) -> str:
    """Return what a glyph of this name shows, or nothing where the name does not say.

    Args:
        name: Without the slash that PDFs put before it.
        known: Adobe's list, each name with a slash before it.
    """
    parts = name.partition(".")[0].split("_")
    letters = [_letter(part, known) for part in parts]
    return "".join(letters) if all(letters) else ""


def _letter(name: str, known: Mapping[str, str]) -> str:
    if len(name) == 1:
        return name
    if numbered := _NUMBERED.fullmatch(name):
        digits = numbered[1] or numbered[2].rjust(8, "0")
        size = 4 if numbered[1] else 8
        codes = [int(digits[at : at + size], 16) for at in range(0, len(digits), size)]
        return "".join(chr(code) for code in codes if code < 0x110000)  # noqa: PLR2004 -- where Unicode ends
    return known.get(f"/{name}", "")


def resolve_names(text: str, known: Mapping[str, str]) -> str:
    """Return a text with letters for the names of glyphs that stand in it."""

    def letters(found: re.Match[str]) -> str:
        return letters_of(found[1] or found[2], known) or found[0]

    return _IN_TEXT.sub(letters, text)
