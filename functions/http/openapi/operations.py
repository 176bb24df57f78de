"""A route as an operation of OpenAPI: its parameters, its body, and all that it can answer."""

import re
from inspect import getdoc
from typing import Final

from pydantic import TypeAdapter
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue

from functions.http import bodies, multipart
from functions.http.openapi.refusals import component_name
from functions.http.openapi.schemas import fields_of, ref
from functions.http.openapi.submissions import ENCODING
from functions.http.route import Answer, Route

_VARIABLE: Final = re.compile(r"<(\w+)>")


def path_of(route: Route) -> str:
    """Return a route's path as OpenAPI writes it."""
    return _VARIABLE.sub(lambda found: f"{{{to_camel(found[1])}}}", route.path)


def describe_operation(route: Route, tag: str, links: JsonSchemaValue) -> JsonSchemaValue:
    """Describe one method of one path; `links` are what may be asked next, by what is named."""
    summary, _, description = (getdoc(route.view) or "").partition("\n\n")
    made: JsonSchemaValue = {
        "operationId": to_camel(route.name),
        "tags": [tag],
        "summary": summary.removesuffix("."),
        "description": description.replace("\n", " "),
        "parameters": _parameters(route),
        "responses": _responses(route, links),
    }
    if not route.needs_user:
        made["security"] = []
    if content := _body(route):
        made["requestBody"] = {"required": not route.is_body_optional, "content": content}
    return made


def _parameters(route: Route) -> list[JsonSchemaValue]:
    given: list[JsonSchemaValue] = []
    for name in _VARIABLE.findall(route.path):
        schema = TypeAdapter(route.parameters[name].annotation).json_schema()
        told = {"description": schema.pop("description"), "required": True, "schema": schema}
        given.append({"name": to_camel(name), "in": "path", **told})
    for place, models in {"query": [route.query], "header": route.reads}.items():
        for name, one in (pair for model in models if model for pair in fields_of(model).items()):
            given.append({"name": name, "in": place, **one})
    return given


def _body(route: Route) -> JsonSchemaValue:
    if route.takes_submission:
        form = {"schema": ref("FormSubmission"), "encoding": ENCODING}
        return {bodies.JSON: {"schema": ref("Submission")}, multipart.FORM: form}
    return {bodies.JSON: {"schema": ref(route.body.__name__)}} if route.body else {}


def _responses(route: Route, links: JsonSchemaValue) -> JsonSchemaValue:
    answers = {status: _answer(one, links) for status, one in route.answers.items()}
    for status in sorted(route.refused):
        answers[status] = {"$ref": f"#/components/responses/{component_name(status)}"}
    return {str(int(status)): answer for status, answer in answers.items()}


def _answer(answer: Answer, links: JsonSchemaValue) -> JsonSchemaValue:
    made: JsonSchemaValue = {
        "description": answer.description,
        "headers": fields_of(answer.headers),
    }
    if name := answer.schema_name:
        made["content"] = {kind: {"schema": ref(name)} for kind in answer.media_types}
    if answer.leads_to:
        made["links"] = links[answer.leads_to]
    return made
