"""Check that a rewrite keeps the facts of its original: figures, names, and what is claimed.

Pure. A text model's rewrite is untrusted: a figure, a date or a name that is not in the original
is an invention, one that is gone is a loss, and either way the original stays.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from functions.job_types.common.numbers import NUMBER_WORDS
from functions.job_types.common.proper_names import (
    NAME,
    NO_NAMES,
    begins_sentence,
    names,
    parts_of,
)
from functions.job_types.common.tone import verdicts
from functions.job_types.common.words import words
from functions.job_types.resume_optimization.findings import KeptBecause
from functions.job_types.resume_optimization.grammar import is_wrong_english
from functions.job_types.resume_optimization.keywords import Mention, SkillFinder
from functions.job_types.resume_optimization.verbs import FORMS
from shared.core import normal_form

_DIGITS = re.compile(
    r"(?P<sign>[$\u20ac\u00a3\u00a5])?\s?(?P<number>\d[\d,.'\u2019]*\d|\d)"
    r"(?P<unit>\s?(?:%|percent\b|per cent\b|thousand\b|million\b|billion\b)|[kmbx]\b)?",
    re.IGNORECASE,
)
_UNITS = {"percent": "%", "per cent": "%", "thousand": "k", "million": "m", "billion": "b"}
_SPOKEN = {word: str(value) for word, value in NUMBER_WORDS.items() if value > 1}
#: Words that say how much without a digit; "double" and "doubled" are one.
_AMOUNTS = {
    word: words(group)[0]
    for group in (
        "hundreds hundred",
        "thousands thousand",
        "millions million",
        "billions billion",
        "dozens dozen",
        "half halved halving",
        "quarter quarters",
        "double doubled doubling twice twofold",
        "triple tripled tripling threefold",
        "quadruple quadrupled quadrupling fourfold",
        "tenfold",
    )
    for word in words(group)
}
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_NEGATIONS = frozenset(words("not never no without cannot can't don't didn't wasn't weren't"))
#: Words that claim the lead.
_LEADING = frozenset(
    words(
        "led lead leads leading headed heads heading directed directs directing spearheaded"
        " spearheading spearhead founded founds founding founder owned owns owning chaired chairing"
        " pioneered pioneering orchestrated orchestrating commanded presided masterminded"
        " leitete geleitet leitung führte dirigé dirigea piloté encadré dirigí dirigió lideré"
    )
)
_MANAGING = frozenset(words("managed manages managing supervised supervising oversaw overseeing"))
#: Words that say that others had the lead.
_HELPING = re.compile(
    r"\b(helped|helping|helps|help|assisted|assisting|assists|assist|supported|supporting|supports"
    r"|participated|participating|involved in|part of|contributed|contributing|shadowed)\b",
    re.IGNORECASE,
)
#: How much longer than its original a rewrite may be, and always may.
LONGEST_GROWTH = 1.6
ALWAYS_ALLOWED = 60
#: Of the words of a rewrite, the original has at least this share; of very few words, perhaps none.
LEAST_KEPT, FEWEST_STEMS = 0.3, 5
#: How much of a word is compared.
_STEM = 4
#: From this character on scripts have no blanks between words.
_NO_BLANKS = 0x2E80
#: How the first word of a sentence may end, so that its capital is no name's.
_VERB_END = ("ed", "ing", "ly")


def find_fault(
    before: str, after: str, finder: SkillFinder, *, is_english: bool = True
) -> KeptBecause | None:
    """Say why a rewrite must not be taken; None if it keeps the facts.

    What only holds for English, as what a first word may be, is compared in English only.
    """
    if len(after) > max(len(before) * LONGEST_GROWTH, len(before) + ALWAYS_ALLOWED):
        return KeptBecause.TOO_LONG
    had, has = finder.find(before), finder.find(after)
    # Skills are compared as skills: "k8s" is Kubernetes, and its 8 is no figure.
    return (
        _figure_fault(_without(before, had), _without(after, has))
        or _name_fault(before, after, had, has, is_english=is_english)
        or _claim_fault(before, after)
        or _subject_fault(before, after)
        or (KeptBecause.WRONG_ENGLISH if is_english and is_wrong_english(before, after) else None)
    )


def figures(text: str) -> Counter[str]:
    """Return the figures of a text, each with its sign and unit: `$1.2m`, `40%`, `2019`, `double`.

    "One" is none: it is a pronoun as often.
    """
    plain = normal_form.normalize("NFKC", text)
    found = Counter(_figure(match) for match in _DIGITS.finditer(plain))
    for word in _WORD.findall(_DIGITS.sub(" ", plain)):
        spoken = word.casefold()
        if spoken in _SPOKEN or spoken in _AMOUNTS:
            found[_SPOKEN.get(spoken) or _AMOUNTS[spoken]] += 1
    return found


def _without(text: str, mentions: Iterable[Mention]) -> str:
    kept, place = [], 0
    for mention in mentions:
        kept.append(text[place : mention.start])
        place = mention.end
    return " ".join([*kept, text[place:]])


def _figure(match: re.Match[str]) -> str:
    number = re.sub(r"[,'\u2019](?=\d{3}(?!\d))", "", match["number"])
    unit = (match["unit"] or "").strip().casefold()
    return f"{match['sign'] or ''}{number}{_UNITS.get(unit, unit)}"


def _figure_fault(before: str, after: str) -> KeptBecause | None:
    was, now = figures(before), figures(after)
    if now - was:
        return KeptBecause.ADDS_FIGURE
    return KeptBecause.LOSES_FIGURE if was.keys() - now.keys() else None


def _name_fault(
    before: str, after: str, had: Sequence[Mention], has: Sequence[Mention], *, is_english: bool
) -> KeptBecause | None:
    skills_before, skills_after = {m.skill for m in had}, {m.skill for m in has}
    words_before, words_after = set(parts_of(before)), set(parts_of(after))
    # The postings' own name may stand for another name of the same skill.
    spelled = {part for skill in skills_before for part in parts_of(skill)}
    opening = set(_openings(after)) - _written_parts(has) if is_english else set()
    added = (names(after) | opening) - words_before - spelled
    if skills_after - skills_before or added:
        return KeptBecause.ADDS_NAME
    if skills_before - skills_after or names(before) - words_after - _written_parts(had):
        return KeptBecause.LOSES_NAME
    return None


def _claim_fault(before: str, after: str) -> KeptBecause | None:
    was, now = set(_words(before)), set(_words(after))
    if now & _LEADING and not was & _LEADING:
        return KeptBecause.CLAIMS_MORE
    if _HELPING.search(before) and (now & _MANAGING) - was:
        return KeptBecause.CLAIMS_MORE
    if bool(was & _NEGATIONS) != bool(now & _NEGATIONS):
        return KeptBecause.CHANGES_MEANING
    return None


def _subject_fault(before: str, after: str) -> KeptBecause | None:
    if verdicts(after, before):
        return KeptBecause.CLAIMS_MORE
    was, now = _stems(before), _stems(after)
    if len(now) >= FEWEST_STEMS and len(now & was) < LEAST_KEPT * len(now):
        return KeptBecause.CHANGES_MEANING
    return None


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of a text's words: "build" and "building" are one.

    Scripts that put no blanks between words are compared by their characters.
    """
    found = [word for word in _words(text) if word not in NO_NAMES]
    together = {c for word in found for c in word if ord(c) >= _NO_BLANKS}
    return frozenset(word[:_STEM] for word in found if ord(word[0]) < _NO_BLANKS) | together


def _openings(text: str) -> Iterator[str]:
    """Return first words of sentences that are no verbs: a name may hide behind such a capital."""
    for match in NAME.finditer(text):
        plain = match[0].casefold()
        if not match[0][0].isupper() or not begins_sentence(text, match.start()):
            continue
        if plain.endswith(_VERB_END) or plain in NO_NAMES or plain in FORMS:
            continue
        yield from parts_of(plain)


def _written_parts(mentions: Iterable[Mention]) -> set[str]:
    return {part for mention in mentions for part in parts_of(mention.written)}


def _words(text: str) -> list[str]:
    return [word.casefold().replace("\u2019", "'") for word in _WORD.findall(text)]
