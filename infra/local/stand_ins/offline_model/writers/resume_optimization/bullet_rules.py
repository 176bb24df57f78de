"""Rules that improve one bullet or paragraph of a résumé. Pure.

Each rule returns the changed text, or the same text if it has nothing to do. None adds a figure, a
name or a claim: who helped has helped, in better words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from functions.job_types.resume_optimization.verbs import FORMS, gerund_of, past_of
from functions.job_types.resume_optimization.wording import FILLER, FILLERS
from infra.local.stand_ins.offline_model import english

#: Openings before a verb with -ing: the verb itself is what was done.
_TASK = re.compile(
    r"(?:was |were |am |been )?(?:also )?(?:responsible for|in charge of|tasked with|charged with"
    r"|(?:my )?(?:job )?(?:duties|responsibilities) includ(?:ed|e|ing):?)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
#: Openings of those who took part.
_PART = re.compile(
    r"(?:was |were |am |been )?(?:involved (?:in|with)|worked on|working on|participated in"
    r"|took part in)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_HELP = re.compile(
    r"(?:helped|helping)(?: to)?\s+(?P<verb>[a-z]+)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_ASSIST = re.compile(
    r"(?:helped with|helping with|assisted with|assisted in|assisting with|assisting in)\s+"
    r"(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_IS_PAST = re.compile(
    r"(?:was|were|been|helped|assisted|worked|participated|took|involved|tasked|charged"
    r"|(?:my )?(?:job )?\w+ included)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:I['\u2019]ve|I have been|I have|I was|I am|I['\u2019]m|I also|I|We have|We)\s+"
)
_NEXT_SUBJECT = re.compile(r"(?P<link>,? (?:and|then|where|which) )I (?:also )?(?=[a-z])")
_MY = re.compile(r"\bmy (?=[a-z])")
_MY_FIRST = re.compile(r"^My (?=[a-z])")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_SOME_I = re.compile(r"\b(?:I|I['\u2019]\w+|myself|me)\b")


@dataclass(frozen=True)
class _Setting:
    """What a rule must know besides the text."""

    #: Whether the position goes on, so that its bullets are in the present tense.
    is_current: bool
    #: Whether it is about work: only there a bullet opens with a verb.
    is_work: bool


def improve_bullet(text: str, *, is_current: bool, is_work: bool) -> tuple[str, list[str]]:
    """Improve a text.

    Returns:
        The text, and why it is better now: nothing if it is as it was.
    """
    setting = _Setting(is_current=is_current, is_work=is_work)
    improved, reasons = text, []
    for rule, reason in _RULES:
        changed = rule(improved, setting)
        if changed != improved:
            improved = changed
            reasons.append(reason)
    return english.capitalise(improved) if reasons else text, reasons


def drop_subject(text: str, setting: _Setting) -> str:
    """Take out the first person, if that is possible throughout."""
    if not setting.is_work:
        return text
    changed = _MY_FIRST.sub("The ", _MY.sub("the ", _NEXT_SUBJECT.sub(r"\g<link>", text)))
    without = _SUBJECT.sub("", changed)
    # "I" somewhere else needs another sentence, which no rule can write.
    return text if _SOME_I.search(without) else without


def open_with_verb(text: str, setting: _Setting) -> str:
    """Say what was done instead of whose task it was."""
    if _IS_PAST.match(text):
        # "Helped" and "was" are over, also in a position that goes on.
        setting = replace(setting, is_current=False)
    task = _TASK.fullmatch(text)
    if task is not None:
        return _open_task(task["rest"], setting)
    assisted = _ASSIST.fullmatch(text)
    if assisted is not None:
        return _assist(assisted["rest"], setting)
    part = _PART.fullmatch(text)
    if part is not None:
        return f"{_inflect('contribute', setting)} to {part['rest']}"
    helped = _HELP.fullmatch(text)
    if helped is not None and FORMS.get(helped["verb"].casefold()) == helped["verb"].casefold():
        doing = gerund_of(helped["verb"].casefold())
        return f"{_inflect('contribute', setting)} to {doing}{helped['rest']}"
    return text


def set_tense(text: str, setting: _Setting) -> str:
    """Put the verb that opens a bullet into the tense of its position."""
    first = _FIRST_WORD.match(text)
    if first is None or not setting.is_work:
        return text
    word = first[0].casefold()
    base = FORMS.get(word)
    is_past_already = base is not None and word == past_of(base)
    is_joined = text[first.end() : first.end() + 1] in {"-", "/"}
    if base is None or is_past_already or is_joined or not _is_verb_here(text, word, base):
        return text
    verbs = _inflect(base, setting)
    return verbs + _follow(text[first.end() :], word, base, setting)


def drop_filler(text: str, setting: _Setting) -> str:
    """Take out words that say nothing."""
    del setting
    without = FILLERS.sub(_instead, text)
    return re.sub(r"\s+([,.;])", r"\1", " ".join(without.split())) if without != text else text


_RULES: tuple[tuple[Callable[[str, _Setting], str], str], ...] = (
    (drop_subject, "it is no longer in the first person"),
    (open_with_verb, "it opens with what you did"),
    (set_tense, "the opening verb is in the right tense"),
    (drop_filler, "words that say nothing are gone"),
)


def _instead(match: re.Match[str]) -> str:
    other = FILLER[" ".join(match[0].casefold().split())]
    return english.capitalise(other) if match[0][0].isupper() else other


def _open_task(rest: str, setting: _Setting) -> str:
    """Make a sentence of what a person was responsible for."""
    first = _FIRST_WORD.match(rest)
    word = first[0].casefold() if first else ""
    base = FORMS.get(word)
    if first is not None and base is not None and word == gerund_of(base):
        return _inflect(base, setting) + _follow(rest[first.end() :], word, base, setting)
    return f"{_inflect('handle', setting)} {rest}"


def _assist(rest: str, setting: _Setting) -> str:
    first = _FIRST_WORD.match(rest)
    base = FORMS.get(first[0].casefold()) if first else None
    if first is not None and base is not None and first[0].casefold() == gerund_of(base):
        return f"{_inflect('contribute', setting)} to {rest}"
    return f"{_inflect('support', setting)} {rest}"


def _follow(rest: str, word: str, base: str, setting: _Setting) -> str:
    """Put the verbs that are joined to the first one into its tense: "building and running"."""
    if word != gerund_of(base):
        return rest

    def inflect(match: re.Match[str]) -> str:
        other = FORMS.get(match["verb"])
        if other is None or match["verb"] != gerund_of(other):
            return match[0]
        return match["link"] + _inflect(other, setting)

    return re.sub(r"(?P<link>(?:, and|,| and) )(?P<verb>[a-z]+ing)\b(?! of\b)", inflect, rest)


def _is_verb_here(text: str, word: str, base: str) -> bool:
    """Whether a first word that may be a noun too ("Support", "Reports") is meant as a verb."""
    if word == gerund_of(base):
        # "Engineering team of five", "Testing of ..." are nouns.
        return re.match(r"\w+ (?:team|department|lead|manager|of)\b", text) is None
    following = re.match(r"\w+ (the|a|an|our|all|and|new|with|weekly|monthly|daily)\b", text)
    return following is not None


def _inflect(base: str, setting: _Setting) -> str:
    return base if setting.is_current else past_of(base)
