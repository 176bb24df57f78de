"""One sentence too many does not cost the answer: it is shortened, and what is left must fit."""

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, JsonValue

from shared.core.records import Record
from shared.gemini.answer import InvalidAnswerError, finished_part, read_answer
from shared.gemini.too_long import shortened_to_fit


class Line(Record):
    """An item."""

    text: str = Field(min_length=1, max_length=20)
    figures: tuple[Annotated[str, Field(max_length=4)], ...] = Field(default=(), max_length=2)


class Form(Record):
    """A form with limits."""

    title: str = Field(max_length=20)
    lines: tuple[Line, ...] = Field(min_length=1, max_length=3)


def form(title: str = "Short.", *lines: JsonValue) -> JsonValue:
    """Return an answer with this title and these lines."""
    return {"title": title, "lines": list(lines) or [{"text": "Good day."}]}


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("One two. Three four five.", "One two."),
        ("One, two, three, four, five.", "One, two, three,…"),
        ("A. Then many words without end", "A. Then many words…"),
        ("x" * 30, "x" * 19 + "…"),
        ("Exactly twenty long.", "Exactly twenty long."),
        ("It is 3.14159 and more than that.", "It is 3.14159 and…"),
        ("一二三四五六七八九。十一二三四五六七八九十一。", "一二三四五六七八九。"),
    ],
)
def test_a_long_text_ends_with_a_sentence_or_a_word(title: str, left: str) -> None:
    """The last whole sentence that fits, if it leaves enough of it; or else the last word."""
    found = shortened_to_fit(Form, form(title))
    assert isinstance(found, dict)
    assert found["title"] == left


def test_a_sentence_that_cannot_be_shortened_is_left_out_of_its_list() -> None:
    """A sentence without its end says something else; its neighbours stay."""
    long: JsonValue = {"text": "one two three four five six"}
    short: JsonValue = {"text": "Good day."}
    assert shortened_to_fit(Form, form("T", long, short, long)) == form("T", short)


def test_the_only_item_is_kept() -> None:
    """Without it the list would be empty."""
    found = shortened_to_fit(Form, form("T", {"text": "one two three four five six"}))
    assert found == form("T", {"text": "one two three four…"})


def test_a_long_list_loses_its_end() -> None:
    """And what is too long in the rest of it is shortened, too."""
    lines: list[JsonValue] = [{"text": f"Line no {n}. And many words more."} for n in range(5)]
    left: list[JsonValue] = [{"text": f"Line no {n}."} for n in range(3)]
    assert shortened_to_fit(Form, form("T", *lines)) == form("T", *left)


def test_what_is_wrong_otherwise_stays_wrong() -> None:
    """Shortening hides no other fault, and is no reason for one."""
    with pytest.raises(InvalidAnswerError):
        read_answer(Form, "", '{"title": "' + "word " * 9 + '", "lines": []}')


def test_the_part_that_is_shown_is_shortened_as_the_whole() -> None:
    """A preview does not stop at a long title."""
    text = '{"title": "One two. Three four five.", "lines": ['
    assert finished_part(Form, text) == {"title": "One two."}


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=30),
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(st.sampled_from(["title", "lines", "text", "figures"]), inner)
        ),
    )
)
def test_any_answer_can_be_tried(answer: JsonValue) -> None:
    """Whatever a model writes, shortening it ends, and fits if only lengths were wrong."""
    shortened_to_fit(Form, answer)
