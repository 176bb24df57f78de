"""Every query file: it is BigQuery's dialect, and it runs on the sample data."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlglot
from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from functions.job_types.common.demand import DemandRow
from functions.job_types.common.names import KnownName
from functions.worker.suggest import CountRow
from infra.bigquery.tables import all_tables
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import Parameter, QueryCall
from tests.support.queries import documented_parameters


class AnyRow(BaseModel):
    """A row of any form."""

    model_config = ConfigDict(extra="allow")


FILES = sorted(JOB_TYPES.glob("*/*.sql"))
#: How queries are asked here; those of a type are asked by their head, and have tests of their own.
ASKED: Mapping[str, tuple[type[BaseModel], Mapping[str, Parameter]]] = {
    "common/known_names": (KnownName, {}),
    "common/name_postings": (CountRow, {}),
    "common/role_skill_demand": (DemandRow, {"role": "Data Engineer", "domain": ""}),
}


def parse(file: Path) -> exp.Expr:
    """Parse a file as BigQuery's dialect."""
    [statement] = sqlglot.parse(file.read_text("utf-8"), read="bigquery")
    assert statement is not None
    return statement


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_it_is_one_statement_that_only_reads(file: Path) -> None:
    """A file holds one SELECT or UNION in BigQuery's dialect."""
    assert isinstance(parse(file), exp.Query)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_its_tables_are_ours_and_unqualified(file: Path) -> None:
    """The dataset is the client's default, so that the same file runs in every project."""
    statement = parse(file)
    own = {cte.alias_or_name for cte in statement.find_all(exp.CTE)}
    tables = [table for table in statement.find_all(exp.Table) if table.name not in own]
    assert {table.name for table in tables} <= all_tables().keys()
    assert not [table for table in tables if table.db or table.catalog]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_its_parameters_are_documented(file: Path) -> None:
    """Each @parameter stands with its type in the comment at the head, and no other."""
    used = {parameter.name for parameter in parse(file).find_all(exp.Parameter)}
    assert used == documented_parameters(file).keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_it_runs_on_the_sample_data(file: Path, warehouse: DuckDbWarehouse) -> None:
    """It gives rows of the form that its reader wants."""
    name = f"{file.parent.name}/{file.stem}"
    row, parameters = ASKED.get(name, (AnyRow, documented_parameters(file)))
    rows = warehouse.query(QueryCall(name=name, row=row, parameters=parameters)).rows
    assert rows or name not in ASKED


def test_demand_is_counted_right(warehouse: DuckDbWarehouse) -> None:
    """The counts of a skill equal those of a plain count, done another way."""
    answer = warehouse.query(
        QueryCall(
            name="common/role_skill_demand",
            row=DemandRow,
            parameters={"role": "UX Designer", "domain": ""},
        )
    )
    figma = next(row for row in answer.rows if row.skill == "Figma")
    counts = warehouse._connection.execute(
        "SELECT count(*) FILTER (posted_on >= '2025-10-01'),"
        " count(*) FILTER (posted_on < '2025-10-01')"
        " FROM job_postings WHERE role = 'UX Designer' AND list_contains(skills, 'Figma')"
    ).fetchone()
    assert (figma.asked, figma.earlier_asked) == counts


def test_a_pay_effect_is_found_again(warehouse: DuckDbWarehouse) -> None:
    """Kubernetes was given 5 % of a DevOps engineer's pay; about that is what the query finds."""
    answer = warehouse.query(
        QueryCall(
            name="common/role_skill_demand",
            row=DemandRow,
            parameters={"role": "DevOps Engineer", "domain": ""},
        )
    )
    kubernetes = next(row for row in answer.rows if row.skill == "Kubernetes")
    assert kubernetes.pay_difference_usd is not None
    assert 4_000 < kubernetes.pay_difference_usd < 9_000


def test_a_domain_asks_for_skills_of_its_own(warehouse: DuckDbWarehouse) -> None:
    """HIPAA is asked for in Healthcare and not in Finance."""

    def asked(domain: str) -> set[str]:
        parameters = {"role": "Security Engineer", "domain": domain}
        return {
            row.skill
            for row in warehouse.query(
                QueryCall(name="common/role_skill_demand", row=DemandRow, parameters=parameters)
            ).rows
        }

    assert "HIPAA" in asked("Healthcare")
    assert "HIPAA" not in asked("Finance")
