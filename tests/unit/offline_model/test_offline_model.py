"""The offline model: which writer it takes, and what it does with the answer."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS, SkillGapText, find_faults
from infra.local.stand_ins.offline_model import OfflineModel, find_writer
from shared.core import errors
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import ModelCall
from tests.support.job_type_data.skill_gap_analysis.findings import SKILLS, make_findings
from tests.support.stops import cancel_at_once

if TYPE_CHECKING:
    from shared.core.job_document import Usage

PROMPT = "skill_gap_analysis"
CALL = ModelCall(prompt=PROMPT, facts=make_findings(), answer=SkillGapText)


class OtherAnswer(BaseModel):
    """An answer that no writer gives."""

    verse: str


def write(listed: tuple[str, ...]) -> SkillGapText:
    """Let the offline model write about somebody with these skills."""
    return OfflineModel().write(replace(CALL, facts=make_findings(listed=listed))).value


def test_it_says_who_wrote() -> None:
    """A text by rules is never taken for a model's, and costs nothing."""
    told: list[Usage] = []
    written = OfflineModel().write(replace(CALL, record_usage=told.append))
    assert (written.generated_by.model, told) == ("offline", [])


def test_every_prompt_has_a_writer() -> None:
    """Without a key every job type works, so every prompt needs its writer."""
    prompts = {file.parent.name for file in JOB_TYPES.glob("*/prompt.md")}
    assert prompts
    assert all(callable(find_writer(name)) for name in prompts)


@pytest.mark.parametrize("prompt", ["love_letter", "../secrets", "os", "", "A"])
def test_a_prompt_without_a_writer_is_refused(prompt: str) -> None:
    """The error names the file that is missing."""
    with pytest.raises(
        errors.PermanentJobError, match=re.escape(f"writers/{prompt}.py".replace("..", "//"))
    ):
        OfflineModel().write(replace(CALL, prompt=prompt))


def test_another_answer_than_the_writers_is_refused() -> None:
    """What is asked for is checked, as a real model's answer is."""
    with pytest.raises(errors.PermanentJobError, match="OtherAnswer"):
        OfflineModel().write(ModelCall(prompt=PROMPT, facts=make_findings(), answer=OtherAnswer))


def test_it_stops_when_told() -> None:
    """A cancelled job gets no text."""
    with pytest.raises(errors.JobCancelledError):
        OfflineModel().write(replace(CALL, check=cancel_at_once))


def test_the_same_facts_give_the_same_text() -> None:
    """Nothing is left to chance, so that a retry reads the same."""
    assert write(("Python",)) == write(("Python",))


@pytest.mark.parametrize(
    "listed",
    [
        (),
        ("Python",),
        ("Python", "SQL"),
        ("Linux",),
        ("Kubernetes",),
        ("Kubernetes", "Python", "SQL"),
    ],
    ids="-".join,
)
def test_the_text_keeps_to_the_facts(listed: tuple[str, ...]) -> None:
    """It passes the check that a real model's text must pass."""
    findings = make_findings(listed=listed)
    text = write(listed)
    assert find_faults(text, findings, SKILLS) == ()
    assert len(text.gap_reasons) == min(EXPLAINED_GAPS, len(findings.gaps))


def test_it_says_that_the_data_is_made_up() -> None:
    """The reader of sample data learns that it is."""
    assert "made-up" in write(("Python",)).overview
    assert "(sample data)" in write(("Python",)).overview


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ((), "Start with Python: 80% of"),
        (("Linux",), "None of your skills counts towards"),
        (("Python",), "You cover 42% of"),
        (("Python", "SQL"), "You have the core of a Data Engineer"),
        (("Kubernetes", "Python", "SQL"), "You cover everything"),
    ],
)
def test_headlines(listed: tuple[str, ...], words: str) -> None:
    """The headline says the thing that matters most to somebody in that place."""
    assert words in write(listed).headline
