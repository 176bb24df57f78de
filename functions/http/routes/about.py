"""The routes that say what there is: no token is needed."""

from http import HTTPStatus
from typing import Final, Literal

from flask import Response, jsonify

from functions.http.job_types_view import JobTypes, describe_job_types
from functions.http.openapi import page
from functions.http.route import Answer
from functions.http.routing import Group
from shared.core import errors
from shared.core.records import Record
from shared.wiring import Services

GROUP: Final = Group(
    name="About",
    description="What there is to submit, and this description. No token is needed.",
)


class Health(Record):
    """That this function lives."""

    status: Literal["ok"] = "ok"
    revision: str


@GROUP.route("GET /api/job-types")
def list_job_types() -> JobTypes:
    """See what may be submitted.

    Each type with the JSON Schema of its input and its result, and its limits.
    """
    return describe_job_types()


@GROUP.route("GET /api/health")
def get_health(services: Services) -> Health:
    """See whether this function lives.

    It asks no other service, and says which revision answers.
    """
    return Health(revision=services.settings.k_revision)


@GROUP.route(
    "GET /api/openapi.json",
    answers={HTTPStatus.OK: Answer(description="This document.", schema="OpenApi")},
)
def get_open_api() -> Response:
    """Read this description.

    OpenAPI 3.1, made from the models that check the requests.
    """
    # It is made when it is first asked for, and costs no other request anything.
    from functions.http.openapi.document import describe_api

    return jsonify(describe_api())


@GROUP.route(
    "GET /api/docs",
    answers={
        HTTPStatus.OK: Answer(description="The page.", schema="Text", media_types=("text/html",))
    },
)
def get_docs() -> Response:
    """Read this description as a page, and try it.

    Each problem's `type` points into it.
    """
    return page.send("index.html")


@GROUP.route(
    "GET /api/docs/<name>",
    answers={
        HTTPStatus.OK: Answer(description="The file.", schema="Text", media_types=page.MEDIA_TYPES)
    },
    refusals=(HTTPStatus.NOT_FOUND,),
)
def get_docs_part(name: page.Part) -> Response:
    """Read a part of the page.

    Its style, script and picture: nothing is loaded from elsewhere.
    """
    if name not in page.PARTS:
        raise errors.NotFoundError("There is nothing at this path.")
    return page.send(name)
