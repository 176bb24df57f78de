"""The HTTP API: unpack the request, call the moment, pack the answer.

    POST /api/jobs               accept a job
    GET  /api/jobs/{id}          card, input and result
    GET  /api/jobs/{id}/status   the card alone, for polling
    POST /api/jobs/{id}/cancel   cancel it
    POST /api/jobs/{id}/retry    run a failed or cancelled one once more
    GET  /api/health             whether this function lives, and its revision

Every answer that is not a success is a problem document. A job of somebody else is answered like
one that does not exist: ids are not confirmed.
"""

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from flask import Flask, Request, Response, jsonify, request
from pydantic import JsonValue
from pydantic_core import from_json
from werkzeug.exceptions import HTTPException

from functions import cancel, orders, problems, resubmit, submit
from functions.own_jobs import find_own_job
from shared import errors, job_store
from shared.job import Job
from shared.records import Record
from shared.users import User
from shared.wiring import Services

if TYPE_CHECKING:
    from flask.json.provider import DefaultJSONProvider

log = logging.getLogger(__name__)

#: A body of JSON may be this large; refused by its announced length, before it is read.
MAX_BODY_BYTES = 256 * 1024
_CORS_HEADERS = "Authorization, Content-Type, Idempotency-Key, X-Firebase-AppCheck"
_CORS_MAX_AGE_SECONDS = "3600"
#: What the machinery steers by is nobody's business outside.
_INTERNAL_FIELDS = {
    "dispatch",
    "lease_id",
    "lease_expires_at",
    "check_at",
    "steps_void_until",
}


class RetryWish(Record):
    """The body of a retry."""

    #: The type's own fields, if they shall be others.
    input: dict[str, JsonValue] | None = None
    #: Whether what was paid for is kept.
    keep_steps: bool = True


def create_app(services: Services) -> Flask:
    """Make the web application behind the function `api`."""
    app = Flask(__name__, static_folder=None)
    # The fields of a result stand in an order that people read them in.
    cast("DefaultJSONProvider", app.json).sort_keys = False
    _add_routes(app, services)
    app.register_error_handler(HTTPException, problems.answer_to)
    app.register_error_handler(Exception, problems.answer_to)
    app.before_request(_answer_preflight)
    app.after_request(lambda response: _add_headers(services, response))
    return app


def _add_routes(app: Flask, services: Services) -> None:
    @app.post("/api/jobs")
    def create_job() -> Response:
        user = _user(services)
        return _answer_submission(
            submit.submit_job(
                services,
                user,
                _json_object(request),
                idempotency_key=request.headers.get("Idempotency-Key"),
            )
        )

    @app.post("/api/jobs/<path:job_id>/cancel")
    def cancel_job(job_id: str) -> Response:
        return jsonify(_view(cancel.cancel_job(services, _user(services), job_id)))

    @app.post("/api/jobs/<path:job_id>/retry")
    def retry_job(job_id: str) -> Response:
        user = _user(services)
        wish = _retry_wish(request)
        job = resubmit.resubmit_job(
            services, user, job_id, request=wish.input, keep_steps=wish.keep_steps
        )
        return jsonify(_view(job))

    @app.get("/api/jobs/<path:job_id>/status")
    def get_status(job_id: str) -> Response:
        stored, _ = find_own_job(services, _user(services), job_id)
        return jsonify(_view(stored.job))

    @app.get("/api/jobs/<path:job_id>")
    def get_job(job_id: str) -> Response:
        names = (job_store.INPUT, job_store.RESULT, job_store.ATTEMPTS)
        stored, data = find_own_job(services, _user(services), job_id, *names)
        return jsonify({**_view(stored.job), **data})

    @app.get("/api/health")
    def get_health() -> Response:
        return jsonify({"status": "ok", "revision": services.settings.k_revision})


def _answer_preflight() -> Response | None:
    """Answer what a browser asks before it may send a token: the headers say it all."""
    return Response(status=HTTPStatus.NO_CONTENT) if request.method == "OPTIONS" else None


def _user(services: Services) -> User:
    """Find out who asks; this comes before everything else, also before reading the body."""
    return services.users.verify(request.headers.get("Authorization"))


def _json_object(request: Request) -> dict[str, JsonValue]:
    """Read a body that must be a JSON object.

    Raises:
        errors.RequestTooLargeError: If it is larger than it may be.
        errors.UnsupportedMediaTypeError: If it is announced as something else.
        errors.InvalidArgumentError: If it is not a JSON object.
    """
    if request.mimetype != "application/json":
        raise errors.UnsupportedMediaTypeError
    request.max_content_length = MAX_BODY_BYTES
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise errors.RequestTooLargeError(
            f"The body may have {MAX_BODY_BYTES // 1024} KB at the most."
        )
    try:
        body = from_json(request.get_data(cache=False), allow_inf_nan=False)
    except ValueError as error:
        raise errors.InvalidArgumentError("The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise errors.InvalidArgumentError("The body must be a JSON object.")
    return body


def _retry_wish(request: Request) -> "RetryWish":
    """Read what a retry shall change; no body changes nothing."""
    if not request.content_length:
        return RetryWish()
    return orders.validated(RetryWish, _json_object(request))


def _answer_submission(submission: submit.Submission) -> Response:
    """Answer with a job and where to ask for it: accepted now (202), or by an earlier request."""
    response = jsonify(_view(submission.job))
    response.status_code = HTTPStatus.ACCEPTED if submission.is_new else HTTPStatus.OK
    response.headers["Location"] = f"/api/jobs/{quote(submission.job.job_id, safe=':')}"
    return response


def _view(job: Job) -> dict[str, JsonValue]:
    """Give a card as the public sees it."""
    return job.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=_INTERNAL_FIELDS)


def _add_headers(services: Services, response: Response) -> Response:
    """Add what belongs on every answer, errors included: a browser hides the rest otherwise."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("Origin")
    if origin is not None and origin in services.settings.allowed_origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = _CORS_HEADERS
        response.headers["Access-Control-Expose-Headers"] = "Location, Retry-After"
        response.headers["Access-Control-Max-Age"] = _CORS_MAX_AGE_SECONDS
    return response
