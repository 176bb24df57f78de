"""Which roles are near another one, and fit a person better."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.skill_gap_analysis.adjacent_roles import (
    ProfileRow,
    find_adjacent,
    likeness,
)

DAY = date(2026, 9, 30)
shares_of_skills = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.floats(0.1, 1.0), min_size=1, max_size=20
)


def profile(role: str, **shares: float) -> list[ProfileRow]:
    """Make the profile of a role."""
    return [
        ProfileRow(
            role=role, postings=100, median_pay_usd=90_000, skill=skill, share=share, data_date=DAY
        )
        for skill, share in shares.items()
    ]


def test_adjacent_roles_are_alike_and_fit_better() -> None:
    """A neighbour shares the target's skills and beats its score; the best comes first."""
    profiles = [
        *profile("Target", a=0.9, b=0.9, c=0.9),
        *profile("Better", a=0.9, b=0.3),
        *profile("Best", a=0.9, c=0.1),
        *profile("Worse", a=0.2, b=0.9, c=0.9),
        *profile("Stranger", a=0.1, x=0.1, y=0.1),
    ]
    found = find_adjacent("Target", (), profiles, {"a", "x", "y"}, 33)
    assert [(role.role, role.score) for role in found] == [("Best", 90), ("Better", 75)]
    assert (found[0].met_skills, found[0].missing_skills) == (("a",), ("c",))


@given(shares_of_skills, shares_of_skills)
def test_likeness(one: Mapping[str, float], other: Mapping[str, float]) -> None:
    """Likeness is 0 to 1, the same both ways, and 1 with itself."""
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1
