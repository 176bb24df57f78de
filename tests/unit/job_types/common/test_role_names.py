"""How role names are understood as people type them; the figures are in decision 26."""

import pytest

from functions.job_types.common.names import NameIndex
from tests.support.role_names import KEPT_BACK, TRIED, Wanted
from tests.unit.job_types.common.test_names import KNOWN

ROLES = NameIndex("role", KNOWN)


@pytest.mark.parametrize(("asked", "wanted"), [*TRIED.items(), *KEPT_BACK.items()])
def test_a_role_as_people_type_it(asked: str, wanted: Wanted) -> None:
    """A name is understood, asked back with what it may be, or said to be in no posting."""
    found, several = ROLES.find(asked), ROLES.several(asked)
    if isinstance(wanted, frozenset):
        assert found.matched is None
        assert wanted <= set(several)
    else:
        assert (found.matched, several) == (wanted, ())


def test_there_are_ninety_names() -> None:
    """Half of them were kept back while the rules were written."""
    assert (len(TRIED), len(KEPT_BACK), len(TRIED.keys() & KEPT_BACK.keys())) == (45, 45, 0)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Angular dev", "Frontend Developer"),
        ("Node developer", "Backend Developer"),
        ("PHP Programmer", "Backend Developer"),
        ("Penetration tester", "Security Engineer"),
        ("market penetration analyst", None),
        ("software tester", "QA Engineer"),
    ],
)
def test_a_tool_says_what_is_developed_with_it(asked: str, wanted: str | None) -> None:
    """Who is called by a tool of one side of the work does that side."""
    assert ROLES.find(asked).matched == wanted
