"""Say what to do first. Pure."""

from functions.job_types.skill_gap_analysis.findings import PathStep, SkillGapFindings, StepReason
from infra.local.stand_ins.offline_model import english


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
    return f"{start}; few postings ask for it by name, but {following} builds on it."


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
