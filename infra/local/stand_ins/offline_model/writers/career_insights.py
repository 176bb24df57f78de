"""Write the text of career insights from their findings, by rules, and say so.

What is said depends on what the figures show; a number comes from a figure and from nowhere else.
"""

from collections.abc import Iterator, Sequence

from functions.job_types.career_insights.findings import (
    CareerInsightsFindings,
    Direction,
    LevelPay,
    MovingSkill,
    level_of,
)
from functions.job_types.career_insights.text import InsightsText, Sentence
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.figured import Pen

#: How many skills of a kind a sentence has numbers of.
NAMED = 3
#: From this share on, the employers that are named have hiring in their hands.
CONCENTRATED_SHARE = 0.5


def write(facts: CareerInsightsFindings) -> InsightsText:
    """Write the text."""
    pen = Pen(facts.figures)
    return InsightsText(
        headline=pen.write(_headline(facts, pen)),
        trend=_sentences(pen, _trend(facts, pen)),
        pay=_sentences(pen, _pay(facts, pen)),
        employers=_sentences(pen, _employers(facts)),
        skills=_sentences(pen, _skills(facts)),
        outlook=_sentences(pen, _outlook(facts)),
    )


def _sentences(pen: Pen, templates: Iterator[str]) -> tuple[Sentence, ...]:
    return tuple(pen.write(template) for template in templates)


# --- headline and trend -------------------------------------------------------------------------


def _headline(facts: CareerInsightsFindings, pen: Pen) -> str:
    domain = facts.sample.domain
    pay = ", at a median pay of {pay-median}" if pen.has("pay-median") else ""
    match facts.trend.direction:
        case Direction.GROWING:
            return f"{domain} has {{postings-change}} more postings than a year before{pay}."
        case Direction.SHRINKING:
            return f"{domain} has {{postings-change}} fewer postings than a year before{pay}."
        case Direction.STEADY:
            return f"Hiring in {domain} is steady{pay}."
        case Direction.UNKNOWN:
            return f"{domain} had {{postings}} postings in the last {{months}} months{pay}."


def _trend(facts: CareerInsightsFindings, pen: Pen) -> Iterator[str]:
    yield _how_many(facts)
    yield from _against_the_market(facts, pen)
    if pen.has("busiest-postings", "quietest-postings"):
        busiest, quietest = (_month_named(facts, name) for name in ("busiest", "quietest"))
        yield (
            f"The busiest month was {busiest} {{busiest-year}} with {{busiest-postings}} postings,"
            f" the quietest {quietest} {{quietest-year}} with {{quietest-postings}}."
        )


def _how_many(facts: CareerInsightsFindings) -> str:
    start = f"There were {{postings}} {_postings(facts)} in the last {{months}} months of data"
    match facts.trend.direction:
        case Direction.GROWING:
            return f"{start}, up from {{earlier-postings}} in the year before."
        case Direction.SHRINKING:
            return f"{start}, down from {{earlier-postings}} in the year before."
        case Direction.STEADY:
            return (
                f"{start}, against {{earlier-postings}} in the year before, which is within what"
                " chance alone would do."
            )
        case Direction.UNKNOWN:
            return f"{start}, with too little before them to tell a trend."


def _against_the_market(facts: CareerInsightsFindings, pen: Pen) -> Iterator[str]:
    change, market = facts.trend.change, facts.trend.market_change
    if not pen.has("postings-change", "market-change") or change is None or market is None:
        return
    if (change > 0) == (market > 0):
        stronger = "stronger" if abs(change) > abs(market) else "weaker"
        yield (
            f"All domains together moved the same way by {{market-change}}, so that the"
            f" {{postings-change}} here is the {stronger} move."
        )
        return
    moved = "gained" if market > 0 else "lost"
    if market == 0:
        yield "All domains together stayed where they were, so this is the domain's own move."
        return
    yield f"It goes against the market: all domains together {moved} {{market-change}}."


def _month_named(facts: CareerInsightsFindings, name: str) -> str:
    return next(f.of or "" for f in facts.figures if f.id == f"{name}-postings")


# --- pay ----------------------------------------------------------------------------------------


def _pay(facts: CareerInsightsFindings, pen: Pen) -> Iterator[str]:
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
    return next((pay for pay in facts.pay.by_level if pay.level is level), None)


def _years(pay: LevelPay) -> str:
    start = f"{{level-{pay.level}-from}}"
    return f"{start} or more" if pay.to_years is None else f"{start} to {{level-{pay.level}-to}}"


def _experience(levels: Sequence[LevelPay]) -> str:
    first, last = levels[0].level, levels[-1].level
    medians = f"{{level-{first}-median}} at {first} level and {{level-{last}-median}} at {last}"
    if levels[-1].median_usd > levels[0].median_usd:
        return f"Experience is paid for: the median is {medians} level, {{level-rise}} more."
    return f"Experience hardly shows in pay: the median is {medians} level."


