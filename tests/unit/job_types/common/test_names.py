"""How the names that people write are understood, with the curated lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.common.names import (
    Kind,
    KnownName,
    MatchKind,
    NameIndex,
    find_skills,
    make_key,
)
from infra.local.stand_ins.sample_data import curated


def known_names() -> list[KnownName]:
    """Return what known_names.sql gives, from the lists it is made from."""
    lists = curated.load()
    own: list[tuple[Kind, str]] = [
        *(("role", role.name) for role in lists.roles),
        *(("domain", name) for name in lists.domains),
        *(("skill", name) for name in lists.skills),
    ]
    synonyms = [
        KnownName.model_validate({"kind": s.kind, "alias": s.synonym, "name": s.name})
        for s in lists.synonyms
    ]
    return [KnownName(kind=kind, alias=name, name=name) for kind, name in own] + synonyms


KNOWN = known_names()
ROLES, DOMAINS, SKILLS = (NameIndex(kind, KNOWN) for kind in ("role", "domain", "skill"))


@pytest.mark.parametrize(
    ("asked", "name", "how"),
    [
        ("JavaScript", "JavaScript", "exact"),
        ("java script", "JavaScript", "exact"),
        ("JS", "JavaScript", "synonym"),
        ("k8s", "Kubernetes", "synonym"),
        ("nodejs", "Node.js", "exact"),
        ("POSTGRES", "PostgreSQL", "synonym"),
        ("Python 3.11", "Python", "synonym"),
        ("Java 17", "Java", "synonym"),
        ("ISO 27001", "ISO 27001", "exact"),
        ("Amazon Web Services (AWS)", "AWS", "synonym"),
        ("Advanced knowledge of Excel", "Excel", "synonym"),
        ("5 years Python", "Python", "synonym"),
        ("Python 5+ yrs", "Python", "synonym"),
        ("Python (5 years)", "Python", "synonym"),
        ("10+ years of experience with SQL", "SQL", "synonym"),
        ("fluent in Java", "Java", "synonym"),
        ("Proficient in: Docker", "Docker", "synonym"),
        ("Excel - advanced level", "Excel", "synonym"),
        ("REST API", "REST APIs", "synonym"),
        ("Unit Test", "Unit Testing", "synonym"),
        ("design system", "Design Systems", "synonym"),
        ("User Story", "User Stories", "synonym"),
        ("experience", None, "none"),
        ("5 years", None, "none"),
        ("c", "C", "exact"),
        ("C++", "C++", "exact"),
        ("golang", "Go", "synonym"),
        ("ci / cd", "CI/CD", "exact"),
        ("Kuberntes", "Kubernetes", "near"),
        ("Postgressql", "PostgreSQL", "near"),
        ("C#", None, "none"),
        ("Jav", None, "none"),
        ("underwater basket weaving", None, "none"),
        ("!!!", None, "none"),
        ("", None, "none"),
    ],
)
def test_skills(asked: str, name: str | None, how: str) -> None:
    """A skill is found by case, punctuation, synonym, version, and small typing errors."""
    found = SKILLS.find(asked)
    assert (found.matched, found.how.value) == (name, how)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("HTML/CSS", ["HTML", "CSS"]),
        ("Python, SQL and Docker", ["Python", "SQL", "Docker"]),
        ("CI/CD", ["CI/CD"]),
        ("A/B Testing", ["A/B Testing"]),
        ("Routing and Switching", ["Routing and Switching"]),
        ("C++", ["C++"]),
        ("tea and biscuits", [None]),
    ],
)
def test_entries_with_several_skills(asked: str, names: list[str | None]) -> None:
    """An entry is taken apart only if it is no skill as a whole, and its parts are."""
    assert [found.matched for found in find_skills(asked, SKILLS)] == names


@pytest.mark.parametrize(
    ("asked", "name", "how"),
    [
        ("data engineer", "Data Engineer", "exact"),
        ("Senior Data Engineer", "Data Engineer", "synonym"),
        ("Sr. Data Engineer II", "Data Engineer", "synonym"),
        ("Data Developer", "Data Engineer", "synonym"),
        ("Back-end developer", "Backend Developer", "exact"),
        ("Backend Engineer", "Backend Developer", "synonym"),
        ("Lead Front End Engineer", "Frontend Developer", "synonym"),
        ("Python Developer (Remote)", "Backend Developer", "synonym"),
        ("Data Engineer - Payments", "Data Engineer", "synonym"),
        ("DevOps", "DevOps Engineer", "synonym"),
        ("SRE", "Site Reliability Engineer", "synonym"),
        ("Data Enginer", "Data Engineer", "near"),
        ("Azure Data Engineer Contractor", "Data Engineer", "near"),
        ("Wizard", None, "none"),
        ("Astronaut", None, "none"),
    ],
)
def test_roles(asked: str, name: str | None, how: str) -> None:
    """A role is found by case, seniority, synonym, extra words, and small typing errors."""
    found = ROLES.find(asked)
    assert (found.matched, found.how.value) == (name, how)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("technology", "Technology"),
        ("fintech", "Finance"),
        ("Banking industry", "Finance"),
        ("the oil and gas business", "Energy"),
        ("a hospital in Berlin", "Healthcare"),
        ("e-commerce", "Retail"),
        ("Goverment", "Public Sector"),
        ("space tourism", None),
        ("", None),
    ],
)
def test_industries(asked: str, name: str | None) -> None:
    """Free text about an industry is read as the domain it speaks of, if there is one."""
    assert DOMAINS.find(asked).matched == name


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(asked: str) -> None:
    """No text breaks the search, and what is found is a name there is."""
    for index in (ROLES, DOMAINS, SKILLS):
        found = index.find(asked)
        assert (found.matched is None) == (found.how is MatchKind.NONE)
        assert found.matched is None or found.matched in index.names


@given(st.sampled_from(sorted({*SKILLS.names})), st.booleans())
def test_every_skill_is_found_in_any_case(name: str, upper: bool) -> None:  # noqa: FBT001 -- drawn
    """A skill's own name is always itself, in capitals or small."""
    assert SKILLS.find(name.upper() if upper else name.lower()).matched == name


def test_no_alias_stands_for_two_names() -> None:
    """The lists do not say two things of one alias."""
    meant: dict[tuple[str, str], set[str]] = {}
    for entry in KNOWN:
        meant.setdefault((entry.kind, make_key(entry.alias)), set()).add(entry.name)
    assert {key: names for key, names in meant.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("asked", "read_as"),
    [
        ("System Administrator", "IT Support Specialist"),
        ("Software Engineer", "Backend Developer"),
        ("Database Administrator", "Data Engineer"),
        ("SRE", "Site Reliability Engineer"),
        ("Data Engineer", None),
        ("senior data engineers", None),
        ("Engineer (Data)", None),
        ("poet", None),
    ],
)
def test_what_a_role_is_read_as_is_said(asked: str, read_as: str | None) -> None:
    """Where its name has words that were not written; not of a rank, a plural or an order."""
    said = "" if read_as is None else f"The role you named is read as {read_as}. "
    assert ROLES.find(asked).reading == said
