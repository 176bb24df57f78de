"""What a text model may say in its own voice: English, about the facts, to the reader. Pure.

A text that says otherwise was most likely talked into it: by what a user typed into a résumé, a
job description or a region.
"""

import re
from collections.abc import Iterable

from functions.job_types.common.proper_names import MONTHS, names, parts_of
from functions.job_types.common.words import words

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_QUOTED = re.compile('\u201c[^\u201c\u201d]*\u201d|"[^"]*"')
_ENGLISH = frozenset(
    words(
        "the a an and or of to in on at by for with from as is are was were be been it its that"
        " this these those you your what which who how when where why not no than then there here"
        " more most fewer less only if so but one do does has have had can could will would should"
        " they their them all any each about up down into out over because also both"
    )
)
#: A text of so many words that is English has so large a share of these; the writers' own texts
#: have 0.25 and more.
_ENOUGH_WORDS, _LEAST_ENGLISH = 6, 0.12
#: Abbreviations that every reader knows and no facts have: "ATS", "KPIs".
_ABBREVIATION = re.compile(r"\b[A-Z]{2,4}s?\b")
#: Judgements about a person, meant for those who decide about them.
_VERDICT = re.compile(
    r"\b(?:hire[sd]?|candidates?|applicants?|shortlist\w*|rat(?:e[sd]?|ings?)|guarantee[sd]?"
    r"|must be (?:invited|interviewed|chosen|taken|promoted)|(?:perfect|ideal|top|best|flawless)"
    r" (?:match|fit|choice|person)|(?:overall|match|resume|r\u00e9sum\u00e9|ats) score)\b",
    re.IGNORECASE,
)


def is_english(text: str) -> bool:
    """Whether a text is English, as far as can be told: a short one may be anything."""
    found = [word.casefold() for word in _WORD.findall(_QUOTED.sub(" ", text))]
    known = sum(word in _ENGLISH for word in found)
    return len(found) < _ENOUGH_WORDS or known >= _LEAST_ENGLISH * len(found)


def unknown_names(text: str, given: Iterable[str]) -> frozenset[str]:
    """Return the names in a text that none of the given texts has a word of, without case.

    What begins a sentence is not looked at, nor are months, numbers with a unit ("100k"), and
    abbreviations of two to four letters.
    """
    known = {part for each in given for part in parts_of(each)} | MONTHS | {"mar", "march", "may"}
    found = names(_ABBREVIATION.sub(" ", text))
    return frozenset(name for name in found - known if not name[0].isdigit())


def verdicts(text: str, given: str = "") -> frozenset[str]:
    """Return the words of a text that judge a person, without case, except those given."""
    found = {match[0].casefold() for match in _VERDICT.finditer(text)}
    return frozenset(each for each in found if each not in given.casefold())


def without_quotes(text: str, said: Iterable[str]) -> str:
    """Take out what a person wrote where it stands in quotes: it is named there, not said."""
    for each in said:
        for quote in (f"\u201c{each}\u201d", f'"{each}"'):
            text = text.replace(quote, "")
    return text
