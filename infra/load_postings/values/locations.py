"""Read where a posting's work is, as far as its form says it: "Austin, TX 78701 (Remote)". Pure.

The states of the United States are put into the Census Bureau's four regions, the provinces of
Canada into Canada; what an index of names knows besides is the caller's to ask.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

#: By region, its states: their code and their name.
_STATES: Mapping[str, str] = {
    "US West": (
        "AK Alaska,AZ Arizona,CA California,CO Colorado,HI Hawaii,ID Idaho,MT Montana,NV Nevada"
        ",NM New Mexico,OR Oregon,UT Utah,WA Washington,WY Wyoming"
    ),
    "US Northeast": (
        "CT Connecticut,ME Maine,MA Massachusetts,NH New Hampshire,NJ New Jersey,NY New York"
        ",PA Pennsylvania,RI Rhode Island,VT Vermont"
    ),
    "US South": (
        "AL Alabama,AR Arkansas,DE Delaware,DC District of Columbia,FL Florida,GA Georgia"
        ",KY Kentucky,LA Louisiana,MD Maryland,MS Mississippi,NC North Carolina,OK Oklahoma"
        ",SC South Carolina,TN Tennessee,TX Texas,VA Virginia,WV West Virginia"
    ),
    "US Midwest": (
        "IL Illinois,IN Indiana,IA Iowa,KS Kansas,MI Michigan,MN Minnesota,MO Missouri"
        ",NE Nebraska,ND North Dakota,OH Ohio,SD South Dakota,WI Wisconsin"
    ),
    "Canada": (
        "AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador"
        ",NS Nova Scotia,ON Ontario,PE Prince Edward Island,QC Quebec,SK Saskatchewan"
        ",QC Québec,YT Yukon,NT Northwest Territories,NU Nunavut"
    ),
}
_PAIRS = [
    (*entry.split(" ", 1), region)
    for region, states in _STATES.items()
    for entry in states.split(",")
]
_BY_CODE = {code: region for code, _, region in _PAIRS}
_BY_NAME = {name.casefold(): region for _, name, region in _PAIRS}
_US = frozenset(["us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"])
_CANADA = frozenset(["ca", "can", "canada"])
#: A posting that is in several places is counted in the first.
_SEVERAL = re.compile(r"\s*(?:;|\||\n|\s/\s|\s\+\d+|\band \d+ other|\bor\b)", re.IGNORECASE)
_ZIP = re.compile(r"\s*\b\d{5}(?:-\d{4})?\b|\s*\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b")
_WAY = re.compile(
    r"[(\[]?\b(?:fully |100% )?(?P<remote>remote|work from home|wfh|telecommute|anywhere)\b"
    r"(?:\s+(?:in|from|within|-))?[)\]]?|[(\[]?\b(?:hybrid|on-?site|in-?office)\b"
    r"(?:\s+(?:work|remote))?(?:\s+in)?[)\]]?",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:greater|metropolitan|metro|metroplex|area|county|city of)\b", re.IGNORECASE
)
_EDGE = " ,;-\u2013\u2014()[]\u00b7"


class Place(NamedTuple):
    """What a text says of a place."""

    #: The place in words, without the way of working; empty if none is named.
    text: str
    #: The region of ours that a state or province lies in; None if none is named.
    region: str | None
    #: Whether it says that the work is remote.
    is_remote: bool
    #: Whether the words are one name, with no state and no country behind it.
    is_one_name: bool


def read_place(written: str, *, is_remote: bool = False) -> Place:
    """Say what a text says of a place, and of whether the work is remote if that is not known."""
    one = " ".join(_SEVERAL.split(written.strip(), maxsplit=1)[0].split())
    is_remote = is_remote or any(found["remote"] for found in _WAY.finditer(one))
    text = _WAY.sub(" ", one).strip(_EDGE) if _WAY.search(one) else one
    parts = [" ".join(_ZIP.sub("", part).split()).strip(_EDGE) for part in text.split(",")]
    parts = [part for part in parts if part]
    country = parts[-1].casefold() if parts else ""
    is_us = country in _US
    # "CA" alone is a state or a country; behind a province it is the country.
    is_canada = country in _CANADA and len(parts) != 2  # noqa: PLR2004 -- a city and a state
    inner = parts[:-1] if is_us or is_canada else parts
    region = _region_of(inner) or ("Canada" if is_canada or country == "canada" else None)
    if is_us and not inner and is_remote:
        parts = []
    named = ", ".join(inner if is_us and inner else parts)
    return Place(" ".join(named.split()), region, is_remote, len(inner) == 1)


def _region_of(parts: list[str]) -> str | None:
    """Return the region of the state that stands at the end, or is all there is."""
    if not parts:
        return None
    last = " ".join(_AROUND.sub(" ", parts[-1]).split())
    if (named := _BY_NAME.get(last.casefold())) is not None:
        return named
    # A code follows its city: "IN" alone may be India.
    return _BY_CODE.get(last) if len(parts) > 1 else None
