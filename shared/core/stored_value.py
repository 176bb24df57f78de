"""Values of any form as they are kept: JSON text. Pure.

Firestore's own forms cannot hold all of JSON: no list lies directly in a list, no number has more
than 64 bits, no key is empty or `__reserved__`, nothing is deeper than 20 levels, and a list of
small numbers takes three times its JSON. A text can, and is as large as it looks. Why always, and
not only where it must: docs/decisions/0019-values-are-json-text.md.
"""

import json
import re
from typing import Final, NewType, cast

from pydantic import JsonValue

#: JSON text that Firestore can keep.
JsonText = NewType("JsonText", str)

#: Bytes in UTF-8. Firestore refuses a document of 1 MiB (1,048,576 bytes), its names included:
#: https://firebase.google.com/docs/firestore/quotas
MAX_BYTES: Final = 1_000_000
#: Lists and objects inside each other. Python and its browsers' readers bear more; a value that is
#: deeper is a mistake.
MAX_DEPTH: Final = 200

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class UnstorableValueError(ValueError):
    """A value cannot be kept; the message says why, for the author of a job type."""


def to_text(value: JsonValue) -> JsonText:
    """Return a value as it is kept.

    Raises:
        UnstorableValueError: If it is no JSON, too large or too deep.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        # A number that is none, a key of another type, a circle; the message repeats no value.
        raise UnstorableValueError(f"it is not JSON: {_reason(error)}") from None
    # Half of a character cannot be written in UTF-8; JSON has another way to write it.
    text = _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
    size = len(text.encode())
    if size > MAX_BYTES:
        raise UnstorableValueError(f"it takes {size:,} bytes, and may take {MAX_BYTES:,}")
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise UnstorableValueError(f"it is deeper than {MAX_DEPTH} levels")
    return JsonText(text)


def from_text(text: str) -> JsonValue:
    """Return a value that was kept.

    Raises:
        ValueError: If it is no JSON.
    """
    return cast("JsonValue", json.loads(text))


def shortened(text: str, length: int) -> str:
    """Return a text that a field of a job document can hold: so many characters, each a whole."""
    whole = _LONE_SURROGATE.sub("\ufffd", text)
    return whole if len(whole) <= length else whole[: length - 1] + "…"


def _reason(error: Exception) -> str:
    """Say what is wrong without a word of the value."""
    match error:
        case RecursionError():
            return f"it is deeper than {MAX_DEPTH} levels"
        case ValueError() if "Circular" in str(error):
            return "it holds itself"
        case ValueError():
            return "it holds a number that is not finite"
        case _:
            return "it holds something that is no text, number, truth value, list or object"


def _depth(value: JsonValue) -> int:
    """Count the levels of a value; a plain one has none."""
    level, depth = [value], 0
    while level := [each for each in level if isinstance(each, list | dict)]:
        depth += 1
        level = [inner for each in level for inner in _inside(each)]
    return depth


def _inside(value: JsonValue) -> list[JsonValue]:
    return list(value.values()) if isinstance(value, dict) else cast("list[JsonValue]", value)
