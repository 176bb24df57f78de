"""Kinds of fault that résumés of strangers showed, each in a made-up text of a few lines."""

import pytest

from functions.job_types.resume_optimization.absence import absences
from functions.job_types.resume_optimization.findings import AtsProblemKind, SectionKind
from functions.job_types.resume_optimization.keyword_context import is_meant
from functions.job_types.resume_optimization.questions import find_questions
from functions.job_types.resume_optimization.reading.blanks import Box, missing_blanks
from functions.job_types.resume_optimization.reading.columns import rows_in_order
from functions.job_types.resume_optimization.reading.order import in_order, leaps
from functions.job_types.resume_optimization.reading.pieces import Piece
from functions.job_types.resume_optimization.sections import find_sections
from infra.local.stand_ins.offline_model.writers.resume_optimization.bullet_rules import (
    improve_bullet,
)

K = SectionKind


def kinds(text: str) -> list[SectionKind]:
    """Return the kinds of a text's sections behind the name."""
    return [section.kind for section in find_sections(text)][1:]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Projects", K.PROJECTS), ("Skills", K.SKILLS), ("Interests", K.INTERESTS)],
)
def test_what_stands_once_by_itself_is_a_heading_without_a_gap(
    word: str, kind: SectionKind
) -> None:
    """PDFs have no empty lines: below jobs, "Projects" is no label where it stands only once."""
    text = (
        "Robin Fielding\nEducation\nBSc Mathematics, Leeds 2012 - 2015\nWork Experience\n"
        f"Analyst, Fabrikam Jan 2016 - Feb 2019\n- Wrote the monthly figures.\n{word}\nOne thing"
    )
    assert kinds(text) == [K.EDUCATION, K.EXPERIENCE, kind]


def test_what_stands_in_every_job_is_a_label() -> None:
    """Nor is "Projects" a heading that each of two jobs has."""
    text = (
        "Robin Fielding\nEducation\nBSc Mathematics, Leeds 2012 - 2015\nWork Experience\n"
        "Analyst, Fabrikam Jan 2016 - Feb 2019\nProjects\n- Wrote the monthly figures.\n"
        "Analyst, Contoso Jan 2014 - Dec 2015\nProjects\n- Wrote the yearly figures."
    )
    assert kinds(text) == [K.EDUCATION, K.EXPERIENCE]


def test_a_label_in_a_job_is_no_section_in_spanish_either() -> None:
    """What was done there stands below "Actividades:", and belongs to the job."""
    text = (
        "Robin Campo\nFORMACIÓN ACADÉMICA\nIngeniería 2012 - 2015\nEXPERIENCIA LABORAL\n"
        "Analista, Norte 2016 - 2019\nActividades:\n- Diseño de sitios web."
    )
    assert kinds(text) == [K.EDUCATION, K.EXPERIENCE]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Berufliche Tätigkeiten", K.EXPERIENCE),
        ("Berufstätigkeit", K.EXPERIENCE),
        ("Arbeitserfahrung", K.EXPERIENCE),
        ("Aus- und Weiterbildung", K.EDUCATION),
        ("Zusatzqualifikationen", K.CERTIFICATIONS),
        ("EXTRACTO PROFESIONAL", K.SUMMARY),
        ("EXPERIÊNCIA PROFISSIONAL", K.EXPERIENCE),
        ("FORMAÇÃO ACADÊMICA", K.EDUCATION),
        ("Esperienze lavorative", K.EXPERIENCE),
        ("Personal Statement", K.SUMMARY),
        ("Academic Details", K.EDUCATION),
        ("PROJECTS DONE", K.PROJECTS),
        ("Academic Articles", K.PUBLICATIONS),
        ("ONLINE COURSES COMPLETED", K.CERTIFICATIONS),
        ("EXTRA CURRICULAR ACTIVITIES", K.OTHER),
    ],
)
def test_headings_that_strangers_write(heading: str, kind: SectionKind) -> None:
    """They are known by their words, in the languages of Western Europe."""
    assert kinds(f"Robin Fielding\n\n{heading}\nNorthwind Traders 2019\n") == [kind]


