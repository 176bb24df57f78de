"""English for the writers: numbers, lists and articles as a person would put them.

Pure; knows nothing of any job.
"""

import re
from collections.abc import Sequence

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: Letters whose names begin with a vowel's sound: "an SQL query", but "a UX role".
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
#: Spoken as words although written in capitals.
_SPOKEN_ACRONYMS = {"SCADA": "a", "SIEM": "a", "RTOS": "an", "REST": "a"}
#: How words begin that are spoken otherwise than they are written.
_VOWEL_SOUNDS = ("hour", "honest", "8", "11", "18")
_CONSONANT_SOUNDS = ("uni", "use", "one")


def join_and(items: Sequence[str]) -> str:
    """Join with commas and "and": `A`, `A and B`, `A, B and C`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def number(count: int) -> str:
    """Write small numbers in words and large ones in digits: `three`, `1,250`; 0 is `no`."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"


def count_of(count: int, noun: str, plural: str | None = None) -> str:
    """Write a number and its noun: `one skill`, `three skills`."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """Write a share of 0 to 1 as a whole percentage: `52%`."""
    return f"{round(share * 100)}%"


def points(share: float) -> str:
    """Write a difference of shares in percentage points, without its sign: `4 points`."""
    rounded = abs(round(share * 100))
    return f"{rounded} point{'' if rounded == 1 else 's'}"


def money(dollars: int) -> str:
    """Write US dollars: `$4,300`. The sign is the sentence's business."""
    return f"${abs(dollars):,}"


def with_article(noun: str) -> str:
    """Put "a" or "an" before a noun, by its sound: `an API`, `a UX Designer`, `an hour`."""
    return f"{_article(noun)} {noun}"


def capitalise(sentence: str) -> str:
    """Make the first letter a capital and leave the others alone."""
    return sentence[:1].upper() + sentence[1:]


def _article(noun: str) -> str:
    word = re.split(r"\W", noun, maxsplit=1)[0]
    if word in _SPOKEN_ACRONYMS:
        return _SPOKEN_ACRONYMS[word]
    if word.isupper():
        return "an" if word[0] in _VOWEL_LETTERS else "a"
    if word.lower().startswith(_VOWEL_SOUNDS):
        return "an"
    starts_with_vowel = word[:1].lower() in frozenset("aeiou")
    return "an" if starts_with_vowel and not word.lower().startswith(_CONSONANT_SOUNDS) else "a"
