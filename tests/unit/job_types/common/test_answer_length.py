"""How much a model may write for the types that are shipped."""

import pytest

from functions.job_types.career_insights.text import InsightsText
from functions.job_types.example.job import ExampleText
from functions.job_types.resume_optimization.text import PartText
from functions.job_types.skill_gap_analysis.text import SkillGapText
from shared.core.records import Record
from shared.gemini.longest_answer import longest_tokens
from shared.gemini.request import first_request
from shared.settings import Settings

MOST = Settings.model_fields["gemini_max_output_tokens"].default


class Facts(Record):
    """Facts of some length."""

    text: str


@pytest.mark.parametrize("form", [InsightsText, ExampleText, SkillGapText])
def test_a_short_answer_is_bounded_by_its_form(form: type[Record]) -> None:
    """Well below the deployment's cap, which is for the longest answer that there may be."""
    tokens = longest_tokens(form.model_json_schema())
    assert tokens is not None
    assert tokens < MOST * 0.6


def test_a_long_answer_is_bounded_by_its_facts() -> None:
    """What may rewrite a whole resume cannot be longer than the part of it that is given."""
    request = first_request("Rewrite it.", Facts(text="x" * 4000), PartText, lambda: "mark")
    assert request.max_output_tokens(MOST) < MOST * 0.6