def test_no_work_is_missed_where_another_word_speaks_of_it() -> None:
    """A list of jobs below a heading that is not known is work all the same."""
    text = (
        "Robin Feld\nrobin@example.org\nAusbildung\nStudium der Mathematik, Leipzig 2010 - 2014,"
        " mit einer Arbeit über Netze\nKenntnisse\nPython und SQL, gut; Excel, sehr gut\n"
        "Berufliches\nStadtwerke seit 2015"
    )
    assert not absences(text, find_sections(text))[AtsProblemKind.NO_EXPERIENCE]


@pytest.mark.parametrize(
    "rest",
    [
        "utilizing a suite of tools for the office.",
        "to manage the shop and utilized the money of it.",
        "Utilized the new tools for the files of the",
    ],
)
def test_half_a_sentence_is_not_rewritten(rest: str) -> None:
    """A wrapped line that was taken for a paragraph keeps its small letter and its words."""
    assert improve_bullet(rest, is_current=False, is_work=True) == (rest, [])


def test_the_rest_of_a_sentence_is_no_paragraph() -> None:
    """Below a short line stands the rest of it, which begins with a small letter."""
    text = "Experience\nThe simple way around the\nworld. Now it is a whole suite of tools for all."
    items = find_sections(text)[-1].items
    assert not any(item.is_prose for item in items if text[item.start].islower())


def _boxes(words: str, gap: float) -> list[Box | None]:
    """Return letters ten high and five wide, and so far apart where the text has a stroke."""
    left, boxes = 0.0, list[Box | None]()
    for letter in words:
        if letter in "| ":
            left += gap
            boxes += [None] if letter == " " else []
            continue
        boxes.append(Box(letter, left, left + 5, 0, 10))
        left += 5
    return boxes


def test_words_that_stand_apart_have_a_blank_between_them() -> None:
    """What a person sees as two words is read as two."""
    assert missing_blanks(_boxes("to|utilize skills", 2)) == {2}


def test_letters_that_all_stand_apart_are_one_word() -> None:
    """A heading that is spaced out is not taken apart."""
    assert missing_blanks(_boxes("S|K|I|L|L|S of mine", 2)) == set()


def test_a_letter_that_reaches_far_hides_a_gap_only_where_words_run_together() -> None:
    """Behind an "f" that reaches over the next letter, a small gap is one between words."""
    boxes = _boxes("a|bc d|ef offer office", 2)
    reach = [
        Box(b.shown, b.left, b.right + 3, b.bottom, b.height) if b and b.shown == "f" else b
        for b in boxes
    ]
    tight = [Box("f", 200, 208, 0, 10), Box("t", 208.5, 213, 0, 10), Box("o", 213, 218, 0, 10)]
    assert len(boxes) + 2 in missing_blanks([*reach, None, *tight])
    plain = [b for b in reach if b is None or b.shown in "of"]
    assert missing_blanks([*plain, None, *tight]) == set()


def _pieces(*places: tuple[float, float, float]) -> list[Piece]:
    """Return pieces ten high by their left and right edge and their base line."""
    return [Piece(left, right, y, y + 10, n) for n, (left, right, y) in enumerate(places)]


def test_a_page_of_two_columns_is_read_one_after_the_other_below_what_goes_across() -> None:
    """A name over the whole page, then the left column, then the right one."""
    name = (0.0, 300.0, 200.0)
    left = [(0.0, 90.0, 170.0 - 20 * n) for n in range(5)]
    right = [(130.0, 300.0, 165.0 - 20 * n) for n in range(5)]
    mixed = [place for pair in zip(right, left, strict=True) for place in pair]
    pieces = _pieces(*mixed, name)
    read = [(row[0].left, row[0].right, row[0].bottom) for row in rows_in_order(pieces)]
    assert read == [name, *left, *right]


