"""What a role asks for: which skills are required, how much, what they pay, how that moves."""

from datetime import date

import pytest

from functions.job_types.common.demand import DemandRow, rank_required, tier_of


def row(**changes: object) -> DemandRow:
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
    return DemandRow.model_validate({**values, **changes})


@pytest.mark.parametrize(
    ("share", "tier"),
    [(1.0, "core"), (0.5, "core"), (0.499, "common"), (0.2, "common"), (0.199, "occasional")],
)
def test_tiers(share: float, tier: str) -> None:
    """A tier begins at its share."""
    assert tier_of(share).value == tier


@pytest.mark.parametrize(("asked", "is_required"), [(10, True), (9, False)])
def test_what_is_required(asked: int, is_required: bool) -> None:  # noqa: FBT001 -- a table
    """A skill is required from one posting in ten on."""
    assert bool(rank_required([row(asked=asked)])) == is_required


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
    [skill] = rank_required([row(pay_difference_usd=difference, pay_error_usd=error)])
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
    [skill] = rank_required([row(**changes)])
    assert (skill.demand_change, skill.demand_change_is_clear) == (change, is_clear)
