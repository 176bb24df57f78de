"""Say who hires, for which skills, and at what pay. Pure."""

from collections.abc import Iterator, Sequence

from functions.job_types.career_insights.findings import (
    CareerInsightsFindings,
    LevelPay,
    MovingSkill,
    level_of,
)
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.career_insights.figured import Pen

#: How many employers or skills of a kind a sentence has numbers of.
NAMED = 3
#: From this share on, the employers that are named have hiring in their hands.
CONCENTRATED_SHARE = 0.5


def employers(facts: CareerInsightsFindings) -> Iterator[str]:
    """Say who hires, and in how many hands hiring is."""
    named = facts.top_employers
    if not named:
        yield "The postings do not say who hires."
        return
    first, others = named[0], named[1:NAMED]
    then = english.join_and(
        [f"{e.employer} with {{employer-{rank}-share}}" for rank, e in enumerate(others, start=2)]
    )
    yield (
        f"{first.employer} has the most postings, {{employer-1-share}} of them"
        + (f", before {then}." if then else ".")
    )
    if facts.employers > len(named):
        held = sum(employer.share for employer in named)
        spread = "in few hands" if held >= CONCENTRATED_SHARE else "spread widely"
        yield (
            f"Of {{employers}} employers the largest {{employers-named}} have"
            f" {{employers-named-share}} of the postings, so hiring is {spread}."
        )


def skills(facts: CareerInsightsFindings) -> Iterator[str]:
    """Say which skills are asked for most, and which rise and fall."""
    found = facts.skills
    if found.top:
        named = english.join_and(
            [f"{s.skill} ({{skill-{n}-share}})" for n, s in enumerate(found.top[:NAMED], start=1)]
        )
        yield f"Across all roles, employers ask most often for {named}."
    else:
        yield "No skill is named often enough for a figure."
    if not found.compared:
        yield "There is no whole year before to tell from what rises and what falls."
        return
    rising, falling = (
        [skill for skill in moving if skill.change_is_clear][:NAMED]
        for moving in (found.rising, found.falling)
    )
    if rising:
        yield f"Demand clearly rises for {_moves(rising, 'rising')} within a year."
    if falling:
        yield f"It clearly falls for {_moves(falling, 'falling')}."
    if not rising and not falling:
        yield (
            "Of {skills-compared} skills compared with the year before, none moved by more than"
            " chance brings forth among so many."
        )


def _moves(moving: Sequence[MovingSkill], kind: str) -> str:
    return english.join_and(
        [
            f"{skill.skill} (from {{{kind}-{rank}-before}} to {{{kind}-{rank}-now}})"
            for rank, skill in enumerate(moving, start=1)
        ]
    )


def pay(facts: CareerInsightsFindings, pen: Pen) -> Iterator[str]:
    """Say what postings pay, at the person's level and with experience."""
    own = _own_level(facts)
    if facts.is_elsewhere:
        yield "What postings pay elsewhere says nothing of the place you named, so no pay is given."
        return
    if facts.pay.overall is None:
        yield "Too few of these postings say what they pay for a figure that would hold."
    elif own is None or facts.sample.level is None:
        yield (
            "The median of advertised pay is {pay-median} a year; the lower quartile is"
            " {pay-lower}, the upper one {pay-upper}."
        )
    if own is not None:
        yield (
            f"At your level, {own.level} ({_years(own)} years of experience), the median is"
            f" {{level-{own.level}-median}}, between quartiles of {{level-{own.level}-lower}} and"
            f" {{level-{own.level}-upper}}."
        )
    if pen.has("level-rise"):
        yield _experience(facts.pay.by_level)


def _own_level(facts: CareerInsightsFindings) -> LevelPay | None:
    if facts.experience_years is None:
        return None
    level = level_of(facts.experience_years)
    return next((one for one in facts.pay.by_level if one.level is level), None)


def _years(own: LevelPay) -> str:
    start = f"{{level-{own.level}-from}}"
    return f"{start} or more" if own.to_years is None else f"{start} to {{level-{own.level}-to}}"


def _experience(levels: Sequence[LevelPay]) -> str:
    first, last = levels[0].level, levels[-1].level
    medians = f"{{level-{first}-median}} at {first} level and {{level-{last}-median}} at {last}"
    if levels[-1].median_usd > levels[0].median_usd:
        return f"Experience is paid for: the median is {medians} level, {{level-rise}} more."
    return f"Experience hardly shows in pay: the median is {medians} level."