def test_dates_beside_their_lines_are_rows_and_no_column() -> None:
    """What stands at the height of the lines beside it belongs to them."""
    dates = [(0.0, 60.0, 100.0 - 20 * n) for n in range(5)]
    lines = [(90.0, 300.0, 100.0 - 20 * n) for n in range(5)]
    rows = rows_in_order(_pieces(*dates, *lines))
    assert [[piece.left for piece in row] for row in rows] == [[0.0, 90.0]] * 5


def test_a_page_that_is_drawn_downwards_keeps_its_order() -> None:
    """Two columns that are drawn one after the other leap up once."""
    columns = [(x, x + 90.0, 170.0 - 20 * n) for x in (0.0, 130.0) for n in range(6)]
    assert leaps(_pieces(*columns)) == 1
    shown = [
        (letter, Box(letter, *place[:2], place[2], 10))
        for letter, place in zip("abcdefghijkl", columns, strict=True)
    ]
    lines = [each for one in shown for each in (one, ("\n", None))]
    assert in_order(lines, "\ufffe") == [each for each, _ in lines]


def test_headings_that_are_drawn_last_come_to_their_texts() -> None:
    """A page of one column is read downwards, in whatever order it was drawn."""
    places = {"h": 100, "a": 80, "b": 60, "s": 40, "c": 20}
    drawn = [(each, Box(each, 0, 90, places[each], 10)) for each in "abchs"]
    lines = [each for one in drawn for each in (one, ("\n", None))]
    assert "".join(in_order(lines, "\ufffe")) == "h\na\nb\ns\nc\n"


def test_short_columns_that_stand_a_little_lower_keep_their_order() -> None:
    """Lines of two short lists do not take turns because one begins lower than the other."""
    tops = [(0.0, 200.0 - 20 * n) for n in range(3)] + [(130.0, 195.0 - 20 * n) for n in range(3)]
    drawn = [
        (letter, Box(letter, x, x + 90, y, 10))
        for letter, (x, y) in zip("abcdef", tops, strict=True)
    ]
    lines = [each for one in drawn for each in (one, ("\n", None))]
    assert in_order(lines, "\ufffe") == [each for each, _ in lines]


def test_a_word_that_was_broken_is_not_joined_to_what_stands_beside_it() -> None:
    """Only what stands below a broken word is the rest of it."""
    drawn = [("z", Box("z", 0, 40, 0, 10)), ("\n", None), ("a", Box("a", 0, 40, 40, 10))]
    drawn += [("\ufffe", Box("-", 40, 44, 40, 10)), ("b", Box("b", 70, 90, 40, 10))]
    assert "".join(in_order(drawn, "\ufffe")) == "a- b\nz\n"


def test_two_columns_that_cannot_be_told_apart_keep_their_order() -> None:
    """Nothing comes to stand beside what it was not drawn beside, unless the page is a mess."""
    columns = [(x, x + 90.0, 170.0 - 20 * n) for x in (0.0, 95.0) for n in range(6)]
    drawn = [
        (letter, Box(letter, *place[:2], place[2], 10))
        for letter, place in zip("abcdefghijkl", columns, strict=True)
    ]
    lines = [each for one in drawn for each in (one, ("\n", None))]
    assert in_order(lines, "\ufffe") == [each for each, _ in lines]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Built robots for speech communication", "communication"),
        ("Papers on communication protocols", "communication"),
        ("Sped up the statistics collection of a database", "statistics"),
    ],
)
def test_a_word_about_machines_is_no_skill_of_a_person(text: str, word: str) -> None:
    """Neighbours say that no person talked, and that nothing was analysed."""
    start = text.index(word)
    assert not is_meant(text, start, start + len(word), word.capitalize(), is_listed=False)
    alone = f"Good {word} and SQL"
    assert is_meant(alone, 5, 5 + len(word), word.capitalize(), is_listed=False)


def test_what_is_only_named_is_not_asked_about() -> None:
    """A bullet of one or two words is an entry of a list; there is nothing that came of it."""
    text = "Name\n\nProjects\nShop\n- GitHub\n- PHP, Ruby\n- Wrote the shop for my school"
    asked = [each.text for each in find_questions(text, find_sections(text))]
    assert asked == ["Wrote the shop for my school"]
