"""Cut a growing answer to what a job's document may show of it. Pure.

The job document is read by every listener at every write, so a preview is small: the beginning of
the answer, whole fields and items as far as they fit, and the first text that does not fit is cut.
"""

import json
from typing import Annotated, Final

from pydantic import (
    BeforeValidator,
    JsonValue,
    PlainSerializer,
    SerializationInfo,
    WithJsonSchema,
)

from shared.core import graphemes, stored_value

#: Bytes of JSON.
PREVIEW_SIZE: Final = 2_048
#: Where a text was cut.
_ELLIPSIS: Final = "…"
#: A text of which less than this would be left is left out.
_SHORTEST_CUT = 24


def _read(value: object) -> object:
    return stored_value.from_text(value) if isinstance(value, str) else value


def _write(value: dict[str, JsonValue], info: SerializationInfo) -> object:
    return value if info.mode == "json" else stored_value.to_text(value)


#: A part of a result: an object in JSON, and in Firestore as every value is kept.
Preview = Annotated[
    dict[str, JsonValue],
    BeforeValidator(_read),
    PlainSerializer(_write),
    WithJsonSchema({"type": "object", "additionalProperties": True}),
]


class _NoRoomError(Exception):
    """Not even the beginning of a value fits."""


def fit_preview(
    answer: dict[str, JsonValue], limit: int = PREVIEW_SIZE
) -> dict[str, JsonValue] | None:
    """Return as much of an answer, from its beginning, as `limit` bytes of JSON hold.

    Returns:
        None if that is nothing, or cannot be kept.
    """
    fitting = _first_fields(answer, limit) or None
    try:
        stored_value.to_text(fitting)
    except stored_value.UnstorableValueError:
        return None
    return fitting


def _fit(value: JsonValue, room: int) -> JsonValue:
    """Return what fits of a value."""
    items: JsonValue
    match value:
        case _ if _size(value) <= room:
            return value
        case str():
            return _cut(value, room)
        case list():
            items = _first_items(value, room)
        case dict():
            items = _first_fields(value, room)
        case _:
            items = None
    if not items:
        raise _NoRoomError
    return items


def _first_fields(value: dict[str, JsonValue], room: int) -> dict[str, JsonValue]:
    kept: dict[str, JsonValue] = {}
    for name, field in value.items():
        try:
            # What a field takes besides its value: its name, a colon, a comma, blanks.
            kept[name] = _fit(field, room - _size(kept) - _size(name) - 4)
        except _NoRoomError:
            break
        if kept[name] != field:
            break
    return kept


def _first_items(value: list[JsonValue], room: int) -> list[JsonValue]:
    kept: list[JsonValue] = []
    for item in value:
        try:
            kept.append(_fit(item, room - _size(kept) - 2))
        except _NoRoomError:
            break
        if kept[-1] != item:
            break
    return kept


def _cut(text: str, room: int) -> str:
    """Cut a text so that its JSON fits; a character may take up to six bytes of it."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _size(text[:middle] + _ELLIPSIS) <= room:
            low = middle
        else:
            high = middle - 1
    low = graphemes.last_boundary(text, low)
    if low < _SHORTEST_CUT:
        raise _NoRoomError
    return text[:low].rstrip() + _ELLIPSIS


def _size(value: JsonValue) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass"))
