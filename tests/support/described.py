"""Whether an answer is one that the API's description has, header by header and field by field."""

import json
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from functions.http.openapi.document import describe_api


def undescribed(response: TestResponse, operation_id: str) -> list[str]:
    """Return all in an answer that the description of its operation does not have, in words."""
    document = json.loads(json.dumps(describe_api()))
    answers = _operation(document, operation_id)["responses"]
    answer = answers.get(str(response.status_code))
    if answer is None:
        return [f"{operation_id} is not described with {response.status_code}"]
    answer = _resolved(document, answer)
    return [*_header_faults(document, answer, response), *_body_faults(document, answer, response)]


def _operation(document: Mapping[str, Any], operation_id: str) -> Mapping[str, Any]:
    (found,) = (
        operation
        for methods in document["paths"].values()
        for operation in methods.values()
        if operation["operationId"] == operation_id
    )
    return found  # type: ignore[no-any-return]


def _resolved(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = document
    for name in part.get("$ref", "#").removeprefix("#").split("/")[1:]:
        found = found[name]
    return found if "$ref" in part else part


def _header_faults(
    document: Mapping[str, Any], answer: Mapping[str, Any], response: TestResponse
) -> list[str]:
    found: list[str] = []
    for name, pointer in answer.get("headers", {}).items():
        header = _resolved(document, pointer)
        text = response.headers.get(name)
        if text is None:
            found += [f"{name} is missing"] if header.get("required") else []
            continue
        is_number = header["schema"]["type"] == "integer" and text.isdecimal()
        value = int(text) if is_number else text
        found += [f"{name}: {fault}" for fault in _faults(header["schema"], value, document)]
    return found


def _body_faults(
    document: Mapping[str, Any], answer: Mapping[str, Any], response: TestResponse
) -> list[str]:
    content = answer.get("content")
    if content is None:
        return [f"{response.data!r:.60} is not described"] if response.data else []
    kind = response.mimetype or "nothing"
    if kind not in content:
        return [f"{kind} is not described"]
    body = json.loads(response.data) if kind.endswith("json") else response.text
    return _faults(content[kind]["schema"], body, document)


def _faults(schema: Mapping[str, Any], value: object, document: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a value, in words; `$ref` points into the document."""
    whole = {"components": document["components"], **schema}
    Draft202012Validator.check_schema(whole)
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(whole, format_checker=checker)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
