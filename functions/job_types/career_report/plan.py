"""What to learn first: what opens the most postings, and what they pay for it. Pure.

A skill's worth is the share of the role's postings that ask for it, raised by what they pay more
for it where that is more than chance: `share * (1 + effect / median pay)`. The most worth comes
first, and before each skill what it builds on. What the résumé shows is not learnt again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.english import join, percent, usd
from functions.job_types.career_report.findings import (
    MOST_LATER,
    MOST_STATEMENTS,
    MOST_STEPS,
    FigureSource,
    PlanStep,
    SkillsPart,
    Statement,
)
from functions.job_types.career_report.views import GapView, MarketView, ReviewView, SkillsView

_MISSING = "missing"
_DESCRIPTION = "description"


@dataclass(frozen=True, kw_only=True)
class _Given:
    """What the parts say of the skills that are missing."""

    skills: SkillsView
    market: MarketView | None
    #: By skill: its gap, and its place among them.
    gaps: Mapping[str, tuple[int, GapView]]
    #: By skill that the résumé shows, its place among the keywords.
    shown: Mapping[str, int] = field(default_factory=dict)


def worth_of(gap: GapView, median_pay_usd: int | None) -> float:
    """Return what a skill opens and pays, as a share of the role's postings and more."""
    effect = gap.pay_effect_usd if gap.pay_effect_is_clear else None
    if effect is None or not median_pay_usd:
        return gap.demand_share
    return gap.demand_share * (1 + max(0, effect) / median_pay_usd)


