"""Make a JSON value that fits a JSON Schema, as far as pydantic's schemas go."""

from collections.abc import Mapping
from typing import cast

from pydantic import JsonValue

Schema = Mapping[str, JsonValue]

_STRINGS = {
    "date": "2026-11-23",
    "date-time": "2026-11-23T12:00:00Z",
    "uri": "http://example.com/",
}


def make_instance(schema: Schema, root: Schema | None = None) -> JsonValue:
    """Return the smallest plain value that fits."""
    root = root or schema
    if "$ref" in schema:
        return make_instance(_resolve(str(schema["$ref"]), root), root)
    if "const" in schema:
        return schema["const"]
    if choices := cast("list[JsonValue]", schema.get("enum", [])):
        return choices[0]
    if options := cast("list[Schema]", schema.get("anyOf", schema.get("oneOf", []))):
        return make_instance(options[0], root)
    return _make_of_type(schema, root)


def _make_of_type(schema: Schema, root: Schema) -> JsonValue:
    match schema.get("type"):
        case "object":
            properties = cast("Mapping[str, Schema]", schema.get("properties", {}))
            return {name: make_instance(each, root) for name, each in properties.items()}
        case "array":
            item = cast("Schema", schema.get("items", {}))
            return [make_instance(item, root) for _ in range(_int(schema, "minItems", 1))]
        case "string":
            text = _STRINGS.get(str(schema.get("format")), "text")
            return text.ljust(_int(schema, "minLength", 0), "x")
        case "integer" | "number":
            return _int(schema, "minimum", _int(schema, "exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
        case _:
            return None


def _resolve(reference: str, root: Schema) -> Schema:
    found: JsonValue = dict(root)
    for part in reference.removeprefix("#/").split("/"):
        found = cast("dict[str, JsonValue]", found)[part]
    return cast("Schema", found)


def _int(schema: Schema, name: str, default: int) -> int:
    return int(cast("float", schema.get(name, default)))
