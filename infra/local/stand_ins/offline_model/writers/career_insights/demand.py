"""Say who hires, and for which skills. Pure."""

from collections.abc import Iterator, Sequence

from functions.job_types.career_insights.findings import CareerInsightsFindings, MovingSkill
from infra.local.stand_ins.offline_model import english

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
    rising, falling = (_clear(moving) for moving in (found.rising, found.falling))
    if rising:
        yield f"Demand clearly rises for {_moves(rising, 'rising')} within a year."
    if falling:
        yield f"It clearly falls for {_moves(falling, 'falling')}."
    if not rising and not falling:
        yield (
            "Of {skills-compared} skills compared with the year before, none moved by more than"
            " chance brings forth among so many."
        )


def _clear(moving: Sequence[MovingSkill]) -> list[MovingSkill]:
    return [skill for skill in moving if skill.change_is_clear][:NAMED]


def _moves(moving: Sequence[MovingSkill], kind: str) -> str:
    return english.join_and(
        [
            f"{skill.skill} (from {{{kind}-{rank}-before}} to {{{kind}-{rank}-now}})"
            for rank, skill in enumerate(moving, start=1)
        ]
    )
