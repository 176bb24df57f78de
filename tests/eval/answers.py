"""What came of a case, and what in it the text model wrote."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import JsonValue

from functions.job_types import JobResult, find_job_type
from functions.job_types.career_insights.job import CareerInsights
from functions.job_types.resume_optimization.findings import Change, ChangeKind, FindingKind
from functions.job_types.resume_optimization.report import ResumeOptimization
from functions.job_types.skill_gap_analysis.job import SkillGapAnalysis
from shared.core.usage import Usage
from tests.eval.case import Case


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a case."""

    case: Case
    #: The result as it would be stored; None if there is none.
    document: dict[str, JsonValue] | None
    #: The code of the error that it ended with; None for a result.
    error: str | None = None
    #: Whether that error was for good.
    is_permanent: bool = False
    #: How many attempts it took.
    attempts: int = 1
    seconds: float = 0.0
    usage: Usage = field(default_factory=Usage)
    #: What the job document would have shown on the way.
    previews: tuple[dict[str, JsonValue], ...] = ()

    @cached_property
    def result(self) -> JobResult:
        """The result; fails as pydantic does if the document is none."""
        return find_job_type(self.case.job_type).result.model_validate(self.document)


@dataclass(frozen=True)
class Written:
    """A text that the model wrote."""

    place: str
    text: str


def written(result: JobResult) -> tuple[Written, ...]:
    """Return everything in a result that the model wrote."""
    match result:
        case SkillGapAnalysis():
            return tuple(_skill_gap(result))
        case CareerInsights():
            return tuple(_insights(result))
        case ResumeOptimization():
            return (*_said(result), *_rewritten(result))
        case _:
            raise TypeError(f"nothing is known of {type(result).__name__}")


def own_words(result: JobResult) -> tuple[Written, ...]:
    """Return what the model says in its own words: all but the rewrites of a person's résumé."""
    return tuple(_said(result)) if isinstance(result, ResumeOptimization) else written(result)


def rewrites(result: ResumeOptimization) -> tuple[Change, ...]:
    """Return the changes that the model wrote."""
    return tuple(change for change in result.changes if change.kind is ChangeKind.REWRITE)


def _skill_gap(result: SkillGapAnalysis) -> Iterator[Written]:
    text = result.narrative
    yield Written("headline", text.headline)
    yield Written("overview", text.overview)
    for number, reason in enumerate(text.gap_reasons, start=1):
        yield Written(f"reason {number}", reason.reason)
    yield Written("next step", text.next_step)


def _insights(result: CareerInsights) -> Iterator[Written]:
    for number, sentence in enumerate(result.narrative.sentences(), start=1):
        yield Written(f"sentence {number}", sentence.text)


def _said(result: ResumeOptimization) -> Iterator[Written]:
    for section in result.sections:
        for finding in section.findings:
            if finding.kind is FindingKind.ADVICE:
                yield Written(f"advice at {finding.start}", finding.message)
    for change in rewrites(result):
        yield Written(f"reason at {change.start}", change.reason)


def _rewritten(result: ResumeOptimization) -> Iterator[Written]:
    return (Written(f"rewrite at {each.start}", each.after) for each in rewrites(result))
