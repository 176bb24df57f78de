"""Improve a part of a résumé by rules: strong openings, the right tense, no filler, no "I".

What is claimed does not change, and neither does any figure or name. A rewrite is made only where
it is certainly right: otherwise the finding stands without one.
"""

import re
from collections.abc import Iterator, Sequence

from functions.job_types.resume_optimization.dates import RANGE
from functions.job_types.resume_optimization.findings import KeywordPresence, SectionKind
from functions.job_types.resume_optimization.sections import DATES
from functions.job_types.resume_optimization.text import (
    MOST_ADVICE,
    MOST_REWRITES,
    Advice,
    AnsweredFacts,
    KeywordFacts,
    PartFacts,
    PartText,
    Rewrite,
    SectionFacts,
)
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.resume_optimization.bullet_rules import (
    improve_bullet,
)

#: How many missing keywords one piece of advice names.
_NAMED = 4
#: Characters of an item that advice about it quotes.
_QUOTED = 300
_CURRENT = re.compile(r"\b(?:present|current|today|now)\b", re.IGNORECASE)
_WORK = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING})


def write(facts: PartFacts) -> PartText:
    """Write the advice and the rewrites; nothing in another language, which no rule knows."""
    if isinstance(facts, AnsweredFacts):
        return PartText(advice=(), rewrites=tuple(_write_answers(facts)))
    if facts.language != "English":
        return PartText(advice=(), rewrites=())
    return PartText(
        advice=tuple(_advise(facts))[:MOST_ADVICE],
        rewrites=tuple(r for section in facts.sections for r in _rewrites(section))[:MOST_REWRITES],
    )


# --- advice -------------------------------------------------------------------------------------


def _advise(facts: PartFacts) -> Iterator[Advice]:
    for section in facts.sections:
        if not section.items:
            continue
        first = section.items[0].text
        match section.kind:
            case SectionKind.SKILLS:
                yield from _advise_skills(first, facts)
            case SectionKind.SUMMARY:
                yield from _advise_summary(section, facts)
            case _ if section.kind in _WORK:
                yield from _advise_work(section)
            case _:
                pass


def _advise_skills(first: str, facts: PartFacts) -> Iterator[Advice]:
    missing = [k for k in facts.keywords if k.presence is KeywordPresence.MISSING]
    if missing and len(first) >= len("SQL"):
        one = len(missing) == 1
        yield Advice(
            quote=_beginning(first),
            message=(
                f"{_asking(facts)} also ask for"
                f" {english.join_and([_asked(k) for k in missing[:_NAMED]])}. Add"
                f" {'it' if one else 'those'} that you can show work with, and only"
                f" {'then' if one else 'those'}."
            ),
        )


def _advise_summary(section: SectionFacts, facts: PartFacts) -> Iterator[Advice]:
    whole = " ".join(item.text for item in section.items)
    if facts.target_role and facts.target_role.casefold() not in whole.casefold():
        yield Advice(
            quote=_beginning(section.items[0].text),
            message=(
                f"The summary does not name the role. Say in its first sentence what makes you"
                f" {english.with_article(facts.target_role)}."
            ),
        )


def _advise_work(section: SectionFacts) -> Iterator[Advice]:
    """Say which positions have nothing below them."""
    for item, below in zip(section.items, [*section.items[1:], None], strict=True):
        is_title = not item.may_be_rewritten and DATES.search(item.text)
        if is_title and (below is None or DATES.search(below.text)):
            yield Advice(
                quote=_beginning(item.text),
                message=(
                    "Nothing stands below this position. Say in two or three bullets what you did"
                    " there and what came of it, or leave it out."
                ),
            )


def _asking(facts: PartFacts) -> str:
    if facts.target_role:
        return f"Postings for {facts.target_role}"
    return "The words of the job description"


def _asked(keyword: KeywordFacts) -> str:
    if keyword.demand_share is None:
        return keyword.keyword
    return f"{keyword.keyword} ({english.percent(keyword.demand_share)})"


def _beginning(text: str) -> str:
    """Return the beginning of an item, whole words."""
    return text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0]


# --- answers ------------------------------------------------------------------------------------


def _write_answers(facts: AnsweredFacts) -> Iterator[Rewrite]:
    """Put each answered figure where the rule has it: only there it is certainly right."""
    for each in facts.answers:
        yield Rewrite(quote=each.text, rewrite=each.by_rule, reason="It has your figure.")


# --- rewrites -----------------------------------------------------------------------------------


def _rewrites(section: SectionFacts) -> Iterator[Rewrite]:
    is_current: bool | None = None
    is_below_title = False
    for item in section.items:
        if not item.may_be_rewritten:
            # Below the bullets of one position the next one begins, whose dates may stand lower.
            known = is_current if is_below_title else None
            is_current = _goes_on(item.text) if DATES.search(item.text) else known
            is_below_title = True
            continue
        is_below_title = False
        improved, reasons = improve_bullet(
            item.text, is_current=is_current, is_work=section.kind in _WORK
        )
        if reasons:
            yield Rewrite(quote=item.text, rewrite=improved, reason=_say(reasons))


def _goes_on(title: str) -> bool | None:
    """Whether a position with these dates goes on; None where they do not say."""
    if _CURRENT.search(title):
        return True
    return False if RANGE.search(title) else None


def _say(reasons: Sequence[str]) -> str:
    return f"{english.capitalise(english.join_and(list(reasons)))}."
