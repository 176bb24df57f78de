"""Put a heading's words together that were read apart, and cut those that were run together.

Pure. Small capitals are drawn in two sizes ("P ROFESSIONAL E XPERIENCE"), and letters that are set
apart may hide the blanks between words ("KEYSKILLS"). A key is what `key_of` leaves of a heading.
"""

from typing import Final

from functions.job_types.resume_optimization.heading_words import FIRST, HEADS, MODIFIERS, NEUTRAL

_FEWEST_LETTERS: Final = 3
_WORDS: Final = frozenset(
    word
    for word in {*HEADS, *FIRST, *MODIFIERS, *NEUTRAL}
    if word == "of" or len(word) >= _FEWEST_LETTERS
)
_LONGEST: Final = max(map(len, _WORDS))


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
