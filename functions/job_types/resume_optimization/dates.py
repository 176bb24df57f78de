"""Dates as résumés have them: in English, German, French and Spanish. Pure."""

import re
from typing import Final

#: The beginning of every month's name, and what may follow it.
MONTH: Final = (
    r"(?:jan|feb|f\u00e9v|fev|mar|m\u00e4r|apr|avr|abr|may|mai|jun|juin|jul|juil|aug|ao\u00fb|aou"
    r"|ago|sep|okt|oct|nov|dez|dec|d\u00e9c|dic|ene|sept)[a-z\u00fb\u00e9\u00e4]{0,7}\.?"
)
_YEAR = r"(?:19|20)\d\d"
PRESENT: Final = (
    r"(?:present|current(?:ly)?|today|till date|to date|now|ongoing|heute|jetzt|aktuell|laufend"
    r"|aujourd['\u2019]hui|actuel(?:lement)?|ce jour|pr\u00e9sent|actualidad|actualmente|presente"
    r"|hoy|la fecha)"
)
#: A year, a month with a year, or "present": what the line above an entry's bullets has.
DATES: Final = re.compile(
    rf"\b(?:{MONTH},? (?:de |del )?)?{_YEAR}\b|\b\d{{1,2}}[/.](?:19|20)?\d\d\b"
    rf"|\b(?:present|current|today|heute|aujourd['\u2019]hui|actualidad)\b",
    re.IGNORECASE,
)
_POINT = rf"(?:{MONTH}[ ,'\u2019]{{1,2}}(?:de |del )?(?:{_YEAR}|\d\d)|\d{{1,2}}[/.]{_YEAR}|{_YEAR})"
#: From one date to another.
RANGE: Final = re.compile(
    rf"\b{_POINT} ?(?:[-\u2013\u2014\u00ad]|to|until|till|bis|\u00e0|a|hasta|au)"
    rf" ?(?:{_POINT}|{PRESENT})\b",
    re.IGNORECASE,
)
#: A date, or a span of time, with which a line begins.
LEADING: Final = re.compile(
    rf"[(\[]?(?:{_POINT}\b|(?:since|seit|depuis|desde) {_POINT}\b)", re.IGNORECASE
)
_BIRTH = re.compile(
    r"\b(?:birth|born|d\.?o\.?b|geburt\w*|geb|geboren|n\u00e9e?|naissance|nac\w*)\b", re.IGNORECASE
)


def is_of_birth(line: str) -> bool:
    """Whether a line says when a person was born: no date of the career."""
    return _BIRTH.search(line) is not None
