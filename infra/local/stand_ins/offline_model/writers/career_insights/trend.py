"""Say how many postings there are, how that moves, and what to make of it all. Pure."""

from collections.abc import Iterator

from functions.job_types.career_insights.findings import CareerInsightsFindings, Direction
from functions.job_types.career_insights.sample import ELSEWHERE
from infra.local.stand_ins.offline_model.writers.career_insights.figured import Pen


def headline(facts: CareerInsightsFindings, pen: Pen) -> str:
    """Say in a sentence where hiring goes, and what it pays."""
    domain = facts.sample.domain
    if facts.is_elsewhere:
        return f"{ELSEWHERE}; what follows is {domain} in all regions."
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


def trend(facts: CareerInsightsFindings, pen: Pen) -> Iterator[str]:
    """Say how postings moved, also against all domains, and which months stand out."""
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


def _postings(facts: CareerInsightsFindings) -> str:
    sample = facts.sample
    limits = [sample.region or "", f"{sample.level} level" if sample.level else ""]
    inside = ", ".join(filter(None, limits))
    return f"{sample.domain} postings" + (f" ({inside})" if inside else "")


def outlook(facts: CareerInsightsFindings) -> Iterator[str]:
    """Say what to make of it, and what the figures are and are not."""
    yield f"{_prospects(facts)} {_advice(facts)}".strip()
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


def _prospects(facts: CareerInsightsFindings) -> str:
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
    unknown = f"{ELSEWHERE}, so these are those of all regions, without their pay."
    if not wider:
        return unknown if facts.is_elsewhere else ""
    return f"Your {' and '.join(wider)} alone has too few postings, so the sample is wider."
