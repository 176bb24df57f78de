"""Describe the API for machines: OpenAPI 3.1, made from the models that check the requests.

Nothing is written twice: fields and limits come from the records, types of jobs from their
registry, codes from the error tree. What is written here and in `openapi_routes` is what only a
person can say.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from functions import openapi_routes
from functions.http import views
from functions.http.request_bodies import Batch, RetryRequest
from functions.job_types import JobType, all_job_types
from functions.openapi_forms import form_submission
from functions.openapi_schemas import (
    Schema,
    answer_schemas,
    job_schemas,
    ref,
    request_schemas,
    require,
    without,
)
from functions.operators import bulk
from functions.requests import list_jobs
from functions.requests.erase import Erasure
from functions.requests.submission import OPTIONS, TYPE, USER_ID, Options
from shared.core.errors import ErrorCode
from shared.core.job import EndedAttempt, Job

_VERSION: Final = "1.0.0"
_ABOUT: Final = (
    "Background jobs for CareerLens: submit one, follow it, read its result.\n\n"
    "Send your Firebase ID token as a bearer token. A job of somebody else is answered like one"
    " that does not exist. Whatever is refused is answered with a problem document (RFC 9457)"
    " whose `code` is for programs and whose `detail` is for people; its `type` leads to what it"
    " means and what to do."
)


def describe_job_types() -> dict[str, JsonValue]:
    """Return each job type with the JSON Schema of its input and result, and its limits."""
    return _job_types(tuple(all_job_types().values()))


def describe_api() -> dict[str, JsonValue]:
    """Return the OpenAPI document."""
    return _document(tuple(all_job_types().values()))


# The types of a process do not change; tests have some of their own now and then.
@lru_cache(maxsize=2)
def _job_types(types: tuple[JobType, ...]) -> dict[str, JsonValue]:
    return {
        "jobTypes": [
            {
                "type": one.name,
                "title": one.title,
                "input": one.request.model_json_schema(by_alias=True),
                "result": one.result.model_json_schema(by_alias=True, mode="serialization"),
                "maxAttempts": one.retry.max_attempts,
                "timeLimitSeconds": one.time_limit.total_seconds(),
                "acceptsFile": one.accepts_file,
                **({"fileReplaces": one.file_replaces} if one.file_replaces else {}),
            }
            for one in types
        ]
    }


@lru_cache(maxsize=2)
def _document(types: tuple[JobType, ...]) -> dict[str, JsonValue]:
    paths: dict[str, JsonValue] = {}
    for operation in openapi_routes.OPERATIONS:
        path = paths.setdefault(operation.path, {})
        if isinstance(path, dict):
            path[operation.method] = operation.to_json()
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "CareerLens jobs",
            "version": _VERSION,
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/", "description": "Where this document comes from."}],
        "security": [{"idToken": []}],
        "tags": [
            {"name": name, "description": words} for name, words in openapi_routes.TAGS.items()
        ],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "idToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "A Firebase ID token.",
                }
            },
            "parameters": {**openapi_routes.all_parameters(), **_query()},
            "headers": openapi_routes.all_headers(),
            "responses": openapi_routes.refusals(),
            "schemas": _schemas(types),
        },
    }


def _query() -> Schema:
    """Return a parameter for each field of the list's wish."""
    forms = request_schemas([list_jobs.ListJobsQuery, bulk.OperatorFilter])
    properties = _object(forms["ListJobsQuery"]["properties"])
    only_operators = _object(forms["OperatorFilter"]["properties"])["code"]
    return {
        name[0].upper() + name[1:]: {
            "name": name,
            "in": "query",
            "description": _object(schema).get("description", ""),
            "schema": _without_null(_object(schema)),
        }
        for name, schema in {**properties, "code": only_operators}.items()
    }


def _without_null(schema: Schema) -> Schema:
    """Return a schema for a query, which has no null: a field is there or is not."""
    kept = {name: part for name, part in schema.items() if name not in {"anyOf", "description"}}
    options = schema.get("anyOf")
    if kept.get("default", "") is None:
        del kept["default"]
    if isinstance(options, list):
        (only,) = (one for one in map(_object, options) if one.get("type") != "null")
        kept = {**only, **kept}
    return kept


