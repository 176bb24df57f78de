"""How a person's skills are compared with a role's: met, and gaps."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.skill_gap_analysis import compare
from tests.support.job_type_data.skill_gap_analysis.findings import SKILLS, make_required

shares_of_skills = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.floats(0.1, 1.0), min_size=1, max_size=20
)
skill_names = st.frozensets(st.text("abcdefgh", min_size=1, max_size=2), max_size=20)


@given(shares_of_skills, skill_names)
def test_a_skill_is_met_or_a_gap(shares: Mapping[str, float], shown: frozenset[str]) -> None:
    """Every required skill is either met or a gap, and never both."""
    required = make_required(shares)
    met = {skill.skill for skill in compare.find_met(required, {name: name for name in shown})}
    gaps = {gap.skill for gap in compare.find_gaps(required, shown, SKILLS)}
    assert met | gaps == set(shares)
    assert met & gaps == set()


@given(shares_of_skills, skill_names)
def test_gaps_are_ranked_by_demand(shares: Mapping[str, float], shown: frozenset[str]) -> None:
    """A gap that more postings ask for has a higher rank; ranks count from 1."""
    gaps = compare.find_gaps(make_required(shares), shown, SKILLS)
    demands = [gap.demand_share for gap in gaps]
    assert demands == sorted(demands, reverse=True)
    assert [gap.rank for gap in gaps] == list(range(1, len(gaps) + 1))


def test_what_a_listed_skill_builds_on_is_known() -> None:
    """Kubernetes shows Docker, and Linux below it; what was listed is shown by itself."""
    shown = compare.with_implied(["Kubernetes", "Docker"], SKILLS)
    assert shown == {"Kubernetes": "Kubernetes", "Docker": "Docker", "Linux": "Kubernetes"}


def test_a_gap_says_what_it_needs_and_opens() -> None:
    """A gap names what it builds on, had or missing, and the gaps that build on it."""
    required = make_required({"Docker": 0.8, "Kubernetes": 0.6})
    docker, kubernetes = compare.find_gaps(required, {"Linux"}, SKILLS)
    assert (docker.builds_on, docker.unlocks) == (("Linux",), ("Kubernetes",))
    assert kubernetes.missing_prerequisites == ("Docker",)
