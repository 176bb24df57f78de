"""How the numbers in a text are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.job_types.common.numbers import Form, WrittenNumber, read_numbers

PLAIN, PERCENT, POINTS, MONEY = Form.PLAIN, Form.PERCENT, Form.POINTS, Form.MONEY


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3,098 postings, or so.", [(3098, PLAIN)]),
        ("In 2026, 52% of 7.", [(2026, PLAIN), (52, PERCENT), (7, PLAIN)]),
        ("5.2 percent, 5 per cent, 5-percent", [(5.2, PERCENT), (5, PERCENT), (5, PERCENT)]),
        (
            "2.1 points; 4 percentage points; a 3-point rise",
            [(2.1, POINTS), (4, POINTS), (3, POINTS)],
        ),
        ("$98,500 and US$98k, $ 1.2m", [(98_500, MONEY), (98_000, MONEY), (1_200_000, MONEY)]),
        ("120 thousand dollars", [(120_000, MONEY)]),
        ("98,500 dollars, 98,500 USD", [(98_500, MONEY), (98_500, MONEY)]),
        ("3-5 years, 3\u20135 years", [(3, PLAIN), (5, PLAIN)] * 2),
        ("twelve months, Twenty-five percent", [(12, PLAIN), (25, PERCENT)]),
        ("one percent of them, but one of these", [(1, PERCENT)]),
        ("zero", [(0, PLAIN)]),
        ("someone often attends; a stone", []),
        ("(52%), \u201c52%\u201d: 52%.", [(52, PERCENT)] * 3),
    ],
)
def test_what_is_read(text: str, read: list[tuple[float, Form]]) -> None:
    """Digits, thousands, decimals, scales, words and units are read as a person reads them."""
    found = read_numbers(text)
    assert sorted((n.value, n.form) for n in found.numbers) == sorted(read)
    assert found.unreadable == ()


@pytest.mark.parametrize(("text", "sign"), [("-3%", -1), ("\u22123%", -1), ("+3%", 1), ("3%", 0)])
def test_signs(text: str, sign: int) -> None:
    """A sign before a number is a sign."""
    [number] = read_numbers(f"It is {text} now").numbers
    assert (number.value, number.sign) == (3, sign)


@pytest.mark.parametrize(
    "text",
    [
        "half of them",
        "a third of postings",
        "Two-thirds",
        "it doubled",
        "twice as many",
        "tenfold",
        "hundreds of jobs",
        "a million jobs",
        "l0%",
        "2O%",
        "10x",
        "Q3",
        "the 1990s",
        "grew .5%",
        "1/2 of them",
        "3:1",
        "1.234.567",
        "5\u00b2",
        "\u00bd of them",
        "\uff15\uff12%",
        "\u0665\u0662%",
        "\u4e94",
        "5\u200b2%",
        "5\u03362%",
        "5\u20e3",
        "\x005",
        "5\u04342",
    ],
)
def test_what_cannot_be_read_is_reported(text: str) -> None:
    """Quantities that cannot be held against a figure are not passed over."""
    assert read_numbers(text).unreadable


@pytest.mark.parametrize(
    ("written", "exact", "holds"),
    [
        ("3,098", 3098, True),
        ("3,100", 3098, True),
        ("3,000", 3098, False),
        ("3,000", 2980, True),
        ("3,098", 3099, False),
        ("30", 27, False),
        ("100", 96, True),
        ("100", 94, False),
        ("$120,000", 118_700, True),
        ("$119k", 118_700, True),
        ("$118,000", 118_700, False),
        ("$1.2m", 1_190_000, True),
        ("52%", 52.3, True),
        ("52%", 52.7, False),
        ("50%", 52.3, False),
        ("52.3%", 52.34, True),
        ("52.3%", 52.4, False),
        ("12%", -12.1, True),
        ("2 points", 2.1, True),
    ],
)
def test_plain_rounding(written: str, exact: float, holds: bool) -> None:  # noqa: FBT001 -- a table
    """A number may be rounded to its last digit, large ones to two digits; and no further."""
    [number] = read_numbers(written).numbers
    assert number.is_rounding_of(exact) == holds


@given(st.integers(0, 10**9))
def test_every_whole_number_is_itself(value: int) -> None:
    """With and without separators a number is read, and is a rounding of itself."""
    for written in (f"{value}", f"{value:,}"):
        [number] = read_numbers(f"There are {written} of them.").numbers
        assert number.value == value
        assert number.is_rounding_of(value)


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_rounding_is_near(value: int, exact: int) -> None:
    """Whatever is accepted as a rounding is within 5 percent."""
    number = WrittenNumber(**read_numbers(f"{value}").numbers[0].model_dump())
    if number.is_rounding_of(exact):
        assert abs(value - exact) <= 0.05 * value + 0.5


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it fail; a digit in it is read or reported."""
    found = read_numbers(text)
    if any(letter.isnumeric() for letter in text):
        assert found.numbers or found.unreadable
