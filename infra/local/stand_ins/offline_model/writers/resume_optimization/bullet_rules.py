"""Rules that improve one bullet or paragraph of a résumé. Pure.

Each rule returns the changed text, or the same text where it has nothing to do or is not certain.
None adds a figure, a name or a claim; what "helped" or was "responsible for a shop" stays as it is,
because only its writer knows what was done.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from functions.job_types.common.words import words
from functions.job_types.resume_optimization.grammar import is_wrong_english
from functions.job_types.resume_optimization.lines import is_unfinished
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.resume_optimization.clauses import (
    has_other_verb,
    in_tense,
)
from infra.local.stand_ins.offline_model.writers.resume_optimization.inflection import (
    Form,
    base_of,
)

#: Openings before a verb with -ing: the verb itself is what was done.
_TASK = re.compile(
    r"(?P<who>(?:I )?(?:was |were |am )|I['\u2019]m )?(?:responsible for|in charge of|tasked with"
    r"|charged with|(?:my )?(?:job )?(?:duties|responsibilities) includ(?P<ed>ed|e|ing):?)\s+"
    r"(?P<rest>[a-z]+ing\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_WORD = re.compile(r"[A-Za-z]+(?![\w/-])")
_SUBJECT = re.compile(r"I (?:also )?(?P<verb>[a-z]+)\b")
_NEXT_SUBJECT = re.compile(r"(?P<link>,? (?:and|then) )I (?:also )?(?P<verb>[a-z]+)\b")
_SOME_I = re.compile(
    r"\b(?:I|I['\u2019]\w+|myself|me|[Mm]y|[Ww]e|[Oo]ur|[Uu]s)\b|[;!?]|\. |, which\b"
)
_OTHER_TENSE = re.compile(
    r"\b(?:and|but|or|then|,) (?:am|is|was|were|have|has|had|do|did|will|can|could|would)\b"
)
#: What a bullet does not open with: what was felt, or what says nothing without its subject.
_NO_OPENING = frozenset(
    words(
        "be have do go get want love feel like enjoy think hope know learn help work assist"
        " participate become try come need see believe attend involve deal take make say"
    )
)
_CERTAIN_FILLER = (
    (re.compile(r"\bdue to the fact that\b"), "because"),
    (re.compile(r"\bfor the purpose of (?=[a-z]+ing\b)"), "for "),
    (
        re.compile(r"(?<=\w) on a (daily|weekly|monthly) basis\b(?= and| in order| with| to|\.?$)"),
        r" \1",
    ),
    (re.compile(r"\bday-to-day (?=(?:operations|activities|tasks|duties)\b)"), "daily "),
    (re.compile(r"(?<![\w-])([Uu])tili[sz]ed\b"), r"\1sed"),
    (re.compile(r"(?<![\w-])([Uu])tili[sz]ing\b"), r"\1sing"),
    (re.compile(r"(?<![\w-])([Uu])tili[sz]e\b"), r"\1se"),
)
_IN_ORDER = re.compile(r"\bin order to (?=(?P<verb>[a-z]+)\b)")
#: "Put the files in order to ..." is about an order.
_ORDERED = re.compile(r"\b(?:put|keep|kept|place|placed|set|bring|brought|is|are|was|were)\b")
_ADVERB = re.compile(r"(?:Successfully|Efficiently) (?P<verb>[a-z]+)\b")
#: What goes on now and is done once: "completing a rotation" is no "complete a rotation".
_ONCE = re.compile(
    r"(?:complet|writ|establish|implement|build|develop|design|creat|launch|introduc|migrat|install"
    r"|publish|produc|redesign|rewrit|replac|restructur|prepar|integrat|deploy|refactor|draft"
    r"|rebuild|translat|organi[sz]|open)ing (?:a|an|the|our|its|my|\d+) ",
    re.IGNORECASE,
)
#: What is done when it is done: "successfully" adds nothing to these.
_DONE = frozenset(
    words(
        "complete deliver launch implement build create develop deploy migrate manage run lead"
        " organize organise establish introduce reduce increase improve install design write"
        " publish automate integrate achieve resolve coordinate maintain close handle train"
    )
)


#: What should be an infinitive: "managed to reduced", "in order to loading".
_TO_PAST = re.compile(r"\b(?:managed|in order) to (?P<verb>[a-z]+(?:ed|ing))\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Setting:
    """What a rule must know besides the text."""

    #: Whether the position goes on, so that its bullets are in the present tense; None: not known.
    is_current: bool | None
    #: Whether it is about work: only there a bullet opens with a verb.
    is_work: bool


def improve_bullet(text: str, *, is_current: bool | None, is_work: bool) -> tuple[str, list[str]]:
    """Improve a text.

    Returns:
        The text, and why it is better now: nothing if it is as it was.
    """
    # What begins or ends within a sentence has its other half elsewhere.
    if text[:1].islower() or is_unfinished(text):
        return text, []
    setting = _Setting(is_current=is_current, is_work=is_work)
    improved, reasons = text, []
    for rule, reason in _RULES:
        changed = rule(improved, setting)
        if changed != improved:
            improved = changed
            reasons.append(reason)
    improved = english.capitalise(improved)
    return (improved, reasons) if reasons and not is_wrong_english(text, improved) else (text, [])


def open_with_verb(text: str, setting: _Setting) -> str:
    """Say what was done instead of whose task it was."""
    task = _TASK.fullmatch(text)
    if task is None or not setting.is_work:
        return text
    who = (task["who"] or "").casefold()
    is_over = "was" in who or "were" in who or task["ed"] == "ed"
    if ("am" in who or "'m" in who or "\u2019m" in who) and not setting.is_current:
        return text
    return _in_tense(task["rest"], setting, is_over=is_over) or text


def drop_subject(text: str, setting: _Setting) -> str:
    """Take out the first person, if that is possible throughout."""
    subject = _SUBJECT.match(text)
    if subject is None or not setting.is_work or not _may_open(subject["verb"], setting):
        return text
    without = _NEXT_SUBJECT.sub(
        lambda match: match["link"] + match["verb"] if _is_past(match["verb"]) else match[0],
        text[subject.start("verb") :],
    )
    is_mixed = _OTHER_TENSE.search(without) or has_other_verb(without, subject["verb"])
    return text if _SOME_I.search(without) or is_mixed else without


def set_tense(text: str, setting: _Setting) -> str:
    """Put the verb that opens a bullet into the tense of its position."""
    first = _FIRST_WORD.match(text)
    if first is None or not setting.is_work or _is_past(first[0]):
        return text
    if setting.is_current and _ONCE.match(text):
        return text
    return english.capitalise(_in_tense(text, setting, is_over=False) or text)


def drop_filler(text: str, setting: _Setting) -> str:
    """Take out words that say nothing, where the sentence is surely whole without them."""
    adverb = _ADVERB.match(text)
    if setting.is_work and _is_uneven(text, adverb):
        return text
    if adverb is not None and base_of(adverb["verb"], Form.PAST) in _DONE:
        text = text[adverb.start("verb") :]
    for pattern, instead in _CERTAIN_FILLER:
        text = pattern.sub(instead, text)
    return _IN_ORDER.sub(lambda match: _without_order(match, text), text)


_RULES: tuple[tuple[Callable[[str, _Setting], str], str], ...] = (
    (open_with_verb, "it opens with what you did"),
    (drop_subject, "it is no longer in the first person"),
    (set_tense, "the opening verb is in the right tense"),
    (drop_filler, "words that say nothing are gone"),
)


def _in_tense(clause: str, setting: _Setting, *, is_over: bool) -> str | None:
    """Change a clause to the tense of its position; None where one of the two is not certain."""
    if setting.is_current is None and not is_over:
        return None
    return in_tense(clause, is_past=is_over or not setting.is_current)


def _is_past(verb: str) -> bool:
    return base_of(verb, Form.PAST) is not None


def _is_uneven(text: str, adverb: re.Match[str] | None) -> bool:
    """Whether something else is wrong with a bullet that is not mended: it would look as if."""
    start = adverb.start("verb") if adverb else 0
    first = _FIRST_WORD.match(text, start)
    is_other = first is not None and has_other_verb(text[start:], first[0])
    to = _TO_PAST.search(text, start)
    is_no_base = to is not None and base_of(to["verb"], Form.BASE) is None
    return is_other or is_no_base or _TASK.fullmatch(text) is not None


def _may_open(verb: str, setting: _Setting) -> bool:
    """Whether a verb that stood behind "I" may open a bullet."""
    base = base_of(verb, Form.PAST) or (base_of(verb, Form.BASE) if setting.is_current else None)
    return base is not None and base not in _NO_OPENING


def _without_order(match: re.Match[str], text: str) -> str:
    is_purpose = base_of(match["verb"], Form.BASE) is not None
    return (
        "to " if is_purpose and not _ORDERED.search(text[: match.start()].casefold()) else match[0]
    )
