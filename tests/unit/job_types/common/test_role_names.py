"""How role names are understood as people type them; the figures are in decisions 26 and 48."""

import pytest

from functions.job_types.common.names import KnownName, MatchKind, NameIndex
from tests.support import roles_by_kind
from tests.support.role_names import KEPT_BACK, TRIED, Wanted
from tests.unit.job_types.common.test_names import KNOWN

ROLES = NameIndex("role", KNOWN)
#: A company's own postings: their names, and no synonyms.
OWN = NameIndex(
    "role",
    [
        KnownName(kind="role", alias=name, name=name)
        for name in (
            *("Registered Nurse", "Nurse Practitioner", "Truck Driver", "Intern", "AI Engineer"),
            *("Software Engineer", ".NET Developer", "Backend Engineer", "Head of Growth"),
        )
    ],
)
BY_KIND = [
    (asked, wanted)
    for table in (roles_by_kind.TRIED, roles_by_kind.KEPT_BACK)
    for names in table.values()
    for asked, wanted in names.items()
]


@pytest.mark.parametrize(("asked", "wanted"), [*TRIED.items(), *KEPT_BACK.items(), *BY_KIND])
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


def test_there_are_a_hundred_more_by_kind() -> None:
    """Of each of twelve kinds, about as many tried as kept back; none of them twice."""
    assert roles_by_kind.TRIED.keys() == roles_by_kind.KEPT_BACK.keys()
    assert len(roles_by_kind.TRIED) == 12
    assert len(dict(BY_KIND)) == len(BY_KIND) == 100
    assert not dict(BY_KIND).keys() & {*TRIED, *KEPT_BACK}


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


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Software Engineer - Machine Learning", "Machine Learning Engineer"),
        ("Senior Software Engineer (Frontend)", "Frontend Developer"),
        ("Software Engineer in Test", "QA Engineer"),
        ("python full stack", "Full Stack Developer"),
        ("IT security specialist", "Security Engineer"),
        ("Software Engineer - Payments", "Backend Developer"),
    ],
)
def test_a_wide_word_gives_way_to_a_narrower_one(asked: str, wanted: str) -> None:
    """Who is a software engineer for something is of that field."""
    assert ROLES.find(asked).matched == wanted


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "Data entry clerk",
            "Stage manager",
            "Sales engineer",
            "Contract manager",
            "Chef de cuisine",
        ),
        *("Ingénieur études, électronique et sécurité", "Fach- und Sozialbetreuer (BA)"),
        *("Engineer, maintenance (IT)", "Trainer (IT)", "express driver", "Finanzberater"),
        *("business developer", "site engineer", "Wirtschaftsingenieur", "C", "lead"),
    ],
)
def test_work_that_shares_a_word_is_other_work(asked: str) -> None:
    """A word in common, in brackets or beside the kind of work, makes no role of it."""
    assert (ROLES.find(asked).matched, ROLES.several(asked)) == (None, ())


def test_a_tool_is_no_certain_name() -> None:
    """A reader is asked to check it, and no posting of one tool becomes one of a wider role."""
    assert ROLES.find("Kubernetes engineer").how is MatchKind.NEAR
    assert ROLES.find("iOS/Android Developer").how is MatchKind.NEAR


@pytest.mark.parametrize(
    ("asked", "matched", "several"),
    [
        ("nurse", None, ("Nurse Practitioner", "Registered Nurse")),
        ("driver", None, ("Truck Driver",)),
        ("registered nurses", "Registered Nurse", ()),
        ("ML engineer", "AI Engineer", ()),
        ("Machine learning", "AI Engineer", ()),
        ("dotnet dev", ".NET Developer", ()),
        ("software", None, (".NET Developer", "Software Engineer")),
        ("Java developer", "Backend Engineer", ()),
        ("trainee", None, ()),
        ("teacher", None, ()),
    ],
)
def test_a_companys_own_names(asked: str, matched: str | None, several: tuple[str, ...]) -> None:
    """Names of any profession are found by their own words, with no synonym at all."""
    assert (OWN.find(asked).matched, OWN.several(asked)) == (matched, several)


def test_one_role_that_may_be_meant_is_named() -> None:
    """Where a kind of work has one role, the sentence says that one, and what else can be done."""
    text = OWN.explain("driver", otherwise="Paste a job description.")
    assert text == (
        "The data has one role of that kind: Truck Driver. Submit it again with that name if you"
        " mean it. Paste a job description."
    )
