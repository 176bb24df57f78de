"""Say what to make of the figures, and what they are from. Pure."""

from collections.abc import Iterator

from functions.job_types.career_insights.findings import CareerInsightsFindings, Direction


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
    unknown = "No region in the data is near the one you named, so these are all regions."
    if not wider:
        return unknown if region.asked and region.matched is None else ""
    return f"Your {' and '.join(wider)} alone has too few postings, so the sample is wider."
