"""Which skills a pasted job description is read to ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.common.described import described_skills
from tests.unit.job_types.common.test_names import SKILLS


@pytest.mark.parametrize(
    ("description", "skills"),
    [
        ("We use Python, k8s and Node.js.", ("Python", "Kubernetes", "Node.js")),
        ("Required: CI/CD, A/B Testing", ("CI/CD", "A/B Testing")),
        ("SQL Server, then SQL; SQL Server again", ("SQL Server", "SQL")),
        ("- Go\n- R\n- C++", ("Go", "R", "C++")),
        ("Experience in Go and React is a plus.", ("Go", "React")),
        ("Go beyond what is asked. Excel at care, react to alarms.", ()),
        ("You excel where others go home; communication counts.", ()),
        ("Excel, Communication", ("Excel", "Communication")),
        ("", ()),
    ],
)
def test_skills_of_a_description(description: str, skills: tuple[str, ...]) -> None:
    """Names and synonyms count, each once, in their order; ordinary words do not."""
    assert described_skills(description, SKILLS) == skills


@given(st.text(max_size=300))
def test_any_description_is_read(description: str) -> None:
    """No text breaks the reading, and what is found is a skill there is."""
    assert set(described_skills(description, SKILLS)) <= set(SKILLS.names)
