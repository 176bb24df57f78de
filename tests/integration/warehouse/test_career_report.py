"""`career-report`, whole: its parts by their own handlers, on the sample data."""

import pytest

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.result import CareerReport
from functions.job_types.career_report.text import statements_of
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.core import errors
from shared.core.exports import AcceptedChange, DocumentFormat, DocumentRequest
from shared.core.files import MediaType, UploadedFile
from shared.handler.children import Child, ChildEnd
from tests.support.handlers import HandlerRun, RememberedAttempt, run_handler
from tests.support.job_type_data.resume_optimization.resumes import RESUME

FILE = UploadedFile(name="cv.txt", media_type=MediaType.TEXT, content=RESUME.encode())
REQUEST = {
    "targetRole": "Data Engineer",
    "industry": "Finance",
    "region": "US West",
    "currentSkills": ["Python", "SQL", "Kafka"],
}


def run(
    warehouse: DuckDbWarehouse,
    *,
    file: UploadedFile | None = FILE,
    attempt: RememberedAttempt | None = None,
    **changes: str,
) -> HandlerRun:
    """Run the handler, without any cloud."""
    return run_handler(
        "career-report",
        {**REQUEST, **changes},
        model=OfflineModel(),
        warehouse=warehouse,
        file=file,
        attempt=attempt,
    )


def report(made: HandlerRun) -> CareerReport:
    """Return the result as what it is."""
    assert isinstance(made.result, CareerReport)
    return made.result


def test_the_parts_are_tied_together(warehouse: DuckDbWarehouse) -> None:
    """Each by a job of its own; the r\u00e9sum\u00e9's gets the file."""
    made = run(warehouse)
    result = report(made)
    assert [link.part for link in result.parts] == list(ReportPart)
    assert result.missing == ()
    assert {s.part for each in statements_of(result) for s in each.sources} == {*ReportPart}
    assert result.generated_by.model == "offline"
    assert [end.job_type for end in made.attempt.gathered["parts"]] == [
        link.job_type for link in result.parts
    ]


def test_a_part_that_fails_is_missing_and_nothing_else(warehouse: DuckDbWarehouse) -> None:
    """The report says which, and why."""
    result = report(run(warehouse, targetRole="Nurse"))
    assert result.missing == (ReportPart.SKILLS,)
    assert (result.skills is None, result.pay is None, result.resume is None) == (
        True,
        False,
        False,
    )
    why = {link.part: link.why_missing for link in result.parts}
    assert (why[ReportPart.SKILLS] or "").startswith("There are no postings of that role.")
    assert [part for part in why if why[part] is not None] == [ReportPart.SKILLS]


def test_a_place_without_postings_is_said(warehouse: DuckDbWarehouse) -> None:
    """What is paid everywhere is not given for it."""
    pay = report(run(warehouse, region="Atlantis", file=None)).pay
    assert pay is not None
    assert (pay.here is None, pay.everywhere is None, pay.difference_usd) == (True, False, None)
    assert pay.statements[0].text == "The data has no postings from the place you named."


def test_without_any_part_there_is_no_report(warehouse: DuckDbWarehouse) -> None:
    """And the reasons are said."""
    with pytest.raises(errors.PermanentJobError, match="No part could be made"):
        run(warehouse, targetRole="Nurse", industry="Alchemy", file=None)


def test_a_retry_pays_for_nothing_twice(warehouse: DuckDbWarehouse) -> None:
    """What the first attempt kept, the second one takes."""
    first = run(warehouse)
    second = run(warehouse, attempt=RememberedAttempt(steps={**first.attempt.steps}))
    assert second.result == first.result
    assert second.attempt.previews == []


class AttemptWithNewParts(RememberedAttempt):
    """An attempt after a retry that has made all parts anew."""

    def _run(self, job_id: str, child: Child) -> ChildEnd:
        return super()._run(f"anew-{job_id}", child)


def test_parts_that_were_made_anew_make_a_new_report(warehouse: DuckDbWarehouse) -> None:
    """What was kept speaks of the parts of before."""
    first = run(warehouse)
    second = run(warehouse, attempt=AttemptWithNewParts(steps={**first.attempt.steps}))
    assert {link.job_id[:5] for link in report(second).parts} == {"anew-"}
    assert second.attempt.previews != []


@pytest.mark.parametrize("kind", DocumentFormat)
def test_it_can_be_had_as_a_document(warehouse: DuckDbWarehouse, kind: DocumentFormat) -> None:
    """With its plan, its pay and its changes; a report has no changes to accept."""
    from functions.job_types.career_report.job import make_document
    from functions.job_types.career_report.page import lay_out

    result = report(run(warehouse))
    made = make_document(result, DocumentRequest(format=kind))
    assert made.file_name == f"career-report.{kind}"
    assert made.content[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}[kind]
    text = "\n".join(line.text for line in lay_out(result))
    assert result.skills is not None
    assert all(step.skill in text for step in result.skills.plan)
    assert all(each.text in text for each in statements_of(result))
    with pytest.raises(errors.InvalidArgumentError):
        make_document(result, DocumentRequest(format=kind, changes=(AcceptedChange(number=1),)))