# --- employers ----------------------------------------------------------------------------------


def _employers(facts: CareerInsightsFindings) -> Iterator[str]:
    employers = facts.top_employers
    if not employers:
        yield "The postings do not say who hires."
        return
    first, others = employers[0], employers[1:NAMED]
    then = english.join_and(
        [f"{e.employer} with {{employer-{rank}-share}}" for rank, e in enumerate(others, start=2)]
    )
    yield (
        f"{first.employer} has the most postings, {{employer-1-share}} of them"
        + (f", before {then}." if then else ".")
    )
    if facts.employers > len(employers):
        held = sum(employer.share for employer in employers)
        spread = "in few hands" if held >= CONCENTRATED_SHARE else "spread widely"
        yield (
            f"Of {{employers}} employers the largest {{employers-named}} have"
            f" {{employers-named-share}} of the postings, so hiring is {spread}."
        )


# --- skills -------------------------------------------------------------------------------------


def _skills(facts: CareerInsightsFindings) -> Iterator[str]:
    skills = facts.skills
    if skills.top:
        named = english.join_and(
            [f"{s.skill} ({{skill-{n}-share}})" for n, s in enumerate(skills.top[:NAMED], start=1)]
        )
        yield f"Across all roles, employers ask most often for {named}."
    else:
        yield "No skill is named often enough for a figure."
    if not skills.compared:
        yield "There is no whole year before to tell from what rises and what falls."
        return
    rising, falling = (_clear(moving) for moving in (skills.rising, skills.falling))
    if rising:
        yield f"Demand clearly rises for {_moves(rising, 'rising')} within a year."
    if falling:
        yield f"It clearly falls for {_moves(falling, 'falling')}."
    if not rising and not falling:
        yield (
            "Of {skills-compared} skills compared with the year before, none moved by more than"
            " chance brings forth among so many."
        )


def _clear(moving: Sequence[MovingSkill]) -> list[MovingSkill]:
    return [skill for skill in moving if skill.change_is_clear][:NAMED]


def _moves(skills: Sequence[MovingSkill], kind: str) -> str:
    return english.join_and(
        [
            f"{skill.skill} (from {{{kind}-{rank}-before}} to {{{kind}-{rank}-now}})"
            for rank, skill in enumerate(skills, start=1)
        ]
    )


# --- outlook ------------------------------------------------------------------------------------


def _outlook(facts: CareerInsightsFindings) -> Iterator[str]:
    yield f"{_chances(facts)} {_advice(facts)}".strip()
    wider = _why_wider(facts)
    if wider:
        yield wider
    yield (
        "A posting is not a hire and advertised pay is no promise; the figures show the market as"
        " it was and not as it will be."
    )
    made_up = "made-up sample data" if facts.data_source == "sample data" else facts.data_source
    yield (
        f"They are {made_up}, up to {{data-day}} {facts.sample.data_date:%B} {{data-year}}, and"
        " this text was put together from them by rules, without a language model."
    )


def _chances(facts: CareerInsightsFindings) -> str:
    match facts.trend.direction:
        case Direction.GROWING:
            return "More postings mean more ways in, so a first application need not be perfect."
        case Direction.SHRINKING:
            return "With fewer postings than before, expect more applicants for each of them."
        case Direction.STEADY:
            return "The market neither opens nor closes, so your own profile decides."
        case Direction.UNKNOWN:
            return "Whether this market opens or closes cannot be told from so little."


def _advice(facts: CareerInsightsFindings) -> str:
    rising = [skill for skill in facts.skills.rising if skill.change_is_clear]
    if rising:
        return f"If you learn one thing for it, {rising[0].skill} is gaining ground."
    if facts.skills.top:
        return f"Depth in {facts.skills.top[0].skill} is the safest ground to stand on."
    return ""


def _why_wider(facts: CareerInsightsFindings) -> str:
    sample, region = facts.sample, facts.region
    wider = [
        *(["region"] if region.matched is not None and sample.region is None else []),
        *(["level"] if facts.experience_years is not None and sample.level is None else []),
    ]
    unknown = "No region in the data is near the one you named, so these are all regions."
    if not wider:
        return unknown if region.asked and region.matched is None else ""
    return f"Your {' and '.join(wider)} alone has too few postings, so the sample is wider."


# --- words --------------------------------------------------------------------------------------


def _postings(facts: CareerInsightsFindings) -> str:
    sample = facts.sample
    limits = [sample.region or "", f"{sample.level} level" if sample.level else ""]
    inside = ", ".join(filter(None, limits))
    return f"{sample.domain} postings" + (f" ({inside})" if inside else "")
