"""The offline model: which writer it takes, and what it does with the answer."""

import re

import pytest
from pydantic import BaseModel

from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS, SkillGapText, find_faults
from infra.local.stand_ins.offline_model import WRITERS, OfflineModel
from shared.core import errors
from shared.handler.named_texts import PROMPTS
from tests.support.skill_gap import SKILLS, make_findings

PROMPT = "skill_gap_analysis"


class OtherAnswer(BaseModel):
    """An answer that no writer gives."""

    verse: str


def write(listed: tuple[str, ...]) -> SkillGapText:
    """Let the offline model write about somebody with these skills."""
    return OfflineModel().write(PROMPT, make_findings(listed=listed), SkillGapText).value


def test_it_says_who_wrote() -> None:
    """A text by rules is never taken for a model's, and costs nothing."""
    written = OfflineModel().write(PROMPT, make_findings(), SkillGapText)
    assert written.generated_by.model == "offline"
    assert written.usage.cost_usd == 0


def test_every_prompt_has_a_writer() -> None:
    """Without a key every job type works, so every prompt needs its writer."""
    folder = PROMPTS.parents[2] / WRITERS.replace(".", "/")
    prompts = {file.stem for file in PROMPTS.glob("*.md")}
    assert prompts
    assert {name for name in prompts if not (folder / f"{name}.py").is_file()} == set()


@pytest.mark.parametrize("prompt", ["love_letter", "../secrets", "os", "", "A"])
def test_a_prompt_without_a_writer_is_refused(prompt: str) -> None:
    """The error names the file that is missing."""
    with pytest.raises(
        errors.PermanentJobError, match=re.escape(f"writers/{prompt}.py".replace("..", "//"))
    ):
        OfflineModel().write(prompt, make_findings(), SkillGapText)


def test_another_answer_than_the_writers_is_refused() -> None:
    """What is asked for is checked, as a real model's answer is."""
    with pytest.raises(errors.PermanentJobError, match="OtherAnswer"):
        OfflineModel().write(PROMPT, make_findings(), OtherAnswer)


def test_it_stops_when_told() -> None:
    """A cancelled job gets no text."""
    with pytest.raises(errors.JobCancelledError):
        OfflineModel().write(PROMPT, make_findings(), SkillGapText, should_stop=lambda: True)


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