def _schemas(types: tuple[JobType, ...]) -> Schema:
    requests = request_schemas(
        [
            *(list_jobs.ListJobsQuery, Options, RetryRequest, Batch),
            *(bulk.BulkRetryRequest, bulk.BulkCancelRequest),
            *(one.request for one in types),
        ]
    )
    del requests["ListJobsQuery"]
    files = [views.JobFile] if any(one.accepts_file for one in types) else []
    job_documents = job_schemas([Job, EndedAttempt, Erasure, *_OPERATE, *files])
    job_documents["Job"] = _public_job(job_documents["Job"])
    made: Schema = {**answer_schemas([one.result for one in types]), **job_documents, **requests}
    made["Batch"] = _batch(requests["Batch"])
    for one in types:
        made[f"{_pascal(one.name)}Submission"] = _submission(one, requests)
        if one.file_replaces is not None:
            made[f"{_pascal(one.name)}FileSubmission"] = _beside_file(one, requests)
        made[f"{_pascal(one.name)}Job"] = _details(one)
    made["Submission"] = _one_of(
        types, "Submission", "A job to be: what `type` says decides which."
    )
    made["FormSubmission"] = form_submission(
        types, {one.name: _pascal(one.name) for one in types}, requests
    )
    made["JobDetails"] = _one_of(types, "Job", "A job with all that belongs to it.")
    return {**made, **_FIXED, "Problem": _problem()}


#: What operators are answered with.
_OPERATE: Final = (bulk.OperatorOverview, bulk.OperatorJobPage, bulk.OperatorOutcome)


def _public_job(job_document: Schema) -> Schema:
    """Return the job document's schema without what the machinery steers by."""
    hidden = {str(Job.model_fields[name].alias) for name in views.INTERNAL_FIELDS}
    return {
        **without(job_document, hidden),
        "description": "A job's document: what lists and progress bars show. A field that says"
        " nothing is absent, never null.",
    }


def _submission(one: JobType, requests: Mapping[str, Schema]) -> Schema:
    """Return the body that submits a job of that type: its own fields, and ours."""
    own = requests[one.request.__name__]
    required = own.get("required", [])
    if one.file_replaces is not None:
        own = require(own, one.file_replaces)
        required = own["required"]
    made: Schema = {
        "type": "object",
        "title": one.title,
        "description": f"A {one.title.lower()}. {own.get('description', '')}".strip(),
        "properties": {
            TYPE: {"const": one.name, "type": "string", "description": "What kind of job."},
            **_object(own["properties"]),
            OPTIONS: {
                "anyOf": [ref("Options"), {"type": "null"}],
                "description": "How it shall be run.",
            },
            USER_ID: {
                "type": "string",
                "deprecated": True,
                "description": "Old clients name the owner; it can only be you.",
            },
        },
        "required": [TYPE, *(required if isinstance(required, list) else [])],
        "additionalProperties": False,
    }
    examples = own.get("examples")
    if isinstance(examples, list):
        made["examples"] = [{TYPE: one.name, **_object(example)} for example in examples]
    return made


def _beside_file(one: JobType, requests: Mapping[str, Schema]) -> Schema:
    """Return the body that comes with a file, which stands for one of its fields."""
    body = without(_submission(one, requests), [one.file_replaces or ""])
    body.pop("examples", None)
    return {**body, "description": f"A {one.title.lower()} of a file that comes with it."}


def _details(one: JobType) -> Schema:
    """Return what reading a job of that type is answered with."""
    more: Schema = {
        TYPE: {"const": one.name, "type": "string"},
        "input": {**ref(one.request.__name__), "description": "What was asked."},
        **({"file": ref("JobFile")} if one.accepts_file else {}),
        "result": {**ref(one.result.__name__), "description": "Once it has succeeded."},
        "attempts": {
            "type": "array",
            "items": ref("EndedAttempt"),
            "description": "The attempts that have ended, the first one first.",
        },
    }
    return {
        "title": one.title,
        "allOf": [ref("Job"), {"type": "object", "properties": more, "required": [TYPE]}],
    }


