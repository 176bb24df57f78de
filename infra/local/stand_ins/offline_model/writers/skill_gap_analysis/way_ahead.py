"""Say where the learning path leads, and how long it is. Pure."""

from collections.abc import Iterator

from functions.job_types.skill_gap_analysis.findings import (
    Gap,
    LearningPath,
    SkillGapFindings,
    StepReason,
)
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.reasons import (
    QUICK_HOURS,
    points_of,
)
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.words import some_of, them


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
        verb = "is" if len(extra) == 1 else "are"
        yield f"{some_of(extra)} {verb} on it because later steps build on {them(extra)}."
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
