"""Headings as programs and people draw them: spaced out, torn, wrapped, numbered, with signs."""

import pytest

from functions.job_types.common.export.page import LineKind
from functions.job_types.resume_optimization.absence import absences
from functions.job_types.resume_optimization.export.layout import lay_out
from functions.job_types.resume_optimization.findings import AtsProblemKind, SectionKind
from functions.job_types.resume_optimization.headings import kind_of
from functions.job_types.resume_optimization.reading.blanks import Box, missing_blanks
from functions.job_types.resume_optimization.reading.characters import tidied
from functions.job_types.resume_optimization.rebuild import rename_headings
from functions.job_types.resume_optimization.sections import find_sections

JOB = "Singer, Northwind, 2011 - 2015\n- Sang 9 songs a year\n"


def kinds_of(text: str) -> list[SectionKind]:
    """Return the kinds of a text's sections, below the name."""
    return [section.kind for section in find_sections(text)][1:]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("E D U C A T I O N", "EDUCATION"),
        ("W O R K  H I S T O R Y", "WORK HISTORY"),
        ("W O R K \u00a0 H I S T O R Y", "WORK HISTORY"),
        ("E D U C AT I O N  &  T R A I N I N G", "EDUCATION & TRAINING"),
        ("P R O F I L / P R O F I L E", "PROFIL / PROFILE"),
        ("A B C", "A B C"),
        ("go to it as is", "go to it as is"),
        ("R, C, J, K, Q", "R, C, J, K, Q"),
    ],
)
def test_letters_that_stand_apart_are_words(line: str, words: str) -> None:
    """Also where two of them came together; what is no word stays as it is."""
    assert tidied(line) == words


def drawn(*letters: tuple[str, float]) -> list[Box | None]:
    """Return letters, each with the gap before it, and a blank between all."""
    boxes: list[Box | None] = []
    right = 0.0
    for shown, gap in letters:
        left = right + gap
        right = left + 6 * len(shown)
        boxes += [None] if boxes else []
        boxes += [
            Box(each, left + 6 * at, left + 6 * (at + 1), 0, 10) for at, each in enumerate(shown)
        ]
    return boxes


def test_the_next_word_of_a_spaced_heading_begins_where_the_gap_is_wider() -> None:
    """Whether its letters stand far apart or close together, and where two of them are together."""
    for near, far in ((2.0, 7.0), (-0.3, 1.7), (5.0, 11.0)):
        key = [("K", 0.0), ("E", near), ("Y", near)]
        boxes = drawn(*key, *(("S", far), ("KI", near), ("L", near), ("L", near), ("S", near)))
        assert missing_blanks(boxes) == {6}
    assert missing_blanks(drawn(*((each, 2.0) for each in "SKILLS"))) == set()
    assert missing_blanks(drawn(("a", 0), ("b", 2), ("c", 9))) == set()


def test_nothing_is_put_into_small_capitals() -> None:
    """Their letters are drawn smaller than their fonts say, and so seem to stand apart."""
    word = [
        Box("H", 0, 8, 0, 13),
        Box("i", 9, 12, 0, 6),
        *(Box("s", x, x + 4, 0, 6) for x in (14, 19)),
    ]
    assert missing_blanks(word) == set()
    assert missing_blanks([*(Box("a", x, x + 5, 0, 6) for x in (0, 5, 12, 17))]) == {2}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("KEYSKILLS", SectionKind.SKILLS),
        ("WORKHISTORY", SectionKind.EXPERIENCE),
        ("AREASOFEXPERTISE", SectionKind.SKILLS),
        ("P ROFESSIONAL E XPERIENCE", SectionKind.EXPERIENCE),
        ("E DUCATION & T RAINING", SectionKind.EDUCATION),
        ("Professional Profile | Summary", SectionKind.SUMMARY),
        ("Ausbildung / Education", SectionKind.EDUCATION),
        ("\u00ab Education \u00bb", SectionKind.EDUCATION),
        ("// Education //", SectionKind.EDUCATION),
        ("\U0001f393 Education", SectionKind.EDUCATION),
        ("\u2605 EDUCATION \u2605", SectionKind.EDUCATION),
        ("A. Education", SectionKind.EDUCATION),
        ("02 Education", SectionKind.EDUCATION),
    ],
)
def test_a_heading_is_known_by_what_it_means(heading: str, kind: SectionKind) -> None:
    """However its letters stand, and whatever stands around them."""
    assert kind_of(heading)[0] is kind


