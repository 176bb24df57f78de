"""Verbs and their forms, and whether a word can be something else. Pure.

Words and forms are lemminflect's. A word that it does not have, or a past tense that it is not sure
of, is no verb here: nothing is guessed.
"""

import re
from enum import StrEnum
from functools import cache

from functions.job_types.common.words import words
from functions.job_types.resume_optimization.verbs import DOUBLED, FORMS, gerund_of, past_of


class Form(StrEnum):
    """A form of a verb, by its name among linguists."""

    BASE = "VB"
    GERUND = "VBG"
    PAST = "VBD"
    THIRD = "VBZ"


#: Verbs that open a bullet without a doubt: none of their forms stands before a noun ("visiting
#: professors", "editing software"), and none says what goes on by itself ("own a car").
_SURE = frozenset(
    words(
        "achieve administer analyse analyze answer assemble assess assist attain automate build"
        " coach collaborate collect communicate compile complete conduct configure coordinate"
        " create debug define deliver deploy design develop diagnose distribute document draft"
        " enforce ensure enter establish evaluate examine execute facilitate gather generate"
        " identify implement improve inspect install integrate introduce investigate maintain"
        " manage mentor migrate monitor negotiate optimise optimize organise organize oversee"
        " participate perform prepare prioritise prioritize produce promote provide publish recruit"
        " reconcile redesign refactor repair replace resolve respond restock restructure review"
        " revise rewrite run streamline submit supervise support teach test train translate"
        " troubleshoot update write"
    )
)
#: Of these a form stands before nouns all the same: "performing arts", "complete sets".
_GERUND_BEFORE_NOUNS = frozenset(
    words("perform support run build test train write teach design coach")
)
_BASE_BEFORE_NOUNS = frozenset(words("complete"))


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
    if form is Form.PAST and like.casefold() in DOUBLED:
        return past_of(base)
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


def is_sure(base: str, form: Form) -> bool:
    """Whether a word that is this form of a verb is meant as one, whatever follows."""
    before_nouns = _GERUND_BEFORE_NOUNS if form is Form.GERUND else _BASE_BEFORE_NOUNS
    return base in _SURE - before_nouns


def is_done(base: str) -> bool:
    """Whether a verb says what was done for an employer, and no state."""
    return base in _SURE or base in FORMS.values()


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
