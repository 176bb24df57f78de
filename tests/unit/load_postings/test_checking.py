"""Checking a posting: what is taken, what is not, and how that is said."""

from datetime import date

import pytest

from infra.bigquery.tables import all_tables
from infra.load_postings.checking import RowCheck
from infra.load_postings.faults import Fault, Loss, summed
from tests.support.postings import GOOD, posting

TODAY = date(2026, 11, 23)


@pytest.fixture
def check() -> RowCheck:
    """A check of one file."""
    return RowCheck(all_tables()["job_postings"], TODAY)


def test_a_good_row_is_taken_as_it_is(check: RowCheck) -> None:
    """Nothing is changed that need not be."""
    assert check.check(2, GOOD) == (GOOD, [])


def test_a_posting_may_say_little(check: RowCheck) -> None:
    """Id, day and title are enough; what is not said is missing."""
    row, faults = check.check(2, {name: GOOD[name] for name in ("posting_id", "posted_on", "role")})
    assert row is not None
    assert (row["salary_usd"], row["experience_years"], row["region"]) == (None, None, None)
    assert (row["skills"], faults) == ([], [])


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("posting_id", None, "is missing"),
        ("posting_id", "", "is missing"),
        ("role", "   ", "is empty"),
        ("role", "Data\u202eEngineer", "has characters that cannot be seen"),
        ("role", "Data\x00Engineer", "has characters that cannot be seen"),
        ("role", "\ud800", "has characters that cannot be seen"),
        ("role", "x" * 101, "is longer than 100 characters"),
        ("posted_on", "2026-11-24", "is not between 2000-01-01 and today"),
        ("posted_on", "1999-12-31", "is not between 2000-01-01 and today"),
    ],
)
def test_what_a_posting_cannot_be_without_costs_it(
    check: RowCheck, field: str, value: object, problem: str
) -> None:
    """A fault has the line, the field and what is wrong; never the value."""
    assert check.check(9, posting(**{field: value})) == (
        None,
        [Fault(line=9, field=field, problem=problem, loss=Loss.ROW)],
    )


@pytest.mark.parametrize(
    ("field", "value", "problem", "left"),
    [
        ("employer", "x" * 201, "is longer than 200 characters", None),
        ("experience_years", -1, "is not between 0 and 60", None),
        ("experience_years", True, "is not a whole number", None),
        ("salary_usd", 120, "is not between 1000 and 5000000", None),
        ("skills", [str(number) for number in range(101)], "has more than 100 values", []),
        ("skills", ["SQL", "x" * 101], "has an entry that is longer than 100 characters", ["SQL"]),
    ],
)
def test_another_value_that_is_wrong_is_left_out(
    check: RowCheck, field: str, value: object, problem: str, left: object
) -> None:
    """The posting is loaded without it, and the report says so."""
    row, faults = check.check(9, posting(**{field: value}))
    assert row is not None
    assert row[field] == left
    assert faults == [Fault(line=9, field=field, problem=problem, loss=Loss.VALUE)]


def test_today_is_not_too_late(check: RowCheck) -> None:
    """A posting of today is a posting."""
    assert check.check(2, posting(posted_on="2026-11-23"))[1] == []


def test_all_that_is_wrong_is_said_at_once(check: RowCheck) -> None:
    """The author of a file need not come back for the second fault of a row."""
    row, faults = check.check(2, posting(role="", posted_on="1999-01-01"))
    assert row is None
    assert [fault.field for fault in faults] == ["posted_on", "role"]


def test_a_key_comes_once(check: RowCheck) -> None:
    """The second row of a key is one that is repeated, and no row that is wrong."""
    check.check(2, GOOD)
    row, [fault] = check.check(5, GOOD)
    assert row is None
    assert (fault.field, fault.loss) == ("posting_id", Loss.REPEAT)


def test_faults_are_summed_by_kind() -> None:
    """The most frequent kind comes first, with the line of its first."""
    faults = [
        Fault(line=line, field=field, problem="is missing")
        for line, field in ((2, "role"), (3, "posted_on"), (4, "posted_on"))
    ]
    assert [(kind.field, kind.count, kind.first_line) for kind in summed(faults)] == [
        ("posted_on", 2, 3),
        ("role", 1, 2),
    ]