@pytest.mark.parametrize(
    "word", ["FRAMEWORK", "Keyskills", "TEAMWORK", "NETWORKING", "WORK AT A BANK"]
)
def test_other_words_are_not_cut(word: str) -> None:
    """Only what is all of headings' words, in capitals."""
    assert kind_of(word)[0] is SectionKind.OTHER


@pytest.mark.parametrize("number", ["1  ", "01 ", "1. "])
def test_numbered_headings_are_some(number: str) -> None:
    """A number that nothing ends makes a heading where there are several such."""
    heads = [number.replace("1", str(n)) for n in (1, 2)]
    text = f"Ada Byron\n{heads[0]}Experience\n{JOB}{heads[1]}Education\nB.A., Alder\n"
    assert kinds_of(text) == [SectionKind.EXPERIENCE, SectionKind.EDUCATION]


def test_a_number_of_things_is_no_heading() -> None:
    """One line that counts something stands within its section."""
    text = f"Ada Byron\nExperience\n{JOB}2 Awards\nEducation\nB.A., Alder\n"
    assert kinds_of(text) == [SectionKind.EXPERIENCE, SectionKind.EDUCATION]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("first", "rest", "kind"),
    [
        ("CAREER", ["HISTORY"], SectionKind.EXPERIENCE),
        ("Career", ["Objective"], SectionKind.SUMMARY),
        ("EDUCATION", ["& TRAINING"], SectionKind.EDUCATION),
        ("Courses &", ["Certificates"], SectionKind.CERTIFICATIONS),
        ("Education", ["and", "Credentials"], SectionKind.EDUCATION),
    ],
)
def test_a_wrapped_heading_is_one(first: str, rest: list[str], kind: SectionKind, end: str) -> None:
    """Its lines are no text, and the document that is made has it on one line."""
    heads = ("SKILLS", "LANGUAGES") if first.isupper() else ("Skills", "Languages")
    lines = ["Ada Byron", heads[0], "Breath", first, *rest, "At Alder, 2011", heads[1], "Irish"]
    text = end.join(lines)
    found = find_sections(text)[2]
    assert (found.kind, found.title) == (kind, (" " * len(end)).join((first, *rest)))
    assert [text[item.start : item.end] for item in found.items] == ["At Alder, 2011"]
    laid = [line.text for line in lay_out(text) if line.kind is LineKind.HEADING]
    assert laid == [heads[0], " ".join((first, *rest)), heads[1]]


def test_a_wrapped_heading_keeps_its_name() -> None:
    """A name that no software knows is changed on one line only: the text's lines stay."""
    above, below = "Ada Byron\n\nSkills\nBreath\n\n", "\nSinger, Alder, 2011\n"
    for name, count in (("My Journey", 1), ("My\nJourney", 0)):
        text = f"{above}{name}{below}"
        assert find_sections(text)[-1].kind is SectionKind.EXPERIENCE
        assert len(list(rename_headings(text, find_sections(text)))) == count


@pytest.mark.parametrize("line", ["Languages", "Awards: 9 cups", "- Education of singers"])
def test_what_stands_below_a_heading_is_not_joined_to_it(line: str) -> None:
    """Only what goes on, or what one line alone does not say."""
    first = find_sections(f"Ada Byron\n\nSkills\n{line}\nIrish\n")[1]
    assert first.title == "Skills"


def test_a_label_in_capitals_opens_its_section() -> None:
    """Also of publications and awards, where no job is told."""
    text = f"Ada\nEXPERIENCE\n{JOB}TECHNICAL SKILLS: Breath\nPUBLICATIONS: On sums\nAWARDS: A cup\n"
    known = [SectionKind.EXPERIENCE, SectionKind.SKILLS, SectionKind.PUBLICATIONS]
    assert kinds_of(text) == [*known, SectionKind.AWARDS]
    assert kinds_of(f"Ada\nEXPERIENCE\n{JOB}AWARDS: A cup\n{JOB}") == known[:1]


def test_nothing_is_missing_that_a_spaced_heading_speaks_of() -> None:
    """Though its words could not be told: no untrue absence."""
    torn = "E X P E R I E N C E 1 e m"
    text = f"Ada Byron\nEducation\nB.A., Alder, 2011\nSkills\nBreath\n{torn}\nSinger, Alder\n"
    found = absences(text, find_sections(text))
    assert not found[AtsProblemKind.SECTIONS_UNCLEAR]
    assert not found[AtsProblemKind.NO_EXPERIENCE]
    without = text.replace(torn, "")
    assert absences(without, find_sections(without))[AtsProblemKind.NO_EXPERIENCE]
