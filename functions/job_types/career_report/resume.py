"""What to change in the résumé for the role: the review, beside what the person has. Pure.

Nothing of the résumé's own words is said here: the review has those.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.english import count_of, join, percent
from functions.job_types.career_report.findings import (
    MOST_STATEMENTS,
    FigureSource,
    ResumePart,
    SkillsPart,
    Statement,
)
from functions.job_types.career_report.views import KeywordView, ReviewView, SkillsView

#: So many keywords are named in a sentence.
_NAMED: Final = 3
#: What a kind of finding counts, of one and of many, and what is wrong with it.
_KINDS: Final = {
    "weak-opening": ("bullet opens", "bullets open", "with words that hide what you did"),
    "too-long": ("passage is", "passages are", "too long"),
    "first-person": ("passage speaks", "passages speak", "in the first person"),
    "filler": ("passage has", "passages have", "words that say nothing"),
}


def build_resume(
    review: ReviewView, skills: SkillsView | None, plan: SkillsPart | None
) -> ResumePart:
    """Return what to change, the most useful first."""
    said = (
        *_not_shown(review, skills),
        *_misspelt(review),
        *_unread(review),
        *_questions(review),
        *_rewritten(review),
        *_worded(review),
        *_not_to_claim(review, plan),
    )
    return ResumePart(
        coverage_before=review.keywords.before.percent,
        coverage_after=review.keywords.after.percent,
        changes=said[:MOST_STATEMENTS],
    )


def _not_shown(review: ReviewView, skills: SkillsView | None) -> Iterator[Statement]:
    """Name what the person has and the résumé does not say."""
    met = {each.skill: place for place, each in enumerate(skills.met_skills if skills else ())}
    words = enumerate(review.keywords.keywords)
    found = [(at, word) for at, word in words if word.after == "missing" and word.keyword in met]
    for at, word in found[:_NAMED]:
        shown = _asked(word)
        yield Statement(
            text=f"You have {word.keyword}{shown}, and the r\u00e9sum\u00e9 does not say so: write"
            " where you used it.",
            sources=(
                _keyword(at, word),
                FigureSource(part=ReportPart.SKILLS, figure=f"metSkills.{met[word.keyword]}.skill"),
            ),
        )


def _asked(word: KeywordView) -> str:
    share = word.demand_share
    return "" if share is None else f", which {percent(share)} of the role's postings ask for"


def _misspelt(review: ReviewView) -> Iterator[Statement]:
    words = [
        (at, word) for at, word in enumerate(review.keywords.keywords) if word.before == "synonym"
    ]
    if not words:
        return
    named = join([word.keyword for _, word in words[:_NAMED]])
    more = len(words) - _NAMED
    others = f", and {count_of(more, 'other')} like that" if more > 0 else ""
    yield Statement(
        text=f"Write {named} as the postings do{others}: software does not read other names.",
        sources=tuple(_keyword(at, word) for at, word in words[:_NAMED]),
    )


def _unread(review: ReviewView) -> Iterator[Statement]:
    """Say what software stumbles over, where the improved text does not mend it."""
    for place, problem in enumerate(review.ats_problems):
        if not problem.is_fixed:
            figure = f"atsProblems.{place}.kind"
            source = FigureSource(part=ReportPart.RESUME, figure=figure)
            yield Statement(text=problem.message, sources=(source,))


def _questions(review: ReviewView) -> Iterator[Statement]:
    if count := len(review.questions):
        lack = count_of(count, "bullet lacks", "bullets lack")
        yield Statement(
            text=f"{lack} a figure that only you know: the review asks for it.",
            sources=(FigureSource(part=ReportPart.RESUME, figure="questions", value=count),),
        )


def _rewritten(review: ReviewView) -> Iterator[Statement]:
    if not (taken := review.rewrites.taken):
        return
    before, after = review.keywords.before.percent, review.keywords.after.percent
    text = f"{count_of(taken, 'passage is', 'passages are')} rewritten for you to accept"
    sources = [FigureSource(part=ReportPart.RESUME, figure="rewrites.taken", value=taken)]
    if after > before:
        text += f"; with all changes, keyword coverage rises from {before}% to {after}%"
        sources += [
            FigureSource(part=ReportPart.RESUME, figure="keywords.before.percent", value=before),
            FigureSource(part=ReportPart.RESUME, figure="keywords.after.percent", value=after),
        ]
    yield Statement(text=f"{text}.", sources=tuple(sources))


def _worded(review: ReviewView) -> Iterator[Statement]:
    counts = Counter(each.kind for section in review.sections for each in section.findings)
    for kind, (one, many, what) in _KINDS.items():
        if count := counts[kind]:
            source = FigureSource(part=ReportPart.RESUME, figure="sections", value=count)
            yield Statement(text=f"{count_of(count, one, many)} {what}.", sources=(source,))


def _not_to_claim(review: ReviewView, plan: SkillsPart | None) -> Iterator[Statement]:
    """Name what is missing in both: it is learnt first, and written then."""
    steps = {step.skill: step.order for step in plan.plan} if plan else {}
    words = enumerate(review.keywords.keywords)
    lacking = [
        (at, word) for at, word in words if word.after == "missing" and word.keyword in steps
    ]
    if lacking:
        named = join([word.keyword for _, word in lacking[:_NAMED]])
        them = "it" if len(lacking) == 1 else "them"
        yield Statement(
            text=f"Leave {named} out until you have learnt {them}: the plan has {them}.",
            sources=tuple(_keyword(at, word) for at, word in lacking[:_NAMED]),
        )


def _keyword(place: int, word: KeywordView) -> FigureSource:
    share = word.demand_share
    return FigureSource(
        part=ReportPart.RESUME, figure=f"keywords.keywords.{place}.demandShare", value=share
    )
