"""Job type `resume-optimization`: what to change in a résumé for a role, and the changed résumé.

Demand comes from the warehouse, rewrites from the text model, everything else from rules. A rewrite
that does not keep the facts is not taken. The warehouse part is a step, and so is each question to
the model, so that a retry pays for nothing twice.
"""

import json
import re
from datetime import timedelta
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from functions.job_types import job_type
from functions.job_types.common import user_text
from functions.job_types.common.report import log_faults
from functions.job_types.resume_optimization import asking
from functions.job_types.resume_optimization.figures_form import MissingFigures
from functions.job_types.resume_optimization.keywords import (
    SkillFinder,
    cover,
    described_keywords,
    listed_parts,
)
from functions.job_types.resume_optimization.languages import detect_language
from functions.job_types.resume_optimization.market import ask_market
from functions.job_types.resume_optimization.parts import Part, cut_parts
from functions.job_types.resume_optimization.reading.cover_letter import refuse_cover_letter
from functions.job_types.resume_optimization.report import (
    CheckedPart,
    Market,
    Reading,
    ResumeOptimization,
    put_together,
)
from functions.job_types.resume_optimization.review import Reviewer
from functions.job_types.resume_optimization.sections import find_sections
from functions.job_types.resume_optimization.size_budget import MOST_CHARACTERS, SizeBudget
from functions.job_types.resume_optimization.text import (
    PartFacts,
    PartText,
    tell_keywords,
    tell_sections,
)
from shared.core import errors
from shared.core.exports import Document, DocumentRequest
from shared.core.plain_text import VISIBLE
from shared.core.records import Record
from shared.handler.job_context import JobContext

SHORTEST_RESUME = 100
LONGEST_RESUME = 60_000
LONGEST_DESCRIPTION = 20_000
_VISIBLE = re.compile(VISIBLE)


def refuse_invisible(text: str) -> str:
    """Refuse a text in which there is nothing to see.

    Raises:
        ValueError: If there is nothing.
    """
    if not _VISIBLE.search(text):
        raise ValueError("There is nothing to read in it.")
    return text


#: A résumé as text.
ResumeText = Annotated[
    str,
    BeforeValidator(user_text.clean_long_text),
    Field(
        min_length=SHORTEST_RESUME,
        max_length=LONGEST_RESUME,
        json_schema_extra={"pattern": VISIBLE},
    ),
    AfterValidator(refuse_invisible),
]


class ResumeRequest(Record):
    """What a user asks for."""

    model_config = user_text.with_example(
        targetRole="Data Engineer",
        resumeText="Ada Example\nada@example.com | +44 20 7946 0000\n\nWORK EXPERIENCE\n"
        "Analyst, Northwind, 2021 - Present\n"
        "- Responsible for building 12 Airflow pipelines in Python\n",
    )

    resume_text: ResumeText | None = Field(
        default=None,
        description="The résumé as plain text, with its line ends; or a file comes in its place.",
    )
    target_role: user_text.RequiredName = Field(
        description="The role to apply for, in the user's words.",
        json_schema_extra=user_text.suggested("role"),
    )
    job_description: Annotated[str, BeforeValidator(user_text.clean_long_text)] = Field(
        default="",
        max_length=LONGEST_DESCRIPTION,
        description="The advertisement to answer, if there is one: its keywords count too.",
    )
    ask_me: bool = Field(
        default=False,
        title="Ask me for missing figures",
        description="You are asked for the figures that bullets lack, and what you answer is"
        " written in. After three days the review is finished without.",
    )


def _job_title(request: ResumeRequest, file_name: str | None) -> str:
    return f"{file_name or 'Résumé'} for {request.target_role}"


def make_document(result: ResumeOptimization, request: DocumentRequest) -> Document:
    """Return the résumé with what its owner accepted.

    Raises:
        errors.InvalidArgumentError: If there is no such change, or the format has no such letters.
    """
    from functions.job_types.resume_optimization.export import make

    return make.make_document(result, request)


