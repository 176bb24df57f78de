"""Rubrics of the skill-gap analysis. Pure."""

import re
from collections.abc import Iterator
from typing import cast

from functions.job_types.skill_gap_analysis.job import SkillGapAnalysis
from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS
from tests.eval.answers import Answer, written

LONGEST_HEADLINE = 140
FEWEST_WORDS, MOST_WORDS = 40, 260
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|percent\b)")
_MONEY = re.compile(r"\$(\d[\d,]*)")


def lengths(answer: Answer) -> Iterator[str]:
    """The headline is one line, and the overview neither a note nor an essay."""
    text = _of(answer).narrative
    if len(text.headline) > LONGEST_HEADLINE:
        yield f"the headline has {len(text.headline)} characters"
    words = len(text.overview.split())
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield f"the overview has {words} words"


def order_kept(answer: Answer) -> Iterator[str]:
    """Gaps are ranked by demand, and explained in that order."""
    result = _of(answer)
    shares = [gap.demand_share for gap in result.gaps]
    if [gap.rank for gap in result.gaps] != list(range(1, len(shares) + 1)):
        yield "the ranks have holes"
    if shares != sorted(shares, reverse=True):
        yield "the gaps are not ranked by demand"
    explained = [reason.skill for reason in result.narrative.gap_reasons]
    if explained != [gap.skill for gap in result.gaps[:EXPLAINED_GAPS]]:
        yield "the reasons are not of the largest gaps, in their order"


def path_in_order(answer: Answer) -> Iterator[str]:
    """Nothing is learnt before what it builds on, and the score does not fall."""
    path, score = _of(answer).learning_path, _of(answer).match_score.value
    learnt: set[str] = set()
    to_learn = {step.skill for step in path.steps}
    for step in path.steps:
        if set(step.builds_on) & to_learn - learnt:
            yield f"{step.skill} comes before what it builds on"
        if step.score_after < score:
            yield f"the score falls with {step.skill}"
        learnt.add(step.skill)
        score = step.score_after
    if path.total_hours != sum(step.hours for step in path.steps):
        yield "the hours do not add up"


def figures_kept(answer: Answer) -> Iterator[str]:
    """Every percentage and every amount in the text is one of the figures, or rounds one."""
    result = _of(answer)
    shares, money = _percentages(result), _amounts(result)
    for each in written(result):
        for found in _SHARE.finditer(each.text):
            if not any(abs(float(found[1]) - share) <= 1 for share in shares):
                yield f"{each.place} says {found[0]}"
        for found in _MONEY.finditer(each.text):
            value = int(found[1].replace(",", ""))
            if not any(abs(value - amount) <= max(500, amount * 0.01) for amount in money):
                yield f"{each.place} says {found[0]}"


def understood(answer: Answer) -> Iterator[str]:
    """What the person has by another name counts; nothing is met and a gap at once."""
    result = _of(answer)
    met = {skill.skill for skill in result.met_skills}
    for skill in sorted(set(answer.case.met) - met):
        yield f"{skill} is not met"
    for skill in sorted(met & {gap.skill for gap in result.gaps}):
        yield f"{skill} is met and a gap"


def score_adds_up(answer: Answer) -> Iterator[str]:
    """The match score is the share of the demand that is met, and the sum of its parts."""
    result = _of(answer)
    wanted = sum(skill.demand_share for skill in result.required_skills)
    met = sum(skill.demand_share for skill in result.met_skills)
    value = result.match_score.value
    if wanted and abs(value - 100 * met / wanted) > 1:
        yield f"the score is {value}, and the demand that is met {100 * met / wanted:.0f}%"
    if abs(value - sum(part.points for part in result.match_score.parts)) > 1:
        yield "its parts do not add up to the score"


def _of(answer: Answer) -> SkillGapAnalysis:
    return cast("SkillGapAnalysis", answer.result)


def _percentages(result: SkillGapAnalysis) -> set[float]:
    required = result.required_skills
    found = {skill.demand_share for skill in required}
    found |= {skill.demand_share - (skill.demand_change or 0) for skill in required}
    found |= {abs(skill.demand_change or 0) for skill in required}
    scores = {result.match_score.value, *(role.score for role in result.adjacent_roles)}
    scores |= {step.score_after for step in result.learning_path.steps}
    return {share * 100 for share in found} | {float(score) for score in scores}


def _amounts(result: SkillGapAnalysis) -> set[int]:
    found = {abs(skill.pay_effect_usd or 0) for skill in result.required_skills}
    found |= {role.median_pay_usd for role in result.adjacent_roles}
    return found | {result.sample.median_pay_usd or 0}
