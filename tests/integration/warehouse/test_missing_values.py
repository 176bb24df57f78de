"""The queries on postings that say little: what is missing is in no figure."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from functions.job_types.common.demand import DemandRow
from functions.job_types.common.names import KnownName, NameIndex
from infra.load_postings import __main__ as program
from infra.local.stand_ins.warehouse import open_warehouse
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import Parameter, QueryCall, RowT
from tests.support.postings import Row, posting, write_csv


@pytest.fixture
def ask(tmp_path: Path) -> Callable[[list[Row], QueryCall[RowT]], tuple[RowT, ...]]:
    """Loads postings, and asks one query of them."""

    def asked(postings: list[Row], call: QueryCall[RowT]) -> tuple[RowT, ...]:
        database = tmp_path / "own.duckdb"
        file = write_csv(tmp_path / "a.csv", postings)
        options = ["--local", str(database), "--create-tables", "--with-lists"]
        assert program.main([str(file), *options], today=lambda: date(2026, 11, 23)) == 0
        with closing(open_warehouse(database, JOB_TYPES)) as warehouse:
            return warehouse.query(call).rows

    return asked


def demand() -> QueryCall[DemandRow]:
    """What data engineers are asked for, in all domains."""
    parameters: dict[str, Parameter] = {"role": "Data Engineer", "domain": ""}
    return QueryCall(name="common/role_skill_demand", row=DemandRow, parameters=parameters)


def test_no_name_is_missing(ask: Callable[..., tuple[KnownName, ...]]) -> None:
    """A posting without a domain or a region gives neither a name."""
    call = QueryCall(name="common/known_names", row=KnownName, parameters={})
    names = ask([posting(1, domain="", region=""), posting(2)], call)
    assert {each.name for each in names if each.kind == "domain"} == {"Finance"}
    assert {each.name for each in names if each.kind == "region"} == {"Remote"}


def test_postings_that_name_no_domain_are_said_to_be_so(
    ask: Callable[..., tuple[KnownName, ...]],
) -> None:
    """A user who asks for one is not told that there are none of it, and then an empty list."""
    call = QueryCall(name="common/known_names", row=KnownName, parameters={})
    index = NameIndex("domain", ask([posting(1, domain="")], call))
    assert index.explain("Finance") == "The postings name no domain."


def test_the_median_is_of_those_that_say_their_pay(
    ask: Callable[..., tuple[DemandRow, ...]],
) -> None:
    """Of 60 postings 20 say it; of 19 there is no figure."""
    postings = [posting(n, salary_usd=100_000 if n < 20 else "") for n in range(60)]
    assert ask(postings, demand())[0].median_pay_usd == 100_000
    postings[0] = posting(0, salary_usd="")
    assert ask(postings, demand())[0].median_pay_usd is None


def test_years_that_are_not_said_are_no_experts(ask: Callable[..., tuple[DemandRow, ...]]) -> None:
    """Pay is compared among those that ask for as much: what is unknown is a group of its own."""
    postings: list[Row] = [
        *(posting(n, experience_years="", salary_usd=50_000, skills=["SQL"]) for n in range(30)),
        *(
            posting(n, experience_years=12, salary_usd=150_000, skills=["Python"])
            for n in range(30, 60)
        ),
    ]
    found = {row.skill: row.pay_difference_usd for row in ask(postings, demand())}
    assert found == {"SQL": 0, "Python": 0}
