"""Read the day of a posting in its usual forms: ISO, epochs, "14.09.2026", "3 days ago". Pure.

What may be two days is refused until the caller says which comes first, day or month; what says
only how long ago needs the day that it was read on.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from dateutil import parser

from infra.load_postings.faults import FieldError
from infra.load_postings.values.blank import as_text

#: Longer texts are no day.
_MOST_CHARACTERS = 80
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_EPOCH = re.compile(r"\d{9,16}(?:\.\d{1,9})?|\d(?:\.\d{1,15})?[eE]\+?(?:9|1[0-5])")
_POSTED = re.compile(r"^(?:re)?posted(?:\s+on)?:?\s+|^active\s+|^employeractive\s+", re.IGNORECASE)
_AGO = re.compile(
    r"(?P<count>\d{1,3}|an?|one)\+?\s?(?P<unit>seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d"
    r"|weeks?|wks?|w|months?|mos?|years?|yrs?|y)\b(?:\s+ago)?",
    re.IGNORECASE,
)
_TODAY = re.compile(r"(?:today|just (?:posted|now)|new|now|hiring ongoing)\b", re.IGNORECASE)
_YESTERDAY = re.compile(r"yesterday\b", re.IGNORECASE)
#: By a unit's first letters, how many days it has; the longest first.
_UNIT_DAYS = (("mo", 30), ("mi", 0), ("h", 0), ("s", 0), ("d", 1), ("w", 7), ("y", 365))
#: Two days that share nothing: what a text lacks is seen in what dateutil fills in.
_FILLED = (datetime(2001, 1, 1), datetime(2004, 12, 28))  # noqa: DTZ001 -- only their days are used
_TWO_DAYS = "may be two days: say whether the day comes first, --day-first or --month-first"
_NO_DAY = "is not a day in any usual form"
_NEEDS_AS_OF = "says only how long ago: say when the file was made, --as-of 2026-01-31"
_MONTHS = 12
_MILLION = 1e11


def read_day(value: object, *, day_first: bool | None, as_of: date | None) -> date:
    """Return the day that a value says.

    Args:
        value: Text, a number of seconds or milliseconds since 1970, or a day already.
        day_first: Whether 3/4/2026 is in April; None if that is not known.
        as_of: The day that "3 days ago" is counted back from, if it is known.

    Raises:
        FieldError: If it says no day, or may say two.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _POSTED.sub("", as_text(value).replace("\u00a0", " ")) if _is_plain(value) else ""
    if not text or len(text) > _MOST_CHARACTERS:
        raise FieldError(_NO_DAY)
    try:
        return _read(text, day_first, as_of)
    except (ValueError, OverflowError, OSError, TypeError) as error:
        raise error if isinstance(error, FieldError) else FieldError(_NO_DAY) from None


def day_comes_first(values: Iterable[object]) -> bool | None:
    """Say by a whole column whether days stand before months; None if no value shows it."""
    shown = set()
    for value in values:
        found = _NUMBERS.match(_POSTED.sub("", value.strip())) if isinstance(value, str) else None
        if found and found[2] != ".":
            shown |= {True} if int(found[1]) > _MONTHS else set()
            shown |= {False} if int(found[3]) > _MONTHS else set()
    return shown.pop() if len(shown) == 1 else None


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _read(text: str, day_first: bool | None, as_of: date | None) -> date:  # noqa: FBT001 -- as above
    if found := _ISO.match(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    if found := _NUMBERS.match(text):
        return _from_numbers(found, day_first)
    if (days := _days_ago(text)) is not None:
        if as_of is None:
            raise FieldError(_NEEDS_AS_OF)
        return as_of - timedelta(days=days)
    return _from_words(text, day_first)


def _from_epoch(count: float) -> date:
    while count >= _MILLION:
        count /= 1_000
    return datetime.fromtimestamp(count, UTC).date()


def _from_numbers(found: re.Match[str], day_first: bool | None) -> date:  # noqa: FBT001 -- as above
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or one > _MONTHS:
        day_first = True
    elif other > _MONTHS:
        day_first = False
    if day_first is None and one != other:
        raise FieldError(_TWO_DAYS)
    day, month = (one, other) if day_first else (other, one)
    return date(year if len(found[4]) > 2 else 2000 + year, month, day)  # noqa: PLR2004 -- digits


def _days_ago(text: str) -> int | None:
    if _TODAY.match(text):
        return 0
    if _YESTERDAY.match(text):
        return 1
    found = _AGO.match(text)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    unit = found["unit"].casefold()
    return count * next(days for start, days in _UNIT_DAYS if unit.startswith(start))


def _from_words(text: str, day_first: bool | None) -> date:  # noqa: FBT001 -- as above
    """Read "14 September 2026": only if it names day, month and year."""
    one, other = (
        parser.parse(text, default=default, dayfirst=bool(day_first)).date() for default in _FILLED
    )
    if one != other:
        raise FieldError(_NO_DAY)
    return one
