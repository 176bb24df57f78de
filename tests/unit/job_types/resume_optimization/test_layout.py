"""Where an item ends, what is missing for sure, which words are meant, and what is asked."""

import pytest

from functions.job_types.resume_optimization.absence import are_understood
from functions.job_types.resume_optimization.ats import find_problems
from functions.job_types.resume_optimization.findings import (
    AtsProblemKind,
    QuestionKind,
    SectionKind,
)
from functions.job_types.resume_optimization.grammar import is_wrong_english
from functions.job_types.resume_optimization.questions import MOST_QUESTIONS, find_questions
from functions.job_types.resume_optimization.rebuild import rename_headings
from functions.job_types.resume_optimization.sections import find_sections
from functions.job_types.resume_optimization.wording import find_first_person
from tests.support.job_type_data.resume_optimization.resume_kinds import (
    NAMES,
    SECTIONS,
    resume_text,
)
from tests.support.job_type_data.resume_optimization.resumes import FINDER

ABSENT = {AtsProblemKind.NO_EXPERIENCE, AtsProblemKind.NO_EDUCATION, AtsProblemKind.NO_SKILLS}


def items(name: str) -> list[str]:
    """Return the items of a résumé."""
    text = resume_text(name)
    return [text[i.start : i.end] for s in find_sections(text) for i in s.items]


def test_a_wrapped_item_does_not_swallow_the_next_job() -> None:
    """A title with its dates begins an entry, whichever comes first."""
    found = items("wrapped")
    assert "Sept 2009 - Associate Vice President, Contoso Wealth, Singapore" in found
    assert "Student Assistant / Programmer, Adventure Works, 2006 - 2008" in found
    assert any(each.endswith("wider\ncommunity\nand my languages\nskills") for each in found)


def test_dates_on_two_lines_are_one() -> None:
    """A span that goes on below is one item."""
    assert "Apr 2016 -\nDec 2017" in items("first-person")


@pytest.mark.parametrize("name", SECTIONS)
def test_no_heading_of_ours_takes_the_place_of_the_persons(name: str) -> None:
    """Only names that no software knows are changed, and never a word of a sentence."""
    text = resume_text(name)
    renamed = [change.text for change in rename_headings(text, find_sections(text))]
    assert renamed == (["Things I built", "Toolbox"] if name == "markdown" else [])


@pytest.mark.parametrize("name", NAMES)
def test_absence_is_never_told_on_weak_evidence(name: str) -> None:
    """Nothing is missing from these that their text speaks of."""
    text = resume_text(name)
    kinds = {problem.kind for problem in find_problems(text, text)}
    # A student may have none.
    assert kinds & ABSENT == ({AtsProblemKind.NO_EXPERIENCE} if name == "student" else set())
    assert (AtsProblemKind.SECTIONS_UNCLEAR in kinds) is not are_understood(find_sections(text))


def test_sections_that_are_not_told_are_said_not_to_be() -> None:
    """Prose without a heading is no résumé without experience."""
    text = resume_text("prose_only")
    kinds = {problem.kind for problem in find_problems(text, text)}
    assert AtsProblemKind.SECTIONS_UNCLEAR in kinds


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("I led the team", True),
        ("Led my team", True),
        ("In 2019 I led the team", True),
        ("At Northwind I was the lead", True),
        ("Ran 3 Phase I and 2 Phase II trials", False),
        ("Worked on a Grade I listed building", False),
        ("Teaching in Class I to Class V", False),
        ("Taught levels I to V", False),
        ("Tuned I/O", False),
    ],
)
def test_the_first_person(text: str, is_first: bool) -> None:  # noqa: FBT001 -- a table's column
    """A numeral is no person."""
    assert (find_first_person(text) is not None) is is_first


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Outlook Express, the rest, can work", []),
        ("First by the number of SQL\u2019s generated", []),
        ("Next Top Model, React Conf", []),
        ("github.com/sam and sam@react.com", []),
        ("Class C, C.B.S.E, R&D", []),
        ("Node.js services, SQLs", ["Node.js"]),
        ("Built it with React Native", ["React"]),
    ],
)
def test_what_is_meant_by_a_word(text: str, skills: list[str]) -> None:
    """Neighbours decide, and addresses hold no skills."""
    assert [mention.skill for mention in FINDER.find(text)] == skills
    listed = [(0, len(text))]
    assert [mention.skill for mention in FINDER.find(text, listed)] == skills


