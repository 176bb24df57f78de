"""Explain why each of the largest gaps matters, no two of them in the same words.

What is said about a gap is what sets it apart in the figures; how it is said depends on what was
said before. A sentence is only chosen if the figures bear it out, and clearly.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from functions.job_types.skill_gap_analysis.findings import Gap, SkillGapFindings
from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS, GapReason
from infra.local.stand_ins.offline_model import english

#: A skill that takes no more hours is quick to learn; one that takes as many as this is long.
QUICK_HOURS = 30
LONG_HOURS = 70
#: How many skills that a gap unlocks are named.
NAMED = 3
#: How much is said about a gap after its first sentence.
FURTHER_SENTENCES = 2


def explain_gaps(facts: SkillGapFindings) -> Iterator[GapReason]:
    """Explain the largest gaps, in their order."""
    voice = _Voice()
    for gap in facts.gaps[:EXPLAINED_GAPS]:
        yield GapReason(skill=gap.skill, reason=voice.explain(gap, facts))


def points_of(gap: Gap, facts: SkillGapFindings) -> int:
    """Return the points that closing a gap adds to the match score, rounded."""
    total = sum(skill.demand_share for skill in facts.required_skills)
    return round(100 * gap.demand_share / total)


class _Angle(StrEnum):
    """What can be said about a gap."""

    PAY = "pay"
    LESS_PAY = "less pay"
    RISING = "rising"
    FALLING = "falling"
    DEMAND = "demand"
    UNLOCKS = "unlocks"
    BUILDS_ON = "builds on"
    PREREQUISITE = "prerequisite"
    QUICK = "quick"
    LONG = "long"
    SAME_PAY = "same pay"
    POINTS = "points"


#: Angles a first sentence can have; each of these sentences gives the demand too.
_LEADS = (_Angle.RISING, _Angle.FALLING, _Angle.PAY, _Angle.LESS_PAY)


class _Voice:
    """Remembers what was said, so that the next gap is spoken of in other words."""

    def __init__(self) -> None:
        self._said: Counter[_Angle] = Counter()
        self._led_with: _Angle | None = None

    def explain(self, gap: Gap, facts: SkillGapFindings) -> str:
        """Say why a gap matters: its demand first, then what sets it apart."""
        angles = _angles(gap)
        lead = self._choose_lead(angles)
        # What has been said least often comes first, so that the reasons differ from each other.
        rest = sorted((a for a in angles if a is not lead), key=lambda a: self._said[a])
        chosen = [lead, *rest[:FURTHER_SENTENCES]]
        sentences = [
            self._say(_LEAD_FORMS if angle is lead else _FURTHER_FORMS, angle, gap, facts)
            for angle in chosen
        ]
        return " ".join(english.capitalise(sentence) for sentence in sentences)

    def _choose_lead(self, angles: Sequence[_Angle]) -> _Angle:
        possible = [angle for angle in _LEADS if angle in angles and angle is not self._led_with]
        self._led_with = possible[0] if possible else _Angle.DEMAND
        return self._led_with

    def _say(
        self,
        forms: Mapping[_Angle, tuple[str, ...]],
        angle: _Angle,
        gap: Gap,
        facts: SkillGapFindings,
    ) -> str:
        variants = forms[angle]
        form = variants[self._said[angle] % len(variants)]
        self._said[angle] += 1
        return form.format(**_words(gap, facts))


#: First sentences, by angle; taken in turn.
_LEAD_FORMS: Mapping[_Angle, tuple[str, ...]] = {
    _Angle.DEMAND: (
        "{share} of the postings ask for it.",
        "an employer wants it in {share} of cases.",
        "it stands in {share} of the postings.",
        "{share} of postings name it.",
        "you will meet it in {share} of the postings.",
    ),
    _Angle.PAY: (
        "{share} of the postings ask for it, and those pay {pay} a year more than comparable ones.",
        "postings with it pay {pay} a year more than their peers, and {share} have it.",
        "it goes with {pay} more a year, and {share} of the postings name it.",
        "{share} of employers ask for it, in postings that pay {pay} a year above the rest.",
        "wanted in {share} of the postings, it comes with {pay} a year on top of comparable pay.",
    ),
    _Angle.LESS_PAY: (
        "{share} of the postings ask for it, but they pay {pay} a year less than comparable ones.",
        "it is asked for ({share}) more than it is paid for: postings with it pay {pay} less.",
    ),
    _Angle.RISING: (
        "demand is rising: {share} of the postings ask for it, up from {before} a year before.",
        "a year earlier {before} of the postings named it; now {share} do.",
        "few skills gain ground like it: from {before} of the postings to {share} in a year.",
    ),
    _Angle.FALLING: (
        "{share} of the postings still ask for it, down from {before} a year before.",
        "it is losing ground, from {before} of the postings to {share} in a year.",
    ),
}

#: Sentences after the first, by angle; taken in turn.
_FURTHER_FORMS: Mapping[_Angle, tuple[str, ...]] = {
    _Angle.PAY: (
        "where it is wanted, the pay is {pay} a year higher than in comparable postings.",
        "the postings that want it pay {pay} a year more.",
        "there is money in it too: {pay} a year between postings with it and without.",
        "pay differs by {pay} a year in favour of the postings that name it.",
    ),
    _Angle.LESS_PAY: (
        "it does not pay, though: {pay} a year less than comparable postings without it.",
        "do not expect it to be rewarded; postings with it pay {pay} less.",
    ),
    _Angle.RISING: (
        "a year earlier it was {before}, so it is worth having early.",
        "that is {change} more than the year before.",
    ),
    _Angle.FALLING: (
        "that share was {before} a year before, so it can wait if something has to.",
        "with {change} lost in a year, it is the one to put off.",
    ),
    _Angle.UNLOCKS: (
        "{unlocks} can only follow once you have it.",
        "it is also the door to {unlocks}.",
        "learning it clears the way for {unlocks}, further down your list.",
    ),
    _Angle.BUILDS_ON: (
        "you do not start cold, because it builds on your {builds_on}.",
        "what you know of {builds_on} carries over, and the {hours} hours count on that.",
        "with {builds_on} behind you, about {hours} hours are enough for a first project.",
        "your {builds_on} is the groundwork for it.",
    ),
    _Angle.PREREQUISITE: (
        "it needs {missing} first, which the path puts before it.",
        "do not begin with it, though: {missing} comes first.",
        "plan for {missing} before it.",
        "without {missing} it makes little sense, so that goes ahead of it.",
        "get {missing} done first.",
    ),
    _Angle.QUICK: (
        "about {hours} hours are enough to use it, which makes it one of the cheaper gaps.",
        "at {hours} hours it is quickly closed.",
        "you can have it in {weeks}.",
        "it costs no more than {hours} hours.",
        "reckon with {hours} hours, less than for most.",
    ),
    _Angle.LONG: (
        "it is a long haul: some {hours} hours, or {weeks} at the path's pace.",
        "set aside {weeks} for it; {hours} hours is a fair guess.",
        "the price is time, about {hours} hours of it.",
    ),
    _Angle.SAME_PAY: (
        "it is expected rather than rewarded: pay with it and without does not clearly differ.",
        "do not expect more pay for it; it gets you considered.",
        "pay is about the same with it and without, so learn it to be let in.",
        "no clear difference in pay goes with it.",
        "it opens doors more than it moves pay, which hardly differs.",
    ),
    _Angle.POINTS: (
        "closing it adds {gain} to your score.",
        "on its own it is worth {gain}.",
        "{gain} of the score depend on it.",
        "having it would lift your score by {gain}.",
        "it stands for {gain} of the 100.",
    ),
}


def _angles(gap: Gap) -> list[_Angle]:
    """Return what can be said about a gap, the weightiest first."""
    change = gap.demand_change if gap.demand_change_is_clear else None
    pay = gap.pay_effect_usd if gap.pay_effect_is_clear else None
    possible = {
        _Angle.RISING: change is not None and change > 0,
        _Angle.FALLING: change is not None and change < 0,
        _Angle.PREREQUISITE: bool(gap.missing_prerequisites),
        _Angle.PAY: pay is not None and pay > 0,
        _Angle.LESS_PAY: pay is not None and pay < 0,
        _Angle.UNLOCKS: bool(gap.unlocks),
        _Angle.BUILDS_ON: bool(gap.builds_on),
        _Angle.LONG: gap.learn_hours >= LONG_HOURS,
        _Angle.QUICK: 0 < gap.learn_hours <= QUICK_HOURS,
        _Angle.SAME_PAY: gap.pay_effect_usd is not None and pay is None,
        _Angle.POINTS: True,
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
