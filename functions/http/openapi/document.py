"""The OpenAPI 3.1 document: made of the routes that answer and the models that check."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue

from functions.http import views
from functions.http.openapi.names import refuse_namesakes
from functions.http.openapi.operations import describe_operation, path_of
from functions.http.openapi.refusals import explained, refusals
from functions.http.openapi.schemas import Kept, Made, Sent, ref, schemas_of
from functions.http.openapi.submissions import submission_schemas
from functions.http.problems import Problem
from functions.http.request_bodies import Batch, GivenAnswer, submission_models
from functions.http.routes import GROUPS
from functions.job_types import JobType, all_job_types
from functions.requests.schedule_bodies import ScheduleRequest
from functions.requests.submission import TYPE
from shared.core.job import Job
from shared.core.job_history import EndedAttempt

if TYPE_CHECKING:
    from pydantic import BaseModel

_ABOUT: Final = (
    "Background jobs for CareerLens: submit one, follow it, read its result.\n\n"
    "Send your Firebase ID token as a bearer token. A job of another user is answered like one"
    " that does not exist. Whatever is refused is answered with a problem document (RFC 9457)"
    " whose `code` is for programs and whose `detail` is for people; its `type` leads to what it"
    " means and what to do. A field that says nothing is absent, never null."
)
_BEARER: Final = {"type": "http", "scheme": "bearer", "description": "A Firebase ID token."}
_ROUTES: Final = [(group, route) for group in GROUPS for route in group.routes]
#: What is sent besides what the routes return.
_ANSWERS: Final = (Job, EndedAttempt, views.JobFile, Problem)
#: What is no record.
_FIXED: Final[JsonSchemaValue] = {
    "File": {"type": "string", "format": "binary"},
    "Text": {"type": "string"},
    "OpenApi": {"type": "object", "properties": {"openapi": {"type": "string"}}},
}


def describe_api() -> JsonSchemaValue:
    """Return the OpenAPI document."""
    return _document(tuple(all_job_types().values()))


# The types of a process do not change; tests have some of their own now and then.
@lru_cache(maxsize=2)
def _document(types: tuple[JobType, ...]) -> JsonSchemaValue:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "CareerLens jobs",
            "version": "1.0.0",
            "description": f"{_ABOUT}\n\n{explained()}",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"idToken": []}],
        "tags": [{"name": group.name, "description": group.description} for group in GROUPS],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"idToken": _BEARER},
            "responses": refusals(),
            "schemas": _schemas(types),
        },
    }


def _paths() -> JsonSchemaValue:
    paths: JsonSchemaValue = {}
    links = {name: _links(name) for name in ("job_id", "schedule_id")}
    for group, route in _ROUTES:
        methods = paths.setdefault(path_of(route), {})
        methods[route.method.lower()] = describe_operation(route, group.name, links)
    return paths


def _links(parameter: str) -> JsonSchemaValue:
    """Return what may be asked next of what an answer names."""
    given = {to_camel(parameter): f"$response.body#/{to_camel(parameter)}"}
    names = [to_camel(route.name) for _, route in _ROUTES if parameter in route.parameters]
    return {name: {"operationId": name, "parameters": given} for name in names}


def _schemas(types: Sequence[JobType]) -> JsonSchemaValue:
    answers = [answer.schema for _, route in _ROUTES for answer in route.answers.values()]
    records = [one for one in answers if isinstance(one, type)]
    made = schemas_of([*_ANSWERS, *records], Made, "serialization")
    hidden = {Job.model_fields[name].alias for name in views.INTERNAL_FIELDS}
    made["Job"]["required"] = [name for name in made["Job"]["required"] if name not in hidden]
    for name in hidden:
        del made["Job"]["properties"][name]
    made["Job"]["properties"][views.WAITING] = views.WAITING_SCHEMA
    made["Job"]["properties"][views.REUSED] = views.REUSED_SCHEMA
    bodies = [route.body for _, route in _ROUTES if route.body]
    forms = [form for one in types for form in one.forms]
    models = [model for one in types for model in (one.request, *submission_models(one))]
    models += forms
    results = [one.result for one in types]
    everything: list[type[BaseModel]] = [*_ANSWERS, *records, *bodies, *models, *results]
    sent = schemas_of([*bodies, *models], Sent, "validation")
    jobs = sent[Batch.__name__]["properties"]["jobs"]
    jobs.update({"items": ref("Submission"), "uniqueItems": True})
    repeated = sent[ScheduleRequest.__name__]["properties"]
    repeated[TYPE] |= {"enum": [one.name for one in types]}
    if forms:
        answer = sent[GivenAnswer.__name__]["properties"]
        described = {"description": answer["value"]["description"]}
        answer["value"] = described | {"anyOf": [ref(form.__name__) for form in forms]}
    kept = schemas_of(results, Kept, "serialization")
    fixed = {**submission_schemas(types, sent), **_FIXED}
    refuse_namesakes(everything, fixed)
    schemas = {**kept, **sent, **made, **fixed}
    return dict(sorted(schemas.items()))
