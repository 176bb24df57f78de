"""What belongs to a type of job: what it is submitted with, as JSON and as a form, and its job."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic.json_schema import JsonSchemaValue

from functions.http import bodies, multipart, request_bodies, views
from functions.http.openapi.schemas import ref
from functions.job_types import JobType
from functions.requests.submission import FILE, TYPE
from shared.core.files import MediaType

#: How the parts of a form are sent.
ENCODING: Final[JsonSchemaValue] = {
    FILE: {"contentType": ", ".join(MediaType)},
    multipart.REQUEST: {"contentType": bodies.JSON},
}
#: An empty one is what a browser sends for a file that was not chosen.
_FILE: Final[JsonSchemaValue] = {
    "type": "string",
    "contentMediaType": "application/octet-stream",
    "minLength": 1,
    "description": "A PDF, a Word document (.docx) or a plain text of up to"
    f" {multipart.MAX_FILE_BYTES // 1024} KB.",
}
_FORM: Final[JsonSchemaValue] = {"type": "object", "additionalProperties": False}
_ABOUT_FORMS: Final = (
    "A job to be, as a browser's form or `curl -F` sends it. Either the part"
    f" `{multipart.REQUEST}` is what would be the body as JSON, or each field is a part of its"
    " own; an empty one counts as absent. Numbers, lists and `options` have no such part. A file"
    " comes only with a type whose `acceptsFile` is true."
)


def submission_schemas(
    types: Sequence[JobType], sent: Mapping[str, JsonSchemaValue]
) -> dict[str, JsonSchemaValue]:
    """Return what any job is submitted with and read as, one of what each type has."""
    forms = [form for one in types for form in _forms(one, sent)]
    file = {FILE: _FILE} if any(one.accepts_file for one in types) else {}
    return {
        **{f"{request_bodies.pascal(one)}Job": _details(one) for one in types},
        "Submission": _one_of(types, "Submission", "A job to be: `type` decides which."),
        "JobDetails": _one_of(types, "Job", "A job with all that belongs to it."),
        # The file is named once more for readers that do not look into each form.
        "FormSubmission": {"description": _ABOUT_FORMS, "anyOf": forms, "properties": file},
    }


def _details(one: JobType) -> JsonSchemaValue:
    more: JsonSchemaValue = {
        TYPE: {"const": one.name, "type": "string"},
        "input": {**ref(one.request.__name__), "description": "What was asked."},
        **({"file": ref("JobFile")} if one.accepts_file else {}),
        "result": {**ref(one.result.__name__), "description": "Once it has succeeded."},
        "attempts": {"type": "array", "items": ref("EndedAttempt")},
        **({views.QUESTION_CONTEXT: views.QUESTION_CONTEXT_SCHEMA} if one.forms else {}),
    }
    return {"allOf": [ref("Job"), {"type": "object", "properties": more, "required": [TYPE]}]}


def _one_of(types: Sequence[JobType], ending: str, description: str) -> JsonSchemaValue:
    refs = {one.name: ref(f"{request_bodies.pascal(one)}{ending}") for one in types}
    mapping = {name: pointer["$ref"] for name, pointer in refs.items()}
    chosen = {"propertyName": TYPE, "mapping": mapping}
    return {"description": description, "oneOf": list(refs.values()), "discriminator": chosen}


def _forms(one: JobType, sent: Mapping[str, JsonSchemaValue]) -> Iterator[JsonSchemaValue]:
    """Return the forms of a type: its body in one part, and where texts can say it, in many."""
    for model in request_bodies.submission_models(one):
        is_beside = model.__name__.endswith(request_bodies.BESIDE_FILE)
        may_have_file = is_beside or (one.accepts_file and one.file_replaces is None)
        files, needed = {FILE: _FILE} if may_have_file else {}, [FILE] if is_beside else []
        whole = {multipart.REQUEST: ref(model.__name__)}
        yield {**_FORM, "properties": whole | files, "required": [multipart.REQUEST, *needed]}
        body = sent[model.__name__]
        plain = {name: form for name, form in body["properties"].items() if _is_plain(form, sent)}
        if set(body["required"]) <= plain.keys():
            required = [*body["required"], *needed]
            yield {**_FORM, "properties": plain | files, "required": required}


def _is_plain(form: JsonSchemaValue, sent: Mapping[str, JsonSchemaValue]) -> bool:
    """Whether a field's value can be a text: what a part of a form says, and no number."""
    if "$ref" in form:
        return _is_plain(sent[form["$ref"].rpartition("/")[2]], sent)
    kinds = [one for one in form.get("anyOf", ()) if one != {"type": "null"}]
    return form.get("type") == "string" or (bool(kinds) and all(_is_plain(k, sent) for k in kinds))
