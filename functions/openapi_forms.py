"""Describe a submission as a form: what `functions.forms` reads.

Each type has a form with its body as JSON in one part; one that needs nothing but texts has
another, with a part for each field.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic import JsonValue

from functions import bodies, forms
from functions.job_types import JobType
from functions.openapi_schemas import Schema, ref
from functions.orders import FILE, TYPE
from shared.job_context import MediaType

#: What a part of a form can say.
_PLAIN: Final = frozenset({"string", "integer", "number"})
#: How the parts are sent.
ENCODING: Final[Schema] = {
    FILE: {"contentType": ", ".join(MediaType)},
    forms.REQUEST: {"contentType": bodies.JSON},
}


def form_submission(
    types: Sequence[JobType], submissions: Mapping[str, str], requests: Mapping[str, Schema]
) -> Schema:
    """Give the form that submits a job.

    Args:
        types: The types that there are.
        submissions: By type, the name of the schema of its body.
        requests: The schemas of the types' own fields, and of what these are made of.
    """
    return {
        "description": "A job to be, as a browser's form or `curl -F` sends it. Either the part"
        f" `{forms.REQUEST}` is what would be the body as JSON, or each field is a part of its own;"
        " an empty one counts as absent. Lists and `options` have no such part. A file comes only"
        " with a type whose `acceptsFile` is true.",
        "anyOf": [
            form for one in types for form in _forms(one, ref(submissions[one.name]), requests)
        ],
    }


def _forms(one: JobType, submission: Schema, requests: Mapping[str, Schema]) -> Iterator[Schema]:
    file: Schema = {FILE: _file()} if one.accepts_file else {}
    yield _form({forms.REQUEST: submission, **file}, [forms.REQUEST])
    own = requests[one.request.__name__]
    properties, required = own.get("properties"), own.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise TypeError("not the schema of a record")
    plain = {name: form for name, form in properties.items() if _is_plain(form, requests)}
    if set(map(str, required)) <= plain.keys():
        kind: Schema = {TYPE: {"const": one.name, "type": "string"}}
        yield _form({**kind, **plain, **file}, [TYPE, *required])


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
        f" {forms.MAX_FILE_BYTES // 1024} KB.",
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