@pytest.mark.parametrize(
    ("bullet", "kind", "of_what"),
    [
        ("Trained new users", QuestionKind.HOW_MANY, "users"),
        ("Reduced the waste of the line", QuestionKind.BY_HOW_MUCH, None),
        ("Held the budget of the choir", QuestionKind.HOW_MUCH_MONEY, "budget"),
        ("Cleaned the tanks regularly", QuestionKind.HOW_OFTEN, None),
        ("Sang in the choir", QuestionKind.WHAT_RESULT, None),
    ],
)
def test_a_question_says_what_would_mend_it(
    bullet: str, kind: QuestionKind, of_what: str | None
) -> None:
    """It has its place, its kind, and what is counted."""
    text = f"Ada\n\nEXPERIENCE\nSinger, Northwind, 2019 - 2020\n- {bullet}\n- Sang 9 songs\n"
    (question,) = find_questions(text, find_sections(text))
    assert text[question.start : question.end] == question.text == bullet
    assert (question.kind, question.of_what) == (kind, of_what)


def test_not_too_much_is_asked_at_once() -> None:
    """The exact questions first."""
    text = "Ada\n\nEXPERIENCE\n" + "- Sang in the choir\n" * 20 + "- Trained new users\n"
    found = find_questions(text, find_sections(text))
    assert len(found) == MOST_QUESTIONS
    assert found[-1].question == "How many users?"


@pytest.mark.parametrize(
    ("before", "after", "is_wrong"),
    [
        ("Teaching Assistant in statistics", "Taught Assistant in statistics", True),
        ("Facilitate and manage the course", "Facilitated and manage the course", True),
        ("Supervises and providing guidance", "Supervised and providing guidance", True),
        ("Design and development of a tool", "Designed and development of a tool", True),
        ("Audits of various sizes", "Audits of sizes", True),
        ("Working as a reader to date", "Worked as a reader to date", True),
        ("Teaching statistics to 40 people", "Taught statistics to 40 people", False),
        ("Facilitate and manage the course", "Facilitated and managed the course", False),
        ("Responsible for building a tool", "Built a tool", False),
    ],
)
def test_what_is_no_english(before: str, after: str, is_wrong: bool) -> None:  # noqa: FBT001 -- a table's column
    """A rewrite that a careful reader would not accept stays out."""
    assert is_wrong_english(before, after) is is_wrong


@pytest.mark.parametrize(
    ("above", "heading", "kind"),
    [
        ("SKILLS\nSQL", "ACCOMPLISHMENTS", SectionKind.AWARDS),
        ("Skills\nSQL", "Accomplishments", SectionKind.AWARDS),
        ("Languages\nIrish", "Honors-Awards", SectionKind.AWARDS),
        ("Skills\nSQL", "Awards & Recognition", SectionKind.AWARDS),
        ("Skills\nSQL", "Additional Information", SectionKind.OTHER),
        ("Awards\nCup, 2019", "Additional Info", SectionKind.OTHER),
        ("AWARDS\nCup, 2019", "PRESENTATIONS", SectionKind.PUBLICATIONS),
        ("EDUCATION\nB.A., Alder, 2011", "CONFERENCE TALKS", SectionKind.PUBLICATIONS),
        ("PUBLICATIONS\nOn sums, 2019", "SERVICE", SectionKind.OTHER),
        ("Awards\nCup, 2019", "Community Service", SectionKind.VOLUNTEERING),
        ("Awards\nCup, 2019", "Community Involvement", SectionKind.VOLUNTEERING),
        ("Awards\nCup, 2019", "Leadership & Service", SectionKind.OTHER),
        ("Awards\nCup, 2019", "Professional Associations", SectionKind.OTHER),
        ("Work Experience\nSinger, Northwind, 2019", "Selected Projects", SectionKind.PROJECTS),
        ("Education\nB.A., Alder, 2011", "Professional Development", SectionKind.CERTIFICATIONS),
        ("Kenntnisse\nSQL", "Studium und Schule", SectionKind.EDUCATION),
    ],
)
def test_headings_are_not_swallowed(above: str, heading: str, kind: SectionKind) -> None:
    """In a file without empty lines, a usual heading ends the section before it."""
    first = "EXPERIENCE" if heading.isupper() else "Experience"
    text = f"Ada Byron\n{first}\nSinger, Alder, 2011 - 2015\n{above}\n{heading}\nChoir of Alder\n"
    last = find_sections(text)[-1]
    assert (last.kind, last.title) == (kind, heading)


@pytest.mark.parametrize("label", ["Accomplishments", "Key Achievements", "Service", "Leadership"])
def test_a_label_in_a_job_is_no_heading(label: str) -> None:
    """What the bullets of one job are called opens no section."""
    job = f"Singer, Alder, 2011 - 2015\n{label}\n- Sang 9 songs\nReader, Alder, 2009 - 2011\n"
    text = f"Ada Byron\nExperience\n{job}Education\nB.A., Alder, 2009\n"
    kinds = [section.kind for section in find_sections(text)]
    assert kinds == [SectionKind.CONTACT, SectionKind.EXPERIENCE, SectionKind.EDUCATION]
