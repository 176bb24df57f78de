"""Which jobs of other types a report is made of. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue

from functions.job_types.career_report.request import (
    INSIGHTS,
    REVIEW,
    SKILL_GAP,
    CareerReportRequest,
)


class ReportPart(StrEnum):
    """A part of a report; each is made by one job."""

    #: What the role asks for, and what of it the person lacks.
    SKILLS = "skills"
    #: The postings of the person's place, or of all places where none was named.
    PAY = "pay"
    #: The postings of all places, to compare with.
    PAY_EVERYWHERE = "pay-everywhere"
    #: The review of the résumé.
    RESUME = "resume"


@dataclass(frozen=True, kw_only=True)
class PartJob:
    """The job of another type that makes a part."""

    part: ReportPart
    job_type: str
    input: Mapping[str, JsonValue]
    #: Whether it gets the file that came with the request.
    has_file: bool = False


def parts_of(request: CareerReportRequest, *, has_file: bool) -> tuple[PartJob, ...]:
    """Return the jobs that a report needs, in the order of its parts."""
    return tuple(_parts_of(request, has_file=has_file))


def _parts_of(request: CareerReportRequest, *, has_file: bool) -> Iterator[PartJob]:
    given = request.to_json()
    skills = _named(given, "targetRole", "industry", "currentSkills", "jobDescription")
    yield PartJob(part=ReportPart.SKILLS, job_type=SKILL_GAP, input=skills)
    everywhere = {"domain": given["industry"], **_named(given, "experienceYears")}
    here = {**everywhere, **_named(given, "region")}
    yield PartJob(part=ReportPart.PAY, job_type=INSIGHTS, input=here)
    if request.region:
        yield PartJob(part=ReportPart.PAY_EVERYWHERE, job_type=INSIGHTS, input=everywhere)
    if has_file:
        review = _named(given, "targetRole", "jobDescription", "askMe")
        yield PartJob(part=ReportPart.RESUME, job_type=REVIEW, input=review, has_file=True)


def _named(given: Mapping[str, JsonValue], *names: str) -> dict[str, JsonValue]:
    return {name: given[name] for name in names if name in given}
