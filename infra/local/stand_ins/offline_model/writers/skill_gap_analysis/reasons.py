"""Explain why each of the largest gaps matters, no two of them in the same words.

What is said about a gap is what sets it apart in the figures; how it is said depends on what was
said before. A sentence is only chosen if the figures bear it out, and clearly.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from functions.job_types.skill_gap_analysis.findings import Gap, SkillGapFindings
from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS, GapReason
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.reason_forms import (
    FURTHER_FORMS,
    LEAD_FORMS,
    Angle,
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


#: Angles a first sentence can have; each of these sentences gives the demand too.
_LEADS = (Angle.RISING, Angle.FALLING, Angle.PAY, Angle.LESS_PAY)


class _Tone:
    """Remembers what was said, so that the next gap is spoken of in other words."""

    def __init__(self) -> None:
        self._said: Counter[Angle] = Counter()
        self._led_with: Angle | None = None

    def explain(self, gap: Gap, facts: SkillGapFindings) -> str:
        """Say why a gap matters: its demand first, then what sets it apart."""
        angles = _angles(gap)
        lead = self._choose_lead(angles)
        # What has been said least often comes first, so that the reasons differ from each other.
        rest = sorted((a for a in angles if a is not lead), key=lambda a: self._said[a])
        chosen = [lead, *rest[:FURTHER_SENTENCES]]
        sentences = [
            self._say(LEAD_FORMS if angle is lead else FURTHER_FORMS, angle, gap, facts)
            for angle in chosen
        ]
        return " ".join(english.capitalise(sentence) for sentence in sentences)

    def _choose_lead(self, angles: Sequence[Angle]) -> Angle:
        possible = [angle for angle in _LEADS if angle in angles and angle is not self._led_with]
        self._led_with = possible[0] if possible else Angle.DEMAND
        return self._led_with

    def _say(
        self,
        forms: Mapping[Angle, tuple[str, ...]],
        angle: Angle,
        gap: Gap,
        facts: SkillGapFindings,
    ) -> str:
        variants = forms[angle]
        form = variants[self._said[angle] % len(variants)]
        self._said[angle] += 1
        return form.format(**_words(gap, facts))


def _angles(gap: Gap) -> list[Angle]:
    """Return what can be said about a gap, the weightiest first."""
    change = gap.demand_change if gap.demand_change_is_clear else None
    pay = gap.pay_effect_usd if gap.pay_effect_is_clear else None
    possible = {
        Angle.RISING: change is not None and change > 0,
        Angle.FALLING: change is not None and change < 0,
        Angle.PREREQUISITE: bool(gap.missing_prerequisites),
        Angle.PAY: pay is not None and pay > 0,
        Angle.LESS_PAY: pay is not None and pay < 0,
        Angle.UNLOCKS: bool(gap.unlocks),
        Angle.BUILDS_ON: bool(gap.builds_on),
        Angle.LONG: gap.learn_hours >= LONG_HOURS,
        Angle.QUICK: 0 < gap.learn_hours <= QUICK_HOURS,
        Angle.SAME_PAY: gap.pay_effect_usd is not None and pay is None,
        Angle.POINTS: True,
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
