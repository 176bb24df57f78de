"""Which names are written into the warehouse, and which stay as they are."""

from pathlib import Path

import pytest

from infra.load_postings.names import Names, read_synonyms, write_unknown
from infra.load_postings.reading.raw_row import UnreadableFileError
from infra.local.stand_ins.sample_data import curated
from infra.local.stand_ins.sample_data.curated import Synonym


@pytest.fixture
def names() -> Names:
    """The names of the lists."""
    return Names(curated.load())


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Sr. Data Scientist", "Data Scientist"),
        ("Data Scientist, senior", "Data Scientist"),
        ("DATA ANALYST", "Data Analyst"),
        ("AWS Data Engineer - Payments (m/w/d)", "Data Engineer"),
        ("Data Engineer with Kafka", "Data Engineer"),
        ("Healthcare Data Analyst", "Data Analyst"),
        ("Frontend Engineer", "Frontend Developer"),
        ("ML Engineer", "Machine Learning Engineer"),
        ("Senior SRE", "Site Reliability Engineer"),
    ],
)
def test_one_role_written_otherwise_is_that_role(names: Names, title: str, role: str) -> None:
    """Ranks, teams, skills, industries, spellings and initials do not make another role."""
    assert names.role(title) == role
    assert not names.unknown["role"]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Database Administrator", "Database Administrator"),
        ("Production Engineer", "Production Engineer"),
        ("Senior Software Engineer II", "Software Engineer"),
        ("Systems Administrator", "Systems Administrator"),
        ("Product Marketing Manager", "Product Marketing Manager"),
        ("Manager, Data Engineering", "Manager, Data Engineering"),
        ("Head of Product", "Head of Product"),
        ("Data Analist", "Data Analist"),
        ("Analyst", "Analyst"),
        ("Registered Nurse III", "Registered Nurse"),
    ],
)
def test_other_work_stays_what_it_is(names: Names, title: str, role: str) -> None:
    """A synonym that helps a user's words says nothing of a posting, and no likeness does."""
    assert names.role(title) == role
    assert names.unknown["role"] == {role: 1}


def test_spellings_of_an_unknown_name_are_one(names: Names) -> None:
    """The first one is kept, and counted for all."""
    titles = ["Registered Nurse", "Sr. registered nurse", "Registered Nurses"]
    assert {names.role(title) for title in titles} == {"Registered Nurse"}
    assert names.unknown["role"] == {"Registered Nurse": 3}


@pytest.mark.parametrize(
    ("industry", "domain"),
    [
        ("Information Technology & Services", "Technology"),
        ("Hospital & Health Care", "Healthcare"),
        ("Insurance Carriers", "Finance"),
        ("Staffing", "Staffing"),
    ],
)
def test_industries_are_sorted_into_domains(names: Names, industry: str, domain: str) -> None:
    """By the first of its words that is known."""
    assert names.domain(industry) == domain


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("New York, NY", "US Northeast"),
        ("San Francisco Bay Area", "US West"),
        ("NYC", "US Northeast"),
        ("Remote", "Remote"),
        ("Berlin, Germany", "Berlin, Germany"),
        ("Bolton", "Bolton"),
        ("", None),
    ],
)
def test_places_lie_in_regions(names: Names, place: str, region: str | None) -> None:
    """A place that is in none is kept: Bolton is no Boston."""
    assert names.region(place, is_remote=False) == region


def test_a_column_may_say_that_work_is_remote(names: Names) -> None:
    """A place that is named beside it counts; a country alone does not."""
    places = ["", "United States", "Boston, MA"]
    found = [names.region(place, is_remote=True) for place in places]
    assert found == ["Remote", "Remote", "US Northeast"]


def test_skills_are_named_as_the_list_has_them(names: Names) -> None:
    """Two words for one skill are one, an entry may name two, and an unknown one stays."""
    found = names.skills(["JS", "ES6", "HTML/CSS", "Whittling"])
    assert found == ["JavaScript", "HTML", "CSS", "Whittling"]
    assert names.unknown["skill"] == {"Whittling": 1}


def test_the_callers_synonyms_count_before_ours() -> None:
    """For roles too: the caller knows what a title means in this file."""
    own = (
        Synonym(kind="role", synonym="Production Engineer", name="Plant Engineer"),
        Synonym(kind="role", synonym="Database Administrator", name="Data Engineer"),
        Synonym(kind="region", synonym="Berlin, Germany", name="Berlin"),
        Synonym(kind="skill", synonym="JS", name="Jumping Sideways"),
    )
    names = Names(curated.load(), own)
    assert names.role("Senior Production Engineer") == "Plant Engineer"
    assert names.role("Database Administrator") == "Data Engineer"
    assert names.region("Berlin, Germany", is_remote=False) == "Berlin"
    assert names.skills(["JS"]) == ["Jumping Sideways"]


def test_unknown_names_are_a_synonym_file_to_fill_in(names: Names, tmp_path: Path) -> None:
    """The most frequent first; what is left empty says nothing."""
    for title in ("Nurse", "Baker", "Nurse"):
        names.role(title)
    file = tmp_path / "unknown.csv"
    write_unknown(names.unknown, file)
    assert file.read_text().splitlines() == [
        "kind,synonym,name,postings",
        *("role,Nurse,,2", "role,Baker,,1"),
    ]
    file.write_text(file.read_text().replace("Nurse,,", "Nurse,Registered Nurse,"))
    [synonym] = read_synonyms(file)
    assert synonym == Synonym(kind="role", synonym="Nurse", name="Registered Nurse")


def test_no_cell_of_the_unknown_names_is_a_formula(names: Names, tmp_path: Path) -> None:
    """The file is made to be opened in a spreadsheet, and a title may be from anyone."""
    for title in ("=HYPERLINK(1)", "@SUM(1)", "Nurse"):
        names.role(title)
    write_unknown(names.unknown, tmp_path / "unknown.csv")
    assert (tmp_path / "unknown.csv").read_text().splitlines()[1:] == ["role,Nurse,,1"]


@pytest.mark.parametrize(
    "content", [b"kind,name\nrole,x\n", b"kind,synonym,name\nfoo,x,y\n", b"\xff"]
)
def test_a_synonym_file_of_another_form_is_refused(tmp_path: Path, content: bytes) -> None:
    """Before a row is read."""
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="synonym"):
        read_synonyms(file)
