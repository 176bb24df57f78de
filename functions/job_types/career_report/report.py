"""Tie the parts together: what to learn, what it pays, what to change in the résumé. Pure.

A part that could not be made is missing in the report, and nothing else is.
"""

from dataclasses import dataclass

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.findings import PayPart, ReportFindings
from functions.job_types.career_report.pay import Read, build_pay
from functions.job_types.career_report.plan import build_skills
from functions.job_types.career_report.request import CareerReportRequest
from functions.job_types.career_report.resume import build_resume
from functions.job_types.career_report.views import MarketView, ReviewView, SkillsView
from functions.job_types.common.names import MatchedName, MatchKind


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the parts' results say; None for a part that is not there."""

    skills: SkillsView | None = None
    pay: MarketView | None = None
    pay_everywhere: MarketView | None = None
    resume: ReviewView | None = None

    def has(self, part: ReportPart) -> bool:
        """Whether a part is there."""
        by_part = {
            ReportPart.SKILLS: self.skills,
            ReportPart.PAY: self.pay,
            ReportPart.PAY_EVERYWHERE: self.pay_everywhere,
            ReportPart.RESUME: self.resume,
        }
        return by_part[part] is not None


def report_of(
    request: CareerReportRequest, parts: Parts, missing: tuple[ReportPart, ...]
) -> ReportFindings:
    """Return what a report says.

    Args:
        request: What was asked.
        parts: What the parts found; at least one is there.
        missing: The parts that were asked for and could not be made.
    """
    skills, review = parts.skills, parts.resume
    market = parts.pay or parts.pay_everywhere
    plan = None if skills is None else build_skills(skills, parts.pay, review)
    found = [each for each in (skills, market, review) if each is not None]
    dated = [each.sample.data_date for each in (skills, market) if each is not None]
    return ReportFindings(
        role=_role(request, skills),
        skills=plan,
        pay=_pay(request, parts),
        resume=None if review is None else build_resume(review, skills, plan),
        missing=missing,
        data_date=max(dated, default=None),
        data_source=found[0].data_source,
    )


def _pay(request: CareerReportRequest, parts: Parts) -> PayPart | None:
    here, everywhere = parts.pay, parts.pay_everywhere
    if here is not None:
        place = here.region.to_name() if request.region else None
        return build_pay(place, Read(ReportPart.PAY, here), _read_everywhere(parts), parts.skills)
    if everywhere is None:
        return None
    # Where the place's own part is missing, what is paid everywhere is still worth a word.
    return build_pay(None, Read(ReportPart.PAY_EVERYWHERE, everywhere), None, parts.skills)


def _read_everywhere(parts: Parts) -> Read | None:
    market = parts.pay_everywhere
    return None if market is None else Read(ReportPart.PAY_EVERYWHERE, market)


def _role(request: CareerReportRequest, skills: SkillsView | None) -> MatchedName:
    if skills is None:
        return MatchedName(asked=request.target_role, how=MatchKind.NONE)
    return skills.target_role.to_name()
