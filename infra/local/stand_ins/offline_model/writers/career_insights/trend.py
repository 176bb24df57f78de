"""Say how many postings there are, and how that moves. Pure."""

from collections.abc import Iterator

from functions.job_types.career_insights.findings import CareerInsightsFindings, Direction
from infra.local.stand_ins.offline_model.writers.career_insights.figured import Pen


def headline(facts: CareerInsightsFindings, pen: Pen) -> str:
    """Say in a sentence where hiring goes, and what it pays."""
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
