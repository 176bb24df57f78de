"""Rubrics of the career insights. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from functions.job_types.career_insights.figures import Figure, Unit
from functions.job_types.career_insights.findings import Direction
from functions.job_types.career_insights.job import CareerInsights
from functions.job_types.career_insights.text import Sentence
from tests.eval.answers import Answer

LONGEST_HEADLINE = 140
MOST_SENTENCES = 5
_NUMBER = re.compile(r"(?<![\w.])\$?\d[\d,]*(?:\.\d+)?%?")
_UP = re.compile(r"\b(?:grew|grows|growing|grown|growth|rose|rising|more)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:fell|falls|fallen|falling|fewer|shrank|shrinks|shrinking|less|down|declin\w+)\b",
    re.IGNORECASE,
)


def part_lengths(answer: Answer) -> Iterator[str]:
    """The headline is one line, and each part has a few sentences and no more."""
    text = _of(answer).narrative
    if len(text.headline.text) > LONGEST_HEADLINE:
        yield f"the headline has {len(text.headline.text)} characters"
    parts = {"trend": text.trend, "pay": text.pay, "employers": text.employers}
    for name, part in {**parts, "skills": text.skills, "outlook": text.outlook}.items():
        if not 1 <= len(part) <= MOST_SENTENCES:
            yield f"{name} has {len(part)} sentences"


def numbers_traced(answer: Answer) -> Iterator[str]:
    """Every number is that of a figure which its sentence names, and every figure is given."""
    result = _of(answer)
    figures = {figure.id: figure for figure in result.figures}
    for place, sentence in enumerate(result.narrative.sentences(), start=1):
        named = [figures[name] for name in sentence.figures if name in figures]
        if len(named) < len(sentence.figures):
            yield f"sentence {place} names a figure that there is not"
        yield from _untraced(place, sentence, named)


def figures_in_order(answer: Answer) -> Iterator[str]:
    """Months follow each other, quartiles rise, and employers and skills come by their share."""
    result = _of(answer)
    months = [month.month for month in result.trend.months]
    for one, other in pairwise(months):
        if (other.year - one.year) * 12 + other.month - one.month != 1:
            yield f"{other} does not follow {one}"
    for pay in filter(None, (result.pay.overall, *result.pay.by_level)):
        if not 0 < pay.lower_usd <= pay.median_usd <= pay.upper_usd:
            yield "quartiles are not in order"
    shares = [employer.share for employer in result.top_employers]
    asked = [skill.demand_share for skill in result.skills.top]
    if shares != sorted(shares, reverse=True) or asked != sorted(asked, reverse=True):
        yield "employers or skills are not in order"


def trend_told(answer: Answer) -> Iterator[str]:
    """What grows is not told as shrinking, nor the other way round."""
    result = _of(answer)
    told = " ".join(sentence.text for sentence in result.narrative.trend)
    direction = result.trend.direction
    if direction is Direction.GROWING and _DOWN.search(told) and not _UP.search(told):
        yield "a growing market is told as shrinking"
    if direction is Direction.SHRINKING and _UP.search(told) and not _DOWN.search(told):
        yield "a shrinking market is told as growing"


def _of(answer: Answer) -> CareerInsights:
    return cast("CareerInsights", answer.result)


def _untraced(place: int, sentence: Sentence, named: list[Figure]) -> Iterator[str]:
    text = sentence.text
    for figure in named:
        # A name's digits are no number: "ISO 27001", "Company 7".
        text = text.replace(figure.of, " ") if figure.of else text
    written = [found[0].rstrip(",.") for found in _NUMBER.finditer(text)]
    for number in written:
        if not any(_is_given(number, figure) for figure in named):
            yield f"sentence {place} says {number}, which is no figure it names"


def _is_given(number: str, figure: Figure) -> bool:
    """Whether a number may be this figure, or a rounding of it."""
    value = float(number.strip("$%").replace(",", ""))
    if number.startswith("$") is not (figure.unit is Unit.USD):
        return False
    if number.endswith("%") is not (figure.unit in {Unit.SHARE, Unit.CHANGE}):
        return False
    is_part = figure.unit in {Unit.SHARE, Unit.CHANGE, Unit.POINTS}
    exact = abs(figure.value) * (100 if is_part else 1)
    slack = 0.51 if is_part else 0 if figure.unit is Unit.EXACT else exact * 0.05
    return abs(value - exact) <= slack
