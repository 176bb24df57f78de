"""Pages as programs draw them: columns in turns, dates apart, headings beside their text."""

import pytest

from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.reading.blanks import Box
from functions.job_types.resume_optimization.reading.marks import is_heading
from functions.job_types.resume_optimization.reading.order import in_order
from functions.job_types.resume_optimization.sections import find_sections

WRAP = "\ufffe"
#: A line's text, its left edge, its base line, and how high its letters are.
Drawn = tuple[str, float, float, float]


def read(*drawn: Drawn) -> str:
    """Return a page's text as it is read, of lines in the order in which they are drawn."""
    shown: list[tuple[str, Box | None]] = []
    level = None
    for text, left, bottom, height in drawn:
        if shown:
            shown.append((" " if level == bottom else "\n", None))
        level = bottom
        for place, letter in enumerate(text):
            x = left + 5 * place
            shown.append((letter, None if letter == " " else Box(letter, x, x + 5, bottom, height)))
    return "".join(in_order(shown, WRAP)).replace(" \n", "\n").strip()


def column(left: float, *lines: str) -> list[Drawn]:
    """Return lines of one height, one below the other."""
    return [(line, left, 700.0 - 14 * place, 10.0) for place, line in enumerate(lines)]


LEFT = column(0, "Experience", "Singer of the choir, Alder", "2019 - 2021", "Sang 9 songs a year")
RIGHT = column(300, "Skills", "Harmony", "Breath", "Latin")


def test_columns_that_are_drawn_in_turns_are_read_one_after_the_other() -> None:
    """Even where their lines stand at one height: both begin with a heading."""
    turns = [each for pair in zip(LEFT, RIGHT, strict=True) for each in pair]
    top = ("Ada Byron", 0.0, 740.0, 10.0)
    lines = [each for each in read(top, *turns).split("\n") if each]
    assert lines == ["Ada Byron", *(line for line, *_ in (*LEFT, *RIGHT))]


def test_two_headings_on_one_line_begin_two_columns() -> None:
    """Also where what stands below each is drawn as one."""
    heads = [LEFT[0], RIGHT[0]]
    lines = [each for each in read(*heads, *LEFT[1:], *RIGHT[1:]).split("\n") if each]
    assert lines == [line for line, *_ in (*LEFT, *RIGHT)]


@pytest.mark.parametrize("is_first", [True, False])
def test_dates_that_are_drawn_apart_come_to_their_lines(*, is_first: bool) -> None:
    """Whether they were drawn before all else or after it."""
    lines = column(0, "Ada Byron", "Singer, Alder", "Sang", "Reader, Elm", "Read", "Cook, Oak")
    dates = [(f"201{n} - 201{n + 1}", 400.0, lines[n][2], 10.0) for n in (1, 3, 5)]
    text = read(*([*dates, *lines] if is_first else [*lines, *dates]))
    assert [line for line in text.split("\n") if "201" in line] == [
        *("Singer, Alder 2011 - 2012", "Reader, Elm 2013 - 2014", "Cook, Oak 2015 - 2016"),
    ]


def test_a_date_that_goes_on_in_the_next_line_is_left_as_it_is_drawn() -> None:
    """Its second line would come behind the title beside it."""
    drawn = [("2019 -", 0.0, 100.0, 10.0), ("Present", 0.0, 86.0, 10.0)]
    drawn += [("Singer", 200.0, 100.0, 10.0), ("Alder", 200.0, 86.0, 10.0)]
    assert read(*drawn).split() == ["2019", "-", "Present", "Singer", "Alder"]


def test_a_heading_far_left_of_its_text_has_a_line_of_its_own() -> None:
    """Its section begins behind it, and not within the line."""
    drawn = [("Education", 0.0, 100.0, 10.0), ("B.A., Alder", 120.0, 100.0, 10.0)]
    assert read(*drawn) == "Education\nB.A., Alder"


def test_a_label_far_left_of_its_text_stays_on_its_line() -> None:
    """What is no heading is not taken for one: the tools of a job, a name beside its place."""
    drawn = [("Ada Byron", 0.0, 100.0, 10.0), ("Leeds", 120.0, 100.0, 10.0)]
    assert read(*drawn) == "Ada Byron Leeds"


@pytest.mark.parametrize(("below", "height"), [(24.0, 10.0), (14.0, 13.0)])
def test_what_is_set_off_is_a_heading_also_in_a_pdf(below: float, height: float) -> None:
    """A line that stands apart, or is larger, has an empty line before it."""
    lines = column(0, "Ada Byron", "Skills", "Latin", "Harmony", "Breath")
    bottom = lines[-1][2] - below
    end = ("MY CHOIRS", 0.0, bottom, height), ("Choir of Alder", 0.0, bottom - 14, 10.0)
    text = read(*lines, *end)
    assert "Breath\n\nMY CHOIRS\nChoir" in text
    assert "Latin\nHarmony\nBreath" in text


def test_a_heading_at_the_top_of_a_column_is_set_off() -> None:
    """What stands above it in the text stands beside it on the page."""
    assert "\n\nSkills\n" in read(*LEFT, *RIGHT)


def test_headings_in_a_column_of_their_own_come_before_their_texts() -> None:
    """Each stands left of its text, and is wrapped where that column is narrow."""
    spaced = ("E D U C AT I O N  &", "T R A I N I N G")
    for first, second in (("CAREER", "HISTORY"), spaced, ("FORMACI\u00d3N", "ACAD\u00c9MICA")):
        page = [("Ada Byron", 0.0, 740.0, 10.0)]
        page += [("SUMMARY", 0.0, 700.0, 10.0), ("Sings since 2011.", 150.0, 700.0, 10.0)]
        page += [("In choirs.", 150.0, 686.0, 10.0)]
        page += [(first, 0.0, 660.0, 10.0), (second, 0.0, 648.0, 10.0)]
        page += [(f"Line {n}", 150.0, 663.0 - 14 * n, 10.0) for n in range(4)]
        page += [("SKILLS", 0.0, 590.0, 10.0), ("Harmony", 150.0, 588.0, 10.0)]
        texts = [line for line in read(*page).split("\n") if line]
        assert texts == [line for line, *_ in page]


