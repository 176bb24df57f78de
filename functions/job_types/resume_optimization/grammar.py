"""Refuse a rewrite that is no English. Pure.

Faults that rules and models make alike: a noun's first word is taken for a verb ("Teaching
Assistant" became "Taught Assistant"), of two verbs only the first is put into the past
("Facilitated and manage"), a noun is left without its verb ("Designed and development of"), a word
is cut that the sentence needs ("of various sizes"), or what goes on is put into the past.
"""

import re

from functions.job_types.common.words import words
from functions.job_types.resume_optimization.verbs import BASES, FORMS, gerund_of, past_of

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
#: What no sentence has that a rewrite did not break.
_BROKEN = (
    re.compile(r"^\w+(?:ed|t|n)(?:,| and| &) \w+ing\b"),
    re.compile(r"^\w+ed (?:and|&) \w{3,40}(?:ment|tion|sion|ance|ence|ysis)\b"),
    re.compile(r"^(?!Consist|Dispos|Part\b|One\b|Head\b|Out\b)\w+ of \d"),
    re.compile(r"\b(?:of|in|at) (?:sizes|kinds|types|sorts|ages|levels|sources|fields)\b"),
)
#: What stands in the original, and is left in the rewrite without its subject, or its present.
_LEFT = (
    (re.compile(r"^I (?:have|am|was)\b"), re.compile(r"\band (?:have|am|was|has)\b")),
    (
        re.compile(r"\band responsible for\b"),
        re.compile(r"^\w+ed\b.{0,400}\band responsible for\b"),
    ),
    (
        re.compile(r"\b(?:till date|to date|until now|till now|present)\b"),
        re.compile(r"^\w+ed\b.{0,400}\b(?:till date|to date|until now|till now|present)\b"),
    ),
)
_JOINED = re.compile(r"(?:^|[,;] | (?:and|&|or) )([^\W\d_]+)")
#: Who does the work: behind a word with -ing, it names a person or a place.
_TITLES = frozenset(
    words(
        "assistant manager engineer officer director clerk executive supervisor nurse actor hand"
        " centre center studio school theatre theater coordinator consultant specialist associate"
        " analyst technician lead leader head department team lecturer tutor intern trainee agent"
        " advisor adviser representative partner instructor group"
    )
)


def is_wrong_english(before: str, after: str) -> bool:
    """Whether a rewrite has one of these faults that its original has not."""
    return (
        _takes_noun_for_verb(before, after)
        or _leaves_a_verb(before, after)
        or any(rule.search(after) and not rule.search(before) for rule in _BROKEN)
        or any(was.search(before) and now.search(after) for was, now in _LEFT)
    )


def _takes_noun_for_verb(before: str, after: str) -> bool:
    was, now = _WORD.findall(before), _WORD.findall(after)
    if len(was) < 2 or len(now) < 2:  # noqa: PLR2004 -- a name has two words
        return False
    first, second = was[0].casefold(), was[1]
    base = FORMS.get(first)
    is_name = second.casefold() in _TITLES or (second[0].isupper() and not second.isupper())
    is_changed = now[0].casefold() != first and FORMS.get(now[0].casefold()) == base
    return base is not None and is_name and second.casefold() == now[1].casefold() and is_changed


def _leaves_a_verb(before: str, after: str) -> bool:
    """Whether a verb beside the first keeps a form that the first has lost."""
    was, now = _WORD.findall(before), _WORD.findall(after)
    if not was or not now:
        return False
    old, new = was[0].casefold(), now[0].casefold()
    base = FORMS.get(new)
    if base is None or old == new or new != past_of(base):
        return False
    form = _form_of(old)
    joined = [word.casefold() for word in _JOINED.findall(after[len(now[0]) :])]
    if form == "gerund":
        return any(word.endswith("ing") for word in joined)
    return form is not None and any(_form_of(word) == form for word in joined)


def _form_of(word: str) -> str | None:
    """Return which form of a verb a word is; None for the past, which stays, and for no verb."""
    base = FORMS.get(word)
    if base is None or word == past_of(base):
        return None
    if word in BASES:
        return "base"
    return "gerund" if word == gerund_of(base) else "third"
