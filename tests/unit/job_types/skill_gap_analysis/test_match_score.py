"""How much of what a role asks for a person has."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.common.demand import Tier
from functions.job_types.skill_gap_analysis.match_score import score, score_match
from tests.support.job_type_data.skill_gap_analysis.findings import SHARES, make_required

shares_of_skills = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.floats(0.1, 1.0), min_size=1, max_size=20
)
skill_names = st.frozensets(st.text("abcdefgh", min_size=1, max_size=2), max_size=20)


@given(shares_of_skills, skill_names)
def test_the_score_is_a_percentage(shares: Mapping[str, float], shown: frozenset[str]) -> None:
    """The score is 0 to 100: 100 for those who have everything, 0 for those who have nothing."""
    value = score(shares, shown)
    assert 0 <= value <= 100
    assert (value == 100) == (shares.keys() <= shown)
    assert (value == 0) == (not shares.keys() & shown)


@given(shares_of_skills, skill_names, st.text("abcdefgh", min_size=1, max_size=2))
def test_another_skill_never_lowers_the_score(
    shares: Mapping[str, float], shown: frozenset[str], another: str
) -> None:
    """A person who learns something does not match less."""
    assert score(shares, shown | {another}) >= score(shares, shown)


@given(shares_of_skills, skill_names)
def test_the_parts_add_up(shares: Mapping[str, float], shown: frozenset[str]) -> None:
    """The points of the tiers add up to the score, and the possible points to 100."""
    match = score_match(make_required(shares), shown)
    # Three parts, each rounded to a tenth; the score rounded to one, or held off 0 and 100.
    assert sum(part.points for part in match.parts) == pytest.approx(match.value, abs=1.2)
    assert sum(part.possible_points for part in match.parts) == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize(("shown", "value"), [({"a"}, 99), ({"b"}, 1)])
def test_rounding_claims_neither_all_nor_nothing(shown: set[str], value: int) -> None:
    """With one skill missing the score is below 100, with one met it is above 0."""
    assert score({"a": 1.0, "b": 0.001}, shown) == value


def test_the_score_by_hand() -> None:
    """Python is 0.8 of 1.9 in all: 42 of 100."""
    match = score_match(make_required(SHARES), {"Python"})
    assert match.value == 42
    assert [(part.tier, part.met_skills, part.required_skills) for part in match.parts] == [
        (Tier.CORE, 1, 2),
        (Tier.COMMON, 0, 1),
        (Tier.OCCASIONAL, 0, 1),
    ]
