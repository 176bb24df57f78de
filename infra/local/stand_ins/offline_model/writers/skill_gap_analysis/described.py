"""Write about what one job description asks for: how often others do is not known. Pure."""

from collections.abc import Iterator

from functions.job_types.skill_gap_analysis.findings import Gap, SkillGapFindings
from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS, GapReason, SkillGapText
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis import way_ahead
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.small_print import (
    how_understood,
)
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.words import (
    day_of,
    paragraphs,
    some_of,
)


def write(facts: SkillGapFindings) -> SkillGapText:
    """Write the text."""
    return SkillGapText(
        headline=_headline(facts),
        overview=paragraphs(
            _standing(facts),
            way_ahead.way_ahead(facts),
            [way_ahead.neighbours(facts)],
            _small_print(facts),
        ),
        gap_reasons=tuple(
            GapReason(skill=gap.skill, reason=" ".join(_reason(gap)))
            for gap in facts.gaps[:EXPLAINED_GAPS]
        ),
        next_step=_next_step(facts),
    )


def _headline(facts: SkillGapFindings) -> str:
    met, count = len(facts.met_skills), len(facts.required_skills)
    if not facts.gaps:
        return f"You have every one of the {count} skills that this job description names."
    first = facts.gaps[0].skill
    if not met:
        return f"None of your skills is named in this job description; {first} is named first."
    return f"You have {met} of the {count} skills that this job description names; {first} is next."


def _standing(facts: SkillGapFindings) -> Iterator[str]:
    count = len(facts.required_skills)
    yield f"The job description names {english.count_of(count, 'skill')} that the data knows."
    if facts.met_skills:
        met = [skill.skill for skill in facts.met_skills]
        yield f"You have {some_of(met)}, which makes a score of {facts.match_score.value}."
    if facts.gaps:
        yield f"What is missing is {some_of([gap.skill for gap in facts.gaps])}."
    yield (
        "All of them count the same here: one description does not say which of these skills"
        " an employer would do without, so read it again with that question."
    )


def _small_print(facts: SkillGapFindings) -> Iterator[str]:
    yield from how_understood(facts)
    made_up = "made-up " if facts.data_source == "sample data" else ""
    yield (
        f"There are too few {made_up}postings of this role up to {day_of(facts.sample.data_date)}"
        f" ({facts.data_source}), so nothing is said of its pay, nor of how often it asks for what."
    )


#: So that no two reasons have the same words.
_NAMED = (
    "The job description names {} before all else that you lack.",
    "{} is on its list, too.",
    "The employer also wants {}.",
    "{} is asked for as well.",
    "Then it speaks of {}.",
)
_TAKES = (
    "A working knowledge takes about {} hours.",
    "Reckon with {} hours until it is of use to you.",
    "In {} hours you can show a first piece of work.",
    "That is {} hours of learning.",
    "{} hours should be enough to begin with.",
)


def _reason(gap: Gap) -> Iterator[str]:
    yield _NAMED[(gap.rank - 1) % len(_NAMED)].format(gap.skill)
    if gap.missing_prerequisites:
        yield f"It builds on {english.join_and(gap.missing_prerequisites)}, to be learnt before."
    elif gap.builds_on:
        yield f"You have what it builds on: {english.join_and(gap.builds_on)}."
    if gap.learn_hours:
        yield _TAKES[(gap.rank - 1) % len(_TAKES)].format(gap.learn_hours)


def _next_step(facts: SkillGapFindings) -> str:
    if facts.learning_path.steps:
        return way_ahead.next_step(facts)
    return (
        f"Apply, and show one finished piece of work with {facts.required_skills[0].skill} at the"
        " top: you have what the description names, so depth decides."
    )
