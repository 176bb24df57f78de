"""Job type `resume-optimization`: what to change in a résumé for a role, and the changed résumé.

Demand comes from the warehouse, rewrites from the text model, everything else from rules. A rewrite
that does not keep the facts is not taken. The warehouse part is a step, and so is each question to
the model, so that a retry pays for nothing twice.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, JsonValue

from functions.job_types import JobResult, job_type
from functions.job_types.resume import ats, rebuild
from functions.job_types.resume.cleaning import clean_long_text
from functions.job_types.resume.description import described_keywords
from functions.job_types.resume.findings import (
    AtsProblem,
    Change,
    Coverage,
    KeptBecause,
    KeptOriginal,
    KeywordCoverage,
    KeywordPresence,
    RewriteCount,
    SectionReview,
)
from functions.job_types.resume.keywords import (
    Mention,
    SkillFinder,
    SkillName,
    WantedKeyword,
    cover,
    listed_parts,
    skill_names,
)
from functions.job_types.resume.parts import Part, cut_parts
from functions.job_types.resume.review import PartReview, Reviewer
from functions.job_types.resume.room import Room
from functions.job_types.resume.sections import Section, find_sections
from functions.job_types.resume.text import (
    KeywordFacts,
    PartFacts,
    PartText,
    tell_keywords,
    tell_sections,
)
from functions.job_types.resume.wording import review_section
from functions.job_types.skill_gap.compare import DemandRow, rank_required
from functions.job_types.skill_gap.findings import MatchedName, Sample
from functions.job_types.skill_gap.names import KnownName, NameIndex
from functions.job_types.skill_gap_analysis import SUGGESTED_ROLES, VISIBLE, clean_text
from shared import errors, logs
from shared.job_context import GeneratedBy, JobContext
from shared.records import Record

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
        raise ValueError("there is nothing to read in it")
    return text


#: A résumé as text: its characters stay where they are, see `resume.cleaning`.
ResumeText = Annotated[
    str,
    BeforeValidator(clean_long_text),
    Field(
        min_length=SHORTEST_RESUME,
        max_length=LONGEST_RESUME,
        json_schema_extra={"pattern": VISIBLE},
    ),
    AfterValidator(refuse_invisible),
]


class ResumeRequest(Record):
    """What a user asks for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "targetRole": "Data Engineer",
                    "resumeText": (
                        "Ada Example\nada@example.com | +44 20 7946 0000\n\nWORK EXPERIENCE\n"
                        "Analyst, Northwind, 2021 - Present\n"
                        "- Responsible for building 12 Airflow pipelines in Python\n"
                    ),
                }
            ]
        }
    )

    #: The résumé as plain text, with its line ends.
    resume_text: ResumeText
    #: The role to apply for, in the user's words.
    target_role: Annotated[
        str,
        BeforeValidator(clean_text),
        Field(min_length=1, max_length=100, json_schema_extra={"pattern": VISIBLE}),
    ]
    #: The advertisement to answer, if there is one: its keywords count too.
    job_description: Annotated[
        str, BeforeValidator(clean_long_text), Field(max_length=LONGEST_DESCRIPTION)
    ] = ""


class ResumeOptimization(JobResult):
    """What to change in a résumé, and the changed résumé."""

    #: The role as asked for, and as the postings call it.
    target_role: MatchedName
    #: Which postings the demand is from.
    sample: Sample
    #: The text that all offsets are counted in.
    resume_text: str
    #: That text with all the changes made, and nothing else.
    improved_text: str
    #: The sections, end to end, with what was found in them.
    sections: tuple[SectionReview, ...]
    #: In the order of the text; no two overlap.
    changes: tuple[Change, ...]
    #: What stays as it was although a rewrite was suggested, and why.
    kept: tuple[KeptOriginal, ...]
    rewrites: RewriteCount
    keywords: KeywordCoverage
    ats_problems: tuple[AtsProblem, ...]
    #: Where the demand comes from: "sample data", or the dataset's name.
    data_source: str
    #: Who wrote the rewrites and the advice.
    generated_by: GeneratedBy

    def summarise(self) -> str:
        """Say the result in one sentence."""
        taken, before, after = self.rewrites.taken, self.keywords.before, self.keywords.after
        texts = "1 passage is" if taken == 1 else f"{taken} passages are"
        start = f"{texts} rewritten for {self.target_role.matched}"
        if after.percent > before.percent:
            return f"{start}; keyword coverage rises from {before.percent}% to {after.percent}%."
        return f"{start}; {_say_missing(after)}."


class _Market(Record):
    """The kept value of the step that asks the warehouse."""

    role: MatchedName
    sample: Sample
    wanted: tuple[WantedKeyword, ...]
    skills: tuple[SkillName, ...]
    data_source: str


