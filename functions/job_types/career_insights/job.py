"""Job type `career-insights`: how postings of a domain move, what they pay, who hires, for what.

Every figure comes from the warehouse; every sentence names the figures it gives, and is checked
against them. The warehouse part and the text part are steps, so that a retry pays for neither
twice.
"""

from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from functions.job_types import JobResult, job_type
from functions.job_types.career_insights import findings, market, trend
from functions.job_types.career_insights.changes import SinceLast, changes_since, tell_shortly
from functions.job_types.career_insights.figure_list import list_figures
from functions.job_types.career_insights.findings import (
    CareerInsightsFindings,
    Direction,
    Market,
    MarketSample,
    level_of,
)
from functions.job_types.career_insights.sample import ELSEWHERE, Scope, note_of, widenings
from functions.job_types.career_insights.text import InsightsText, find_faults, sound_part
from functions.job_types.common.names import KnownName, MatchedName, NameIndex
from functions.job_types.common.report import Found, Narrated, Narrator
from functions.job_types.common.significance import LEAST_SAMPLE, SMALLEST_SAMPLE
from functions.job_types.common.user_text import (
    OptionalName,
    RequiredName,
    suggested,
    with_example,
)
from shared.core import errors
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.handler.ports import QueryResult

LONGEST_CAREER = 60


