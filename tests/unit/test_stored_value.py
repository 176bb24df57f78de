"""Values as they are kept: all of JSON fits, and what does not fit is refused with a reason."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from shared.core import stored_value
from shared.core.stored_value import MAX_BYTES, MAX_DEPTH, UnstorableValueError

#: Halves of characters, too: `categories` lets them through.
TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C", "M"]), max_size=20)
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)


def nested(depth: int) -> JsonValue:
    """Return lists inside each other."""
    value: JsonValue = "deep"
    for _ in range(depth):
        value = [value]
    return value


@given(ANY)
def test_all_of_json_comes_back_as_it_was(value: JsonValue) -> None:
    """Whatever Firestore's own forms cannot hold."""
    text = stored_value.to_text(value)
    # Two halves that meet are one character, in JSON too.
    assert stored_value.from_text(text) == json.loads(json.dumps(value))
    assert text.encode()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([[1], [2]], id="a list in a list"),
        pytest.param(2**70, id="more than 64 bits"),
        pytest.param({"": 1, "__x__": 2}, id="reserved keys"),
        pytest.param(nested(MAX_DEPTH), id="deep"),
        pytest.param("\ud83d", id="half of a character"),
        pytest.param([7] * 280_000, id="many small numbers"),
        pytest.param("汉" * 300_000, id="many Chinese characters"),
    ],
)
def test_what_firestore_refuses_is_kept(value: JsonValue) -> None:
    """Each was refused, or counted as too large, before."""
    assert stored_value.from_text(stored_value.to_text(value)) == value


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param({"score": math.nan}, "not finite", id="not a number"),
        pytest.param([math.inf], "not finite", id="infinity"),
        pytest.param("x" * MAX_BYTES, "1,000,002 bytes", id="too large"),
        pytest.param("é" * (MAX_BYTES // 2), "1,000,002 bytes", id="too large in UTF-8"),
        pytest.param(nested(MAX_DEPTH + 1), "deeper", id="too deep"),
        pytest.param(nested(100_000), "deeper", id="much too deep"),
        pytest.param({"at": object()}, "no text", id="no JSON"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(value: JsonValue, reason: str) -> None:
    """In words for an author, and without the value."""
    with pytest.raises(UnstorableValueError, match=reason):
        stored_value.to_text(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    """It could be written for ever."""
    circle: list[JsonValue] = []
    circle.append(circle)
    with pytest.raises(UnstorableValueError, match="holds itself"):
        stored_value.to_text(circle)
