"""Change the verbs of one clause together, or leave it: nothing is rewritten that is not certain.

Pure. A clause is what a bullet says was done: "building and running 12 shops". Its first word must
surely be a verb; every verb beside it must surely be one, too, and is changed with it. Where a
second reading is possible the clause has no change.
"""

import re
from collections.abc import Iterator

from functions.job_types.common.words import words
from infra.local.stand_ins.offline_model.writers.resume_optimization.inflection import (
    Form,
    base_of,
    in_form,
    is_done,
    is_only_verb,
    is_sure,
)

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*")
#: What begins an object: before it stands a verb, whatever else the word can be.
_OBJECT = re.compile(
    r" (?:(?:the|a|an|all|their|its|each|every|both|these|those|two|three|four|five|six|seven"
    r"|eight|nine|ten|twelve)\b(?!-)|[$\u20ac\u00a3]?\d)"
)
_PREPOSITION = (
    r"(?:for|of|to|in|on|at|with|by|from|using|across|within|per|through|under|as|into|over|during"
    r"|between|before|after|while|about)\b"
)
#: A word before the noun of an object.
_MODIFIER = rf" (?!{_PREPOSITION})[A-Za-z][\w'\u2019-]*"
#: A number that counts or measures; that of "Model 3 production line" is a part of a name.
_NUMBER = re.compile(r" \d")
_COUNTED = re.compile(
    rf" (?!1 )\d[\d.,]*(?:\+|%|k|K|m|M)?(?:{_MODIFIER}){{0,3}}?"
    r" (?:[A-Za-z-]+(?<![sui])s|people|staff|children|women|men|kg|km)"
    r"(?=$|[,.]?$|,? (?:of|for|at|in|on|to|with|and|by|from|using|across|within|per|through|under"
    r"|as|into|a|an|each|every|daily|weekly|monthly)\b)"
)
#: Behind a sure verb: not "of", no name, nothing that is joined to it.
_GOES_ON = re.compile(r" (?!of\b|and\b|or\b)(?:[a-z]|[A-Z]{2,}\b|\d)")
#: Two verbs of one object: "building and running 12 shops".
_SECOND = re.compile(r",? and (?P<second>[a-z]+)\b")
#: Before another verb of the same object these are verbs, too, although each can be a noun.
_MAKING = frozenset(words("build design develop"))
#: What a verb with -ing is about: several things, a mass, how, with whom; "managing editor"
#: is a person.
_WHAT = re.compile(
    r" (?:with|to|in|on|from|closely)\b|(?:" + _MODIFIER + r"){0,3}? (?:[A-Za-z-]+(?<![sui])s"
    r"|data|inventory|compliance|code|content|payroll|accuracy|quality|access|food|staff|people"
    r"|equipment|support|goods)(?=$|[,.]?$|,? (?:of|for|at|in|on|to|with|and|by|from|using|across"
    r"|within|per|through|under|as)\b)"
)
#: What is not over when a position is, or says that others do something.
_STATES = frozenset(
    words("be have do let help make own hold possess know speak love like live work find learn get")
)
_DEVELOPING = re.compile(r"developing (?:countr|econom|nation|world|market)", re.IGNORECASE)
#: More than one sentence, another clause, its own tense, or the first person.
_TOO_MUCH = re.compile(
    r"[;:!?\"\u201c\u201d|]|\. |\b(?:is|are|am|has|have|do|does|can|will|may|must|shall|should"
    r"|would|could|was|were|had|did|been|that|which|who|whose|where|when|what|how|while|if|but"
    r"|because|currently|present|now|still|since|to date|so far|responsible|charge|me|my|we|our|us"
    r"|myself)\b"
    r"|\bI\b|\band to\b",
    re.IGNORECASE,
)
#: What is dated is over, and no habit; so is what was done in the last months.
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b(?:last|past) (?:\w+ )?(?:month|year)s?\b", re.IGNORECASE)
_JOINT = re.compile(r"(?:,? (?:and|or|then|plus|but)|,? &|,|/|,? as well as)\s*$")
_AND = re.compile(r",? (?:and|&) $")
#: What a verb may have behind it and a noun has not: a word that is no preposition.
_HAS_OBJECT = re.compile(rf" (?!{_PREPOSITION}|(?:and|or|that|which)\b)[\w$\u20ac\u00a3]")
#: A verb before it that is past and joined itself: "cooked, and cleaned, and shop".
_DONE_BEFORE = re.compile(r"(?:and|,) [a-z]+ed,? (?:and|or) $")
#: A second task behind the first, as a noun of its own: "and for marking the tests", "guiding the
#: groups and the safety of all guests".
_SECOND_TASK = re.compile(
    r"(?:,|\b(?:and|or)|&) (?:(?:for|of|with|in) (?:the )?[a-z]+ing\b|the [a-z]+ of\b)"
)
#: What a second verb may belong to as well as to the first.
_NEARER = re.compile(r"\b(?:to|for|by|from|of) [a-z]|\b[a-z]{2,}ing\b", re.IGNORECASE)
#: What says that others do something, with or without "that": "ensure all guests leave happy".
_SAYS = frozenset(words("ensure verify confirm guarantee check show see assure demonstrate prove"))
_TAKES_CLAUSE = frozenset(words("to directly that"))


