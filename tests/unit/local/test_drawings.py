"""How results are drawn, of what form they ever are."""

from datetime import date

import pytest

from infra.local.demo.drawings import generic, parts
from tests.support.printed import printed


def test_any_result_has_a_form() -> None:
    """Texts stand beside readable names, records become a table, what is deeper is indented."""
    text = printed(
        generic.draw_value(
            {
                "headline": "Über alles",
                "isRemote": True,
                "medianPayUsd": 98_500,
                "share": 0.125,
                "words": ["a", "b"],
                "empty": [],
                "facts": {"role": "Miller", "deeper": {"postings": 1234}},
                "rows": [{"skill": "SQL", "count": 12}, {"skill": "Rust", "count": 7, "note": "n"}],
            }
        )
    )
    assert text.splitlines() == [
        "Headline        Über alles",
        "Is remote       yes",
        "Median pay usd  98,500",
        "Share           0.125",
        "Words           a, b",
        "Empty",
        "Facts",
        "  Role   Miller",
        "  Deeper",
        "    Postings  1234",
        "Rows",
        "  Skill   Count   Note",
        "  ────────────────────",
        "  SQL        12",
        "  Rust        7   n",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2026, "2026"),
        (10_000, "10,000"),
        (-12_345.5, "-12,345.5"),
        (3.0, "3"),
        (2.345678, "2.35"),
        (0.0571234, "0.05712"),
        (0, "0"),
        (False, "no"),
        (None, ""),
    ],
)
def test_values_are_written_as_people_do(value: float | None, written: str) -> None:
    """Years have no comma, long numbers have; nothing has digits without end."""
    assert printed(generic.draw_value(value)) == written


def test_a_long_list_is_cut_and_counted() -> None:
    """Of many items the first are shown, and how many more there are."""
    text = printed(generic.draw_value([{"deep": {"number": number}} for number in range(20)]))
    assert "and 12 more" in text
    assert text.count("Number") == 8


def test_markup_in_a_result_is_only_text() -> None:
    """What a model or a user wrote cannot colour the terminal, nor vanish in it."""
    hostile = "[bold red]x[/] [link=http://a]y[/link]"
    assert hostile in printed(generic.draw_value({"text": hostile}))
    assert hostile in printed(parts.beside({"name": hostile}))


@pytest.mark.parametrize(
    ("share", "drawn"), [(0, ""), (1, "████"), (0.5, "██"), (0.53125, "██▏"), (2, "████")]
)
def test_a_bar_is_exact_to_an_eighth(share: float, drawn: str) -> None:
    """It is as long as the share says, and never longer than there is room."""
    assert parts.bar(share, 4).plain == drawn


def test_a_source_names_all_there_is_to_know() -> None:
    """Data, number, date, why it is this sample, and who wrote."""
    line = parts.source("sample data", 1200, date(2026, 9, 30), "By hand.", "offline")
    assert (
        line.plain == "Source: sample data, 1,200 postings to 2026-09-30. By hand. Text: offline."
    )
