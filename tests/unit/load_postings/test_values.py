"""Reading the other values: lists, HTML, years of experience, places, titles."""

import pytest

from infra.load_postings.faults import FieldError
from infra.load_postings.values.blank import as_text, is_blank
from infra.load_postings.values.experience import described_experience, read_experience
from infra.load_postings.values.listed import read_list
from infra.load_postings.values.locations import read_place
from infra.load_postings.values.plain_html import MOST_CHARACTERS, plain_text
from infra.load_postings.values.titles import leads, short_title
from tests.support.computing import fewest_seconds


@pytest.mark.parametrize("value", [None, "", " ", "-1", "N/A", "nan", float("nan"), [], {}])
def test_what_says_nothing_is_blank(value: object) -> None:
    """Scraped files have many words for nothing."""
    assert is_blank(value)


def test_marks_that_cannot_be_seen_and_mean_nothing_are_left_out() -> None:
    """Pages are full of soft hyphens; a number is written as people write it."""
    assert (as_text("Soft\u00adware\u200b "), as_text(3.0)) == ("Software", "3")


@pytest.mark.parametrize(
    ("value", "entries"),
    [
        ("['python', 'sql']", ["python", "sql"]),
        ('["A", "B", "A"]', ["A", "B"]),
        ("['SQL' 'Python']", ["SQL", "Python"]),
        ('{SQL,"Power BI"}', ["SQL", "Power BI"]),
        ("a; b;;", ["a", "b"]),
        ("a| b, c", ["a", "b, c"]),
        ("a, b", ["a", "b"]),
        ("SQL", ["SQL"]),
        (["SQL", None], ["SQL"]),
        ([{"name": "SQL"}], ["SQL"]),
        ("[]", []),
        (None, []),
    ],
)
def test_lists(value: object, entries: list[str]) -> None:
    """JSON, Python's text, NumPy's, Postgres's, and signs between."""
    assert read_list(value) == entries


@pytest.mark.parametrize("value", [7, {"Python": 1}, [["SQL"]], "x" * 20_001])
def test_what_is_no_list_is_refused(value: object) -> None:
    """A long text is a description in the wrong column."""
    with pytest.raises(FieldError):
        read_list(value)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            "<p>We need <b>C++</b> &amp; SQL</p><ul><li>A</li><li>B</li></ul>",
            "We need C++ & SQL\nA\nB",
        ),
        ("&lt;p&gt;Hi&lt;/p&gt;", "Hi"),
        ("<style>x</style><script>y</script>Hi", "Hi"),
        ("a < b and c > d &amp; e", "a < b and c > d & e"),
        ("<p", "<p"),
    ],
)
def test_html_becomes_the_text_that_is_seen(written: str, text: str) -> None:
    """What is no HTML stays."""
    assert plain_text(written) == text


@pytest.mark.parametrize("piece", ["<", "<p ", "&lt;", " ", "\n ", "<!--", "(", "<p>"])
def test_a_description_of_one_piece_takes_no_time(piece: str) -> None:
    """No text makes the reading take more than a moment, however long it is."""
    text = piece * 300_000
    assert len(plain_text(text)) <= MOST_CHARACTERS
    assert fewest_seconds(lambda: plain_text(text), 5) < 5


@pytest.mark.parametrize(
    ("value", "years"),
    [
        *(("5 - 10 yrs", 5), ("3+ years", 3), (4, 4), (4.0, 4), ("0-2 years", 0)),
        *(("24 months", 2), ("Entry level", 0), ("minimum 4 years", 4)),
        *(("Mid-Senior level", None), ("2019", None), ("", None)),
    ],
)
def test_years_of_experience(value: object, years: int | None) -> None:
    """Of a range the least; a level that names no number is none."""
    assert read_experience(value) == years


@pytest.mark.parametrize(
    ("description", "years"),
    [
        ("You have 5+ years of professional experience with Python.", 5),
        ("3-5 yrs' relevant experience", 3),
        ("Experience: at least 4 years", 4),
        ("For over 100 years experience has shown", None),
        ("We are 12 years old. Experience is welcome.", None),
    ],
)
def test_years_in_a_description(description: str, years: int | None) -> None:
    """Only what is called experience, and within a sentence."""
    assert described_experience(description) == years


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("New York, NY", "US Northeast"),
        ("Austin, TX 78701 (Remote)", "US South"),
        ("Portland, ME", "US Northeast"),
        ("Portland, Oregon Metropolitan Area", "US West"),
        ("Ontario, CA", "US West"),
        ("Toronto, ON", "Canada"),
        ("Montreal, QC, CA", "Canada"),
        ("San Diego, California, United States", "US West"),
        ("Chicago, IL; Berlin", "US Midwest"),
        ("Berlin, Germany", None),
        ("IN", None),
    ],
)
def test_a_state_says_the_region(written: str, region: str | None) -> None:
    """The Census Bureau's regions, and Canada; a code only behind a city."""
    assert read_place(written).region == region


@pytest.mark.parametrize(
    ("written", "text", "is_remote"),
    [
        ("Remote", "", True),
        ("Remote, United States", "", True),
        ("United States (Remote)", "", True),
        ("Hybrid remote in Boston, MA", "Boston, MA", False),
        ("Remote in Germany", "Germany", True),
        ("Leeds", "Leeds", False),
    ],
)
def test_a_way_of_working_is_no_place(written: str, text: str, *, is_remote: bool) -> None:
    """A country that remote work is bound to stays, but for the one that has our regions."""
    assert (read_place(written).text, read_place(written).is_remote) == (text, is_remote)


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("Senior Mechanical Engineer III", "Mechanical Engineer"),
        ("Nurse (m/w/d) - Night Shift #12345", "Nurse"),
        ("Manager, Data Engineering", "Manager, Data Engineering"),
        ("Entry-Level Data Entry Clerk", "Data Entry Clerk"),
        ("Vice President, Marketing", "Vice President, Marketing"),
        ("Senior", "Senior"),
    ],
)
def test_a_title_without_its_rank(written: str, short: str) -> None:
    """What names the work stays as it is written."""
    assert short_title(written) == short


def test_who_leads_the_work_does_another() -> None:
    """A head of product is no product manager."""
    assert leads("Head of Product")
    assert not leads("Product Manager")