class _CheckedPart(Record):
    """The kept value of a step that asks the text model."""

    review: PartReview
    generated_by: GeneratedBy


class _Reading(Record):
    """A résumé as it was understood, and what is wanted of it."""

    text: str
    sections: tuple[Section, ...]
    parts: tuple[Part, ...]
    wanted: tuple[WantedKeyword, ...]
    #: What the text model is told of the keywords.
    told: tuple[KeywordFacts, ...]


@job_type(
    "resume-optimization",
    title="Résumé optimization",
    request=ResumeRequest,
    result=ResumeOptimization,
    attempts=3,
    time_limit=timedelta(minutes=15),
)
def optimize_resume(request: ResumeRequest, job: JobContext) -> ResumeOptimization:
    """Review a résumé for a role section by section, and improve its text.

    Raises:
        errors.PermanentJobError: If no role is near the one asked for.
        errors.RetriableJobError: If the text model does not keep to the résumé.
    """
    job.progress(2, "Reading your résumé", "read")
    text = resume_text(request, job)
    room = _make_room(text)
    market = job.step("market", partial(_ask_market, request, job), of=_Market)
    finder = _finder(request, market)
    reading = _read(text, request, market, finder)
    checked = []
    for number, part in enumerate(reading.parts, start=1):
        job.progress(*_progress(number, len(reading.parts), reading, part), "text")
        ask = partial(_write, number, reading, market, finder, job)
        checked.append(job.step(f"part-{number}", ask, of=_CheckedPart))
    job.progress(96, "Putting the improved résumé together", "rebuild")
    return _put_together(reading, market, finder, checked, room)


def resume_text(request: ResumeRequest, job: JobContext) -> str:
    """Give the text to work on: the only place that knows where it comes from."""
    del job
    return request.resume_text


def _make_room(text: str) -> Room:
    room = Room()
    # As it is, and improved; a rewrite's own growth is counted with its change.
    room.must_take(text, text)
    if room.is_overdrawn:
        raise errors.PermanentJobError(
            "This résumé has too many symbols to be kept; send it in letters, or shorten it."
        )
    return room


def _ask_market(request: ResumeRequest, job: JobContext) -> _Market:
    known = job.warehouse.query("known_names", KnownName).rows
    role = find_role(request.target_role, known)
    job.progress(5, f"Reading postings for {role.matched}", "postings")
    demand = job.warehouse.query("role_skill_demand", DemandRow, role=role.matched or "", domain="")
    if not demand.rows:
        raise errors.PermanentJobError(f"There are no recent postings for {role.matched}.")
    first = demand.rows[0]
    return _Market(
        role=role,
        sample=Sample(
            postings=first.postings,
            earlier_postings=first.earlier_postings,
            data_date=first.data_date,
            median_pay_usd=first.median_pay_usd,
            note=f"Postings for {role.matched} in all domains, over the last 12 months of data.",
        ),
        wanted=tuple(
            WantedKeyword(keyword=required.skill, demand_share=required.demand_share)
            for required in rank_required(demand.rows)
        ),
        skills=skill_names(known),
        data_source=demand.source,
    )


def find_role(asked: str, known: tuple[KnownName, ...]) -> MatchedName:
    """Say which role is meant.

    Raises:
        errors.PermanentJobError: If none is near; it names the closest there are.
    """
    roles = NameIndex("role", known)
    role = roles.find(asked)
    if role.matched is None:
        closest = ", ".join(roles.closest(asked, SUGGESTED_ROLES))
        raise errors.PermanentJobError(
            f"There is no data on that role. The closest roles there are: {closest}."
        )
    return role


def _finder(request: ResumeRequest, market: _Market) -> SkillFinder:
    """Know the skills, and the terms that only the job description has."""
    wanted = described_keywords(request.job_description, SkillFinder(market.skills), market.wanted)
    return SkillFinder(market.skills, [each.keyword for each in wanted])


def _read(text: str, request: ResumeRequest, market: _Market, finder: SkillFinder) -> _Reading:
    sections = find_sections(text)
    wanted = described_keywords(request.job_description, finder, market.wanted)
    mentions = finder.find(text, listed_parts(sections))
    return _Reading(
        text=text,
        sections=sections,
        parts=cut_parts(text, sections),
        wanted=wanted,
        told=tell_keywords(cover(wanted, mentions, mentions).keywords),
    )


def _progress(number: int, count: int, reading: _Reading, part: Part) -> tuple[float, str]:
    kinds = dict.fromkeys(reading.sections[piece.section].kind.value for piece in part)
    which = f"part {number} of {count}" if count > 1 else "your résumé"
    return 10 + 85 * (number - 1) / count, f"Improving {which}: {', '.join(kinds)}"


