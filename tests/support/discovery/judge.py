"""Compare a REST request with the service's discovery document: paths, parameters, and the body.

A field that the document lacks, one that it requires and the request lacks, and a value of another
type are faults; a service that gets one answers 400, or forgets it in silence.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

FILE = Path(__file__).with_name("documents.json")
_PART = re.compile(r"\\{(\\\+)?\w+\\}")
_WHOLE = {"int32", "int64", "uint32", "uint64"}

#: What Google's own clients send, the services take, and no document says: of google-genai 3.4,
#: that a stream is asked for as events; of google-cloud-bigquery 3.47, that a job is asked for in
#: full, that an upload names no source, and that a parameter's number is a number.
KNOWN = frozenset(
    {
        ("aiplatform.v1beta1", '?alt: "sse" is none of json, media, proto'),
        ("bigquery.v2", "configuration.load.sourceUris is missing"),
        ("bigquery.v2", "there is no ?projection"),
    }
)
_NUMBER = re.compile(
    r"configuration\.query\.queryParameters\[\]\.parameterValue\.value: [\d.]+ is.*"
)

Json = Mapping[str, Any]


@cache
def documents() -> Mapping[str, Json]:
    """Return each document by its name and version, such as `bigquery.v2`."""
    found: dict[str, Json] = json.loads(FILE.read_bytes())
    del found["source"]
    return found


def faults(name: str, verb: str, url: str, body: object = None) -> list[str]:
    """Return, in a sentence each, what a service would not understand about a request.

    Args:
        name: Which document, such as `bigquery.v2`.
        verb: The method of HTTP.
        url: The address, or its path and query.
        body: What was sent, if it was JSON.
    """
    document, parts = documents()[name], urlsplit(url)
    method = _method(document, verb, parts.path)
    if method is None:
        return [f"{name} has no {verb} {parts.path}"]
    query = _read(parse_qsl(parts.query, keep_blank_values=True), method["query"])
    found = [*_of_object(query, method["query"], document["schemas"], "?")]
    if method["request"]:
        found += _of_value(body, {"$ref": method["request"]}, document["schemas"], "")
    elif body:
        found.append("there is a body, and none is taken")
    return [each for each in found if (name, each) not in KNOWN and not _NUMBER.fullmatch(each)]


def _method(document: Json, verb: str, path: str) -> Json | None:
    for method in document["methods"].values():
        forms = (_form(document["root"], each) for each in method["paths"])
        if method["verb"] == verb and any(form.fullmatch(unquote(path)) for form in forms):
            found: Json = method
            return found
    return None


@cache
def _form(root: str, path: str) -> re.Pattern[str]:
    """Return the form of a path with parts to fill in; `{+name}` may hold slashes."""
    escaped = re.escape(path if path.startswith(("upload", "resumable")) else root + path)
    return re.compile("/" + _PART.sub(lambda part: ".+" if part[1] else "[^/]+", escaped))


def _read(pairs: list[tuple[str, str]], taken: Json) -> dict[str, object]:
    """Return a query's values as what they are written to be."""
    types = {name.rstrip("!"): each.get("type") for name, each in taken.items()}
    return {
        name: json.loads(value) if types.get(name) in {"boolean", "integer"} else value
        for name, value in pairs
    }


def _of_value(value: object, schema: Json, schemas: Json, where: str) -> Iterator[str]:
    """Judge one value; null is as good as absent."""
    if value is None and where:
        return
    if "$ref" in schema or "properties" in schema:
        taken = schemas[schema["$ref"]] if "$ref" in schema else schema["properties"]
        if isinstance(value, dict):
            yield from _of_object(value, taken, schemas, where)
        else:
            yield f"{where or 'the body'} is no object"
    elif not _fits(value, schema):
        yield f"{where}: {json.dumps(value)} is no {schema.get('format', schema.get('type'))}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {json.dumps(value)} is none of {', '.join(schema['enum'])}"
    elif isinstance(value, list):
        for each in value:
            yield from _of_value(each, schema.get("items", {}), schemas, f"{where}[]")
    elif isinstance(value, dict) and "values" in schema:
        for each in value.values():
            yield from _of_value(each, schema["values"], schemas, f"{where}.*")


def _of_object(value: Json, taken: Json, schemas: Json, where: str) -> Iterator[str]:
    known = {name.rstrip("!"): schema for name, schema in taken.items()}
    value = {_named(name, known): each for name, each in value.items()}
    before = f"{where}." if where not in {"", "?"} else where
    for name in sorted(value.keys() - known.keys()) if known else ():
        yield f"there is no {before}{name}"
    for name in sorted(taken):
        if name.endswith("!") and value.get(name[:-1]) is None:
            yield f"{before}{name[:-1]} is missing"
    for name in value.keys() & known.keys():
        yield from _of_value(value[name], known[name], schemas, f"{before}{name}")


def _named(name: str, known: Json) -> str:
    """Return a field's name in JSON; the services take the name of its definition, too."""
    in_json = re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)
    return in_json if name not in known and in_json in known else name


#: By a type of the documents, what Python reads of it.
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "string": str,
}


def _fits(value: object, schema: Json) -> bool:
    """Whether a value has a schema's type; a number of 64 bits may be a text, and is one there."""
    kind = schema.get("type", "any")
    if kind == "string" and schema.get("format") in _WHOLE:
        return re.fullmatch(r"-?\d+", str(value)) is not None
    if isinstance(value, bool):
        return kind in {"boolean", "any"}
    return isinstance(value, _TYPES.get(kind, object))
