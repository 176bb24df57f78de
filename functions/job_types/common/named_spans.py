"""Find the names that stand in a text, the longest where one lies in another. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

#: A word, with the signs that tell "C++" and "C#" from "C".
TOKEN = re.compile(r"[^\W_]+[+#]*")


class NamedSpan(NamedTuple):
    """A name, and where it stands."""

    name: str
    start: int
    end: int


def named_spans(
    text: str,
    tokens: Sequence[re.Match[str]],
    name_of: Callable[[Sequence[re.Match[str]]], str | None],
    *,
    within: re.Pattern[str],
    most: int,
) -> Iterator[NamedSpan]:
    """Return the names in a text, in order; none begins within another.

    Args:
        text: Where they are looked for.
        tokens: Its words, as far as they count.
        name_of: Returns the name that these words in a row are meant as, if they are.
        within: What may stand between two words of a name.
        most: Words that a name has at the most.
    """
    place = 0
    while place < len(tokens):
        row = tokens[place : place + most]
        for count in range(_joined(text, row, within), 0, -1):
            if (name := name_of(row[:count])) is not None:
                yield NamedSpan(name, row[0].start(), row[count - 1].end())
                place += count
                break
        else:
            place += 1


def _joined(text: str, row: Sequence[re.Match[str]], within: re.Pattern[str]) -> int:
    """Say how many of the words may be one name, by what stands between them."""
    for count, (one, other) in enumerate(pairwise(row), start=1):
        if not within.fullmatch(text[one.end() : other.start()]):
            return count
    return len(row)