def _one_of(types: tuple[JobType, ...], ending: str, description: str) -> Schema:
    names = {one.name: f"{_pascal(one.name)}{ending}" for one in types}
    return {
        "description": description,
        "oneOf": [ref(name) for name in names.values()],
        "discriminator": {
            "propertyName": TYPE,
            "mapping": {kind: str(ref(name)["$ref"]) for kind, name in names.items()},
        },
    }


def _batch(form: Schema) -> Schema:
    jobs = _object(_object(form["properties"])["jobs"])
    properties: Schema = {"jobs": {**jobs, "items": ref("Submission"), "uniqueItems": True}}
    return {**form, "properties": properties}


def _problem() -> Schema:
    violation: Schema = {
        "type": "object",
        "properties": {
            "field": {
                "type": "string",
                "description": "The field as you wrote it, dotted: `options.tags.3`. Empty for"
                " the whole body.",
            },
            "message": {"type": "string", "description": "What is wrong with it."},
        },
        "required": ["field", "message"],
    }
    return {
        "type": "object",
        "description": "Why a request was not done (RFC 9457).",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "Where the code is explained.",
            },
            "title": {"type": "string", "description": "The status in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string", "description": "One sentence for a person."},
            "code": {**ref("ErrorCode"), "description": "For programs to go by."},
            "requestId": {"type": "string", "description": "This request's name in our log."},
            "violations": {
                "type": "array",
                "items": violation,
                "description": "Each field that is wrong.",
            },
        },
        "required": ["type", "title", "status", "detail", "code", "requestId"],
        "examples": [
            {
                "type": f"/api/docs#{ErrorCode.INVALID_ARGUMENT}",
                "title": "Bad Request",
                "status": 400,
                "detail": "The request is not valid.",
                "code": str(ErrorCode.INVALID_ARGUMENT),
                "requestId": "5f0c2a9be1d34c77",
                "violations": [{"field": "targetRole", "message": "Field required"}],
            }
        ],
    }


def _list_of_jobs(description: str, **more: JsonValue) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": {"jobs": {"type": "array", "items": ref("Job")}, **more},
        "required": ["jobs"],
    }


_TEXT: Final[Schema] = {"type": "string"}
_ANY_SCHEMA: Final[Schema] = {"type": "object", "description": "A JSON Schema (2020-12)."}
#: What is so small that it is no record of its own.
_FIXED: Final[Schema] = {
    "Jobs": _list_of_jobs("The jobs of a batch, in its order."),
    "JobPage": _list_of_jobs(
        "A part of a list, newest first.",
        nextCursor={
            "type": "string",
            "description": "Send it as `cursor` for the next page. Absent on the last one.",
        },
    ),
    "Health": {
        "type": "object",
        "description": "That a function lives.",
        "properties": {"status": {"type": "string", "const": "ok"}, "revision": _TEXT},
        "required": ["status", "revision"],
    },
    "JobTypes": {
        "type": "object",
        "description": "What may be submitted.",
        "properties": {"jobTypes": {"type": "array", "items": ref("JobType")}},
        "required": ["jobTypes"],
    },
    "JobType": {
        "type": "object",
        "description": "A type of job.",
        "properties": {
            "type": {"type": "string", "description": "What a submission says."},
            "title": {"type": "string", "description": "What a person calls it."},
            "input": _ANY_SCHEMA,
            "result": _ANY_SCHEMA,
            "maxAttempts": {
                "type": "integer",
                "minimum": 1,
                "description": "How many attempts there are: 3 means two retries.",
            },
            "timeLimitSeconds": {
                "type": "number",
                "description": "One attempt takes no longer than this.",
            },
            "acceptsFile": {
                "type": "boolean",
                "description": "Whether a file may come with it, as a form.",
            },
            "fileReplaces": {
                "type": "string",
                "description": "The field of the input that such a file stands for.",
            },
        },
        "required": [
            "type",
            "title",
            "input",
            "result",
            "maxAttempts",
            "timeLimitSeconds",
            "acceptsFile",
        ],
    },
    "OpenApi": {
        "type": "object",
        "description": "An OpenAPI document.",
        "properties": {"openapi": _TEXT},
        "required": ["openapi"],
    },
    "Text": _TEXT,
}


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def _object(value: JsonValue) -> Schema:
    """Return a value that is an object, as one."""
    if not isinstance(value, dict):
        raise TypeError("not a JSON object")
    return value
