"""How much a model may write is what the form of its answer can hold, and some thinking."""

from typing import Annotated, Literal

import pytest
from pydantic import Field

from shared.core.records import Record
from shared.gemini.longest_answer import THINKING, longest_tokens
from shared.gemini.request import first_request


class Line(Record):
    """A part of a bounded form."""

    text: str = Field(max_length=100)
    mood: Literal["good", "bad"]


class Bounded(Record):
    """A form whose every part is bounded."""

    lines: tuple[Line, ...] = Field(max_length=10)
    title: Annotated[str, Field(max_length=50)] | None
    count: int


class OpenText(Record):
    """A form with a text of any length."""

    text: str


class OpenList(Record):
    """A form with a list of any length."""

    lines: tuple[Line, ...]


class Nested(Record):
    """A form that holds itself."""

    inner: "Nested | None" = None


def test_a_bounded_form_bounds_the_answer() -> None:
    """The longest answer fits, and no second one beside it."""
    longest = Bounded(
        lines=tuple(Line(text="x" * 100, mood="good") for _ in range(10)), title="t" * 50, count=1
    )
    tokens = longest_tokens(Bounded.model_json_schema())
    assert tokens is not None
    characters = (tokens - THINKING) * 2
    assert len(longest.model_dump_json()) <= characters < 2 * len(longest.model_dump_json())


@pytest.mark.parametrize("form", [OpenText, OpenList, Nested])
def test_an_open_form_has_no_bound(form: type[Record]) -> None:
    """The deployment's own cap holds then."""
    assert longest_tokens(form.model_json_schema()) is None


def test_the_facts_bound_what_the_form_leaves_open() -> None:
    """However long the form is, an answer about little is not; nor is it above the deployment's."""
    request = first_request("Say it.", Line(text="x", mood="good"), OpenList, lambda: "mark")
    assert request.max_output_tokens(32_768) == THINKING + 2048
    assert request.max_output_tokens(100) == 100
