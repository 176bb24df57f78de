"""Say what postings pay. Pure."""

from collections.abc import Iterator, Sequence

from functions.job_types.career_insights.findings import CareerInsightsFindings, LevelPay, level_of
from infra.local.stand_ins.offline_model.writers.career_insights.figured import Pen


def pay(facts: CareerInsightsFindings, pen: Pen) -> Iterator[str]:
    """Say what postings pay, at the person's level and with experience."""
    own = _own_level(facts)
    if facts.pay.overall is None:
        yield "Too few of these postings say what they pay for a figure that would hold."
    elif own is None or facts.sample.level is None:
        yield (
            "The median of advertised pay is {pay-median} a year; the lower quartile is"
            " {pay-lower}, the upper one {pay-upper}."
        )
    if own is not None:
        yield (
            f"At your level, {own.level} ({_years(own)} years of experience), the median is"
            f" {{level-{own.level}-median}}, between quartiles of {{level-{own.level}-lower}} and"
            f" {{level-{own.level}-upper}}."
        )
    if pen.has("level-rise"):
        yield _experience(facts.pay.by_level)


def _own_level(facts: CareerInsightsFindings) -> LevelPay | None:
    if facts.experience_years is None:
        return None
    level = level_of(facts.experience_years)
    return next((one for one in facts.pay.by_level if one.level is level), None)


def _years(own: LevelPay) -> str:
    start = f"{{level-{own.level}-from}}"
    return f"{start} or more" if own.to_years is None else f"{start} to {{level-{own.level}-to}}"


def _experience(levels: Sequence[LevelPay]) -> str:
    first, last = levels[0].level, levels[-1].level
    medians = f"{{level-{first}-median}} at {first} level and {{level-{last}-median}} at {last}"
    if levels[-1].median_usd > levels[0].median_usd:
        return f"Experience is paid for: the median is {medians} level, {{level-rise}} more."
    return f"Experience hardly shows in pay: the median is {medians} level."
