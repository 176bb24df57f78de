"""Put the result of a résumé optimization together, from what the steps have kept.

Pure. Whatever the result has no room for is left out, the least important first, and counted.
"""

from collections.abc import Iterator, Sequence

from pydantic import Field

from functions.job_types import JobResult
from functions.job_types.common.demand import RoleSample
from functions.job_types.common.names import KnownName, MatchedName
from functions.job_types.resume_optimization import ats, findings, rebuild
from functions.job_types.resume_optimization.absence import are_understood
from functions.job_types.resume_optimization.keywords import (
    Mention,
    SkillFinder,
    WantedKeyword,
    cover,
    listed_parts,
)
from functions.job_types.resume_optimization.languages import (
    Language,
    LanguageSupport,
)
from functions.job_types.resume_optimization.own_figures import OwnFigures
from functions.job_types.resume_optimization.parts import Part
from functions.job_types.resume_optimization.questions import find_questions
from functions.job_types.resume_optimization.review import PartReview
from functions.job_types.resume_optimization.sections import Section, find_sections
from functions.job_types.resume_optimization.size_budget import SizeBudget
from functions.job_types.resume_optimization.text import KeywordFacts
from functions.job_types.resume_optimization.wording import review_section
from shared.core.records import Record
from shared.handler.ports import GeneratedBy


class ResumeOptimization(JobResult):
    """What to change in a résumé, and the changed résumé."""

    target_role: MatchedName = Field(
        description="The role as asked for, and as the postings call it."
    )
    sample: RoleSample | None = Field(
        default=None,
        description="Which postings the demand is from; absent where the data has none for the"
        " role, and `missing` says so.",
    )
    language: Language | None = Field(
        default=None, description="The résumé's language, and what of the review is there for it."
    )
    missing: tuple[findings.Missing, ...] = Field(
        default=(), description="What this review does without, and why."
    )
    sections_understood: bool = Field(
        default=True,
        description="Whether the sections as such were recognised. Where they were not, none is"
        " said to be missing.",
    )
    resume_text: str = Field(description="The text that all offsets are counted in.")
    improved_text: str = Field(description="That text with all the changes made, and nothing else.")
    sections: tuple[findings.SectionReview, ...] = Field(
        description="The sections, end to end, with what was found in them."
    )
    changes: tuple[findings.Change, ...] = Field(
        description="In the order of the text; no two overlap."
    )
    character_changes: tuple[findings.CharacterChange, ...] = Field(
        default=(),
        description="Characters that are replaced wherever they stand; none of their places lies in"
        " one of `changes`. `changes` and these make the improved text, and nothing else does.",
    )
    questions: tuple[findings.Question, ...] = Field(
        default=(),
        description="What only the person knows and what would mend a bullet, in the order of the"
        " text.",
    )
    kept: tuple[findings.KeptOriginal, ...] = Field(
        description="What stays as it was although a rewrite was suggested, and why."
    )
    rewrites: findings.RewriteCount
    keywords: findings.KeywordCoverage
    ats_problems: tuple[findings.AtsProblem, ...]
    data_source: str = Field(
        description='Where the demand comes from: "sample data", or the dataset\'s name.'
    )
    generated_by: GeneratedBy = Field(description="Who wrote the rewrites and the advice.")

    def summarise(self) -> str:
        """Say the result in one sentence; what its role is read as in one before."""
        return f"{self.target_role.reading}{self._sentence()}"

    def _sentence(self) -> str:
        taken, before, after = self.rewrites.taken, self.keywords.before, self.keywords.after
        texts = "1 passage is" if taken == 1 else f"{taken} passages are"
        role = self.target_role.matched
        start = f"{texts} rewritten" + (f" for {role}" if role else "")
        if not self.keywords.keywords:
            count = len(self.questions)
            asked = "1 question asks" if count == 1 else f"{count} questions ask"
            return f"{start}; {asked} for what only you know." if count else f"{start}."
        if after.percent > before.percent:
            return f"{start}; keyword coverage rises from {before.percent}% to {after.percent}%."
        if after.missing == 0:
            return f"{start}; no keyword is missing."
        keywords = "1 keyword is" if after.missing == 1 else f"{after.missing} keywords are"
        return f"{start}; {keywords} missing."


class Market(Record):
    """The kept value of the step that asks the warehouse."""

    role: MatchedName
    #: None where the data has no postings for the role.
    sample: RoleSample | None = None
    #: Why there is no sample; said to the user.
    why_missing: str = ""
    wanted: tuple[WantedKeyword, ...]
    skills: tuple[KnownName, ...]
    data_source: str


class CheckedPart(Record):
    """The kept value of a step that asks the text model."""

    review: PartReview
    generated_by: GeneratedBy


class Reading(Record):
    """A résumé as it was understood, and what is wanted of it."""

    text: str
    language: Language
    sections: tuple[Section, ...]
    parts: tuple[Part, ...]
    wanted: tuple[WantedKeyword, ...]
    #: What the text model is told of the keywords.
    told: tuple[KeywordFacts, ...]