def in_tense(clause: str, *, is_past: bool) -> str | None:
    """Return a clause with its verbs in the past or the base form; None where it is not certain."""
    first = _WORD.match(clause)
    if first is None or _is_beyond_rules(clause):
        return None
    if not is_past and _DATED.search(clause):
        return None
    form = next((each for each in (Form.GERUND, Form.BASE) if base_of(first[0], each)), None)
    if form is None or not _is_sure(clause, first, form):
        return None
    if base_of(first[0], form) in _SAYS and _has_clause(clause, first):
        return None
    verbs = [first]
    for word in _later_words(clause, first):
        kind = _judge(clause, first, word, form, is_past=is_past)
        if kind is None:
            return None
        if kind:
            verbs.append(word)
    return _changed(clause, verbs, form, is_past=is_past)


def _is_beyond_rules(clause: str) -> bool:
    looks = (_TOO_MUCH.search, _SECOND_TASK.search, _DEVELOPING.match)
    return any(look(clause) for look in looks)


def _has_clause(clause: str, first: re.Match[str]) -> bool:
    """Whether a later word may say what a person does."""
    return any(
        _goes_on(clause, word) and (base_of(word[0], Form.BASE) or base_of(word[0], Form.THIRD))
        for word in _WORD.finditer(clause, first.end())
        if not clause[: word.start()].endswith((" the ", " a ", " to "))
    )


def _goes_on(clause: str, word: re.Match[str]) -> bool:
    return re.match(r" [a-z]", clause[word.end() :]) is not None


def has_other_verb(clause: str, first: str) -> bool:
    """Whether a verb is joined to the first one that may be of another tense: "led and manage"."""
    is_past = base_of(first, Form.PAST) is not None
    if not is_past and base_of(first, Form.BASE) is None:
        return False
    for word in _WORD.finditer(clause, len(first)):
        before = clause[: word.start()]
        forms = [each for each in Form if base_of(word[0], each)]
        is_other = Form.PAST not in forms if is_past else Form.BASE not in forms
        if forms and is_other and _JOINT.search(before):
            is_participle = Form.GERUND in forms and not _is_second_gerund(before)
            is_bare = is_past and Form.BASE in forms and _DONE_BEFORE.search(before) is not None
            if not is_participle and (is_bare or _may_be_verb(clause, word)):
                return True
    return False


def _is_second_gerund(before: str) -> bool:
    """Whether one with -ing would be joined to a verb: no comma is before it, and no other one."""
    return _AND.search(before) is not None and re.search(r"ing\b", before) is None


def _may_be_verb(clause: str, word: re.Match[str]) -> bool:
    return is_only_verb(word[0]) or _HAS_OBJECT.match(clause, word.end()) is not None


def _later_words(clause: str, first: re.Match[str]) -> Iterator[re.Match[str]]:
    yield from _WORD.finditer(clause, first.end())


def _judge(
    clause: str, first: re.Match[str], word: re.Match[str], form: Form, *, is_past: bool
) -> bool | None:
    """Say whether a word is another verb of the clause; None if that is not certain."""
    before = clause[first.end() : word.start()]
    if not _JOINT.search(before):
        # "Ensure guests get ..." has a second clause; "in order to get" has none.
        is_infinitive = before.endswith(" to ")
        is_verb = base_of(word[0], Form.BASE) is not None and is_only_verb(word[0])
        return None if is_verb and not is_infinitive else False
    forms = [each for each in Form if base_of(word[0], each)]
    if not forms:
        return False
    if form in forms:
        nearer = _NEARER.search(_JOINT.sub("", before))
        is_second = _AND.search(before) and not nearer and _is_sure(clause, word, form)
        return True if is_second else None
    return False if _is_left(clause, word, forms, is_past=is_past) else None


def _is_left(clause: str, word: re.Match[str], forms: list[Form], *, is_past: bool) -> bool:
    """Whether a joined word that has another form is right as it is: a noun, or past already."""
    if Form.BASE in forms or Form.GERUND in forms:
        return Form.PAST in forms and is_past
    if Form.THIRD in forms:
        follows = _WORD.search(clause, word.end())
        is_clause = follows is not None and follows[0] in _TAKES_CLAUSE
        return (
            not is_clause
            and not _HAS_OBJECT.match(clause, word.end())
            and not is_only_verb(word[0])
        )
    return is_past


def _is_sure(clause: str, word: re.Match[str], form: Form) -> bool:
    """Whether a word is surely meant as a verb in this form."""
    base = base_of(word[0], form)
    if base is None or base in _STATES or in_form(base, Form.PAST, word[0]) is None:
        return False
    if _NUMBER.match(clause, word.end()) and not is_only_verb(word[0]):
        return is_done(base) and _COUNTED.match(clause, word.end()) is not None
    if _OBJECT.match(clause, word.end()):
        return form is Form.GERUND or is_done(base)
    if second := _SECOND.match(clause, word.end()):
        is_making = base in _MAKING and _OBJECT.match(clause, second.end()) is not None
        is_joined = is_making or (is_only_verb(word[0]) and is_sure(base, form))
        return is_joined and _is_sure_at(clause, second, form)
    is_free = is_only_verb(word[0]) and is_sure(base, form)
    is_who = form is Form.GERUND and not _WHAT.match(clause, word.end())
    return is_free and not is_who and _GOES_ON.match(clause, word.end()) is not None


def _is_sure_at(clause: str, second: re.Match[str], form: Form) -> bool:
    word = _WORD.match(clause, second.start("second"))
    return word is not None and _is_sure(clause, word, form)


def _changed(clause: str, verbs: list[re.Match[str]], form: Form, *, is_past: bool) -> str | None:
    said, place = "", 0
    for verb in verbs:
        base = base_of(verb[0], form)
        other = base and (in_form(base, Form.PAST, verb[0]) if is_past else base)
        if other is None:
            return None
        said += clause[place : verb.start()] + str(other)
        place = verb.end()
    return said + clause[place:]
