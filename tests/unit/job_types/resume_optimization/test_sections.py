"""Sections, items, and what goes into one question to the model."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.resume_optimization.ats import find_problems
from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.headings import is_standard, kind_of
from functions.job_types.resume_optimization.parts import MOST_CHARACTERS, cut_parts
from functions.job_types.resume_optimization.rebuild import replace_odd_characters
from functions.job_types.resume_optimization.sections import MOST_SECTIONS, find_sections
from functions.job_types.resume_optimization.text import rewritable_items
from tests.support.computing import fewest_seconds
from tests.support.job_type_data.resume_optimization.resumes import ANY_TEXT, FINDER, RESUME


def test_a_resume_has_its_sections() -> None:
    """What stands before the first heading is how to reach the person."""
    assert [(section.kind, section.title) for section in find_sections(RESUME)] == [
        (SectionKind.CONTACT, ""),
        (SectionKind.SUMMARY, "SUMMARY"),
        (SectionKind.EXPERIENCE, "WORK EXPERIENCE"),
        (SectionKind.SKILLS, "TOOLBOX"),
        (SectionKind.EDUCATION, "EDUCATION"),
    ]


def test_bullets_are_whole() -> None:
    """A wrapped bullet is one item, without its marker; titles and lists are not prose."""
    work = find_sections(RESUME)[2]
    prose = [RESUME[item.start : item.end] for item in work.items if item.is_prose]
    assert prose == [
        "Responsible for building 12 Airflow pipelines in Python",
        "I cut the nightly load from 5 hours to 40 minutes\n  by rewriting 18 models",
        "Helped to train 9 analysts",
    ]
    assert not any(item.is_prose for item in find_sections(RESUME)[3].items)


@given(ANY_TEXT)
def test_sections_are_the_whole_text(text: str) -> None:
    """Sections lie end to end for any text, and items within them, in order."""
    sections = find_sections(text)
    ends = [0, *(section.end for section in sections)]
    assert [*(section.start for section in sections), len(text)] == ends
    for section in sections:
        places = [place for item in section.items for place in (item.start, item.end)]
        assert places == sorted(places)
        assert all(section.start <= place <= section.end for place in places)
        for item in section.items:
            shown = text[item.start : item.end]
            assert shown == shown.strip() != ""


@given(ANY_TEXT, st.integers(20, 200))
def test_parts_are_the_whole_text(text: str, limit: int) -> None:
    """However small a question is, the pieces lie end to end and fit, and few are nearly empty."""
    sections = find_sections(text)
    parts = cut_parts(text, sections, limit)
    pieces = [piece for part in parts for piece in part]
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    sizes = [sum(piece.end - piece.start for piece in part) for part in parts]
    assert all(size <= limit for size in sizes)
    assert all(one + other > limit / 2 for one, other in pairwise(sizes))


def test_sections_stay_whole_if_they_fit() -> None:
    """A section that fits into a question is in one question."""
    text = "\n\n".join(f"SECTION {name}\n" + "word " * 1500 for name in ("ONE A", "TWO B", "SIX C"))
    sections = find_sections(text)
    parts = cut_parts(text, sections)
    assert [[piece.section for piece in part] for part in parts] == [[0], [1], [2]] or all(
        (piece.start, piece.end) == (sections[piece.section].start, sections[piece.section].end)
        for part in parts
        for piece in part
    )


def test_a_long_section_is_cut_between_entries() -> None:
    """No position is cut in two while there is a better place."""
    entry = "Analyst, Northwind, 2020 - 2021\n" + "- Built one good thing after another\n" * 20
    text = "WORK EXPERIENCE\n\n" + "\n".join([entry] * 60)
    sections = find_sections(text)
    parts = cut_parts(text, sections)
    assert len(parts) == -(-len(text) // MOST_CHARACTERS)
    for part in parts[1:]:
        assert text[part[0].start :].startswith("Analyst, Northwind")
    items = [item for part in parts for item in rewritable_items(sections, part)]
    assert len(items) == 60 * 20


@pytest.mark.parametrize(
    ("line", "is_after_gap", "heading"),
    [
        ("Work Experience", False, True),
        ("  EDUCATION:", False, True),
        ("## Things I built", True, True),
        ("**Technical Skills**", False, True),
        ("Honors & Awards", False, True),
        ("E D U C A T I O N", False, True),
        ("2. WORK EXPERIENCE", False, True),
        ("SKILLS: Python, SQL", False, True),
        ("OPEN SOURCE", True, True),
        ("OPEN SOURCE", False, False),
        ("CURRICULUM VITAE", True, False),
        ("work", False, False),
        ("Led the education of the team.", True, False),
        ("Tools", False, False),
        ("AWS", True, False),
        ("ADA EXAMPLE 2021", True, False),
        ("I have experience with many things", True, False),
        ("", True, False),
        ("-" * 60_000, True, False),
    ],
)
def test_headings(line: str, is_after_gap: bool, heading: bool) -> None:  # noqa: FBT001 -- a table's column
    """What only headings say anywhere; others in capitals or with a mark, below an empty line."""
    text = "Ada Example\nHello" + ("\n\n" if is_after_gap else "\n") + f"{line}\nAnd more"
    assert (len(find_sections(text)) > 1) is heading


@pytest.mark.parametrize(
    ("line", "kind", "standard"),
    [
        ("My Journey", SectionKind.EXPERIENCE, False),
        ("Work History", SectionKind.EXPERIENCE, True),
        ("Work History & Responsibilities", SectionKind.EXPERIENCE, True),
        ("EDUCATIONAL QUALIFICATION", SectionKind.EDUCATION, True),
        ("WORKING EXPERIENCE", SectionKind.EXPERIENCE, True),
        ("COMPUTER SKILLS", SectionKind.SKILLS, True),
        ("Academic Projects", SectionKind.PROJECTS, True),
        ("Language Skills", SectionKind.LANGUAGES, True),
        ("Volunteer Experience", SectionKind.VOLUNTEERING, True),
        ("Summary of Qualifications", SectionKind.SUMMARY, True),
        ("Beruflicher Werdegang", SectionKind.EXPERIENCE, True),
        ("Kenntnisse und Fähigkeiten", SectionKind.SKILLS, True),
        ("Expérience professionnelle", SectionKind.EXPERIENCE, True),
        ("FORMATION ACADÉMIQUE", SectionKind.EDUCATION, True),
        ("Centres d\u2019intérêt", SectionKind.INTERESTS, True),
        ("Formación académica", SectionKind.EDUCATION, True),
        ("Experiencia laboral", SectionKind.EXPERIENCE, True),
        ("Career Break", SectionKind.OTHER, True),
        ("Where I\u2019ve worked", SectionKind.EXPERIENCE, False),
        ("OPEN SOURCE", SectionKind.OTHER, True),
    ],
)
def test_kinds(line: str, kind: SectionKind, standard: bool) -> None:  # noqa: FBT001 -- a table's column
    """People name sections as they like; software knows few of the names."""
    assert kind_of(line)[0] is kind
    assert is_standard(line) is standard


@pytest.mark.parametrize(
    "text",
    [
        "a" * 60_000,
        "\n" * 60_000,
        "SKILLS\n" * 8_500,
        "- a\n" * 15_000,
        "a@" * 30_000,
        "1 " * 30_000,
        " " * 60_000,
        "a    " * 12_000,
        "\u00e9\U0001f600" * 30_000,
        "C" * 30_000 + " C" * 15_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_takes_long(text: str) -> None:
    """The worst text that may be sent is read in seconds, and has no more sections than allowed."""

    def read() -> None:
        sections = find_sections(text)
        cut_parts(text, sections)
        find_problems(text, text)
        FINDER.find(text)
        sum(1 for _ in replace_odd_characters(text))
        assert len(sections) <= MOST_SECTIONS

    assert fewest_seconds(read, 10) < 10
