"""The check that a text keeps to the facts."""

import pytest

from functions.job_types.skill_gap_analysis.text import GapReason, SkillGapText, find_faults
from tests.support.job_type_data.skill_gap_analysis.findings import SKILLS, make_findings

FINDINGS = make_findings()
KNOWN = (*SKILLS, "Rust", "R", "Go", "SQL Server", "C++", "React", "React Native")


def text(overview: str = "Fine.", skills: tuple[str, ...] | None = None) -> SkillGapText:
    """Make a text that keeps to the facts but for what is given."""
    explained = [gap.skill for gap in FINDINGS.gaps] if skills is None else skills
    return SkillGapText(
        headline="Kubernetes comes first.",
        overview=overview,
        gap_reasons=tuple(GapReason(skill=skill, reason="Because.") for skill in explained),
        next_step="Begin.",
    )


def test_a_text_that_keeps_to_the_facts_has_no_faults() -> None:
    """Skills that are in the facts may be named."""
    assert find_faults(text("SQL, Kubernetes and Linux."), FINDINGS, KNOWN) == ()


@pytest.mark.parametrize(
    ("overview", "skill"),
    [
        ("Learn Rust.", "Rust"),
        ("Rust, then SQL.", "Rust"),
        ("SQL Server is next.", "SQL Server"),
        ("C++!", "C++"),
        ("(React Native)", "React Native"),
    ],
)
def test_a_skill_that_is_not_in_the_facts_is_a_fault(overview: str, skill: str) -> None:
    """Naming a skill that the data did not name is found, whatever stands around it."""
    faults = find_faults(text(overview), FINDINGS, KNOWN)
    assert any(f"names {skill}," in fault for fault in faults)


@pytest.mark.parametrize("overview", ["Go on.", "rust never sleeps", "Plan R and plan B.", "Rusty"])
def test_words_are_not_taken_for_skills(overview: str) -> None:
    """Short names, other capitals and parts of words are ordinary English."""
    assert find_faults(text(overview), FINDINGS, KNOWN) == ()


@pytest.mark.parametrize(
    "skills",
    [(), ("SQL",), ("SQL", "Docker", "Kubernetes"), ("SQL", "Kubernetes", "Docker", "Docker")],
)
def test_the_largest_gaps_are_explained_in_their_order(skills: tuple[str, ...]) -> None:
    """A gap left out, added or moved is a fault."""
    assert len(find_faults(text(skills=skills), FINDINGS, KNOWN)) == 1
