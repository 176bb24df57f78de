"""How a person's skills are compared with a role's: met, gaps, score, pay, neighbours."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.skill_gap_analysis import compare
from functions.job_types.skill_gap_analysis.findings import Tier
from tests.support.skill_gap import SHARES, SKILLS, make_required

shares_of_skills = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.floats(0.1, 1.0), min_size=1, max_size=20
)
skill_names = st.frozensets(st.text("abcdefgh", min_size=1, max_size=2), max_size=20)


def row(**changes: object) -> compare.DemandRow:
    """Make a row of demand: 50 of 100 postings now, 50 of 100 before."""
    values: dict[str, object] = {
        "skill": "SQL",
        "asked": 50,
        "earlier_asked": 50,
        "postings": 100,
        "earlier_postings": 100,
        "median_pay_usd": 100_000,
        "pay_difference_usd": 5_040.0,
        "pay_error_usd": 1_000.0,
        "data_date": date(2026, 9, 30),
    }
    return compare.DemandRow.model_validate({**values, **changes})


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


@given(shares_of_skills, skill_names)
def test_the_score_is_a_percentage(shares: Mapping[str, float], shown: frozenset[str]) -> None:
    """The score is 0 to 100; only whoever has everything gets 100, only who has nothing gets 0."""
    score = compare.score(shares, shown)
    assert 0 <= score <= 100
    assert (score == 100) == (shares.keys() <= shown)
    assert (score == 0) == (not shares.keys() & shown)


@given(shares_of_skills, skill_names, st.text("abcdefgh", min_size=1, max_size=2))
def test_another_skill_never_lowers_the_score(
    shares: Mapping[str, float], shown: frozenset[str], another: str
) -> None:
    """Who learns something does not match less."""
    assert compare.score(shares, shown | {another}) >= compare.score(shares, shown)


@given(shares_of_skills, skill_names)
def test_the_parts_add_up(shares: Mapping[str, float], shown: frozenset[str]) -> None:
    """The points of the tiers add up to the score, and the possible points to 100."""
    match = compare.score_match(make_required(shares), shown)
    # Three parts, each rounded to a tenth; the score rounded to one, or held off 0 and 100.
    assert sum(part.points for part in match.parts) == pytest.approx(match.value, abs=1.2)
    assert sum(part.possible_points for part in match.parts) == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize(("shown", "score"), [({"a"}, 99), ({"b"}, 1)])
def test_rounding_claims_neither_all_nor_nothing(shown: set[str], score: int) -> None:
    """With one skill missing the score is below 100, with one met it is above 0."""
    assert compare.score({"a": 1.0, "b": 0.001}, shown) == score


def test_the_score_by_hand() -> None:
    """Python is 0.8 of 1.9 in all: 42 of 100."""
    match = compare.score_match(make_required(SHARES), {"Python"})
    assert match.value == 42
    assert [(part.tier, part.met_skills, part.required_skills) for part in match.parts] == [
        (Tier.CORE, 1, 2),
        (Tier.COMMON, 0, 1),
        (Tier.OCCASIONAL, 0, 1),
    ]


@pytest.mark.parametrize(
    ("share", "tier"),
    [(1.0, "core"), (0.5, "core"), (0.499, "common"), (0.2, "common"), (0.199, "occasional")],
)
def test_tiers(share: float, tier: str) -> None:
    """A tier begins at its share."""
    assert compare.tier_of(share).value == tier


@pytest.mark.parametrize(("asked", "is_required"), [(10, True), (9, False)])
def test_what_is_required(asked: int, is_required: bool) -> None:  # noqa: FBT001 -- a table
    """A skill is required from one posting in ten on."""
    assert bool(compare.rank_required([row(asked=asked)])) == is_required


@pytest.mark.parametrize(
    ("difference", "error", "effect", "is_clear"),
    [
        (5_040.0, 1_000.0, 5_000, True),
        (-5_060.0, 1_000.0, -5_100, True),
        (1_990.0, 1_000.0, 2_000, False),
        (2_000.0, 1_000.0, 2_000, True),
        (5_000.0, None, None, False),
        (None, None, None, False),
    ],
)
def test_pay_effects(
    difference: float | None,
    error: float | None,
    effect: int | None,
    is_clear: bool,  # noqa: FBT001 -- a table
) -> None:
    """A pay effect is in hundreds, and clear from two standard errors on."""
    [skill] = compare.rank_required([row(pay_difference_usd=difference, pay_error_usd=error)])
    assert (skill.pay_effect_usd, skill.pay_effect_is_clear) == (effect, is_clear)


@pytest.mark.parametrize(
    ("changes", "change", "is_clear"),
    [
        ({"earlier_asked": 30}, 0.2, True),
        ({"earlier_asked": 70}, -0.2, True),
        ({"earlier_asked": 40}, 0.1, False),
        (
            {"asked": 5200, "earlier_asked": 5000, "postings": 10_000, "earlier_postings": 10_000},
            0.02,
            False,
        ),
        ({"earlier_asked": 10, "earlier_postings": 49}, None, False),
    ],
    ids=["rising", "falling", "may be chance", "certain but small", "too few before"],
)
def test_changes_of_demand(
    changes: dict[str, object],
    change: float | None,
    is_clear: bool,  # noqa: FBT001 -- a table
) -> None:
    """A change counts as clear if it is neither chance nor too small to matter."""
    [skill] = compare.rank_required([row(**changes)])
    assert (skill.demand_change, skill.demand_change_is_clear) == (change, is_clear)


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


def profile(role: str, **shares: float) -> list[compare.ProfileRow]:
    """Make the profile of a role."""
    return [
        compare.ProfileRow(role=role, postings=100, median_pay_usd=90_000, skill=skill, share=share)
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
    found = compare.find_adjacent("Target", profiles, {"a", "x", "y"}, 33)
    assert [(role.role, role.score) for role in found] == [("Best", 90), ("Better", 75)]
    assert (found[0].met_skills, found[0].missing_skills) == (("a",), ("c",))


@given(shares_of_skills, shares_of_skills)
def test_likeness(one: Mapping[str, float], other: Mapping[str, float]) -> None:
    """Likeness is 0 to 1, the same both ways, and 1 with itself."""
    assert 0 <= compare.likeness(one, other) <= 1
    assert compare.likeness(one, other) == compare.likeness(other, one)
    assert compare.likeness(one, one) == 1
