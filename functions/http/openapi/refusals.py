"""What each refusal means: the docstrings of the error classes say it, and what to do about it."""

from collections.abc import Iterator
from http import HTTPStatus
from inspect import getdoc
from typing import Final

from pydantic.json_schema import JsonSchemaValue

from functions.http import header_fields, problems
from functions.http.openapi.schemas import fields_of, ref
from shared.core.errors import ErrorCode, JobsError
from shared.core.records import Record

_HEADERS: Final[dict[HTTPStatus, type[Record]]] = {
    HTTPStatus.UNAUTHORIZED: header_fields.Unauthenticated,
    HTTPStatus.TOO_MANY_REQUESTS: header_fields.Later,
}


def component_name(status: HTTPStatus) -> str:
    """Return the name that a refusal with that status has in the document."""
    return status.phrase.title().replace(" ", "")


def refusals() -> JsonSchemaValue:
    """Return what each status means that a request is refused with."""
    meanings: dict[HTTPStatus, str] = {}
    for (status, code), error in _errors().items():
        words = f"`{code}`: {(getdoc(error) or '').splitlines()[0]}"
        meanings[status] = f"{meanings[status]} {words}" if status in meanings else words
    return {
        component_name(status): {
            "description": words,
            "headers": fields_of(_HEADERS.get(status, header_fields.Answered)),
            "content": {problems.MEDIA_TYPE: {"schema": ref("Problem")}},
        }
        for status, words in meanings.items()
    }


def explained() -> str:
    """Return what each code means and what to do, in Markdown: a problem's `type` leads there."""
    errors, parts = _errors(), ["<details><summary>Problems</summary>"]
    for code in ErrorCode:
        statuses = ", ".join(str(int(status)) for status, its_code in errors if its_code == code)
        parts.append(f'<h3 id="{code}">{code} ({statuses})</h3>')
        parts.append(getdoc(errors[problems.STATUS[code], code]) or "")
    return "\n\n".join([*parts, "</details>"])


def _errors() -> dict[tuple[HTTPStatus, ErrorCode], type[JobsError]]:
    """Return the class that says what an answer means: the first with that status and code."""
    found: dict[tuple[HTTPStatus, ErrorCode], type[JobsError]] = {}
    for error in _below(JobsError):
        found.setdefault((problems.status_of(error), error.code), error)
    return found


def _below(error: type[JobsError]) -> Iterator[type[JobsError]]:
    for one in error.__subclasses__():
        yield from (one, *_below(one))