MARGIN = (
    (("SUMMARY",), ("Sings since 2011 in", "choirs of the county.")),
    (("PROFESSIONAL", "EXPERIENCE"), ("Singer, Alder", "Sang 9 songs", "Reader, Elm", "Read")),
    (("EDUCATION",), ("B.A. Music, Alder College, 2010",)),
)


@pytest.mark.parametrize("behind", [1, 9])
@pytest.mark.parametrize("raised", [-3.0, 0.0, 2.0])
@pytest.mark.parametrize("count", [2, 3])
def test_headings_that_are_set_into_the_margin_come_before_their_texts(
    behind: int, raised: float, count: int
) -> None:
    """LaTeX draws them behind the line that they stand beside, or behind the whole text."""
    page, expected, top = [("Ada Byron", 120.0, 740.0, 12.0)], ["Ada Byron"], 700.0
    for words, lines in MARGIN[:count]:
        heads = [(word, 0.0, top + raised - 12 * n, 10.0) for n, word in enumerate(words)]
        texts = [(line, 120.0, top - 14 * n, 10.0) for n, line in enumerate(lines)]
        page += [*texts[:behind], *heads, *texts[behind:]]
        expected += [*words, *lines]
        top -= 14 * len(lines) + 24
    assert [line for line in read(*page).split("\n") if line] == expected


def test_dates_in_the_margin_stay_with_their_entries() -> None:
    """A date may stand where the headings do: it is read before the entry that it is of."""
    page = [("Sings in choirs", 120.0, 700.0, 10.0), ("Summary", 0.0, 700.0, 10.0)]
    page += [("Singer, Alder", 120.0, 670.0, 10.0), ("Experience", 0.0, 670.0, 10.0)]
    page += [("2011 - 2015", 0.0, 656.0, 10.0), ("Reader, Elm", 120.0, 656.0, 10.0)]
    lines = [line for line in read(*page).split("\n") if line]
    assert lines == [
        *("Summary", "Sings in choirs", "Experience", "Singer, Alder"),
        "2011 - 2015 Reader, Elm",
    ]


def test_a_sidebar_that_is_drawn_last_has_no_headings_of_the_margin() -> None:
    """Its items stand where its headings do."""
    main = [("Experience", 120.0, 700.0, 10.0), ("Singer, Alder", 120.0, 686.0, 10.0)]
    main += [("Sang 9 songs", 120.0, 672.0, 10.0), ("Education", 120.0, 650.0, 10.0)]
    side = [("Skills", 0.0, 700.0, 10.0), ("Latin", 0.0, 686.0, 10.0)]
    text = read(*main, *side).split("\n")
    assert text.index("Skills") + 1 == text.index("Latin")


def test_a_sidebar_is_no_column_of_headings() -> None:
    """What stands below its headings stays there."""
    page = column(0, "Skills", "Harmony", "Breath", "Languages", "Irish", "Latin")
    page += column(300, "Experience", "Singer, Alder", "Sang 9 songs", "Reader, Elm", "Read")
    assert read(*page).split() == " ".join(line for line, *_ in page).split()


def test_a_column_that_is_drawn_as_one_is_not_torn() -> None:
    """Where headings stand side by side, and nothing is drawn in turns, the page is left so."""
    left = column(
        0, "Ada Byron", "Contact", "Alder 9", "SKILLS", "Harmony", "A long line of a list"
    )
    left += [("Latin and more", 0.0, 616.0, 10.0), ("Languages", 0.0, 602.0, 10.0)]
    right = [(line, 90.0, 700.0 - 14 * n, 10.0) for n, line in enumerate(("Experience", "Singer"))]
    right += [
        ("Sang", 90.0, 672.0, 10.0),
        ("Reader", 90.0, 658.0, 10.0),
        ("Education", 109.0, 602, 10),
    ]
    assert read(*left, *right).split() == " ".join(line for line, *_ in (*left, *right)).split()


@pytest.mark.parametrize(
    ("shown", "is_one"),
    [
        ("Formaci\u00f3n acad\u00e9mica", True),
        ("Exp\u00e9rience professionnelle", True),
        ("Centres d\u2019int\u00e9r\u00eat", True),
        ("Education and Credentials", True),
        ("Additional Information", True),
        ("Skills: Latin", False),
        ("Languages Irish", False),
        ("skills", False),
        ("", False),
        ("-", False),
    ],
)
def test_a_heading_is_told_by_its_words(shown: str, is_one: bool) -> None:  # noqa: FBT001 -- a table's column
    """In four languages; what has other words behind the first is none."""
    assert is_heading(shown) is is_one


def test_a_heading_behind_a_drawn_point_is_one() -> None:
    """Some templates have a point before each heading; an item of a list has no gap above."""
    job = "Singer, Alder, 2011 - 2015\n- Sang 9 songs\n- Education\n- Skills\n"
    text = f"Ada\n\n- Experience\n{job}\n- Skills\nLatin\n\n- Education\nB.A., Alder, 2009\n"
    kinds = [section.kind for section in find_sections(text)][1:]
    assert kinds == [SectionKind.EXPERIENCE, SectionKind.SKILLS, SectionKind.EDUCATION]