def only_number(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    """Refuse what pydantic would take for a number besides: a text, true and false."""
    if isinstance(value, str | bool):
        raise ValueError("Must be a whole number.")  # noqa: TRY004 -- pydantic wants a ValueError
    return value


class CareerInsightsRequest(Record):
    """What a user asks for."""

    model_config = with_example(domain="Healthcare", region="US West", experienceYears=4)

    domain: RequiredName = Field(
        description="The line of business to look at, in the user's words.",
        json_schema_extra=suggested("domain"),
    )
    region: OptionalName = Field(
        default="",
        description="Where, in the user's words; empty for everywhere.",
        json_schema_extra=suggested("region"),
    )
    experience_years: Annotated[
        Annotated[int, Field(ge=0, le=LONGEST_CAREER)] | None,
        BeforeValidator(only_number),
    ] = Field(
        default=None,
        description="Years of experience that the postings shall be for; absent for all.",
    )


class CareerInsights(Narrated[InsightsText], CareerInsightsFindings, JobResult):
    """The findings, and what is written about them."""

    since_last: SinceLast | None = Field(
        default=None,
        description="What has changed since the last report of the same schedule; absent if there"
        " is none.",
    )

    def summarise(self) -> str:
        """Say the result in one sentence."""
        place = f" ({self.sample.region})" if self.sample.region else ""
        elsewhere = f"{ELSEWHERE}. All regions together, " if self.is_elsewhere else ""
        found = f"{self.sample.domain}{place}: {self.sample.postings:,} postings in 12 months"
        pay = self.pay.overall
        median = f", median pay ${pay.median_usd:,}" if pay else ""
        is_unknown = self.trend.direction is Direction.UNKNOWN
        moves = "without a year to compare with" if is_unknown else self.trend.direction
        news = tell_shortly(self.since_last) if self.since_last else ""
        return f"{elsewhere}{found}, {moves}{median}.{news}"


_NARRATOR = Narrator(
    prompt="career_insights",
    form=InsightsText,
    checking="Checking every number against its figure",
    find_faults=find_faults,
    sound_part=sound_part,
)


def _job_title(request: CareerInsightsRequest, _file_name: str | None) -> str:
    place = f", {request.region}" if request.region else ""
    years = request.experience_years
    experience = "" if years is None else f", {years} year{'' if years == 1 else 's'}"
    return f"{request.domain}{place}{experience}"


@job_type(
    "career-insights",
    title="Career insights",
    description="How a field is hiring: pay, demand, employers.",
    icon="trend",
    request=CareerInsightsRequest,
    result=CareerInsights,
    job_title=_job_title,
)
def find_career_insights(request: CareerInsightsRequest, job: JobContext) -> CareerInsights:
    """Find out how the postings of a domain move, and write about it.

    Raises:
        errors.PermanentJobError: If no domain is near the one asked for, or it has no postings.
        errors.RetriableJobError: If the text does not keep to the figures.
    """
    job.progress(2, "Looking up the domain and the region", "names")
    found = job.step("findings", partial(_find, request, job), of=Found[CareerInsightsFindings])
    job.progress(60, f"Writing about {found.findings.sample.postings:,} postings", "text")
    narrated = job.step("text", partial(_NARRATOR.write, job, found), of=Narrated[InsightsText])
    job.progress(98, "Putting the report together", "text")
    earlier = job.earlier_result(CareerInsights)
    since_last = changes_since(earlier, found.findings) if earlier else None
    return CareerInsights(**dict(found.findings), **dict(narrated), since_last=since_last)


def _find(request: CareerInsightsRequest, job: JobContext) -> Found[CareerInsightsFindings]:
    known = job.warehouse.query("common/known_names", KnownName).rows
    domain, region = understand(request, known)
    years = request.experience_years
    level = None if years is None else level_of(years)
    asked = Scope(domain=domain.matched or "", region=region.matched, level=level)
    job.progress(15, f"Counting postings in {asked.domain}", "postings")
    months, used = _ask_months(job, asked)
    found = _ask_market(job, asked, used, region, months)
    result = CareerInsightsFindings(
        **dict(found),
        domain=domain,
        region=region,
        experience_years=years,
        figures=list_figures(found),
        data_source=months.source,
    )
    skills = tuple(sorted({name.name for name in known if name.kind == "skill"}))
    return Found(findings=result, known_skills=skills)


def understand(
    request: CareerInsightsRequest, known: tuple[KnownName, ...]
) -> tuple[MatchedName, MatchedName]:
    """Say what the domain and the region of a request stand for.

    Raises:
        errors.PermanentJobError: If no domain is near; it names the closest there are.
    """
    domain = NameIndex("domain", known).require(request.domain)
    return domain, NameIndex("region", known).find(request.region)


def _ask_months(job: JobContext, asked: Scope) -> tuple[QueryResult[trend.MonthRow], Scope]:
    """Ask for the postings by month, of the first scope that has enough of them."""
    table, used = None, asked
    for used in widenings(asked):
        table = job.warehouse.query("career_insights/months", trend.MonthRow, **used.parameters)
        if trend.count_recent(table.rows) >= SMALLEST_SAMPLE:
            return table, used
    count = 0 if table is None else trend.count_recent(table.rows)
    if table is None or count < LEAST_SAMPLE:
        raise errors.PermanentJobError(
            f"There are too few recent postings in {asked.domain} for a figure: {count}, and"
            f" {LEAST_SAMPLE} are needed."
        )
    return table, used


def _ask_market(
    job: JobContext,
    asked: Scope,
    used: Scope,
    region: MatchedName,
    months: QueryResult[trend.MonthRow],
) -> Market:
    """Ask for pay, employers and skills of the sample, and put everything together."""
    ask, scope = job.warehouse.query, used.parameters
    postings = trend.count_recent(months.rows)
    is_elsewhere = bool(region.asked) and region.matched is None
    moves = trend.build_trend(months.rows)
    job.progress(25, f"Comparing the pay of {postings:,} postings", "pay")
    pay = ask("career_insights/pay", market.PayRow, **scope)
    job.progress(35, "Looking who hires", "employers")
    employers = ask("career_insights/employers", market.EmployerRow, **scope)
    job.progress(45, "Comparing skills with the year before", "skills")
    skills = ask(
        "career_insights/skills", market.SkillRow, **scope, smallest_count=market.SMALLEST_COUNT
    )
    return Market(
        sample=MarketSample(
            postings=postings,
            domain=used.domain,
            region=used.region,
            level=used.level,
            data_date=months.rows[0].data_date,
            note=note_of(asked, used, region, postings),
        ),
        trend=moves,
        # What is paid elsewhere is no answer to what is paid there.
        pay=findings.Pay() if is_elsewhere else market.build_pay(pay.rows),
        top_employers=market.build_employers(employers.rows, postings),
        employers=employers.rows[0].employers if employers.rows else 0,
        skills=market.build_skills(skills.rows, can_compare=moves.earlier_postings is not None),
    )
