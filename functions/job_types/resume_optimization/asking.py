"""Ask the owner of a résumé for the figures that its bullets lack, and have them written in.

The question shows the first result: it is there while the job waits.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from pydantic import JsonValue

from functions.job_types.common.report import log_faults
from functions.job_types.resume_optimization.figures_form import (
    Answered,
    MissingFigures,
    answers_to,
    choose_asked,
    rows_of,
)
from functions.job_types.resume_optimization.findings import ChangeKind, Question
from functions.job_types.resume_optimization.keywords import SkillFinder
from functions.job_types.resume_optimization.own_figures import (
    Bullet,
    OwnFigures,
    bullets_of,
    tell_answers,
    write_figures,
)
from functions.job_types.resume_optimization.report import Reading, ResumeOptimization
from functions.job_types.resume_optimization.text import (
    AnsweredFacts,
    ItemFacts,
    PartText,
    SectionFacts,
)
from shared.core.question import MAX_CONTEXT
from shared.core.stored_value import to_text
from shared.handler.job_context import JobContext

QUESTION: Final = "missing-figures"
#: So long an answer is awaited; then the review is finished without.
PATIENCE: Final = timedelta(days=3)
#: A job takes no longer in all: it is asked for its figures, and goes on with them.
WHOLE_LIMIT: Final = timedelta(days=4)


def ask_for_figures(
    first: ResumeOptimization, reading: Reading, finder: SkillFinder, job: JobContext
) -> OwnFigures | None:
    """Ask, and return the bullets with what was answered; None where nothing was.

    Args:
        first: The result without any answer.
        reading: What was read.
        finder: Knows the skills.
        job: What asks and writes.

    Raises:
        errors.AttemptEndedError: If there is no answer yet; let it pass.
    """
    asked = choose_asked(first.questions)
    if not asked:
        return None
    job.progress(94, "Looking for figures that only you know", "text")
    given = job.ask(
        QUESTION,
        MissingFigures,
        prompt=_prompt(len(asked)),
        until=PATIENCE,
        default=None,
        context=_context(first, asked),
    )
    answered = answers_to(asked, given)
    if not answered:
        return None
    job.progress(95, "Writing your figures into the bullets", "text")
    work = partial(_write, answered, first, reading, finder, job)
    return job.step("figures", work, of=OwnFigures)


def _prompt(count: int) -> str:
    if count == 1:
        return "One bullet lacks a figure that only you know. Can you give it?"
    return f"{count} bullets lack a figure that only you know. Which of them can you give?"


def _context(first: ResumeOptimization, asked: Sequence[Question]) -> JsonValue:
    """Return the form's rows, and of the first result as much as there is room for."""
    changes: list[JsonValue] = [
        {"before": each.text, "after": each.after}
        for each in first.changes
        if each.kind is ChangeKind.REWRITE
    ]
    to_mend: list[JsonValue] = [each.message for each in first.ats_problems if not each.is_fixed]
    rows: list[JsonValue] = [each.to_json() for each in rows_of(asked)]
    result: dict[str, JsonValue] = {"summary": first.summarise()}
    context: dict[str, JsonValue] = {"figures": rows, "firstResult": result}
    left = MAX_CONTEXT - _size(context) - len('"toMend":[],"changes":[],')
    for name, values in (("toMend", to_mend), ("changes", changes)):
        kept: list[JsonValue] = []
        for value in values:
            left -= _size(value) + 1
            if left < 0:
                break
            kept.append(value)
        result[name] = kept
    return context


def _size(value: JsonValue) -> int:
    return len(to_text(value).encode())


def _write(
    answered: Sequence[Answered],
    first: ResumeOptimization,
    reading: Reading,
    finder: SkillFinder,
    job: JobContext,
) -> OwnFigures:
    bullets = bullets_of(answered, first.changes)
    written = job.model.write("resume_optimization", _facts(bullets, first, reading), PartText)
    changes, refused = write_figures(bullets, written.value.rewrites, finder)
    if refused:
        log_faults(job.log, refused)
    return OwnFigures(changes=changes, generated_by=written.generated_by)


def _facts(bullets: Sequence[Bullet], first: ResumeOptimization, reading: Reading) -> AnsweredFacts:
    sections = []
    for section in reading.sections:
        items = tuple(
            ItemFacts(text=each.now, may_be_rewritten=True)
            for each in bullets
            if section.start <= each.answered.question.start < section.end
        )
        if items:
            sections.append(SectionFacts(kind=section.kind, title=section.title, items=items))
    role = first.target_role
    return AnsweredFacts(
        target_role=role.matched or "",
        asked_role="" if role.matched else role.asked,
        language=reading.language.name,
        part=1,
        parts=1,
        keywords=(),
        sections=tuple(sections),
        data_source=first.data_source,
        answers=tell_answers(bullets),
    )
