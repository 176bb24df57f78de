"""Describe a submission as a form: what `functions.http.multipart` reads.

Each type has a form with its body as JSON in one part; one that needs nothing but texts has
another, with a part for each field.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic import JsonValue

from functions.http import bodies, multipart
from functions.job_types import JobType
from functions.openapi_schemas import Schema, ref, require, without
from functions.requests.submission import FILE, TYPE
from shared.handler.job_context import MediaType

#: What a part of a form can say.
_PLAIN: Final = frozenset({"string", "integer", "number"})
#: How the parts are sent.
ENCODING: Final[Schema] = {
    FILE: {"contentType": ", ".join(MediaType)},
    multipart.REQUEST: {"contentType": bodies.JSON},
}


def form_submission(
    types: Sequence[JobType], names: Mapping[str, str], requests: Mapping[str, Schema]
) -> Schema:
    """Return the form that submits a job.

    Args:
        types: The types that there are.
        names: By type, what the names of its schemas begin with.
        requests: The schemas of the types' own fields, and of what these are made of.
    """
    return {
        "description": "A job to be, as a browser's form or `curl -F` sends it. Either the part"
        f" `{multipart.REQUEST}` is what would be the body as JSON, or each field is a part of its"
        " own; an empty one counts as absent. Lists and `options` have no such part. A file comes"
        " only with a type whose `acceptsFile` is true.",
        "anyOf": [form for one in types for form in _forms(one, names[one.name], requests)],
    }


def _forms(one: JobType, name: str, requests: Mapping[str, Schema]) -> Iterator[Schema]:
    """Return the forms of a type, with and without a file."""
    own, body = requests[one.request.__name__], ref(f"{name}Submission")
    if one.file_replaces is None:
        for form in _both_forms(one, body, own, requests):
            yield _with_file(form, []) if one.accepts_file else form
        return
    yield from _both_forms(one, body, require(own, one.file_replaces), requests)
    beside, rest = ref(f"{name}FileSubmission"), without(own, [one.file_replaces])
    for form in _both_forms(one, beside, rest, requests):
        yield _with_file(form, [FILE])


def _both_forms(
    one: JobType, body: Schema, own: Schema, requests: Mapping[str, Schema]
) -> Iterator[Schema]:
    """Return the form whose one part is the body, and if it can be, the one with a part a field."""
    yield _form({multipart.REQUEST: body}, [multipart.REQUEST])
    properties, required = own.get("properties"), own.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise TypeError("not the schema of a record")
    plain = {name: form for name, form in properties.items() if _is_plain(form, requests)}
    if set(map(str, required)) <= plain.keys():
        yield _form({TYPE: {"const": one.name, "type": "string"}, **plain}, [TYPE, *required])


def _with_file(form: Schema, needed: list[JsonValue]) -> Schema:
    properties, required = form["properties"], form["required"]
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise TypeError("not a form")
    return _form({**properties, FILE: _file()}, [*required, *needed])


def _form(properties: Schema, required: list[JsonValue]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _file() -> Schema:
    return {
        "type": "string",
        "contentMediaType": "application/octet-stream",
        "description": "A PDF, a Word document (.docx) or a plain text of up to"
        f" {multipart.MAX_FILE_BYTES // 1024} KB.",
    }


def _is_plain(form: JsonValue, requests: Mapping[str, Schema]) -> bool:
    """Whether a field's value can be a text, or may be absent."""
    match form:
        case {"$ref": str(name)}:
            return _is_plain(requests[name.rpartition("/")[2]], requests)
        case {"anyOf": list(choices)}:
            others = [one for one in choices if one != {"type": "null"}]
            return all(_is_plain(one, requests) for one in others)
        case {"type": str(kind)}:
            return kind in _PLAIN
        case _:
            return False
