"""Put words together whose letters were read apart, and cut those that were run together.

Pure. Headings are spaced out ("E D U C AT I O N": two letters that fit closely came together),
small capitals are drawn in two sizes ("P ROFESSIONAL E XPERIENCE"), and letters that are set apart
may hide the blanks between words ("KEYSKILLS"). A key is what `key_of` leaves of a heading.
"""

import re
from typing import Final

from functions.job_types.resume_optimization.heading_words import FIRST, HEADS, MODIFIERS, NEUTRAL

_FEWEST_LETTERS: Final = 3
_WORDS: Final = frozenset(
    word
    for word in {*HEADS, *FIRST, *MODIFIERS, *NEUTRAL}
    if word == "of" or len(word) >= _FEWEST_LETTERS
)
_LONGEST: Final = max(map(len, _WORDS))
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


def untorn(key: str) -> str:
    """Return words with the first letter that stands before each put to it."""
    found: list[str] = []
    first = ""
    for word in key.split():
        if len(word) == 1 and word.isalpha():
            found += [first] if first else []
            first = word
        else:
            found.append(first + word)
            first = ""
    return " ".join([*found, first] if first else found)


def cut_apart(key: str) -> str:
    """Return what has no blank as words of headings, each as long as can be; else as it is."""
    if " " in key:
        return key
    # The words of each beginning of it that can be cut.
    found: dict[int, list[str]] = {0: []}
    for end in range(_FEWEST_LETTERS, len(key) + 1):
        for start in range(max(0, end - _LONGEST), end):
            if start in found and key[start:end] in _WORDS:
                found[end] = [*found[start], key[start:end]]
                break
    return " ".join(found.get(len(key), [key]))
