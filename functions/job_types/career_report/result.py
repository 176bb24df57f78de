"""The result of a career report."""

from pydantic import Field

from functions.job_types import JobResult
from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.english import count_of, usd
from functions.job_types.career_report.findings import ReportFindings
from functions.job_types.career_report.text import ReportText
from functions.job_types.common.report import Narrated
from shared.core.records import Record


class PartLink(Record):
    """The job that made a part, or did not."""

    part: ReportPart
    job_type: str
    job_id: str = Field(description="Its result has all that the part was made of.")
    why_missing: str | None = Field(
        default=None, description="Why the part is missing, for the reader; absent if it is there."
    )


class CareerReport(Narrated[ReportText], ReportFindings, JobResult):
    """The parts, tied together, and what is written about them."""

    parts: tuple[PartLink, ...] = Field(description="In the order of the report.")

    def summarise(self) -> str:
        """Say the result in one sentence."""
        said = [*self._learn(), *self._pays(), *self._change()]
        if self.missing:
            said.append(f"{count_of(len(self.missing), 'part is', 'parts are')} missing")
        sentence = "; ".join(said) or "there was nothing to tie together"
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _learn(self) -> list[str]:
        if self.skills is None:
            return []
        if not self.skills.plan:
            return ["no skill is missing"]
        weeks = count_of(self.skills.total_weeks, "week")
        skills = count_of(len(self.skills.plan), "skill")
        return [f"{skills} to learn in {weeks}, {self.skills.plan[0].skill} first"]

    def _pays(self) -> list[str]:
        pays = self.pay and (self.pay.here or self.pay.everywhere)
        if not self.pay or not pays:
            return []
        return [f"median pay {usd(pays.median_usd)} in {pays.place or 'all places'}"]

    def _change(self) -> list[str]:
        if self.resume is None or not self.resume.changes:
            return []
        changes = count_of(len(self.resume.changes), "thing")
        return [f"{changes} to change in the r\u00e9sum\u00e9"]
