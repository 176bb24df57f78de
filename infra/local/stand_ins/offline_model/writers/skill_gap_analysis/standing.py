"""Say where a person stands: what counts, what does not, and where the points are. Pure."""

from collections.abc import Iterator, Sequence

from functions.job_types.common.demand import Tier
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.words import (
    NAMED,
    not_asked_for,
    postings_of,
    some_of,
    with_share,
)

#: Below this score what they have is a start.
FAIR_SCORE = 40


def standing(facts: SkillGapFindings) -> Iterator[str]:
    """Say what of the role a person has, and where the missing points are."""
    yield _what_carries(facts)
    listed_in_vain = not_asked_for(facts)
    if listed_in_vain:
        one = len(listed_in_vain) == 1
        yield (
            f"{some_of(listed_in_vain)} {'does' if one else 'do'} not count here: fewer than one in"
            f" ten of these postings asks for {'it' if one else 'any of them'}."
        )
    if facts.gaps:
        yield _where_the_points_are(facts)


def _what_carries(facts: SkillGapFindings) -> str:
    met, value = facts.met_skills, facts.match_score.value
    if not met:
        wanted = facts.required_skills[:NAMED]
        return (
            f"{postings_of(facts)} regularly ask for"
            f" {english.count_of(len(facts.required_skills), 'skill')}, most of all"
            f" {english.join_and([with_share(skill) for skill in wanted])}."
            + (" None of what you listed is among them." if facts.current_skills else "")
        )
    if not facts.gaps:
        return (
            f"All {len(met)} skills that at least one in ten of the {facts.sample.postings:,}"
            f" {postings_of(facts)} ask for are yours, so the score is 100. From here on an"
            " employer chooses by depth, not by the list."
        )
    best = [f"{skill.skill} ({english.percent(skill.demand_share)})" for skill in met[:NAMED]]
    carried = _carried(len(best), value)
    more = f", with {english.number(len(met) - NAMED)} more" if len(met) > NAMED else ""
    return (
        f"{english.join_and(best)} {carried}{more}: together they are worth {value} of 100"
        " points, each weighing as much as the share of postings that ask for it."
        if len(met) > 1
        else f"{best[0]} {carried}: it alone is worth {value} of 100 points."
    )


def _carried(count: int, value: int) -> str:
    if value >= FAIR_SCORE:
        return "carries you" if count == 1 else "carry you"
    return "is your start" if count == 1 else "are your start"


def _where_the_points_are(facts: SkillGapFindings) -> str:
    missing = {part.tier: part.possible_points - part.points for part in facts.match_score.parts}
    core = [gap.skill for gap in facts.gaps if gap.tier is Tier.CORE]
    if not facts.met_skills:
        return _how_concentrated(facts, core)
    if not core:
        return (
            "You have every skill that at least half of the postings name, so applying now is"
            " reasonable; each of the others is one that most employers do without."
        )
    is_central = missing[Tier.CORE] >= sum(missing.values()) / 2
    if is_central or len(core) > NAMED:
        verb, they_come = ("is", "it comes") if len(core) == 1 else ("are", "they come")
        return (
            f"What you lack is central: {some_of(core)} {verb} in at least every second posting, so"
            f" {they_come} before everything else."
        )
    others = round(sum(missing.values()) - missing[Tier.CORE])
    return (
        f"Of the central skills you lack only {some_of(core)}. The other {others} missing points"
        " are spread over skills that fewer than half of the postings name: a few of them learnt"
        " well count for more than a little of each."
    )


def _how_concentrated(facts: SkillGapFindings, core: Sequence[str]) -> str:
    part = next((p for p in facts.match_score.parts if p.tier is Tier.CORE), None)
    if part is None:
        return "No single skill is in every second posting, so there is more than one way in."
    return (
        f"The {english.count_of(len(core), 'skill')} that at least half of them name"
        f" {'makes' if len(core) == 1 else 'make'} up {round(part.possible_points)} of the 100"
        " points, so a beginner need not learn everything to be considered."
    )
