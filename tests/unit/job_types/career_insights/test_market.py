"""What is made of the warehouse's rows: the trend, pay, employers, skills."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.job_types.career_insights import market, trend
from functions.job_types.career_insights.figures import Figure, Unit
from functions.job_types.career_insights.findings import Direction, Quartiles
from tests.support.job_type_data.career_insights.findings import (
    SKILLS,
    make_employer,
    make_findings,
    make_month,
    make_months,
    make_pay,
    make_skill,
)


@pytest.mark.parametrize(
    ("before", "now", "direction", "change"),
    [
        (100, 120, Direction.GROWING, 0.2),
        (100, 80, Direction.SHRINKING, -0.2),
        (100, 102, Direction.STEADY, 0.02),
        (5, 6, Direction.STEADY, 0.2),
        (4, 40, Direction.UNKNOWN, None),
    ],
)
def test_where_postings_go(
    before: int, now: int, direction: Direction, change: float | None
) -> None:
    """A year is compared with the year before, and called a move if it is more than chance."""
    found = trend.build_trend(make_months(before, now))
    assert (found.direction, found.change) == (direction, change)
    assert (found.earlier_postings, found.market_change) == (12 * before, 0.0)


def test_half_a_year_before_is_no_year_to_compare_with() -> None:
    """Data that does not reach back shows no growth, however little there was before."""
    rows = [
        row.model_copy(update={"first_date": date(2025, 4, 1)})
        for row in make_months(10, 100)
        if row.month >= date(2025, 4, 1)
    ]
    found = trend.build_trend(rows)
    assert (found.direction, found.change, found.earlier_postings) == (
        Direction.UNKNOWN,
        None,
        None,
    )
    assert (found.months[0].month, len(found.months)) == (date(2025, 4, 1), 18)


def test_a_month_under_way_is_marked() -> None:
    """The last month is in the chart, and says that it is not whole; the first is left out."""
    end, start = date(2026, 9, 12), date(2024, 9, 13)
    found = trend.build_trend([make_month(date(2026, 9, 1), 9, data_date=end, window_start=start)])
    assert [month.is_whole for month in found.months] == [True] * 23 + [False]
    assert (found.months[0].month, found.months[-1].postings) == (date(2024, 10, 1), 9)


@given(
    end=st.dates(date(2001, 1, 1), date(2090, 1, 1)),
    held=st.integers(0, 800),
    present=st.sets(st.integers(0, 23)),
)
def test_months_have_no_hole(end: date, held: int, present: set[int]) -> None:
    """Whatever months have postings, the chart has every month once, in order, 24 at the most."""
    start = end - timedelta(days=729)
    count = end.year * 12 + end.month - 1
    rows = [
        make_month(
            date((count - n) // 12, (count - n) % 12 + 1, 1),
            5,
            data_date=end,
            window_start=start,
            first_date=end - timedelta(days=held),
        )
        for n in present | {0}
    ]
    months = [month.month for month in trend.build_trend(rows).months]
    numbers = [month.year * 12 + month.month - 1 for month in months]
    assert numbers == list(range(count - len(numbers) + 1, count + 1))
    assert len(months) <= 24
    assert all(month.day == 1 and start - timedelta(days=1) < month <= end for month in months)


def test_pay_by_level_is_in_order_of_experience() -> None:
    """Levels rise; each says its years, and small groups are missing."""
    pay = market.build_pay(
        [
            make_pay("expert", 150_000),
            make_pay(None, 100_049),
            make_pay("starting", 80_000),
            make_pay("senior", 120_000, postings=49),
        ]
    )
    assert [(p.level, p.from_years, p.to_years) for p in pay.by_level] == [
        ("starting", 0, 2),
        ("expert", 10, None),
    ]
    assert pay.overall is not None
    assert pay.overall.median_usd == 100_000


def test_too_few_or_no_postings_have_no_quartiles() -> None:
    """Nothing is said of the pay of a handful."""
    assert market.build_pay([]).overall is None
    assert market.build_pay([make_pay(None, 100_000, postings=49)]).overall is None


@given(st.lists(st.integers(0, 400_000), min_size=3, max_size=3).map(sorted))
def test_quartiles_are_ordered(dollars: list[int]) -> None:
    """Rounding keeps the order."""
    lower, median, upper = dollars
    row = market.PayRow(
        level=None, postings=50, lower_usd=lower, median_usd=median, upper_usd=upper
    )
    overall = market.build_pay([row]).overall
    assert overall is not None
    assert overall.lower_usd <= overall.median_usd <= overall.upper_usd
    assert abs(overall.median_usd - median) <= 50


def test_quartiles_out_of_order_are_no_quartiles() -> None:
    """A result cannot hold them."""
    with pytest.raises(ValidationError, match="in order"):
        Quartiles(postings=50, lower_usd=3, median_usd=2, upper_usd=4)


def test_employers_have_their_share() -> None:
    """The largest comes first, and of two alike the first by name."""
    rows = [make_employer("B", 30), make_employer("C", 60), make_employer("A", 30)]
    found = market.build_employers(rows, 300)
    assert [(e.employer, e.share) for e in found] == [("C", 0.2), ("A", 0.1), ("B", 0.1)]


def test_skills_rise_and_fall() -> None:
    """What moves by more than chance is clear, and stands first; what is steady is neither."""
    skills = market.build_skills(SKILLS, can_compare=True)
    assert [s.skill for s in skills.top][:2] == ["SQL", "Rust"]
    assert [(s.skill, s.change, s.change_is_clear) for s in skills.rising] == [("Rust", 0.05, True)]
    assert [s.skill for s in skills.falling if s.change_is_clear] == ["Perl", "COBOL 2.0"]
    assert skills.compared == 4


def test_among_many_a_small_move_is_noise() -> None:
    """What is clear alone is not clear as the largest of a hundred."""
    small = make_skill("Go", 100, 60)
    steady = [make_skill(f"Skill {n}", 144, 120) for n in range(100)]
    [alone] = market.build_skills([small], can_compare=True).rising
    among = market.build_skills([small, *steady], can_compare=True).rising[0]
    assert (alone.change_is_clear, among.change_is_clear) == (True, False)
    assert among.skill == "Go"


def test_a_certain_move_of_less_than_a_point_is_not_worth_a_word() -> None:
    """With enough postings everything is certain."""
    row = market.SkillRow(
        skill="Go", asked=59_000, earlier_asked=50_000, postings=10**6, earlier_postings=10**6
    )
    [rising] = market.build_skills([row], can_compare=True).rising
    assert not rising.change_is_clear


def test_without_a_year_before_nothing_rises() -> None:
    """And with fewer than fifty postings neither."""
    assert market.build_skills(SKILLS, can_compare=False).rising == ()
    small = [make_skill("Go", 40, 10, postings=49)]
    assert market.build_skills(small, can_compare=True).compared == 0


def figures_of(now: int = 120) -> dict[str, Figure]:
    """Return the figures of findings by their ids."""
    return {figure.id: figure for figure in make_findings(now=now).figures}


def test_every_figure_has_a_name_of_its_own() -> None:
    """A sentence that names a figure means one."""
    ids = [figure.id for figure in make_findings().figures]
    assert len(ids) == len(set(ids))


def test_only_what_is_clear_is_a_figure() -> None:
    """A change that may be chance cannot be written about with a number."""
    assert figures_of(now=120)["postings-change"].value == 0.2
    assert "postings-change" not in figures_of(now=102)
    moving = {f.of for name, f in figures_of().items() if name.startswith(("rising", "falling"))}
    assert moving == {"Rust", "Perl", "COBOL 2.0"}


def test_what_is_derived_is_derived_here() -> None:
    """Differences and sums are figures, so that no model computes them in prose."""
    figures = figures_of()
    assert figures["level-rise"].value == 43_400
    assert figures["rising-1-change"].unit is Unit.POINTS
    assert figures["employers-named-share"].value == pytest.approx(0.417 + 0.278)