def build_skills(
    skills: SkillsView, market: MarketView | None, review: ReviewView | None
) -> SkillsPart:
    """Return what to learn, in order and with reasons."""
    given = _Given(
        skills=skills,
        market=market,
        gaps={gap.skill: (place, gap) for place, gap in enumerate(skills.gaps)},
        shown={} if review is None else _shown_in(review),
    )
    order = _order(given)
    path = skills.learning_path
    steps = tuple(_steps(order[:MOST_STEPS], given))
    hours = sum(step.hours for step in steps)
    left = (skill for skill in order[MOST_STEPS:] if skill in given.gaps)
    return SkillsPart(
        match_score=skills.match_score.value,
        postings=skills.sample.postings,
        plan=steps,
        hours_per_week=path.hours_per_week,
        total_hours=hours,
        total_weeks=-(-hours // path.hours_per_week),
        shown=tuple(_shown(given)),
        later=tuple(left)[:MOST_LATER],
        note=skills.sample.note,
    )


def _shown_in(review: ReviewView) -> dict[str, int]:
    words = enumerate(review.keywords.keywords)
    return {word.keyword: place for place, word in words if word.before != _MISSING}


def _order(given: _Given) -> Sequence[str]:
    """Return the skills to learn: by worth, each behind what it builds on."""
    median = given.skills.sample.median_pay_usd
    wanted = [gap for _, gap in given.gaps.values() if gap.skill not in given.shown]
    wanted.sort(key=lambda gap: (-worth_of(gap, median), gap.skill))
    order: dict[str, None] = {}
    for gap in wanted:
        for skill in _with_prerequisites(gap.skill, given, frozenset()):
            order.setdefault(skill)
    return tuple(order)


def _with_prerequisites(skill: str, given: _Given, above: frozenset[str]) -> Iterator[str]:
    """Return what a skill builds on and the person lacks, then the skill; a circle is left."""
    gap = given.gaps.get(skill)
    lacks = () if gap is None else gap[1].missing_prerequisites
    for each in lacks:
        if each not in above | {skill} and each not in given.shown and _is_known(each, given):
            yield from _with_prerequisites(each, given, above | {skill})
    yield skill


def _is_known(skill: str, given: _Given) -> bool:
    """Whether anything is known of learning a skill: how many hours it takes."""
    steps = given.skills.learning_path.steps
    return skill in given.gaps or any(step.skill == skill for step in steps)


def _steps(order: Sequence[str], given: _Given) -> Iterator[PlanStep]:
    pace, spent = given.skills.learning_path.hours_per_week, 0
    for number, skill in enumerate(order, start=1):
        hours, _ = _hours(skill, given)
        gap = given.gaps[skill][1] if skill in given.gaps else None
        is_paid = gap is not None and gap.pay_effect_is_clear
        yield PlanStep(
            order=number,
            skill=skill,
            hours=hours,
            first_week=spent // pace + 1,
            last_week=max(spent, spent + hours - 1) // pace + 1,
            demand_share=gap.demand_share if gap else None,
            pay_effect_usd=gap.pay_effect_usd if gap and is_paid else None,
            reasons=tuple(_reasons(skill, order, given)),
        )
        spent += hours


def _hours(skill: str, given: _Given) -> tuple[int, str]:
    """Return how long a skill takes, and the figure that says so."""
    if skill in given.gaps:
        place, gap = given.gaps[skill]
        return gap.learn_hours, f"gaps.{place}.learnHours"
    steps = enumerate(given.skills.learning_path.steps)
    place, step = next((place, step) for place, step in steps if step.skill == skill)
    return step.hours, f"learningPath.steps.{place}.hours"


def _reasons(skill: str, order: Sequence[str], given: _Given) -> Iterator[Statement]:
    if skill in given.gaps:
        yield from _demand_reasons(skill, given)
    yield from _unlocking(skill, order, given)
    yield from _rising(skill, given)


def _demand_reasons(skill: str, given: _Given) -> Iterator[Statement]:
    place, gap = given.gaps[skill]
    share = _source(f"gaps.{place}.demandShare", gap.demand_share)
    if given.skills.sample.basis == _DESCRIPTION:
        yield Statement(text="The job description names it.", sources=(share,))
        return
    asked = f"{percent(gap.demand_share)} of the role's postings ask for it."
    yield Statement(text=asked, sources=(share,))
    if gap.pay_effect_is_clear and gap.pay_effect_usd:
        effect = f"{usd(gap.pay_effect_usd)} a year {'more' if gap.pay_effect_usd > 0 else 'less'}"
        yield Statement(
            text=f"Postings with it pay {effect} than those without.",
            sources=(_source(f"gaps.{place}.payEffectUsd", gap.pay_effect_usd),),
        )


def _unlocking(skill: str, order: Sequence[str], given: _Given) -> Iterator[Statement]:
    later = [
        (given.gaps[other][0], other)
        for other in order
        if other in given.gaps and skill in given.gaps[other][1].missing_prerequisites
    ]
    for place, other in later[:1]:
        source = FigureSource(part=ReportPart.SKILLS, figure=f"gaps.{place}.missingPrerequisites")
        yield Statement(text=f"{other} builds on it.", sources=(source,))


def _rising(skill: str, given: _Given) -> Iterator[Statement]:
    """Say where a skill's demand grows in the field, where that is more than chance."""
    for place, moving in enumerate(given.market.skills.rising if given.market else ()):
        if moving.skill == skill and moving.change_is_clear:
            points = round(moving.change * 100)
            if points >= 1:
                grown = f"{points} point{'' if points == 1 else 's'}"
                figure = f"skills.rising.{place}.change"
                yield Statement(
                    text=f"Its demand in the field rose by {grown} in a year.",
                    sources=(
                        FigureSource(part=ReportPart.PAY, figure=figure, value=moving.change),
                    ),
                )


def _shown(given: _Given) -> Iterator[Statement]:
    found = [skill for skill in given.gaps if skill in given.shown][:MOST_STATEMENTS]
    if not found:
        return
    it, them = ("it is", "it") if len(found) == 1 else ("they are", "them")
    yield Statement(
        text=f"Your r\u00e9sum\u00e9 shows {join(found)}, so {it} not in the plan: if you know"
        f" {them} well, count {them} among your skills.",
        sources=tuple(source for skill in found for source in _sources_of_shown(skill, given)),
    )


def _sources_of_shown(skill: str, given: _Given) -> Iterator[FigureSource]:
    place, gap = given.gaps[skill]
    keyword = f"keywords.keywords.{given.shown[skill]}.before"
    yield FigureSource(part=ReportPart.RESUME, figure=keyword)
    yield _source(f"gaps.{place}.demandShare", gap.demand_share)


def _source(figure: str, value: float) -> FigureSource:
    return FigureSource(part=ReportPart.SKILLS, figure=figure, value=value)
