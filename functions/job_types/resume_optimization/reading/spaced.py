"""Lines that are spaced out: "E D U C AT I O N", where two letters that fit closely came together.

Pure.
"""

import re
from typing import Final

_LETTER = r"[^\W\d_]{1,2}"
_BLANK = r"[ \u00a0]"
_SIGN = rf"{_BLANK}{{0,4}}[&/|](?:{_BLANK}{{0,4}}{_LETTER})?"
_SPACED = re.compile(
    rf"^[ \t]*{_LETTER}(?:{_BLANK}{{1,4}}{_LETTER}|{_SIGN}){{3,50}}[ \t]*$", re.MULTILINE
)
#: Where a word of it ends: at two blanks, and at a sign.
_SPACED_WORDS = re.compile(rf"{_BLANK}{{2,}}| ?(?=[&/|])|(?<=[&/|]) ?")
#: Of the letters and pairs that stand apart, so many at least are single ones.
_LEAST_SINGLE: Final = 0.7


def closed_up(text: str) -> str:
    """Return a text with each line whose letters stand apart written as words."""
    return _SPACED.sub(_words_of, text)


def _words_of(line: re.Match[str]) -> str:
    shown = line[0].strip()
    parts = shown.split()
    if sum(len(part) == 1 for part in parts) < _LEAST_SINGLE * len(parts):
        return line[0]
    words = (re.sub(_BLANK, "", word) for word in _SPACED_WORDS.split(shown))
    return " ".join(filter(None, words))
