"""English as the offline model writes it."""

import pytest

from infra.local.stand_ins.offline_model import english


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
    ],
)
def test_join_and(items: list[str], joined: str) -> None:
    """A list has commas, and "and" before its last item."""
    assert english.join_and(items) == joined


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "no skills"),
        (1, "one skill"),
        (2, "two skills"),
        (12, "12 skills"),
        (1250, "1,250 skills"),
    ],
)
def test_count_of(count: int, written: str) -> None:
    """A number up to ten is a word, and its noun agrees with it."""
    assert english.count_of(count, "skill") == written


def test_irregular_plurals() -> None:
    """A plural that is not made with s is given."""
    assert english.count_of(2, "person", "people") == "two people"


@pytest.mark.parametrize(
    ("noun", "written"),
    [
        ("Data Engineer", "a Data Engineer"),
        ("IT Support Specialist", "an IT Support Specialist"),
        ("UX Designer", "a UX Designer"),
        ("SQL query", "an SQL query"),
        ("QA Engineer", "a QA Engineer"),
        ("SIEM", "a SIEM"),
        ("RTOS", "an RTOS"),
        ("Embedded Engineer", "an Embedded Engineer"),
        ("hour", "an hour"),
        ("unit test", "a unit test"),
        ("A/B test", "an A/B test"),
        ("8-week course", "an 8-week course"),
    ],
)
def test_with_article(noun: str, written: str) -> None:
    """The article goes by the sound of the word, also of one that is spelled out."""
    assert english.with_article(noun) == written


@pytest.mark.parametrize(
    ("write", "value", "written"),
    [
        (english.percent, 0.524, "52%"),
        (english.percent, 1, "100%"),
        (english.points, 0.01, "1 point"),
        (english.points, -0.043, "4 points"),
        (english.money, 4300, "$4,300"),
        (english.money, -900, "$900"),
    ],
)
def test_figures(write: object, value: float, written: str) -> None:
    """Percentages are whole, points lose their sign, money has its commas."""
    assert callable(write)
    assert write(value) == written


def test_capitalise_leaves_names_alone() -> None:
    """Only the first letter changes."""
    assert english.capitalise("the iOS SDK") == "The iOS SDK"
