"""What postings ask for: the skills that a role requires, how much, and what they pay. Pure.

The figures of common/role_skill_demand.sql come in; required skills go out, by demand, the highest
first, and by name where the demand is the same, so that the same figures give the same skills.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from functions.job_types.common import significance
from shared.core.records import Record

#: A skill that fewer postings ask for is not called required.
SMALLEST_SHARE = 0.10
CORE_SHARE = 0.5
COMMON_SHARE = 0.2
#: A smaller change of demand is not worth a word, however certain.
SMALLEST_CHANGE = 0.05
#: Pay effects are rounded to this many US dollars; the figures are no finer.
PAY_STEP_USD = 100


class Tier(StrEnum):
    """How much a role wants a skill, by the share of its postings that ask for it."""

    #: At least every second posting.
    CORE = "core"
    #: At least one in five.
    COMMON = "common"
    #: Fewer.
    OCCASIONAL = "occasional"


class Basis(StrEnum):
    """What says which skills are required."""

    #: Postings of the role: a demand is the share of them that ask for a skill.
    POSTINGS = "postings"
    #: The one job description that came with the request: what it names weighs the same.
    DESCRIPTION = "description"


class RoleSample(Record):
    """Which postings the figures are from."""

    basis: Basis = Field(
        default=Basis.POSTINGS,
        description='"description" where there are too few postings of the role, and the job'
        " description says what is required: `postings` is then 1, and every demand 1.",
    )
    postings: int = Field(
        ge=1,
        description="Postings of the role in the last 12 months of data: demand is a share of"
        " these.",
    )
    earlier_postings: int = Field(
        ge=0, description="Those of the 12 months before: what a change of demand is measured from."
    )
    domain: str | None = Field(
        default=None, description="The domain they are limited to; absent means all domains."
    )
    data_date: date = Field(description="The last day there are postings of.")
    median_pay_usd: int | None = Field(
        default=None, description="The middle of their yearly pay, US dollars."
    )
    note: str = Field(description="Why it is this sample, one sentence for the reader.")


class RequiredSkill(Record):
    """A skill that postings of the role ask for."""

    skill: str
    demand_share: float = Field(ge=0, le=1, description="The share of postings that ask for it.")
    demand_change: float | None = Field(
        default=None,
        ge=-1,
        le=1,
        description="That share less the share of the 12 months before; absent if those are too"
        " few.",
    )
    demand_change_is_clear: bool = Field(
        default=False,
        description="Whether that change is more than chance: at least two standard errors and"
        " five points.",
    )
    tier: Tier
    pay_effect_usd: int | None = Field(
        default=None,
        description="What postings with it pay more a year than postings of the role without it,"
        " at the same domain and experience level; absent if one of the two groups is too small.",
    )
    pay_effect_is_clear: bool = Field(
        default=False,
        description="Whether that difference is more than chance: at least two standard errors.",
    )


class DemandRow(Record):
    """A row of role_skill_demand.sql, which says what the fields mean."""

    skill: str
    asked: int
    earlier_asked: int
    postings: int
    earlier_postings: int
    median_pay_usd: int | None
    pay_difference_usd: float | None
    pay_error_usd: float | None
    data_date: date


def required_by(description: Iterable[str]) -> tuple[RequiredSkill, ...]:
    """Return the skills that one job description names: in its order, one as much as another."""
    return tuple(
        RequiredSkill(skill=skill, demand_share=1.0, tier=Tier.CORE) for skill in description
    )


def describe_sample(row: DemandRow, note: str, domain: str | None = None) -> RoleSample:
    """Say which postings a row is from."""
    figures = row.model_dump(include=RoleSample.model_fields.keys() & DemandRow.model_fields.keys())
    return RoleSample(**figures, note=note, domain=domain)


def rank_required(rows: Iterable[DemandRow]) -> tuple[RequiredSkill, ...]:
    """Return the skills that enough postings ask for, by demand."""
    required = (_required_skill(row) for row in rows if _is_required(row))
    return tuple(sorted(required, key=by_demand))


def by_demand(skill: RequiredSkill) -> tuple[float, str]:
    """Order by demand, the highest first, then by name."""
    return -skill.demand_share, skill.skill


def tier_of(share: float) -> Tier:
    """Say how much a role wants a skill that this share of its postings ask for."""
    if share >= CORE_SHARE:
        return Tier.CORE
    return Tier.COMMON if share >= COMMON_SHARE else Tier.OCCASIONAL


def _is_required(row: DemandRow) -> bool:
    return row.postings > 0 and row.asked / row.postings >= SMALLEST_SHARE


def _required_skill(row: DemandRow) -> RequiredSkill:
    share = row.asked / row.postings
    (change, change_is_clear), (effect, effect_is_clear) = _demand_change(row), _pay_effect(row)
    return RequiredSkill(
        skill=row.skill,
        demand_share=round(share, 3),
        demand_change=change,
        demand_change_is_clear=change_is_clear,
        tier=tier_of(share),
        pay_effect_usd=effect,
        pay_effect_is_clear=effect_is_clear,
    )


def _demand_change(row: DemandRow) -> tuple[float | None, bool]:
    """Return how a demand has changed, and whether that is more than chance."""
    if row.earlier_postings < significance.SMALLEST_SAMPLE:
        return None, False
    now, before = row.asked / row.postings, row.earlier_asked / row.earlier_postings
    error = significance.error_of_difference(now, row.postings, before, row.earlier_postings)
    is_clear = abs(now - before) >= max(SMALLEST_CHANGE, significance.CLEAR_ERRORS * error)
    return round(now - before, 3), is_clear


def _pay_effect(row: DemandRow) -> tuple[int | None, bool]:
    """Return how a skill changes the pay, and whether that is more than chance."""
    difference, error = row.pay_difference_usd, row.pay_error_usd
    if difference is None or error is None:
        return None, False
    is_clear = error > 0 and abs(difference) >= significance.CLEAR_ERRORS * error
    return round(difference / PAY_STEP_USD) * PAY_STEP_USD, is_clear