@job_type(
    "resume-optimization",
    title="Résumé optimization",
    description="A sharper résumé for a role. No invented facts.",
    icon="document",
    request=ResumeRequest,
    result=ResumeOptimization,
    time_limit=timedelta(minutes=15),
    whole_limit=asking.WHOLE_LIMIT,
    forms=(MissingFigures,),
    file_replaces="resumeText",
    job_title=_job_title,
    make_document=make_document,
)
def optimize_resume(request: ResumeRequest, job: JobContext) -> ResumeOptimization:
    """Review a résumé for a role section by section, and improve its text.

    For a role that the data does not have, what postings ask for is missing, and nothing else.

    Raises:
        errors.PermanentJobError: If there is no text to work on.
        errors.RetriableJobError: If the text model does not keep to the résumé.
    """
    job.progress(2, "Reading your résumé", "read")
    text = resume_text(request, job)
    refuse_cover_letter(text)
    budget = _size_budget(text)
    market = job.step("market", partial(ask_market, request.target_role, job), of=Market)
    finder = _finder(request, market)
    reading = _read(text, request, market, finder)
    checked = []
    for number, part in enumerate(reading.parts, start=1):
        job.progress(*_progress(number, len(reading.parts), reading, part), "text")
        ask = partial(_write, number, reading, market, finder, job)
        checked.append(job.step(f"part-{number}", ask, of=CheckedPart))
    own = None
    if request.ask_me:
        first = put_together(reading, market, finder, checked, _size_budget(text))
        own = asking.ask_for_figures(first, reading, finder, job)
    job.progress(96, "Putting the improved résumé together", "rebuild")
    return put_together(reading, market, finder, checked, budget, own=own)


def resume_text(request: ResumeRequest, job: JobContext) -> str:
    """Return the text to work on: what was typed, or what stands in the file.

    Raises:
        errors.PermanentJobError: If there is no text to work on; says why.
    """
    if request.resume_text is not None:
        return request.resume_text
    if job.file is None:
        raise errors.PermanentJobError("There is no résumé to work on; submit it anew.")
    from functions.job_types.resume_optimization.documents import read_text

    text = str(user_text.clean_long_text(read_text(job.file)))
    if len(text) < SHORTEST_RESUME or not _VISIBLE.search(text):
        raise errors.PermanentJobError("There is too little text in this file to work on.")
    return text


def _size_budget(text: str) -> SizeBudget:
    # As it is, and improved; a rewrite's own growth is counted with its change.
    left = MOST_CHARACTERS - 2 * len(json.dumps(text))
    if left < 0:
        raise errors.PermanentJobError(
            "This résumé has too many symbols to be kept; send it in letters, or shorten it."
        )
    return SizeBudget(left)


def _finder(request: ResumeRequest, market: Market) -> SkillFinder:
    """Know the skills, and the terms that only the job description has."""
    wanted = described_keywords(request.job_description, SkillFinder(market.skills), market.wanted)
    return SkillFinder(market.skills, [each.keyword for each in wanted])


def _read(text: str, request: ResumeRequest, market: Market, finder: SkillFinder) -> Reading:
    sections = find_sections(text)
    wanted = described_keywords(request.job_description, finder, market.wanted)
    mentions = finder.find(text, listed_parts(sections))
    return Reading(
        text=text,
        language=detect_language(text),
        sections=sections,
        parts=cut_parts(text, sections),
        wanted=wanted,
        told=tell_keywords(cover(wanted, mentions, mentions).keywords),
    )


def _progress(number: int, count: int, reading: Reading, part: Part) -> tuple[float, str]:
    kinds = dict.fromkeys(reading.sections[piece.section].kind.value for piece in part)
    which = f"part {number} of {count}" if count > 1 else "your résumé"
    return 10 + 85 * (number - 1) / count, f"Improving {which}: {', '.join(kinds)}"


def _write(
    number: int, reading: Reading, market: Market, finder: SkillFinder, job: JobContext
) -> CheckedPart:
    part = reading.parts[number - 1]
    role, language = market.role.matched or "", reading.language
    reviewer = Reviewer(
        reading.text, reading.sections, part, finder, reading.told, role=role, language=language
    )
    written = job.model.write(
        "resume_optimization",
        PartFacts(
            target_role=role,
            asked_role="" if role else market.role.asked,
            language=language.name,
            part=number,
            parts=len(reading.parts),
            keywords=reading.told,
            sections=tell_sections(reading.text, reading.sections, part),
            data_source=market.data_source,
        ),
        PartText,
        preview=partial(_preview, reviewer),
    )
    review = reviewer.review(written.value)
    if review.faults:
        log_faults(job.log, review.faults)
    if review.is_too_faulty:
        raise errors.RetriableJobError("The text did not keep to the résumé.")
    return CheckedPart(review=review, generated_by=written.generated_by)


def _preview(reviewer: Reviewer, part: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Show what has passed the checks so far, and nothing that has not."""
    review = reviewer.review(PartText.model_validate({"advice": [], "rewrites": [], **part}))
    return {
        "changes": [{"text": each.text, "after": each.after} for each in review.rewrites],
        "findings": [{"text": each.text, "message": each.message} for each in review.advice],
    }
