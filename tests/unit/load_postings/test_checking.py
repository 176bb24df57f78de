"""Checking a row: what is taken, what is not, and how that is said."""

from datetime import date

import pytest

from infra.bigquery.tables import all_tables
from infra.load_postings.checking import Fault, RowCheck
from infra.load_postings.names import Names
from infra.local.stand_ins.sample_data import curated
from tests.support.postings import GOOD, posting

TODAY = date(2026, 11, 23)


@pytest.fixture
def names() -> Names:
    """The names of the lists."""
    return Names(curated.load())


@pytest.fixture
def check(names: Names) -> RowCheck:
    """A check of one file."""
    return RowCheck(all_tables()["job_postings"], names, TODAY)


def test_a_good_row_is_taken_as_it_is(check: RowCheck) -> None:
    """Nothing is changed that need not be."""
    assert check.check(2, GOOD) == GOOD


def test_csv_cells_become_values(check: RowCheck) -> None:
    """Numbers, and lists between semicolons, each value once."""
    cells = {**GOOD, "experience_years": " 3 ", "salary_usd": "120000", "skills": "Python; SQL;;"}
    assert check.check(2, cells) == GOOD


def test_synonyms_become_names(check: RowCheck, names: Names) -> None:
    """What people write is turned into the lists' names; two words for one skill are one."""
    row = posting(role="data  ENGINEER", skills=["JS", "JavaScript", "ES6", "Whittling"])
    checked = check.check(2, row)
    assert isinstance(checked, dict)
    assert (checked["role"], checked["skills"]) == ("Data Engineer", ["JavaScript", "Whittling"])
    assert names.translated == 3
    assert names.unknown["skill"] == {"Whittling"}


def test_a_posting_may_ask_for_no_skill(check: RowCheck) -> None:
    """An empty list is a list."""
    checked = check.check(2, posting(skills=[]))
    assert isinstance(checked, dict)
    assert checked["skills"] == []


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("posting_id", None, "is missing"),
        ("posting_id", "", "is missing"),
        ("posting_id", 7, "is not text"),
        ("role", "   ", "is empty"),
        ("role", "Data\u202eEngineer", "has characters that cannot be seen"),
        ("role", "Data\x00Engineer", "has characters that cannot be seen"),
        ("role", "\ud800", "has characters that cannot be seen"),
        ("role", "x" * 101, "is longer than 100 characters"),
        ("posted_on", "14.09.2026", "is not a day like 2026-01-31"),
        ("posted_on", "2026-02-30", "is not a day like 2026-01-31"),
        ("posted_on", 20260914, "is not a day like 2026-01-31"),
        ("posted_on", "2026-11-24", "is not between 2000-01-01 and today"),
        ("posted_on", "1999-12-31", "is not between 2000-01-01 and today"),
        ("experience_years", "three", "is not a whole number"),
        ("experience_years", True, "is not a whole number"),
        ("experience_years", 2.5, "is not a whole number"),
        ("experience_years", -1, "is not between 0 and 60"),
        ("salary_usd", "120,000", "is not a whole number"),
        ("salary_usd", "9" * 5000, "is not a whole number"),
        ("salary_usd", 120, "is not between 1000 and 5000000"),
        ("skills", None, "is not a list"),
        ("skills", {"Python": 1}, "is not a list"),
        ("skills", ["Python", 3], "is not text"),
        ("skills", [str(number) for number in range(101)], "has more than 100 values"),
    ],
)
def test_values_that_are_refused(check: RowCheck, field: str, value: object, problem: str) -> None:
    """A fault has the line, the field and what is wrong; never the value."""
    assert check.check(9, posting(**{field: value})) == [
        Fault(line=9, field=field, problem=problem)
    ]


def test_today_is_not_too_late(check: RowCheck) -> None:
    """A posting of today is a posting."""
    assert isinstance(check.check(2, posting(posted_on="2026-11-23")), dict)


def test_all_that_is_wrong_is_said_at_once(check: RowCheck) -> None:
    """The author of a file need not come back for the second fault of a row."""
    found = check.check(2, posting(role="", salary_usd="much", colour="red"))
    assert isinstance(found, list)
    assert [fault.field for fault in found] == ["", "role", "salary_usd"]
    assert found[0].problem == "has a field that the table does not have"


def test_a_key_comes_once(check: RowCheck) -> None:
    """The second row of a key is refused, and names the line of the first."""
    check.check(2, GOOD)
    assert check.check(5, GOOD) == [
        Fault(line=5, field="posting_id", problem="is that of line 2 too")
    ]
