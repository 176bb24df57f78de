"""Say where the learning path leads, what to do first, and which roles near by fit. Pure."""

from collections.abc import Iterator

from functions.job_types.common.demand import Basis
from functions.job_types.skill_gap_analysis.findings import (
    AdjacentRole,
    Gap,
    LearningPath,
    PathStep,
    SkillGapFindings,
    StepReason,
)
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.reasons import (
    QUICK_HOURS,
    points_of,
)
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.words import role_of, some_of


def way_ahead(facts: SkillGapFindings) -> Iterator[str]:
    """Say what the learning path closes, in which time, and what to take out of turn."""
    path = facts.learning_path
    if not path.steps:
        return
    last = path.steps[-1]
    extra = [step.skill for step in path.steps if step.reason is StepReason.PREREQUISITE]
    yield (
        f"The learning path closes the {_largest(path)} in about {path.total_hours} hours,"
        f" {english.count_of(path.total_weeks, 'week')} at {path.hours_per_week} hours a week,"
        f" and takes the score from {facts.match_score.value} to {last.score_after}."
    )
    if extra:
        verb, them = ("is", "it") if len(extra) == 1 else ("are", "them")
        yield f"{some_of(extra)} {verb} on it because later steps build on {them}."
    bargain = _bargain(facts)
    if bargain is not None:
        yield (
            f"If time is short, take {bargain.skill} out of turn: {bargain.learn_hours} hours for"
            f" {points_of(bargain, facts)} points is the best return on the list."
        )


def _largest(path: LearningPath) -> str:
    count = sum(step.reason is StepReason.REQUIRED for step in path.steps)
    if not path.later:
        return "only gap" if count == 1 else f"{english.number(count)} gaps"
    return f"{english.number(count)} largest gaps"


def _bargain(facts: SkillGapFindings) -> Gap | None:
    """Return the gap with the most points an hour, if it can be learnt now and is not first."""
    ready = [gap for gap in facts.gaps if gap.learn_hours and not gap.missing_prerequisites]
    best = max(ready, key=lambda gap: gap.demand_share / gap.learn_hours, default=None)
    first = facts.learning_path.steps[0].skill if facts.learning_path.steps else None
    worth_it = best is not None and best.skill != first and best.learn_hours <= QUICK_HOURS
    return best if worth_it else None


def next_step(facts: SkillGapFindings) -> str:
    """Say what to do first, and when that is done."""
    if not facts.learning_path.steps:
        return _keep_up(facts)
    first = facts.learning_path.steps[0]
    return " ".join((_begin(first, facts), _done_when(first, facts)))


def _begin(step: PathStep, facts: SkillGapFindings) -> str:
    pace = facts.learning_path.hours_per_week
    start = f"Begin with {step.skill}: {step.hours} hours, until the end of week {step.last_week}"
    if step.reason is StepReason.REQUIRED:
        return f"{start} at {pace} hours a week."
    following = facts.learning_path.steps[1].skill
    few = "the description does not" if _is_described(facts) else "few postings"
    asks = "name it" if _is_described(facts) else "ask for it by name"
    return f"{start}; {few} {asks}, but {following} builds on it."


def _is_described(facts: SkillGapFindings) -> bool:
    return facts.sample.basis is Basis.DESCRIPTION


def _done_when(step: PathStep, facts: SkillGapFindings) -> str:
    companions = [skill.skill for skill in facts.met_skills if skill.skill != step.skill][:2]
    together = f" that also uses your {english.join_and(companions)}" if companions else ""
    if step.score_after > facts.match_score.value:
        return (
            f"You are done when you can show one finished piece of work with it{together}; your"
            f" score is then {step.score_after}."
        )
    return f"You are done when you can show one finished piece of work with it{together}."


def _keep_up(facts: SkillGapFindings) -> str:
    rising = [
        skill
        for skill in facts.required_skills
        if skill.demand_change_is_clear and (skill.demand_change or 0) > 0
    ]
    best = max(rising, key=lambda skill: skill.demand_change or 0, default=None)
    if best is None:
        top = facts.required_skills[0]
        return (
            f"Show depth where it is asked for most: put your strongest piece of work with"
            f" {top.skill}, which {english.percent(top.demand_share)} of the postings want, at the"
            " top of your applications."
        )
    before = english.percent(best.demand_share - (best.demand_change or 0))
    return (
        f"Go deeper into {best.skill}: its demand rose from {before} to"
        f" {english.percent(best.demand_share)} of the postings in a year, more than any other"
        f" skill's. Put a finished piece of work with it at the top of your applications."
    )


def neighbours(facts: SkillGapFindings) -> str:
    """Say which roles near by fit better, and at what price; empty if there is nothing to say."""
    if not facts.met_skills or not facts.gaps:
        return ""
    if not facts.adjacent_roles:
        return (
            f"Among similar roles none fits your skills better than"
            f" {'this job' if _is_described(facts) else role_of(facts)} does, so you would gain"
            " nothing by aiming sideways."
        )
    best, *others = facts.adjacent_roles
    closer = (
        f"{english.capitalise(english.with_article(best.role))} is closer to what you can do:"
        f" {best.score} points against {facts.match_score.value}."
    )
    also = english.join_and([f"{role.role} ({role.score})" for role in others])
    return f"{closer} {_trade(best, facts)}" + (f" {also} would also fit better." if also else "")


def _trade(role: AdjacentRole, facts: SkillGapFindings) -> str:
    missing = role.missing_skills[:2]
    lacking = f", and you would still need {english.join_and(missing)}" if missing else ""
    target_pay = facts.sample.median_pay_usd
    if target_pay is None:
        return f"Its median pay is {english.money(role.median_pay_usd)}{lacking}."
    if role.median_pay_usd >= target_pay:
        return (
            f"It pays no less (a median of {english.money(role.median_pay_usd)} against"
            f" {english.money(target_pay)}){lacking}."
        )
    return (
        f"The price is pay: a median of {english.money(role.median_pay_usd)} a year against"
        f" {english.money(target_pay)}{lacking}."
    )
