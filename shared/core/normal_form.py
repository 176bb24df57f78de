"""Bring text into one of Unicode's normal forms, in a time that grows with its length only. Pure.

Normalising sorts the marks that follow a letter, and Python's sorting of many takes the square of
their number: 240 KB of marks stopped a process for two seconds. No script puts more than a few on
one letter; the Stream-Safe Text Format (UAX #15) allows 30, and so do we.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final, Literal

MOST_MARKS: Final = 30


def normalize(form: Literal["NFC", "NFD", "NFKC"], text: str) -> str:
    """Return the text in that form; of more than 30 marks in a row, the first 30."""
    # What is ASCII is in every form already.
    return text if text.isascii() else unicodedata.normalize(form, "".join(_fewer_marks(text)))


def _fewer_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            yield character
