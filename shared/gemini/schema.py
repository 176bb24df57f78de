"""The form of an answer as Gemini takes it: a reduced JSON Schema, and the limits said in words.

Pure. Since the autumn of 2026 current models refuse a schema with `maxItems` on a list of objects
with a bare 400 (googleapis/python-genai#2170), and none keeps to `maxLength`. So those stay at
home: they are said in the instruction, and what comes is checked and shortened
(`shared.gemini.too_long`).
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

_Schema = Mapping[str, Any]

_LENGTHS = frozenset({"minLength", "maxLength"})
_COUNTS = frozenset({"minItems", "maxItems"})
#: Keywords whose value is parts by the form's own names, and those whose value is no part.
_BY_NAME = frozenset({"properties", "$defs"})
_VALUES = frozenset({"enum", "const", "default"})
_ALTERNATIVES = ("anyOf", "oneOf")


def reduced(schema: _Schema) -> dict[str, Any]:
    """Return a form's JSON Schema with nothing that a model refuses or does not keep to."""
    return cast("dict[str, Any]", _reduced(schema, schema.get("$defs", {})))


def _reduced(part: object, definitions: _Schema) -> object:
    if isinstance(part, list):
        return [_reduced(each, definitions) for each in part]
    if not isinstance(part, Mapping):
        return part
    left_out = _left_out(part, definitions)
    return {
        name: _reduced_value(name, value, definitions)
        for name, value in part.items()
        if name not in left_out
    }


def _reduced_value(keyword: str, value: Any, definitions: _Schema) -> object:  # noqa: ANN401 -- JSON
    if keyword in _BY_NAME:
        return {name: _reduced(each, definitions) for name, each in value.items()}
    return value if keyword in _VALUES else _reduced(value, definitions)


def _left_out(part: _Schema, definitions: _Schema) -> frozenset[str]:
    """Return the keywords of a part that are not sent."""
    match part.get("type"):
        case "string":
            return _LENGTHS
        case "array" if _has_objects(part.get("items", {}), definitions):
            return _COUNTS
        case _:
            return frozenset()


def _has_objects(part: _Schema, definitions: _Schema) -> bool:
    part = _resolved(part, definitions)
    choices = [each for name in _ALTERNATIVES for each in part.get(name, ())]
    return part.get("type") == "object" or any(_has_objects(each, definitions) for each in choices)


def limits(schema: _Schema) -> tuple[str, ...]:
    """Say how long each text and each list of a form may be: "lines[].text: at most 90 characters".

    A form that holds itself is told of once.
    """
    return tuple(_limits("", schema, schema.get("$defs", {}), ()))


def _limits(
    place: str, part: _Schema, definitions: _Schema, inside: tuple[str, ...]
) -> Iterator[str]:
    if (reference := part.get("$ref")) is not None:
        if reference in inside:
            return
        inside = (*inside, reference)
    part = _resolved(part, definitions)
    for name in _ALTERNATIVES:
        for each in part.get(name, ()):
            yield from _limits(place, each, definitions, inside)
    match part.get("type"):
        case "string" if "maxLength" in part:
            yield f"{place}: at most {part['maxLength']} characters"
        case "array":
            if "maxItems" in part:
                yield f"{place}: at most {part['maxItems']} items"
            yield from _limits(f"{place}[]", part.get("items", {}), definitions, inside)
        case "object":
            for name, each in part.get("properties", {}).items():
                below = f"{place}.{name}" if place else name
                yield from _limits(below, each, definitions, inside)


def _resolved(part: _Schema, definitions: _Schema) -> _Schema:
    """Return what a part refers to, or the part itself."""
    reference = part.get("$ref")
    if reference is None:
        return part
    found: _Schema = definitions[str(reference).rpartition("/")[2]]
    return found