def put_together(  # noqa: PLR0913 -- what was read, found, written and answered
    reading: Reading,
    market: Market,
    finder: SkillFinder,
    checked: Sequence[CheckedPart],
    budget: SizeBudget,
    *,
    own: OwnFigures | None = None,
) -> ResumeOptimization:
    """Make the result; `own` are the bullets with the figures that the owner has given."""
    reviews = [each.review for each in checked]
    answered = {change.start: change for change in (own.changes if own else ())}
    # What the owner says stands above what was suggested of the same bullet.
    rewrites = [
        *answered.values(),
        *(c for review in reviews for c in review.rewrites if c.start not in answered),
    ]
    changes: list[findings.Change] = []
    too_many = rebuild.add_changes(changes, rewrites, budget)
    refused = [k for review in reviews for k in review.kept if k.start not in answered]
    count = findings.RewriteCount(
        suggested=len(rewrites) + len(refused) + sum(review.not_found for review in reviews),
        taken=len(changes),
        kept=len(refused) + len(too_many),
        not_found=sum(review.not_found for review in reviews),
    )
    left_out = (
        findings.KeptOriginal(
            start=c.start, end=c.end, text=c.text, kept_because=findings.KeptBecause.NO_ROOM
        )
        for c in too_many
    )
    kept = [original for original in (*refused, *left_out) if budget.takes(original)]
    sections = _review_sections(reading, reviews, budget)
    asked = find_questions(reading.text, reading.sections) if reading.language.is_english else ()
    open_ones = (question for question in asked if question.start not in answered)
    questions = tuple(question for question in open_ones if budget.takes(question))
    keywords, characters = _change_the_rest(changes, reading, finder, budget)
    improved = rebuild.apply_changes(reading.text, changes, characters)
    is_understood = are_understood(reading.sections)
    return ResumeOptimization(
        target_role=market.role,
        sample=market.sample,
        language=reading.language,
        missing=tuple(_missing(market, reading.language, is_understood=is_understood)),
        sections_understood=is_understood,
        resume_text=reading.text,
        improved_text=improved,
        sections=sections,
        changes=tuple(sorted(changes, key=lambda change: change.start)),
        character_changes=characters,
        questions=questions,
        kept=tuple(sorted(kept, key=lambda original: original.start)),
        rewrites=count,
        keywords=keywords,
        ats_problems=ats.find_problems(reading.text, improved, reading.language),
        data_source=market.data_source,
        generated_by=_writers([*checked, *([own] if own else [])]),
    )


def _missing(
    market: Market, language: Language, *, is_understood: bool
) -> Iterator[findings.Missing]:
    """Say what a review does without."""
    if market.sample is None:
        yield findings.Missing(part=findings.MissingPart.MARKET, message=market.why_missing)
    if language.support is not LanguageSupport.FULL:
        yield findings.Missing(
            part=findings.MissingPart.WORDING,
            message=f"This résumé is read as {language.name}. The rules about wording are for"
            " English, so none of them was applied; sections, dates and keywords were read as"
            " far as they can be told.",
        )
    if not is_understood:
        yield findings.Missing(
            part=findings.MissingPart.SECTIONS,
            message="The sections could not be told apart, so nothing is said about missing ones.",
        )


def _review_sections(
    reading: Reading, reviews: Sequence[PartReview], budget: SizeBudget
) -> tuple[findings.SectionReview, ...]:
    advice = [finding for review in reviews for finding in review.advice]
    return tuple(
        review_section(
            reading.text,
            section,
            tuple(each for each in advice if section.start <= each.start < section.end),
            budget,
            is_english=reading.language.is_english,
        )
        for section in reading.sections
    )


def _change_the_rest(
    changes: list[findings.Change], reading: Reading, finder: SkillFinder, budget: SizeBudget
) -> tuple[findings.KeywordCoverage, tuple[findings.CharacterChange, ...]]:
    """Add the changes that rules make, and say which keywords there are before and after all."""
    text, sections = reading.text, reading.sections
    before = finder.find(text, listed_parts(sections))
    coverage = cover(reading.wanted, before, _mentions(text, changes, (), finder))
    synonyms = [k.keyword for k in coverage.keywords if k.after is findings.KeywordPresence.SYNONYM]
    rebuild.add_changes(changes, rebuild.spell_keywords(sections, before, synonyms), budget)
    if reading.language.is_english:
        rebuild.add_changes(changes, rebuild.rename_headings(text, sections), budget)
    found = rebuild.replace_odd_characters(text, changes)
    characters = tuple(each for each in found if budget.takes(each))
    return cover(reading.wanted, before, _mentions(text, changes, characters, finder)), characters


def _mentions(
    text: str,
    changes: Sequence[findings.Change],
    characters: Sequence[findings.CharacterChange],
    finder: SkillFinder,
) -> Sequence[Mention]:
    improved = rebuild.apply_changes(text, changes, characters)
    return finder.find(improved, listed_parts(find_sections(improved)))


def _writers(checked: Sequence[CheckedPart | OwnFigures]) -> GeneratedBy:
    """Name every model that wrote, the first first: a fallback may have written a part."""
    models = dict.fromkeys(each.generated_by.model for each in checked)
    return GeneratedBy(
        model=", ".join(models), prompt_version=checked[-1].generated_by.prompt_version
    )
