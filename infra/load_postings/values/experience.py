"""Read how many years of experience a posting asks for. Pure.

Of a range, the least; of a description, the first years that it calls experience. A level is read
only where its name means none: "Mid-Senior level" has no number.
"""

import re

from infra.load_postings.values.blank import as_text

_NUMBER = r"(?P<years>\d{1,2})(?:\.\d)?"
_CELL = re.compile(
    rf"(?:min(?:imum)?\.?\s*|at least\s*|over\s*|>=?\s*)?{_NUMBER}\s*\+?"
    r"(?:\s*(?:-|\u2013|to)\s*\d{1,2}(?:\.\d)?)?\s*\+?\s*(?:years?|yrs?\.?|y)?(?![^\W_])",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"(\d{1,3})\s*(?:months?|mos?)\b", re.IGNORECASE)
_NONE = re.compile(
    r"(?:no experience|none required|entry[- ]level|entry|intern(?:ship)?|fresher|graduate|en)\b"
    r"(?!.*\d)",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    rf"(?<![\d$€£.,-]){_NUMBER}\s?\+?(?:\s?(?:-|\u2013|to)\s?\d{{1,2}})?\s?\+?\s?"
    r"(?:years?|yrs?\.?)['\u2019]?\s(?:[^.;\n]{0,60}?)\bexperience\b"
    rf"|\bexperience\b[^.;\n]{{0,30}}?(?<![\d$€£.,-])(?P<behind>\d{{1,2}})\s?\+?\s?(?:-\s?\d{{1,2}}\s?)?"
    r"(?:years?|yrs?)\b",
    re.IGNORECASE,
)
#: Nothing asks for more; it is the company's age.
_MOST_DESCRIBED = 20


def read_experience(value: object) -> int | None:
    """Return the years that a cell asks for; None where it says no number."""
    text = as_text(value)
    if months := _MONTHS.search(text):
        return int(months[1]) // 12
    if found := _CELL.match(text):
        return int(found["years"])
    return 0 if _NONE.match(text) else None


def described_experience(description: str) -> int | None:
    """Return the years of experience that a description asks for; None if it names none."""
    for found in _DESCRIBED.finditer(description):
        years = int(found["years"] or found["behind"])
        if years <= _MOST_DESCRIBED:
            return years
    return None
