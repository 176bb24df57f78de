"""The queries of career insights, on the sample data."""

from collections.abc import Mapping

import pytest
from pydantic import BaseModel

from functions.job_types.career_insights.findings import Level, level_of
from functions.job_types.career_insights.market import EmployerRow, PayRow, SkillRow
from functions.job_types.career_insights.trend import MonthRow
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.handler.ports import Parameter, QueryCall

#: All postings of a domain.
ENERGY: Mapping[str, Parameter] = {"domain": "Energy", "region": "", "level": ""}
ASKED: Mapping[str, tuple[type[BaseModel], Mapping[str, Parameter]]] = {
    "career_insights/months": (MonthRow, ENERGY),
    "career_insights/pay": (PayRow, ENERGY),
    "career_insights/employers": (EmployerRow, ENERGY),
    "career_insights/skills": (SkillRow, {**ENERGY, "smallest_count": 10}),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_gives_the_rows_that_are_read(name: str, warehouse: DuckDbWarehouse) -> None:
    """Rows of the form that their reader wants, and some."""
    row, parameters = ASKED[name]
    assert warehouse.query(QueryCall(name=name, row=row, parameters=parameters)).rows


def test_months_are_counted_right(warehouse: DuckDbWarehouse) -> None:
    """Months, both years and the market equal a plain count, done another way."""
    rows = warehouse.query(
        QueryCall(name="career_insights/months", row=MonthRow, parameters=ENERGY)
    ).rows
    counts = warehouse._connection.execute(
        "SELECT count(*) FILTER (posted_on >= '2025-10-01' AND domain = 'Energy'),"
        " count(*) FILTER (posted_on < '2025-10-01' AND domain = 'Energy'),"
        " count(*) FILTER (posted_on >= '2025-10-01'),"
        " count(*) FILTER (posted_on BETWEEN '2026-02-01' AND '2026-02-28' AND domain = 'Energy')"
        " FROM job_postings"
    ).fetchone()
    assert counts == (
        sum(row.recent_postings for row in rows),
        sum(row.earlier_postings for row in rows),
        sum(row.recent_market_postings for row in rows),
        next(row.postings for row in rows if row.month.isoformat() == "2026-02-01"),
    )
    assert len(rows) == 24


def test_levels_have_the_same_bounds_in_queries_and_code(warehouse: DuckDbWarehouse) -> None:
    """Each level's postings are those whose years of experience the code puts there."""
    for level in Level:
        parameters = {"domain": "Energy", "region": "", "level": level.value}
        rows = warehouse.query(
            QueryCall(name="career_insights/months", row=MonthRow, parameters=parameters)
        ).rows
        years = [years for years in range(40) if level_of(years) is level]
        plain = warehouse._connection.execute(
            "SELECT count(*) FROM job_postings WHERE domain = 'Energy'"
            " AND list_contains($years, experience_years)",
            {"years": years},
        ).fetchone()
        assert plain == (sum(row.postings for row in rows),)


def test_quartiles_are_right(warehouse: DuckDbWarehouse) -> None:
    """They equal those computed another way, and the whole is limited to its level."""
    rows = warehouse.query(
        QueryCall(name="career_insights/pay", row=PayRow, parameters={**ENERGY, "level": "senior"})
    ).rows
    whole = next(row for row in rows if row.level is None)
    senior = next(row for row in rows if row.level is Level.SENIOR)
    assert whole == senior.model_copy(update={"level": None})
    exact = warehouse._connection.execute(
        "SELECT quantile_cont(salary_usd, [0.25, 0.5, 0.75]) FROM job_postings"
        " WHERE domain = 'Energy' AND posted_on >= '2025-10-01'"
        " AND experience_years BETWEEN 6 AND 9"
    ).fetchone()
    assert exact is not None
    found = [whole.lower_usd, whole.median_usd, whole.upper_usd]
    assert found == list(exact[0])
