"""What the offline model writes about a skill gap, and that it passes the checks."""

import pytest

from functions.job_types.skill_gap_analysis.text import EXPLAINED_GAPS, SkillGapText, find_faults
from infra.local.stand_ins.offline_model import OfflineModel
from shared.handler.ports import ModelCall
from tests.support.job_type_data.skill_gap_analysis.findings import SKILLS, make_findings


def write(listed: tuple[str, ...]) -> SkillGapText:
    """Let the offline model write about a person with these skills."""
    facts = make_findings(listed=listed)
    call = ModelCall(prompt="skill_gap_analysis", facts=facts, answer=SkillGapText)
    return OfflineModel().write(call).value


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
    """The headline says the thing that matters most to a person in that place."""
    assert words in write(listed).headline
