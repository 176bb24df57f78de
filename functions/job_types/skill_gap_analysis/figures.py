"""The figures that a text about a skill gap may have: those of the findings, or a rounding of one.

Pure. Looks at what a reader would act on: percentages, amounts of money, and the match score.
Counts and hours are left to the text.
"""

import re
from collections.abc import Iterator

from functions.job_types.skill_gap_analysis.findings import SkillGapFindings

#: Bounded, so that a text of digits takes no longer than any other.
_NUMBER = r"(\d[\d,]{0,30}(?:\.\d{1,30})?)"
_PERCENT = re.compile(rf"{_NUMBER}\s?(?:%|percent\b)")
_MONEY = re.compile(rf"\$\s?{_NUMBER}\s?(k\b|thousand\b|million\b)?", re.IGNORECASE)
#: What is said of today must be today's; after learning all there is, the score may well be 100.
_TODAY = re.compile(
    r"\b(?:you (?:already |now |currently )?(?:match|cover|meet|score)|score (?:is|stands at))"
    rf"(?: about| now| already| only| currently)?\s+{_NUMBER}(?!\s+(?:skills?|of the|core))",
    re.IGNORECASE,
)
_SCALE = {"k": 1e3, "thousand": 1e3, "million": 1e6}
#: "About half" is 48% as well: a multiple of five stands for what is nearer to it than to the next.
_ROUND, _NEAR_ROUND, _NEAR = 5, 2.5, 1.0


def foreign_figures(prose: str, findings: SkillGapFindings) -> tuple[str, ...]:
    """Return the figures of a text that the findings do not have, as they stand there."""
    percents, money = tuple(_percents(findings)), tuple(_money(findings))
    today = (findings.match_score.value, *(role.score for role in findings.adjacent_roles))
    return (
        *(m[0] for m in _PERCENT.finditer(prose) if not _is_percent(_value(m), percents)),
        *(m[0] for m in _MONEY.finditer(prose) if not _is_money(_value(m), money)),
        *(m[0] for m in _TODAY.finditer(prose) if not _is_percent(_value(m), today)),
    )


def _value(found: re.Match[str]) -> float:
    scale = found[2] if found.re is _MONEY else None
    return float(found[1].replace(",", "")) * (_SCALE[scale.lower()] if scale else 1)


def _is_percent(value: float, known: tuple[float, ...]) -> bool:
    allowed = _NEAR_ROUND if value % _ROUND == 0 and 0 < value < 100 else _NEAR  # noqa: PLR2004
    return any(abs(value - each) <= allowed for each in known)


def _is_money(value: float, known: tuple[float, ...]) -> bool:
    """Whether it is a known amount, rounded or cut to as many digits as it has."""
    digits = f"{value:.0f}"
    unit = 10 ** (len(digits) - len(digits.rstrip("0")))
    return any(-unit / 2 <= each - value < unit for each in known)


def _percents(findings: SkillGapFindings) -> Iterator[float]:
    for skill in findings.required_skills:
        yield skill.demand_share * 100
        if skill.demand_change is not None:
            yield abs(skill.demand_change) * 100
            yield (skill.demand_share - skill.demand_change) * 100
    yield findings.match_score.value
    for part in findings.match_score.parts:
        yield from (part.points, part.possible_points)
    yield from (step.score_after for step in findings.learning_path.steps)
    yield from (role.score for role in findings.adjacent_roles)


def _money(findings: SkillGapFindings) -> Iterator[float]:
    yield findings.sample.median_pay_usd or 0
    for skill in findings.required_skills:
        yield abs(skill.pay_effect_usd or 0)
    for role in findings.adjacent_roles:
        yield role.median_pay_usd
        yield abs(role.median_pay_usd - (findings.sample.median_pay_usd or 0))
