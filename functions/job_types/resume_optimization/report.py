"""Put the result of a résumé optimization together, from what the steps have kept.

Pure. Whatever the result has no room for is left out, the least important first, and counted.
"""

from collections.abc import Sequence

from pydantic import Field

from functions.job_types import JobResult
from functions.job_types.common.demand import RoleSample
from functions.job_types.common.names import KnownName, MatchedName
from functions.job_types.resume_optimization import ats, findings, rebuild
from functions.job_types.resume_optimization.keywords import (
    Mention,
    SkillFinder,
    WantedKeyword,
    cover,
    listed_parts,
)
from functions.job_types.resume_optimization.parts import Part
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
    sample: RoleSample = Field(description="Which postings the demand is from.")
    resume_text: str = Field(description="The text that all offsets are counted in.")
    improved_text: str = Field(description="That text with all the changes made, and nothing else.")
    sections: tuple[findings.SectionReview, ...] = Field(
        description="The sections, end to end, with what was found in them."
    )
    changes: tuple[findings.Change, ...] = Field(
        description="In the order of the text; no two overlap."
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
        """Say the result in one sentence."""
        taken, before, after = self.rewrites.taken, self.keywords.before, self.keywords.after
        texts = "1 passage is" if taken == 1 else f"{taken} passages are"
        start = f"{texts} rewritten for {self.target_role.matched}"
        if after.percent > before.percent:
            return f"{start}; keyword coverage rises from {before.percent}% to {after.percent}%."
        if after.missing == 0:
            return f"{start}; no keyword is missing."
        keywords = "1 keyword is" if after.missing == 1 else f"{after.missing} keywords are"
        return f"{start}; {keywords} missing."


class Market(Record):
    """The kept value of the step that asks the warehouse."""

    role: MatchedName
    sample: RoleSample
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
    sections: tuple[Section, ...]
    parts: tuple[Part, ...]
    wanted: tuple[WantedKeyword, ...]
    #: What the text model is told of the keywords.
    told: tuple[KeywordFacts, ...]


def put_together(
    reading: Reading,
    market: Market,
    finder: SkillFinder,
    checked: Sequence[CheckedPart],
    budget: SizeBudget,
) -> ResumeOptimization:
    """Make the result."""
    reviews = [each.review for each in checked]
    rewrites = [change for review in reviews for change in review.rewrites]
    changes: list[findings.Change] = []
    too_many = rebuild.add_changes(changes, rewrites, budget)
    refused = [original for review in reviews for original in review.kept]
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
    keywords = _change_the_rest(changes, reading, finder, budget)
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
        )
        for section in reading.sections
    )


def _change_the_rest(
    changes: list[findings.Change], reading: Reading, finder: SkillFinder, budget: SizeBudget
) -> findings.KeywordCoverage:
    """Add the changes that rules make, and say which keywords there are before and after all."""
    text, sections = reading.text, reading.sections
    before = finder.find(text, listed_parts(sections))
    coverage = cover(reading.wanted, before, _mentions(text, changes, finder))
    synonyms = [k.keyword for k in coverage.keywords if k.after is findings.KeywordPresence.SYNONYM]
    rebuild.add_changes(changes, rebuild.spell_keywords(sections, before, synonyms), budget)
    rebuild.add_changes(changes, rebuild.rename_headings(sections), budget)
    rebuild.add_changes(changes, rebuild.replace_odd_characters(text), budget)
    return cover(reading.wanted, before, _mentions(text, changes, finder))


def _mentions(
    text: str, changes: Sequence[findings.Change], finder: SkillFinder
) -> Sequence[Mention]:
    improved = rebuild.apply_changes(text, changes)
    return finder.find(improved, listed_parts(find_sections(improved)))


def _writers(checked: Sequence[CheckedPart]) -> GeneratedBy:
    """Name every model that wrote, the first first: a fallback may have written a part."""
    models = dict.fromkeys(each.generated_by.model for each in checked)
    return GeneratedBy(
        model=", ".join(models), prompt_version=checked[-1].generated_by.prompt_version
    )
