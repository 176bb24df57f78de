"""Write the API's types for TypeScript, from its OpenAPI document.

    python -m infra.api_types --out web/src/jobs/api.d.ts

The file is committed, so that web needs no Python; a test fails when it is not fresh.
"""

import argparse
import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from functions.http.openapi.document import describe_api

_HEAD = """\
// The types of the API. Made by `python -m infra.api_types` from the OpenAPI document, and checked
// for freshness: change the records in functions/ and shared/, then run it again.
//
// Times are RFC 3339 texts. A field that says nothing is absent, never null.
"""
#: Of no use to a program: this description itself, plain text, and what is a `FormData` there.
_LEFT_OUT = frozenset({"OpenApi", "Text", "FormSubmission"})
_PRIMITIVES = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
_PLAIN_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_WIDTH = 96


def render(document: dict[str, JsonValue]) -> str:
    """Return the file's text."""
    schemas = _object(_object(document["components"])["schemas"])
    parts = [
        _declaration(name, _object(schema))
        for name, schema in sorted(schemas.items())
        if name not in _LEFT_OUT
    ]
    return "\n".join([_HEAD, *parts, _declaration("ListQuery", _list_query(document))])


def _list_query(document: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the query of the list as if it were a record."""
    operation = _object(_object(_object(document["paths"])["/api/jobs"])["get"])
    query = [one for one in map(_object, _list(operation["parameters"])) if one["in"] == "query"]
    return {
        "type": "object",
        "description": "What `GET /api/jobs` may be asked for.",
        "properties": {
            str(one["name"]): {**_object(one["schema"]), "description": one["description"]}
            for one in query
        },
    }


def _declaration(name: str, schema: dict[str, JsonValue]) -> str:
    comment = _comment(schema.get("description"), "")
    if "properties" in schema:
        return f"{comment}export interface {name} {_body(schema, '')}\n"
    line = f"export type {name} = {_type(schema, '')};"
    if len(line) > _WIDTH:
        line = line.replace(" = ", " =\n  | ", 1).replace(" | ", "\n  | ").replace("\n \n", "\n")
    return f"{comment}{line}\n"


def _body(schema: dict[str, JsonValue], indent: str) -> str:
    required = _list(schema.get("required", []))
    inner = f"{indent}  "
    lines = ["{"]
    for name, field in _object(schema["properties"]).items():
        form = _object(field)
        key = name if _PLAIN_NAME.fullmatch(name) else json.dumps(name)
        mark = "" if name in required else "?"
        comment = _comment(form.get("description"), inner, is_deprecated="deprecated" in form)
        lines.append(f"{comment}{inner}readonly {key}{mark}: {_type(form, inner)};")
    return "\n".join([*lines, f"{indent}}}"])


def _type(schema: dict[str, JsonValue], indent: str) -> str:  # noqa: PLR0911 -- one for each kind
    """Return the type of a schema."""
    match schema:
        case {"$ref": str(ref)}:
            return ref.rpartition("/")[2]
        case {"const": value}:
            return json.dumps(value)
        case {"enum": list(values)}:
            return " | ".join(json.dumps(value) for value in values)
        case {"allOf": list(parts)}:
            return " & ".join(_type(_object(part), indent) for part in parts)
        case {"oneOf": list(parts)} | {"anyOf": list(parts)}:
            return " | ".join(_type(_object(part), indent) for part in parts)
        case {"type": "array"}:
            return _array(_type(_object(schema.get("items", {})), indent))
        case {"properties": dict()}:
            return _body(schema, indent)
        case {"type": "object"}:
            extra = schema.get("additionalProperties")
            inner = _type(extra, indent) if isinstance(extra, dict) else "unknown"
            return f"Readonly<Record<string, {inner}>>"
        case {"type": str(kind)}:
            return _PRIMITIVES[kind]
        case _:
            return "unknown"


def _array(item: str) -> str:
    return f"readonly ({item})[]" if re.search(r"[|&]", item) else f"readonly {item}[]"


def _comment(text: JsonValue, indent: str, *, is_deprecated: bool = False) -> str:
    if not isinstance(text, str) or not text:
        return ""
    words = f"@deprecated {text}" if is_deprecated else text
    lines = list(_wrapped(words.replace("*/", "* /"), _WIDTH - len(indent)))
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    inside = "".join(f"{indent} * {line}\n" for line in lines)
    return f"{indent}/**\n{inside}{indent} */\n"


def _wrapped(text: str, width: int) -> Iterator[str]:
    for paragraph in text.splitlines():
        yield from textwrap.wrap(paragraph, width - 7) or [""]


def _object(value: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(value, dict):
        raise TypeError("not a JSON object")
    return value


def _list(value: JsonValue) -> list[JsonValue]:
    if not isinstance(value, list):
        raise TypeError("not a JSON list")
    return value


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m infra.api_types")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(render(describe_api()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
