"""Explain why each of the largest gaps matters, no two of them in the same words.

What is said about a gap is what sets it apart in the figures; how it is said depends on what was
said before. A sentence is only chosen if the figures bear it out, and clearly.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from functions.job_types.skill_gap_analysis.findings import Gap, SkillGapFindings
from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS, GapReason
from infra.local.stand_ins.offline_model import english

_FORMS: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
    Path(__file__).with_name("reason_forms.toml").read_text(encoding="utf-8")
)
#: A skill that takes no more hours is quick to learn; one that takes as many as this is long.
QUICK_HOURS = 30
LONG_HOURS = 70
#: How many skills that a gap unlocks are named.
NAMED = 3
#: How much is said about a gap after its first sentence.
FURTHER_SENTENCES = 2


def explain_gaps(facts: SkillGapFindings) -> Iterator[GapReason]:
    """Explain the largest gaps, in their order."""
    tone = _Tone()
    for gap in facts.gaps[:EXPLAINED_GAPS]:
        yield GapReason(skill=gap.skill, reason=tone.explain(gap, facts))


def points_of(gap: Gap, facts: SkillGapFindings) -> int:
    """Return the points that closing a gap adds to the match score, rounded."""
    total = sum(skill.demand_share for skill in facts.required_skills)
    return round(100 * gap.demand_share / total)


#: What a first sentence can be about; else it is about demand.
_LEADS = ("rising", "falling", "pay", "less_pay")


class _Tone:
    """Remembers what was said, so that the next gap is spoken of in other words."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()
        self._led_with = ""

    def explain(self, gap: Gap, facts: SkillGapFindings) -> str:
        """Say why a gap matters: its demand first, then what sets it apart."""
        angles = _angles(gap)
        lead = self._choose_lead(angles)
        # What has been said least often comes first, so that the reasons differ from each other.
        rest = sorted((a for a in angles if a != lead), key=lambda a: self._said[a])
        sentences = [
            self._say("lead", lead),
            *(self._say("further", angle) for angle in rest[:FURTHER_SENTENCES]),
        ]
        words = _words(gap, facts)
        return " ".join(english.capitalise(sentence.format(**words)) for sentence in sentences)

    def _choose_lead(self, angles: Sequence[str]) -> str:
        possible = [angle for angle in _LEADS if angle in angles and angle != self._led_with]
        self._led_with = possible[0] if possible else "demand"
        return self._led_with

    def _say(self, part: str, angle: str) -> str:
        variants = _FORMS[part][angle]
        self._said[angle] += 1
        return variants[(self._said[angle] - 1) % len(variants)]


def _angles(gap: Gap) -> list[str]:
    """Return what can be said about a gap, the weightiest first."""
    change = gap.demand_change if gap.demand_change_is_clear else None
    pay = gap.pay_effect_usd if gap.pay_effect_is_clear else None
    possible = {
        "rising": change is not None and change > 0,
        "falling": change is not None and change < 0,
        "prerequisite": bool(gap.missing_prerequisites),
        "pay": pay is not None and pay > 0,
        "less_pay": pay is not None and pay < 0,
        "unlocks": bool(gap.unlocks),
        "builds_on": bool(gap.builds_on),
        "long": gap.learn_hours >= LONG_HOURS,
        "quick": 0 < gap.learn_hours <= QUICK_HOURS,
        "same_pay": gap.pay_effect_usd is not None and pay is None,
        "points": True,
    }
    return [angle for angle, holds in possible.items() if holds]


def _words(gap: Gap, facts: SkillGapFindings) -> dict[str, str]:
    pace = facts.learning_path.hours_per_week
    change = gap.demand_change or 0.0
    return {
        "share": english.percent(gap.demand_share),
        "before": english.percent(gap.demand_share - change),
        "change": english.points(change),
        "pay": english.money(gap.pay_effect_usd or 0),
        "hours": str(gap.learn_hours),
        "gain": english.count_of(points_of(gap, facts), "point"),
        "weeks": english.count_of(-(-gap.learn_hours // pace), "week"),
        "builds_on": english.join_and(gap.builds_on),
        "missing": english.join_and(gap.missing_prerequisites),
        "unlocks": english.join_and(gap.unlocks[:NAMED]),
    }
