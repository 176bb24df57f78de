"""A preview is the beginning of an answer, never larger than a job document may hold."""

import json

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from shared.core.preview import PREVIEW_SIZE, fit_preview

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=20), inner),
    max_leaves=60,
)
ANSWERS = st.dictionaries(st.text(max_size=20), VALUES)


def size(value: JsonValue) -> int:
    """Return the bytes of JSON that a value takes."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def test_a_small_answer_is_shown_whole() -> None:
    """Nothing is cut that fits."""
    answer: dict[str, JsonValue] = {"headline": "You match 60%.", "gaps": [{"skill": "Kafka"}]}
    assert fit_preview(answer) == answer


def test_nothing_yet_is_no_preview() -> None:
    """An empty answer is not shown."""
    assert fit_preview({}) is None


def test_the_first_text_that_does_not_fit_is_cut() -> None:
    """What comes before it is whole, what comes after it is left out."""
    answer: dict[str, JsonValue] = {"first": "whole", "second": "long " * 500, "third": "later"}
    preview = fit_preview(answer, 200)
    assert preview is not None
    assert list(preview) == ["first", "second"]
    assert preview["first"] == "whole"
    assert str(preview["second"]).startswith("long long")
    assert str(preview["second"]).endswith("…")


def test_items_that_do_not_fit_are_left_out() -> None:
    """A list shows its first items."""
    answer: dict[str, JsonValue] = {"items": [{"number": number} for number in range(1000)]}
    preview = fit_preview(answer, 200)
    assert preview is not None
    items = preview["items"]
    assert isinstance(items, list)
    assert items == [{"number": number} for number in range(len(items))]
    assert len(items) > 5


@given(ANSWERS, st.integers(min_value=2, max_value=PREVIEW_SIZE))
def test_no_preview_is_larger_than_its_room(answer: dict[str, JsonValue], room: int) -> None:
    """Whatever the answer is."""
    preview = fit_preview(answer, room)
    assert preview is None or size(preview) <= room


@given(ANSWERS)
def test_a_preview_has_nothing_that_the_answer_has_not(answer: dict[str, JsonValue]) -> None:
    """Its fields are the answer's first ones, in their order."""
    preview = fit_preview(answer, 300) or {}
    assert list(preview) == [name for name in answer if name in preview]
    assert list(preview)[:-1] == list(answer)[: max(0, len(preview) - 1)]
