"""What is paid where a person lives, beside what is paid everywhere. Pure.

A place that the data does not have, or has too few postings of, is said to be so: what is paid
elsewhere is never given for what is paid there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.english import usd
from functions.job_types.career_report.findings import FigureSource, PayPart, PayRange, Statement
from functions.job_types.career_report.views import MarketView, SkillsView
from functions.job_types.common.names import MatchedName

#: A median of fewer postings is a hint and no more: its error is about a tenth of the quartiles'
#: distance (1.25 / sqrt(n) of a standard deviation, for what is spread as pay is).
FEW_POSTINGS = 150


@dataclass(frozen=True)
class Read:
    """A market, and the part that it was read of."""

    part: ReportPart
    market: MarketView


def build_pay(
    place: MatchedName | None, here: Read, everywhere: Read | None, skills: SkillsView | None
) -> PayPart:
    """Return what is paid.

    Args:
        place: As it was asked for, and understood; None if no place was named.
        here: The postings of the place, or of all places where none was named.
        everywhere: Those of all places; None without a place, or if they could not be read.
        skills: What the role's own postings pay; None if that is not known.
    """
    market = here.market
    is_there = market.sample.region is not None
    of_all = everywhere or (None if is_there else here)
    part = PayPart(
        field=market.sample.domain,
        level=market.sample.level,
        place=place,
        here=_range(market) if place and is_there else None,
        everywhere=_range(of_all.market) if of_all else None,
        difference_usd=None,
        statements=(),
        note=market.sample.note,
    )
    part = part.model_copy(update={"difference_usd": _difference(part, of_all)})
    said = (*_of_place(part, market), *_of_all(part, of_all), *_of_role(skills))
    return part.model_copy(update={"statements": said})


def _difference(part: PayPart, of_all: Read | None) -> int | None:
    """Return what a place pays more; None where the two are not of the same experience."""
    if part.here is None or part.everywhere is None or of_all is None:
        return None
    is_same = of_all.market.sample.level == part.level
    return part.here.median_usd - part.everywhere.median_usd if is_same else None


def _range(market: MarketView) -> PayRange | None:
    overall = market.pay.overall
    if overall is None:
        return None
    return PayRange(place=market.sample.region, **overall.model_dump())


def _of_place(part: PayPart, here: MarketView) -> Iterator[Statement]:
    if part.place is None:
        return
    if part.place.matched is None:
        figure = FigureSource(part=ReportPart.PAY, figure="region.matched")
        yield Statement(
            text="The data has no postings from the place you named.", sources=(figure,)
        )
    elif here.sample.region is None:
        few = f"There are too few postings in {part.place.matched} for a figure of their own."
        yield Statement(
            text=few, sources=(FigureSource(part=ReportPart.PAY, figure="sample.region"),)
        )
    elif part.here is None:
        few = f"Too few postings in {here.sample.region} say what they pay."
        yield Statement(
            text=few, sources=(FigureSource(part=ReportPart.PAY, figure="pay.overall"),)
        )
    else:
        yield from _told(part, part.here, ReportPart.PAY, f"in {here.sample.region}")
        yield from _compared(part, part.here)


def _of_all(part: PayPart, of_all: Read | None) -> Iterator[Statement]:
    if part.everywhere is not None and of_all is not None:
        yield from _told(part, part.everywhere, of_all.part, "of all places together")


def _told(part: PayPart, pays: PayRange, source: ReportPart, where: str) -> Iterator[Statement]:
    yield Statement(
        text=f"{part.field} postings {where} pay a median of {usd(pays.median_usd)} a year, from"
        f" {usd(pays.lower_usd)} at the lower quartile to {usd(pays.upper_usd)} at the upper one.",
        sources=(
            _figure(source, "pay.overall.medianUsd", pays.median_usd),
            _figure(source, "pay.overall.lowerUsd", pays.lower_usd),
            _figure(source, "pay.overall.upperUsd", pays.upper_usd),
        ),
    )
    if pays.postings < FEW_POSTINGS:
        yield Statement(
            text=f"That is from {pays.postings} postings only: take it for a hint.",
            sources=(_figure(source, "pay.overall.postings", pays.postings),),
        )


def _compared(part: PayPart, here: PayRange) -> Iterator[Statement]:
    """Compare a place with all places; a distance within what a median varies by is none."""
    difference, everywhere = part.difference_usd, part.everywhere
    if difference is None or everywhere is None:
        return
    sources = (
        _figure(ReportPart.PAY, "pay.overall.medianUsd", here.median_usd),
        _figure(ReportPart.PAY_EVERYWHERE, "pay.overall.medianUsd", everywhere.median_usd),
    )
    if abs(difference) < error_of_median(here) * 2:
        text = "That is about what postings of all places together pay."
    else:
        more = "more" if difference > 0 else "less"
        text = f"That is {usd(difference)} {more} than the median of all places together."
    yield Statement(text=text, sources=sources)


def error_of_median(pays: PayRange) -> float:
    """Return the standard error of a median, US dollars.

    1.25 standard deviations by the root of the count, for a normal distribution; its quartiles lie
    1.35 standard deviations apart.
    """
    deviation = (pays.upper_usd - pays.lower_usd) / 1.35
    return float(1.25 * deviation / pays.postings**0.5)


def _of_role(skills: SkillsView | None) -> Iterator[Statement]:
    if skills is None or skills.sample.median_pay_usd is None:
        return
    pay, domain = skills.sample.median_pay_usd, skills.sample.domain
    where = f" in {domain}" if domain else ""
    role = skills.target_role.matched or "role"
    yield Statement(
        text=f"The median of the {role} postings{where}, wherever they are, is {usd(pay)}.",
        sources=(_figure(ReportPart.SKILLS, "sample.medianPayUsd", pay),),
    )


def _figure(part: ReportPart, figure: str, value: float) -> FigureSource:
    return FigureSource(part=part, figure=figure, value=value)