def _write(
    number: int, reading: _Reading, market: _Market, finder: SkillFinder, job: JobContext
) -> _CheckedPart:
    part = reading.parts[number - 1]
    reviewer = Reviewer(reading.text, reading.sections, part, finder, reading.told)
    written = job.model.write(
        "resume_optimization",
        PartFacts(
            target_role=market.role.matched or "",
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
        # Neither the text nor what is wrong with it is logged: both hold the user's words.
        job.log.warning(
            "The text leaves the facts in %d places.",
            review.faults,
            extra=logs.facts("text-faults"),
        )
    if review.is_too_faulty:
        raise errors.RetriableJobError("The text did not keep to the résumé.")
    return _CheckedPart(review=review, generated_by=written.generated_by)


def _preview(reviewer: Reviewer, part: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Show what has passed the checks so far, and nothing that has not."""
    review = reviewer.review(PartText.model_validate({"advice": [], "rewrites": [], **part}))
    return {
        "changes": [{"text": each.text, "after": each.after} for each in review.rewrites],
        "findings": [{"text": each.text, "message": each.message} for each in review.advice],
    }


def _put_together(
    reading: _Reading,
    market: _Market,
    finder: SkillFinder,
    checked: Sequence[_CheckedPart],
    room: Room,
) -> ResumeOptimization:
    """Make the result; pure."""
    reviews = [each.review for each in checked]
    rewrites = [change for review in reviews for change in review.rewrites]
    changes: list[Change] = []
    no_room = rebuild.add_changes(changes, rewrites, room)
    refused = [original for review in reviews for original in review.kept]
    count = RewriteCount(
        suggested=len(rewrites) + len(refused) + sum(review.not_found for review in reviews),
        taken=len(changes),
        kept=len(refused) + len(no_room),
        not_found=sum(review.not_found for review in reviews),
    )
    kept = [original for original in (*refused, *map(_left_out, no_room)) if room.takes(original)]
    sections = _review_sections(reading, reviews, room)
    keywords = _change_the_rest(changes, reading, finder, room)
    improved = rebuild.apply_changes(reading.text, changes)
    return ResumeOptimization(
        target_role=market.role,
        sample=market.sample,
        resume_text=reading.text,
        improved_text=improved,
        sections=sections,
        changes=tuple(sorted(changes, key=lambda change: change.start)),
        kept=tuple(sorted(kept, key=lambda original: original.start)),
        rewrites=count,
        keywords=keywords,
        ats_problems=ats.find_problems(reading.text, improved),
        data_source=market.data_source,
        generated_by=_writers(checked),
    )


def _left_out(change: Change) -> KeptOriginal:
    return KeptOriginal(
        start=change.start, end=change.end, text=change.text, kept_because=KeptBecause.NO_ROOM
    )


def _review_sections(
    reading: _Reading, reviews: Sequence[PartReview], room: Room
) -> tuple[SectionReview, ...]:
    advice = [finding for review in reviews for finding in review.advice]
    return tuple(
        review_section(
            reading.text,
            section,
            tuple(each for each in advice if section.start <= each.start < section.end),
            room,
        )
        for section in reading.sections
    )


def _change_the_rest(
    changes: list[Change], reading: _Reading, finder: SkillFinder, room: Room
) -> KeywordCoverage:
    """Add the changes that rules make, and say which keywords there are before and after all."""
    text, sections = reading.text, reading.sections
    before = finder.find(text, listed_parts(sections))
    coverage = cover(reading.wanted, before, _mentions(text, changes, finder))
    synonyms = [k.keyword for k in coverage.keywords if k.after is KeywordPresence.SYNONYM]
    rebuild.add_changes(changes, rebuild.spell_keywords(text, sections, before, synonyms), room)
    rebuild.add_changes(changes, rebuild.rename_headings(text, sections), room)
    rebuild.add_changes(changes, rebuild.replace_odd_characters(text), room)
    return cover(reading.wanted, before, _mentions(text, changes, finder))


def _mentions(text: str, changes: Sequence[Change], finder: SkillFinder) -> Sequence[Mention]:
    improved = rebuild.apply_changes(text, changes)
    return finder.find(improved, listed_parts(find_sections(improved)))


def _writers(checked: Sequence[_CheckedPart]) -> GeneratedBy:
    """Name every model that wrote, the first first: a fallback may have written a part."""
    models = dict.fromkeys(each.generated_by.model for each in checked)
    return GeneratedBy(
        model=", ".join(models), prompt_version=checked[-1].generated_by.prompt_version
    )


def _say_missing(coverage: Coverage) -> str:
    if coverage.missing == 0:
        return "no keyword is missing"
    keywords = "1 keyword is" if coverage.missing == 1 else f"{coverage.missing} keywords are"
    return f"{keywords} missing"
