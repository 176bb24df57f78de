"""Write the text of career insights from their findings, by rules, and say so.

What is said depends on what the figures show; a number comes from a figure and from nowhere else.
"""

from collections.abc import Iterator

from functions.job_types.career_insights.findings import CareerInsightsFindings
from functions.job_types.career_insights.text import InsightsText, Sentence
from infra.local.stand_ins.offline_model.writers.career_insights.demand import (
    employers,
    pay,
    skills,
)
from infra.local.stand_ins.offline_model.writers.career_insights.figured import Pen
from infra.local.stand_ins.offline_model.writers.career_insights.trend import (
    headline,
    outlook,
    trend,
)


def write(facts: CareerInsightsFindings) -> InsightsText:
    """Write the text."""
    pen = Pen(facts.figures)
    return InsightsText(
        headline=pen.write(headline(facts, pen)),
        trend=_sentences(pen, trend(facts, pen)),
        pay=_sentences(pen, pay(facts, pen)),
        employers=_sentences(pen, employers(facts)),
        skills=_sentences(pen, skills(facts)),
        outlook=_sentences(pen, outlook(facts)),
    )


def _sentences(pen: Pen, templates: Iterator[str]) -> tuple[Sentence, ...]:
    return tuple(pen.write(template) for template in templates)
