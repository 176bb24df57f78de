"""Write the figures that a résumé's owner gives into its bullets: by rule, or as a model says it.

Pure. The rule's text is the owner's bullet with the owner's figure and nothing else. A model's is
compared with that text, as any rewrite is with its original: so the answered figure is a fact, it
may not be lost, and no other one comes in. Where it fails, the rule's text is taken.
"""

import re
import string
from collections.abc import Iterable, Sequence
from typing import Final

from functions.job_types.resume_optimization.facts import find_fault
from functions.job_types.resume_optimization.figures_form import Answered
from functions.job_types.resume_optimization.findings import Change, ChangeKind, QuestionKind
from functions.job_types.resume_optimization.keywords import SkillFinder
from functions.job_types.resume_optimization.rebuild import make_change
from functions.job_types.resume_optimization.review import bare, is_plain, key_of
from functions.job_types.resume_optimization.text import AnswerFacts, Rewrite
from functions.job_types.resume_optimization.verbs import FORMS
from shared.core.records import Record
from shared.handler.ports import GeneratedBy

_COUNT: Final = re.compile(
    r"(?P<about>(?:about|around|over|nearly|almost|some|more than|up to|~)\s?)?"
    r"(?P<number>\d[\d,.]*[kKmM]?\+?)"
)
#: "30%", "30% in a year": by so much, and not from one to another.
_SHARE: Final = re.compile(
    r"(?:about |around |over |nearly |almost |more than |~)?"
    r"(?<![\d.,])\d[\d.,]{0,12}+\s?(?:%|percent)"
    r"(?P<more> (?:in|over|within|per|a|each)\b.*+)?"
)
_FROM_TO: Final = re.compile(r"\bto\b")
_END: Final = ".;,"
_ADJECTIVES: Final = r"(?:new|junior|senior|internal|external|daily|weekly|monthly|different)"
#: What may stand behind the noun that is counted, so that its number surely stands before it.
_BEHIND: Final = r"(?=[.;]?$| (?:in|for|to|with|at|on|from|by|across|using|every|each|per)\b)"


class OwnFigures(Record):
    """The kept value of the step that writes the answered figures."""

    changes: tuple[Change, ...]
    generated_by: GeneratedBy


class Bullet(Record):
    """A bullet as the review has left it, and the figure that its owner gives."""

    answered: Answered
    #: What was rewritten of it before; else as it stands.
    now: str

    @property
    def with_figure(self) -> str:
        """The bullet with the figure, by rule."""
        question = self.answered.question
        return with_figure(self.now, question.kind, question.of_what, self.answered.figure)


def bullets_of(answered: Sequence[Answered], changes: Iterable[Change]) -> tuple[Bullet, ...]:
    """Return the bullets that get a figure, as the changes so far have left them."""
    rewritten = {each.start: each.after for each in changes if each.kind is ChangeKind.REWRITE}
    return tuple(
        Bullet(
            answered=each,
            now=rewritten.get(each.question.start) or bare(each.question.text),
        )
        for each in answered
    )


def with_figure(bullet: str, kind: QuestionKind, of_what: str | None, figure: str) -> str:
    """Return a bullet with a figure, where it surely belongs or in brackets at the end."""
    count = _COUNT.fullmatch(figure)
    if kind is QuestionKind.HOW_MANY and of_what and count and count["number"] != "1":
        opening = re.match(
            rf"(?P<verb>[A-Za-z]+) (?={_ADJECTIVES} {of_what}\b{_BEHIND}|{of_what}\b{_BEHIND})",
            bullet,
        )
        if opening and opening["verb"].casefold() in FORMS:
            return f"{opening[0]}{figure} {bullet[opening.end() :]}"
        figure = f"{figure} {of_what}"
    if kind is QuestionKind.BY_HOW_MUCH and _is_share(figure):
        figure = f"by {figure}"
    text = bullet.rstrip(_END + string.whitespace)
    return f"{text} ({figure}){bullet[len(text) :].rstrip()}"


def _is_share(figure: str) -> bool:
    share = _SHARE.fullmatch(figure)
    return share is not None and _FROM_TO.search(share["more"] or "") is None


def tell_answers(bullets: Sequence[Bullet]) -> tuple[AnswerFacts, ...]:
    """Return what was asked and answered, as the model is told it."""
    return tuple(
        AnswerFacts(
            text=each.now,
            question=each.answered.question.question,
            answer=each.answered.figure,
            by_rule=each.with_figure,
        )
        for each in bullets
    )


def write_figures(
    bullets: Sequence[Bullet], rewrites: Iterable[Rewrite], finder: SkillFinder
) -> tuple[tuple[Change, ...], int]:
    """Return a change for each bullet, and how many of the model's rewrites were not taken."""
    suggested: dict[str, list[str]] = {}
    for each in rewrites:
        suggested.setdefault(key_of(each.quote), []).append(bare(each.rewrite))
    changes, refused = [], 0
    for bullet in bullets:
        ours = bullet.with_figure
        theirs = suggested.get(key_of(bullet.now))
        after = theirs.pop(0) if theirs else ""
        if not after or not is_plain(after, ours) or find_fault(ours, after, finder):
            refused += 1
            after = ours
        changes.append(_change(bullet.answered, after))
    return tuple(changes), refused


def _change(answered: Answered, after: str) -> Change:
    question = answered.question
    reason = f"The figure is yours: you answered \u201c{answered.figure}\u201d."
    made = make_change(ChangeKind.REWRITE, question.start, question.text, after, reason)
    return made.model_copy(update={"answer": answered.figure})
