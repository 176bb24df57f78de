"""Words that several parts of the text have in common. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from functions.job_types.common.demand import RequiredSkill
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from infra.local.stand_ins.offline_model import english

#: How many names of one kind stand in a sentence before it says "and more".
NAMED = 3


def paragraphs(*parts: Iterable[str]) -> str:
    """Join the sentences of each part; a part without words is no paragraph."""
    return "\n\n".join(filter(None, map(" ".join, parts)))


def role_of(facts: SkillGapFindings) -> str:
    """Return the role that the findings are about."""
    return facts.target_role.matched or "job"


def postings_of(facts: SkillGapFindings) -> str:
    """Return the words for the postings that the figures are from."""
    where = f" in {facts.sample.domain}" if facts.sample.domain else ""
    return f"{role_of(facts)} postings{where}"


def with_share(skill: RequiredSkill) -> str:
    """Return a skill and, in brackets, the share of postings that ask for it."""
    return f"{skill.skill} ({english.percent(skill.demand_share)})"


def not_asked_for(facts: SkillGapFindings) -> list[str]:
    """Return the listed skills that no required skill is shown by."""
    required = {skill.skill for skill in facts.required_skills}
    used = {skill.shown_by for skill in facts.met_skills}
    known = [skill.matched for skill in facts.current_skills if skill.matched]
    return [skill for skill in known if skill not in required | used]


def some_of(names: Sequence[str]) -> str:
    """Join the first few names, and say how many more there are."""
    if len(names) <= NAMED:
        return english.join_and(names)
    return english.join_and([*names[:NAMED], f"{english.number(len(names) - NAMED)} more"])


def day_of(day: date) -> str:
    """Return a day as a person writes it: `30 September 2026`."""
    return f"{day.day} {day:%B %Y}"
