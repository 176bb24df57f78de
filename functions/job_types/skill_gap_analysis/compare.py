"""Compare what a role asks for with what a person has: met skills, and gaps.

Pure: figures in, findings out. Every list is by demand, the highest first, and by name where the
demand is the same, so that the same figures always give the same findings.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from functions.job_types.common.demand import RequiredSkill
from functions.job_types.skill_gap_analysis.findings import Gap, MetSkill
from shared.core.records import Record


class SkillRow(Record):
    """A row of skills.sql."""

    skill: str
    learn_hours: int
    prerequisites: tuple[str, ...]


Skills = Mapping[str, SkillRow]


def with_implied(listed: Iterable[str], skills: Skills) -> dict[str, str]:
    """Return all skills a person has shown, each with the listed skill that shows it.

    A person who knows Kubernetes knows Docker: what a listed skill builds on counts as known.
    """
    shown = {skill: skill for skill in listed}
    for skill in list(shown):
        for prerequisite in _all_prerequisites(skill, skills):
            shown.setdefault(prerequisite, skill)
    return shown


def find_met(required: Iterable[RequiredSkill], shown: Mapping[str, str]) -> tuple[MetSkill, ...]:
    """Return the required skills that the person has shown."""
    return tuple(
        MetSkill(skill=r.skill, demand_share=r.demand_share, shown_by=shown[r.skill])
        for r in required
        if r.skill in shown
    )


def find_gaps(
    required: Sequence[RequiredSkill], shown: AbstractSet[str], skills: Skills
) -> tuple[Gap, ...]:
    """Return the required skills that the person has not shown, in their order: by demand."""
    missing = [r for r in required if r.skill not in shown]
    names = [gap.skill for gap in missing]
    return tuple(
        _gap(rank, requirement, shown, names, skills)
        for rank, requirement in enumerate(missing, start=1)
    )


def _all_prerequisites(skill: str, skills: Skills) -> list[str]:
    found: list[str] = []
    waiting = [skill]
    while waiting:
        row = skills.get(waiting.pop())
        new = [name for name in (row.prerequisites if row else ()) if name not in found]
        found += new
        waiting += new
    return found


def _gap(
    rank: int,
    requirement: RequiredSkill,
    shown: AbstractSet[str],
    gaps: Sequence[str],
    skills: Skills,
) -> Gap:
    row = skills.get(requirement.skill)
    prerequisites = row.prerequisites if row else ()
    return Gap(
        **requirement.model_dump(),
        rank=rank,
        learn_hours=row.learn_hours if row else 0,
        builds_on=tuple(name for name in prerequisites if name in shown),
        missing_prerequisites=tuple(name for name in prerequisites if name not in shown),
        unlocks=tuple(
            name
            for name in gaps
            if name in skills and requirement.skill in skills[name].prerequisites
        ),
    )
