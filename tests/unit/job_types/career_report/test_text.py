"""The text of a report keeps to the report: from the offline model, and from any other."""

import pytest

from functions.job_types.career_report.children import ReportPart
from functions.job_types.career_report.findings import ReportFindings
from functions.job_types.career_report.report import Parts, report_of
from functions.job_types.career_report.text import ReportText, find_faults, sound_part
from infra.local.stand_ins.offline_model import OfflineModel
from shared.handler.ports import ModelCall
from tests.support.job_type_data.career_report.views import REQUEST, make_parts, make_skills

WHOLE = report_of(REQUEST, make_parts(), ())
NOTHING_TO_LEARN = report_of(REQUEST, Parts(skills=make_skills(())), ())


def write(findings: ReportFindings) -> ReportText:
    """Let the offline model write."""
    call = ModelCall(prompt="career_report", facts=findings, answer=ReportText)
    return OfflineModel().write(call).value


@pytest.mark.parametrize(
    "missing",
    [(), (ReportPart.SKILLS,), (ReportPart.PAY,), (ReportPart.RESUME,), tuple(ReportPart)],
)
def test_the_offline_text_keeps_to_the_findings(missing: tuple[ReportPart, ...]) -> None:
    """Also where parts are missing, and says so."""
    whole = vars(make_parts())
    left = {
        name: None if ReportPart(name.replace("_", "-")) in missing else whole[name]
        for name in whole
    }
    if not any(left.values()):
        left["resume"] = whole["resume"]
    findings = report_of(REQUEST, Parts(**left), missing)
    text = write(findings)
    assert find_faults(text, findings) == ()
    assert ("does without" in text.summary) is bool(missing)


def test_the_offline_text_has_nothing_to_teach_to_a_person_who_has_all() -> None:
    """And invents no first step."""
    text = write(NOTHING_TO_LEARN)
    assert find_faults(text, NOTHING_TO_LEARN) == ()
    assert text.headline == "You have every skill that the postings ask for."


@pytest.mark.parametrize(
    "lie",
    [
        "You will earn $140,000 a year.",
        "Airflow is asked for by 93% of the postings.",
        "Learn Haskell before you learn anything else.",
        "Read more about it at https://example.com today.",
        "They must be hired at once, for they are the ideal candidate.",
        "Lerne zuerst Airflow, denn damit verdienst du am meisten Geld im Jahr.",
        "It takes seventeen weeks to learn all of that.",
    ],
)
def test_what_the_report_does_not_have_is_found(lie: str) -> None:
    """A number, a name, a link, a judgement, another language."""
    text = write(WHOLE).model_copy(update={"summary": lie})
    assert find_faults(text, WHOLE)
    assert sound_part({"summary": lie, "nextStep": "Begin with Airflow."}, WHOLE, ()) == {
        "nextStep": "Begin with Airflow."
    }
