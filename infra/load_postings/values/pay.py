"""Read advertised pay, as US dollars a year: "$80K-$120K (est.)", "45 - 60 an hour". Pure.

A range is its middle. A currency needs a rate that was passed in: rates change, and none is
guessed. Pay that names no period is a year's if it is large enough to be nothing else.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from infra.load_postings.faults import FieldError
from infra.load_postings.values.blank import as_text, is_blank

#: Of each period, how many a year has; a full week is 40 hours.
PERIODS: Mapping[str, int] = {
    "hour": 2_080,
    "day": 260,
    "week": 52,
    "two weeks": 26,
    "month": 12,
    "year": 1,
}
#: Less than this, and with no period, is not a year's pay for certain.
LEAST_YEARLY = 10_000
#: Longer texts are no pay.
_MOST_CHARACTERS = 300

_PERIOD_WORDS = (
    ("two weeks", r"bi-?weekly|fortnight\w*|two weeks|2 weeks"),
    ("hour", r"hour(?:ly)?|hr|hrs|stunde|stündlich|heure|hora|uur|/ ?h"),
    ("day", r"day|daily|per diem|tag|jour|día|dag"),
    ("week", r"week(?:ly)?|wk|woche|semaine|semana"),
    ("month", r"month(?:ly)?|mo|monat(?:lich)?|mois|mensuel|mes|maand"),
    ("year", r"year(?:ly)?|yr|yrs|annual(?:ly)?|annum|pa|p\.a|jahr(?:lich)?|an|año|jaar|lpa"),
)
_PERIOD = tuple(
    (name, re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE))
    for name, words in _PERIOD_WORDS
)
_SIGNS = (
    (r"\bC(?:A|DN)?\$", "CAD"),
    (r"\bAU?\$", "AUD"),
    (r"\bNZ\$", "NZD"),
    (r"\bS(?:GD?)?\$", "SGD"),
    (r"\bHK\$", "HKD"),
    (r"R\$", "BRL"),
    (r"€|\beuros?\b", "EUR"),
    (r"£|\bpounds?\b", "GBP"),
    (r"₹|\brs\.?(?![^\W_])|\brupees?\b", "INR"),
    (r"zł", "PLN"),
    (r"\bfr\.", "CHF"),
    (r"¥", "JPY"),
    (r"₱", "PHP"),
)
_CODES = (
    "USD EUR GBP CAD AUD NZD CHF INR SGD HKD JPY CNY PLN CZK HUF RON SEK NOK DKK BRL MXN ZAR ILS"
    " AED PHP KRW TRY UAH IDR MYR THB VND PKR BDT NGN KES EGP SAR QAR ARS CLP COP"
)
_CODE = re.compile(rf"\b({'|'.join(_CODES.split())})(?![^\W\d_])", re.IGNORECASE)
_CURRENCY = tuple((re.compile(sign, re.IGNORECASE), code) for sign, code in _SIGNS)

#: A number with its thousands apart, or without; then what it is counted in.
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f'\u2019]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)*"
_UNIT = r"k|thousand|tsd|lakhs?|lacs?|lpa|l|m|mio|million"
_AMOUNT = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<unit>(?:{_UNIT})(?![^\W_]))?", re.IGNORECASE)
_TO = re.compile(
    r"\s*(?:(?:an?|per|/)\s*[a-z]+\s*)?(?:-|\u2013|\u2014|~|to|and|bis|und|until|à|a)"
    r"\s*(?:up to\s*)?(?:[A-Z]{0,3}[$€£₹¥]|[A-Z]{3}|rs\.?)?\s*",
    re.IGNORECASE,
)
#: Numbers that a text about pay may have and that are none.
_NO_AMOUNT = re.compile(
    r"401\s?\(?k\)?|\d+(?:[.,]\d+)?\s?%|\d+\s?(?:hours?|hrs?|h)\s?(?:/|per|a)\s?w\w*|\d+\s?h/w\w*",
    re.IGNORECASE,
)
_TIMES = {"k": 1e3, "thousand": 1e3, "tsd": 1e3, "l": 1e5, "lpa": 1e5}


class Rates(NamedTuple):
    """How pay is turned into US dollars."""

    #: By currency, how many dollars one of it is.
    usd_per: Mapping[str, float]
    #: What pay is in that names no currency.
    default: str = "USD"


class PayParts(NamedTuple):
    """What a row says of its pay, in up to seven cells."""

    text: object = None
    low: object = None
    high: object = None
    middle: object = None
    #: What an hour pays, where it has a cell of its own.
    hour: object = None
    currency: object = None
    period: object = None


class _Pay(NamedTuple):
    amount: float
    currency: str | None
    period: str | None


def read_pay(parts: PayParts, rates: Rates) -> int | None:
    """Return the yearly pay in whole US dollars; None where a row says none.

    Raises:
        FieldError: If it says something that cannot be turned into that.
    """
    found = _read_cells(parts) or _read_text(as_text(parts.text)) or _read_hour(parts)
    if found is None:
        return None
    period = found.period or _period_of(as_text(parts.period))
    if period is None:
        if found.amount < LEAST_YEARLY:
            raise FieldError("says no period, and is too small for a year")
        period = "year"
    stated = currency_of(as_text(parts.currency)) or found.currency or rates.default
    if stated == "USD":
        rate = 1.0
    elif stated in rates.usd_per:
        rate = rates.usd_per[stated]
    else:
        raise FieldError(f"is in {stated}, and no rate is given: --rate {stated}=…")
    return round(found.amount * PERIODS[period] * rate)


def currency_of(text: str) -> str | None:
    """Return the code of the currency that a text names; None if it names none."""
    if found := _CODE.search(text):
        return found[1].upper()
    for sign, code in _CURRENCY:
        if sign.search(text):
            return code
    return "USD" if "$" in text else None


def _period_of(text: str) -> str | None:
    for name, words in _PERIOD:
        if words.search(text.replace("_", " ")):
            return name
    return None


def _read_cells(parts: PayParts) -> _Pay | None:
    """Read pay whose ends, or whose middle, stand in cells of their own."""
    ends = [_read_text(as_text(cell)) for cell in (parts.low, parts.high)]
    found = [end for end in ends if end is not None and end.amount > 0]
    if not found and (middle := _read_text(as_text(parts.middle))) is not None:
        found = [middle] if middle.amount > 0 else []
    if not found:
        return None
    return _Pay(
        amount=sum(each.amount for each in found) / len(found),
        currency=next((each.currency for each in found if each.currency), None),
        period=next((each.period for each in found if each.period), None),
    )


def _read_hour(parts: PayParts) -> _Pay | None:
    hour = _read_text(as_text(parts.hour))
    return None if hour is None else hour._replace(period="hour")


def _read_text(text: str) -> _Pay | None:
    """Read pay that one text says; None where it has no number: "Competitive"."""
    if is_blank(text):
        return None
    if len(text) > _MOST_CHARACTERS:
        raise FieldError("is too long to be pay")
    plain = _NO_AMOUNT.sub(" ", text)
    first = _AMOUNT.search(plain)
    if first is None:
        return None
    between = _TO.match(plain, first.end())
    second = _AMOUNT.match(plain, between.end()) if between else None
    of_both = (second or first)["unit"] or ""
    # Lakhs are counted in rupees only.
    currency = currency_of(plain) or ("INR" if of_both.casefold().startswith("l") else None)
    return _Pay(_middle(first, second), currency, _period_of(plain))


def _middle(first: re.Match[str], second: re.Match[str] | None) -> float:
    low, unit = _number(first["number"]), _times(first["unit"])
    if second is None:
        return low * unit
    high, high_unit = _number(second["number"]), _times(second["unit"])
    # "80-120K" is thousands, both.
    if unit == 1 and low < high * high_unit / 10:
        unit = high_unit
    return (low * unit + high * high_unit) / 2


def _times(unit: str | None) -> float:
    if not unit:
        return 1
    word = unit.casefold()
    return _TIMES.get(word, 1e5 if word.startswith("la") else 1e6)


def _number(written: str) -> float:
    """Return a number whose thousands may be apart, and whose fraction may follow a comma."""
    plain = re.sub(r"[ \u00a0\u202f'\u2019]", "", written)
    signs = [sign for sign in plain if sign in ".,"]
    if len(set(signs)) > 1:
        fraction = signs[-1]
    else:
        is_thousands = len(signs) > 1 or re.search(r"[.,]\d{3}$", plain)
        fraction = "" if is_thousands or not signs else signs[0]
    digits = "".join(
        "." if sign == fraction else sign for sign in plain if sign not in ",." or sign == fraction
    )
    return float(digits)
