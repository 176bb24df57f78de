"""Check a value against a JSON Schema (2020-12), by as much of it as our documents use.

A keyword that is not known here is an error of its own: nothing is passed over in silence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

Schema = Mapping[str, Any]

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
#: Whether a text has a format; one that cannot be read may be a ValueError as well.
_FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {
    "date-time": lambda text: datetime.fromisoformat(text).utcoffset() is not None,
    "date": lambda text: date.fromisoformat(text).isoformat() == text,
    "uri-reference": lambda text: re.fullmatch(r"[!-~]*", text) is not None,
}
#: What says something to a reader, and nothing about a value.
_WORDS: Final = frozenset(
    {"title", "description", "examples", "default", "deprecated", "discriminator"}
)
#: Checked beside another keyword.
_BESIDE: Final = frozenset({"properties", "additionalProperties"})


def faults(schema: Schema, value: object, document: Schema, at: str = "$") -> list[str]:
    """Give what is wrong with a value, in words; nothing, if it fits.

    Args:
        schema: What it shall fit.
        value: The value, as JSON has it.
        document: What `$ref` points into.
        at: Where the value is.
    """
    found: list[str] = []
    for keyword, argument in schema.items():
        if keyword in _WORDS or keyword in _BESIDE:
            continue
        found += [
            fault if fault.startswith("$") else f"{at}: {fault}"
            for fault in _KEYWORDS[keyword](argument, value, document, at)
        ]
    if isinstance(value, dict) and (_BESIDE & schema.keys()):
        found += _in_properties(schema, value, document, at)
    return found


def _in_properties(schema: Schema, value: Schema, document: Schema, at: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, inner in value.items():
        form = known.get(name, others)
        if form is False:
            yield f"{at}.{name} is not described"
        elif form is not True:
            yield from faults(form, inner, document, f"{at}.{name}")


def _is_type(argument: str | list[str], value: object, *_: object) -> Iterator[str]:
    names = [argument] if isinstance(argument, str) else argument
    # True is an int in Python, and none in JSON.
    is_one = any(
        isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
        for name in names
    )
    if not is_one:
        yield f"{value!r:.60} is no {' or '.join(names)}"


def _refers(argument: str, value: object, document: Schema, at: str) -> list[str]:
    target: Any = document
    for name in argument.removeprefix("#/").split("/"):
        target = target[name]
    return faults(target, value, document, at)


def _all_of(argument: list[Schema], value: object, document: Schema, at: str) -> Iterator[str]:
    for form in argument:
        yield from faults(form, value, document, at)


def _some_of(
    least: int, most: float
) -> Callable[[list[Schema], object, Schema, str], Iterator[str]]:
    def check(argument: list[Schema], value: object, document: Schema, at: str) -> Iterator[str]:
        found = [faults(form, value, document, at) for form in argument]
        fitting = found.count([])
        if not least <= fitting <= most:
            yield f"it fits {fitting} of {len(found)} forms: {found}"

    return check


def _items(argument: Schema, value: object, document: Schema, at: str) -> Iterator[str]:
    for place, item in enumerate(value if isinstance(value, list) else []):
        yield from faults(argument, item, document, f"{at}[{place}]")


def _when(
    kind: type | tuple[type, ...], is_right: Callable[[Any, Any], object], words: str
) -> Callable[[Any, object, Schema, str], Iterator[str]]:
    """Make the check of a keyword that says something about values of one type only."""

    def check(argument: Any, value: object, *_: object) -> Iterator[str]:  # noqa: ANN401 -- each keyword's own
        # True is an int in Python, and none in JSON.
        is_meant = isinstance(value, kind) and (kind is object or not isinstance(value, bool))
        if is_meant and not is_right(argument, value):
            yield f"{value!r:.60} {words} {argument!r:.60}"

    return check


def _has_format(argument: str, text: str) -> bool:
    try:
        return _FORMATS[argument](text)
    except ValueError:
        return False


_NUMBER: Final = (int, float)
_KEYWORDS: Final[Mapping[str, Callable[[Any, object, Schema, str], Any]]] = {
    "$ref": _refers,
    "allOf": _all_of,
    "anyOf": _some_of(1, float("inf")),
    "oneOf": _some_of(1, 1),
    "type": _is_type,
    "items": _items,
    "const": _when(object, lambda wanted, value: value == wanted, "is not"),
    "enum": _when(object, lambda wanted, value: value in wanted, "is none of"),
    "required": _when(dict, lambda names, value: set(names) <= value.keys(), "has not all of"),
    "minimum": _when(_NUMBER, lambda least, value: value >= least, "is less than"),
    "maximum": _when(_NUMBER, lambda most, value: value <= most, "is more than"),
    "minLength": _when(str, lambda least, value: len(value) >= least, "is shorter than"),
    "maxLength": _when(str, lambda most, value: len(value) <= most, "is longer than"),
    "pattern": _when(str, re.search, "does not match"),
    "format": _when(str, _has_format, "is no"),
    "minItems": _when(list, lambda least, value: len(value) >= least, "has fewer items than"),
    "maxItems": _when(list, lambda most, value: len(value) <= most, "has more items than"),
    "uniqueItems": _when(
        list,
        lambda _, value: all(one not in value[:place] for place, one in enumerate(value)),
        "has an item twice:",
    ),
}
