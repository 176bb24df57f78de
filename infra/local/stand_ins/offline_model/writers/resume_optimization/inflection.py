"""Verbs and their forms, and whether a word can be something else. Pure.

Words and forms are lemminflect's. A word that it does not have, or a past tense that it is not sure
of, is no verb here: nothing is guessed.
"""

import re
from enum import StrEnum
from functools import cache

from functions.job_types.common.words import words
from functions.job_types.resume_optimization.verbs import FORMS, gerund_of, past_of


class Form(StrEnum):
    """A form of a verb, by its name among linguists."""

    BASE = "VB"
    GERUND = "VBG"
    PAST = "VBD"
    THIRD = "VBZ"


#: Adjectives as often as verbs, and what says that somebody let others do something.
_UNSURE = frozenset(
    words(
        "be have do let help make lead operate act work exist grow emerge support cater house meet"
        " see watch hear get engage come go be involve open"
    )
)


@cache
def base_of(word: str, form: Form) -> str | None:
    """Return the verb that a word is this form of; None if it is none."""
    plain = word.casefold()
    known = FORMS.get(plain)
    candidates = [*_kinds_of(plain).get("VERB", ()), *((known,) if known else ())]
    return next((base for base in candidates if plain in _inflections(base, form)), None)


@cache
def in_form(base: str, form: Form, like: str) -> str | None:
    """Return a form of a verb, spelled as another form of it is; None if it has several."""
    found = _inflections(base, form)
    stem = like.casefold().removesuffix("ing")
    alike = [each for each in found if each.removesuffix("ed") == stem]
    if alike or len(found) == 1:
        return (alike or list(found))[0]
    return None


@cache
def is_only_verb(word: str) -> bool:
    """Whether a word can be no noun and no adjective."""
    kinds = _kinds_of(word.casefold()).keys()
    return "NOUN" not in kinds and "ADJ" not in kinds


def is_unsure(base: str) -> bool:
    """Whether a verb's forms are adjectives as often, or what follows it has a verb of its own."""
    return base in _UNSURE


@cache
def _inflections(base: str, form: Form) -> tuple[str, ...]:
    import lemminflect  # here: it loads numpy, and a dictionary

    if form is Form.BASE:
        return (base,)
    found = tuple(lemminflect.getInflection(base, form.value, inflect_oov=False))
    own = {Form.GERUND: gerund_of, Form.PAST: past_of}.get(form)
    return found or ((own(base),) if own is not None and base in FORMS.values() else ())


@cache
def _kinds_of(word: str) -> dict[str, tuple[str, ...]]:
    """Return what a word can be: by kind of word, its lemmas."""
    import lemminflect

    if not re.fullmatch(r"[a-z]+", word):
        return {}
    kinds: dict[str, tuple[str, ...]] = lemminflect.getAllLemmas(word)
    return kinds
