"""Find the words of a text that are names, without a list of names. Pure."""

import re
from collections.abc import Iterator

from functions.job_types.common.words import words

#: A name: a word with a capital, or with letters and digits; with what may stand within it.
NAME = re.compile(r"(?<![\w])(?=\w*[^\W\d_])[^\W_]+(?:[.+#&/-][^\W_]+)*[+#]*")
#: Their capital is no name's; "Mar", "March" and "May" are words as well.
MONTHS = frozenset(
    words(
        "jan feb apr jun jul aug sep sept oct nov dec january february april june july august"
        " september october november december"
    )
)
#: Function words, which have a capital in titles only.
NO_NAMES = frozenset(
    words(
        "a an the and or nor but for of to in on at by as with from into over under via per"
        " than then i my me we our us you your it its this that these those is was were are be"
        " been being has have had do did does not no"
    )
)


def names(text: str) -> frozenset[str]:
    """Return the words of a text that are names, without case.

    That is every word with a capital or a digit in it, but for the capital of a sentence's first
    word and for function words.
    """
    found: set[str] = set()
    for match in NAME.finditer(text):
        found |= set(_names_in(match[0], is_first=begins_sentence(text, match.start())))
    return frozenset(found)


def _names_in(word: str, *, is_first: bool) -> Iterator[str]:
    has_signs = any(c in "+#" for c in word)
    for place, part in enumerate(re.findall(r"[^\W_]+", word)):
        plain = part.casefold()
        is_mixed = has_signs or any(c.isdigit() or c.isupper() for c in part[1:])
        is_capital = part[0].isupper() or part[0].isdigit()
        if plain in NO_NAMES or part.isdigit():
            continue
        if is_mixed or plain in MONTHS or (is_capital and not (is_first and place == 0)):
            yield plain


def begins_sentence(text: str, place: int) -> bool:
    """Whether a sentence begins here."""
    above = text[:place].rstrip(" \t\r\n\"'(\u201c\u2018")
    return not above or above.endswith((".", "!", "?", ":", ";"))


def parts_of(name: str) -> list[str]:
    """Return the words of a name, without case and signs: `ci`, `cd`."""
    return [part.casefold() for part in re.findall(r"[^\W_]+", name)]
