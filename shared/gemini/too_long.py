"""What is longer than its form allows, shortened. Pure.

A model does not count characters, so one sentence too many must not cost the whole answer. What is
shortened is checked like everything else that a model wrote.
"""

import re
from collections.abc import Sequence
from typing import Any, cast

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import to_json

#: Of a list that is too long, pydantic does not look at the items; then those have their turn.
_MOST_ROUNDS = 3
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"')\]]|$)|[。！？]")  # noqa: RUF001 -- as others write
_ELLIPSIS = "…"
#: What a sentence's end must leave of the text, at least.
_LEAST_SHARE = 0.4

_Place = Sequence[int | str]


def shortened_to_fit(form: type[BaseModel], answer: JsonValue) -> JsonValue:
    """Return an answer with what is too long in it shortened; otherwise as it is.

    A text ends with the last whole sentence that fits. Where there is none, it is left out with its
    item, if that has neighbours in a list; or else it ends with the last whole word. A list that is
    too long loses its last items.
    """
    for _ in range(_MOST_ROUNDS):
        try:
            form.model_validate_json(to_json(answer))
        except ValidationError as error:
            too_long = [
                (each["loc"], int(each["ctx"]["max_length"]))
                for each in error.errors(include_url=False)
                if each["type"] in {"string_too_long", "too_long"}
            ]
            # The last first: what is left out moves what stands behind it.
            if not [place for place, most in reversed(too_long) if _shorten(answer, place, most)]:
                break
        else:
            break
    return answer


def _shorten(answer: JsonValue, place: _Place, most: int) -> bool:
    """Shorten what stands at a place; False if there is no such place."""
    holder = _at(answer, place[:-1])
    value = _at(holder, place[-1:]) if place else None
    if isinstance(value, list):
        del value[most:]
        return True
    if not isinstance(value, str):
        return False
    whole = _whole_sentences(value, most)
    if whole is None and _leave_out(answer, place):
        return True
    cast("dict[Any, JsonValue]", holder)[place[-1]] = whole or _whole_words(value, most)
    return True


def _at(value: JsonValue, place: _Place) -> JsonValue:
    """Return what stands at a place; None if nothing does."""
    for step in place:
        match value:
            case dict() if isinstance(step, str):
                value = value.get(step)
            case list() if isinstance(step, int) and step < len(value):
                value = value[step]
            case _:
                return None
    return value


def _leave_out(answer: JsonValue, place: _Place) -> bool:
    """Leave out the item of a list that a place is in, if it has neighbours."""
    at = next((n for n in range(len(place) - 1, -1, -1) if isinstance(place[n], int)), None)
    items = None if at is None else _at(answer, place[:at])
    if at is None or not isinstance(items, list) or len(items) < 2:  # noqa: PLR2004 -- itself, and one
        return False
    del items[cast("int", place[at])]
    return True


def _whole_sentences(text: str, most: int) -> str | None:
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if found.end() <= most]
    return text[: ends[-1]] if ends and ends[-1] >= most * _LEAST_SHARE else None


def _whole_words(text: str, most: int) -> str:
    start = text[: most - len(_ELLIPSIS)]
    words, space, _ = start.rpartition(" ")
    return f"{words.rstrip() if space else start}{_ELLIPSIS}"
