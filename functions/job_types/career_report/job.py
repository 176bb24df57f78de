"""Job type `career-report`: skills, pay and résumé, each by a job of its own, tied together.

The parts are jobs of other types; a part that fails is missing in the report, and said to be. What
ties them together is rules; a text model writes the few sentences that open the report. That is a
step, so that a retry pays for nothing twice.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

from functions.job_types import job_type
from functions.job_types.career_report.children import PartJob, ReportPart, parts_of
from functions.job_types.career_report.findings import ReportFindings
from functions.job_types.career_report.report import Parts, report_of
from functions.job_types.career_report.request import CHILDREN, CareerReportRequest
from functions.job_types.career_report.result import CareerReport, PartLink
from functions.job_types.career_report.text import ReportText, find_faults, sound_part
from functions.job_types.career_report.views import MarketView, ReviewView, SkillsView
from functions.job_types.common.report import Found, Narrated, Narrator
from shared.core import errors
from shared.core.exports import Document, DocumentRequest
from shared.core.gather import ChildFailedError
from shared.core.job_status import JobStatus
from shared.core.records import Record
from shared.handler.children import Child, ChildEnd
from shared.handler.job_context import JobContext

#: The review of a résumé may wait for days for what only its owner knows.
WHOLE_LIMIT: Final = timedelta(days=7)
_CANCELLED: Final = "It was cancelled."
_GONE: Final = "Its result is no longer there."
_NARRATOR: Final = Narrator(
    prompt="career_report",
    form=ReportText,
    checking="Checking the text against the report",
    find_faults=find_faults,
    sound_part=sound_part,
)


ViewT = TypeVar("ViewT", bound=Record)


class WrittenReport(Record):
    """The kept value of the step that ties the parts together and writes about them."""

    found: ReportFindings
    links: tuple[PartLink, ...]
    text: Narrated[ReportText]


def make_document(result: CareerReport, request: DocumentRequest) -> Document:
    """Return the report as a document.

    Raises:
        errors.InvalidArgumentError: If changes are named, which a report has none of; or if the
            format has no such letters.
    """
    from functions.job_types.career_report.page import lay_out
    from functions.job_types.common.export import make

    if request.changes:
        none = errors.FieldViolation(field="changes", message="A report has no changes.")
        raise errors.InvalidArgumentError(violations=[none])
    return make.make_document(lay_out(result), "career-report", "Career report", request.format)


def _job_title(request: CareerReportRequest, _file_name: str | None) -> str:
    place = f", {request.region}" if request.region else ""
    return f"{request.target_role} in {request.industry}{place}"


@job_type(
    "career-report",
    title="Career report",
    description="Skills, pay and résumé for one role, tied together.",
    icon="report",
    request=CareerReportRequest,
    result=CareerReport,
    whole_limit=WHOLE_LIMIT,
    accepts_file=True,
    job_title=_job_title,
    children=CHILDREN,
    make_document=make_document,
)
def write_career_report(request: CareerReportRequest, job: JobContext) -> CareerReport:
    """Have the parts made by jobs of their own, tie them together, and write about them.

    Raises:
        errors.PermanentJobError: If there is none of the parts.
        errors.RetriableJobError: If the text does not keep to the report.
    """
    jobs = parts_of(request, has_file=job.file is not None)
    job.progress(2, f"Starting the {len(jobs)} parts", "parts")
    ends = job.gather("parts", [_child(each) for each in jobs], failures="keep")
    job.progress(70, "Tying the parts together", "report")
    # In one step: text and findings belong together.
    kept = job.step(_step_of(ends), partial(_write, request, job, jobs, ends), of=WrittenReport)
    job.progress(98, "Putting the report together", "text")
    return CareerReport(**dict(kept.found), **dict(kept.text), parts=kept.links)


def _step_of(ends: Sequence[ChildEnd]) -> str:
    """Name the step by its parts: a retry may have made one anew, and then ties together anew."""
    parts = hashlib.sha256(" ".join(end.job_id for end in ends).encode())
    return f"report-{parts.hexdigest()[:8]}"


def _child(part: PartJob) -> Child:
    return Child(part.job_type, part.input, with_file=part.has_file)


def _write(
    request: CareerReportRequest, job: JobContext, jobs: Sequence[PartJob], ends: Sequence[ChildEnd]
) -> WrittenReport:
    """Read the parts, tie together those that are there, and have it written about.

    Raises:
        errors.PermanentJobError: If none is; it says why.
    """
    ended = {each.part: end for each, end in zip(jobs, ends, strict=True)}
    parts = Parts(
        skills=_read(ended, ReportPart.SKILLS, SkillsView),
        pay=_read(ended, ReportPart.PAY, MarketView),
        pay_everywhere=_read(ended, ReportPart.PAY_EVERYWHERE, MarketView),
        resume=_read(ended, ReportPart.RESUME, ReviewView),
    )
    links = tuple(_link(part, end, parts) for part, end in ended.items())
    missing = tuple(link.part for link in links if link.why_missing is not None)
    if len(missing) == len(links):
        reasons = dict.fromkeys(link.why_missing for link in links if link.why_missing)
        raise errors.PermanentJobError(f"No part could be made. {' '.join(reasons)}")
    found = report_of(request, parts, missing)
    job.progress(75, "Writing what it comes to", "text")
    text = _NARRATOR.write(job, Found(findings=found, known_skills=()))
    return WrittenReport(found=found, links=links, text=text)


def _read(
    ended: Mapping[ReportPart, ChildEnd], part: ReportPart, form: type[ViewT]
) -> ViewT | None:
    """Return what is read of a part; None if it has none, or it cannot be read any more."""
    end = ended.get(part)
    if end is None or end.status is not JobStatus.SUCCEEDED:
        return None
    try:
        return end.result(form)
    except ChildFailedError:
        return None


def _link(part: ReportPart, end: ChildEnd, parts: Parts) -> PartLink:
    return PartLink(
        part=part,
        job_type=end.job_type,
        job_id=end.job_id,
        why_missing=None if parts.has(part) else _why(end),
    )


def _why(end: ChildEnd) -> str:
    """Say to the reader why a part is missing."""
    if end.error is not None:
        return end.error.message
    return _GONE if end.status is JobStatus.SUCCEEDED else _CANCELLED
