r"""Read the numbers in a text as a reader would. Pure.

A text model's answer is untrusted, so a number that cannot be read for certain ("l0%", "5\u00b2",
"half", ".5") is reported and not passed over.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from shared.core.records import Record


class Form(StrEnum):
    """How a number is written, which says what it is a number of."""

    PLAIN = "plain"
    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"


class WrittenNumber(Record):
    """A number as it stands in a text."""

    #: Without its sign: "-3%" is 3.
    value: float
    #: -1 or 1 if a sign is written, else 0.
    sign: int = 0
    form: Form = Form.PLAIN
    #: To what it may have been rounded: 0.1 for "5.2", 100 for "3,100".
    step: float = 1

    def is_rounding_of(self, exact: float) -> bool:
        """Whether the exact number, without its sign, may be written like this."""
        return abs(abs(exact) - self.value) <= self.step / 2 + 1e-9 * max(1.0, abs(exact))


class NumbersRead(Record):
    """What a text has in numbers."""

    numbers: tuple[WrittenNumber, ...]
    #: What looks like a quantity and cannot be read.
    unreadable: tuple[str, ...]


_DIGITS = re.compile(
    r"""
    (?P<sign>(?<![\w)%])[+\-\u2212\u2013](?=[\d$]))?
    (?P<money>(?:US)?\$[ ]?)?
    (?P<whole>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)
    (?P<fraction>\.[0-9]+)?
    (?P<scale>(?:k|m|bn)\b|[ ](?:thousand|million|billion)\b)?
    (?P<unit>[ -]?(?:percentage[ -])?points?\b|[ ]?%|[ -]per[ ]?cent\b
        |[ ](?:US[ ])?dollars\b|[ ]USD\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * ten for ten, word in enumerate(_TENS, start=2)},
}
_UNIT_WORDS = r"(?P<unit>[ -](?:percentage[ -])?points?\b|[ ]?%|[ -]per[ ]?cent\b|[ ]dollars\b)?"
_WORDS = re.compile(
    rf"\b(?P<first>{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
    rf"(?:[ -](?P<second>{'|'.join(_SMALL[1:10])}))?\b{_UNIT_WORDS}",
    re.IGNORECASE,
)
#: Quantities in words that say too little, or too much, to be held against a figure.
_VAGUE = re.compile(
    r"\b(?:half|halves|halved?|halving|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|twice|thrice|\w+fold"
    r"|dozens?|hundreds?|thousands?|millions?|billions?"
    r"|(?:a|an|one|two|three|four)[ -](?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)s?)\b",
    re.IGNORECASE,
)
#: What stands directly beside a number that can be read: nothing of a word, a fraction, a ratio.
_GLUE = frozenset(".,/:^_*\u00b7")
#: A number of digits that a plain rounding keeps.
_KEPT_DIGITS = 2


def read_numbers(text: str) -> NumbersRead:
    """Read all numbers of a text, in digits and in words."""
    numbers: list[WrittenNumber] = []
    unreadable = list(_hidden(text))
    for match in _DIGITS.finditer(text):
        if _is_glued(text, match):
            unreadable.append(match[0])
        else:
            numbers.append(_from_digits(match))
    rest = _DIGITS.sub(" ", text)
    unreadable += [match[0] for match in _VAGUE.finditer(rest)]
    for match in _WORDS.finditer(_VAGUE.sub(" ", rest)):
        # Alone, "one" is mostly no number: "the one that", "one of them".
        if match[0].casefold() != "one":
            numbers += [_from_words(match)]
    return NumbersRead(numbers=tuple(numbers), unreadable=tuple(unreadable))


def _hidden(text: str) -> Iterator[str]:
    """Return what is not seen, or is read as a number and is no plain digit."""
    for letter in text:
        category = unicodedata.category(letter)
        is_unseen = category[0] in "CM" and letter != "\n"
        is_odd_number = not letter.isascii() and unicodedata.numeric(letter, None) is not None
        if is_unseen or is_odd_number:
            yield letter


def _is_glued(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()] if match.start() else ""
    after, further = text[match.end() : match.end() + 1], text[match.end() + 1 : match.end() + 2]
    if before.isalnum() or (before and before in _GLUE):
        return True
    # A full stop, a comma or a colon ends a clause unless something follows it at once.
    return after.isalnum() or (after in _GLUE and after != "" and further.isalnum())


def _from_digits(match: re.Match[str]) -> WrittenNumber:
    digits, fraction = match["whole"].replace(",", ""), match["fraction"] or ""
    scale = _SCALES[match["scale"].strip().casefold()] if match["scale"] else 1.0
    form = Form.MONEY if match["money"] else _form_of(match["unit"])
    if fraction:
        step = 10.0 ** (1 - len(fraction))
    elif form in {Form.PLAIN, Form.MONEY}:
        zeros = len(digits) - len(digits.rstrip("0"))
        step = 10.0 ** max(0, min(zeros, len(digits) - _KEPT_DIGITS))
    else:
        step = 1.0
    return WrittenNumber(
        value=float(digits + fraction) * scale,
        sign=0 if not match["sign"] else 1 if match["sign"] == "+" else -1,
        form=form,
        step=step * scale,
    )


def _from_words(match: re.Match[str]) -> WrittenNumber:
    first, second = match["first"].casefold(), (match["second"] or "").casefold()
    return WrittenNumber(
        value=NUMBER_WORDS[first] + (NUMBER_WORDS[second] if second else 0),
        form=_form_of(match["unit"]),
    )


def _form_of(unit: str | None) -> Form:
    plain = (unit or "").strip(" -").casefold()
    if not plain:
        return Form.PLAIN
    if "point" in plain:
        return Form.POINTS
    return Form.MONEY if plain.endswith(("dollars", "usd")) else Form.PERCENT
