"""What is sent of an answer's form, and what is said of it instead."""

from typing import Annotated, Literal

import pytest
from pydantic import Field

from shared.core.records import Record
from shared.gemini.schema import limits, reduced


class Line(Record):
    """An object in a list."""

    text: str = Field(min_length=1, max_length=100)
    mood: Literal["good", "bad"]


class Form(Record):
    """A form with every kind of limit; some of its names are keywords of JSON Schema."""

    lines: tuple[Line, ...] = Field(min_length=1, max_length=10)
    maybe_lines: tuple[Line, ...] | None = Field(default=None, max_length=3)
    words: tuple[Annotated[str, Field(max_length=7)], ...] = Field(default=(), max_length=4)
    max_length: str = Field(max_length=5)
    score: int = Field(ge=0, le=100)
    code: str = Field(pattern="^[a-z]+$", max_length=3)


class Chain(Record):
    """A form that holds itself."""

    text: str = Field(max_length=5)
    inner: "Chain | None" = None


def test_lengths_and_numbers_of_objects_are_not_sent() -> None:
    """What a model refuses or does not keep to stays at home, wherever it stands."""
    sent = reduced(Form.model_json_schema())
    line, parts = sent["$defs"]["Line"]["properties"], sent["properties"]
    assert line["text"].keys() == {"title", "type"}
    assert parts["lines"] == {
        "items": {"$ref": "#/$defs/Line"},
        "title": "Lines",
        "type": "array",
    }
    assert "maxItems" not in str(parts["maybeLines"])


def test_all_else_is_sent() -> None:
    """A list of words may be counted; choices, bounds and names are as they were."""
    sent = reduced(Form.model_json_schema())
    parts = sent["properties"]
    assert parts["words"]["maxItems"] == 4
    assert (parts["score"]["minimum"], parts["score"]["maximum"]) == (0, 100)
    assert parts["code"]["pattern"] == "^[a-z]+$"
    assert sent["$defs"]["Line"]["properties"]["mood"]["enum"] == ["good", "bad"]
    assert "maxLength" in parts
    assert sent["required"] == Form.model_json_schema()["required"]


def test_limits_are_said_by_place() -> None:
    """Each length and each number of items, with the name that JSON has."""
    assert limits(Form.model_json_schema()) == (
        "lines: at most 10 items",
        "lines[].text: at most 100 characters",
        "maybeLines: at most 3 items",
        "maybeLines[].text: at most 100 characters",
        "words: at most 4 items",
        "words[]: at most 7 characters",
        "maxLength: at most 5 characters",
        "code: at most 3 characters",
    )


@pytest.mark.timeout(60)
def test_a_form_that_holds_itself_is_told_of_once() -> None:
    """Neither is without an end."""
    assert limits(Chain.model_json_schema()) == ("text: at most 5 characters",)
    assert "maxLength" not in str(reduced(Chain.model_json_schema()))
