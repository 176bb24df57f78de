"""Errors as HTTP answers: problem documents (RFC 9457) with our `code`.

The one place where an error becomes an answer. Only what the error tree says in public words goes
out; everything else goes to the log, whole, and leaves as "internal".
"""

import logging
import math
from http import HTTPStatus

from flask import Response, jsonify
from pydantic import ConfigDict, Field
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
)

from functions.http import headers
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.records import Record
from shared.telemetry import logs

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
#: So many wrong fields are named; 240 KB of wrong values had an answer of 6 MB.
MAX_VIOLATIONS = 50
#: Characters of a field's name that are repeated: a caller's own may be as long as the body.
_MAX_FIELD_LENGTH = 200

#: Each code's status, as google.rpc.Code maps them.
STATUS = {
    ErrorCode.INVALID_ARGUMENT: HTTPStatus.BAD_REQUEST,
    ErrorCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.PERMISSION_DENIED: HTTPStatus.FORBIDDEN,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.ALREADY_EXISTS: HTTPStatus.CONFLICT,
    ErrorCode.RESOURCE_EXHAUSTED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.FAILED_PRECONDITION: HTTPStatus.CONFLICT,
    ErrorCode.ABORTED: HTTPStatus.CONFLICT,
    ErrorCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.DEADLINE_EXCEEDED: HTTPStatus.GATEWAY_TIMEOUT,
    ErrorCode.CANCELLED: HTTPStatus.CONFLICT,
    ErrorCode.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}
#: Where HTTP has a better word than the code's.
_STATUS_BY_CLASS: dict[type[errors.JobsError], HTTPStatus] = {
    errors.RequestTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.RequestTooSlowError: HTTPStatus.REQUEST_TIMEOUT,
    errors.UnsupportedMediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.MethodNotAllowedError: HTTPStatus.METHOD_NOT_ALLOWED,
    # Cloud Tasks brings these again; a 503 would slow its queue for everybody.
    errors.EventNotPublishedError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NotDeliveredError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Violation(Record):
    """One thing that is wrong with a request."""

    field: str = Field(
        description="The field as you wrote it, dotted: `options.tags.3`. Empty for the whole body."
    )
    message: str = Field(description="What is wrong with it.")


class Problem(Record):
    """Why a request was not done (RFC 9457)."""

    # The API's problems all have an id; those of the worker have none.
    model_config = ConfigDict(
        json_schema_extra={
            "required": ["type", "title", "status", "detail", "code", "requestId"],
        }
    )

    # Relative, as RFC 9457 allows: the page that this API serves itself.
    type: str = Field(
        description="Where the code is explained.", json_schema_extra={"format": "uri-reference"}
    )
    title: str = Field(description="The status in words.")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="One sentence for a person.")
    code: ErrorCode = Field(description="For programs to go by.")
    request_id: str | None = Field(default=None, description="This request's name in our log.")
    violations: tuple[Violation, ...] | None = Field(
        default=None,
        description=f"The fields that are wrong, the first {MAX_VIOLATIONS} of them; `detail` says"
        " if there are more.",
    )


def status_of(error: type[errors.JobsError]) -> HTTPStatus:
    """Return the status that an error is answered with."""
    return _STATUS_BY_CLASS.get(error, STATUS[error.code])


def answer_to(error: Exception, *, is_ours: bool = False) -> Response:
    """Return the answer to a request that ended in `error`; what we cannot answer is logged.

    Args:
        error: What it ended in.
        is_ours: Whether the caller is one of ours, who can do nothing wrong: all is logged.
    """
    ours = _as_ours(error)
    status = status_of(type(ours))
    if isinstance(error, errors.JobsError) and (
        is_ours or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        _log(error)
    problem = Problem(
        type=f"/api/docs#{ours.code}",
        title=status.phrase,
        status=status,
        detail=_detail(ours),
        code=ours.code,
        request_id=headers.request_id(),
        violations=_violations(ours) or None,
    )
    response = jsonify(problem.to_json())
    response.status_code = status
    response.content_type = MEDIA_TYPE
    response.headers.update(_headers(ours))
    return response


def _detail(error: errors.JobsError) -> str:
    """Return an error's sentence, and that more is wrong than is named."""
    if (count := len(error.violations)) <= MAX_VIOLATIONS:
        return error.message
    return f"{error.message} {count:,} fields are wrong; the first {MAX_VIOLATIONS} are named."


def _violations(error: errors.JobsError) -> tuple[Violation, ...]:
    return tuple(
        Violation(field=_shortened(one.field), message=one.message)
        for one in error.violations[:MAX_VIOLATIONS]
    )


def _shortened(field: str) -> str:
    """Return a field's name; of a long one the beginning."""
    return field if len(field) <= _MAX_FIELD_LENGTH else f"{field[:_MAX_FIELD_LENGTH]}…"


def _as_ours(error: Exception) -> errors.JobsError:
    """Return the error of our tree that says what the public may know."""
    match error:
        case errors.JobsError():
            return error
        case NotFound():
            return errors.NotFoundError("There is nothing at this path.")
        case MethodNotAllowed():
            return errors.MethodNotAllowedError(allowed=tuple(error.valid_methods or ()))
        case RequestEntityTooLarge():
            return errors.RequestTooLargeError()
        case HTTPException() if error.code and error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return errors.InvalidArgumentError()
        case _:
            log.error(
                "A request ended in a defect.", exc_info=error, extra=logs.log_fields("defect")
            )
            return errors.InternalError()


def _log(error: errors.JobsError) -> None:
    """Log why a request was not answered, once, with what lies behind it."""
    cause, code = error.__cause__ or error, error.code
    match error:
        case errors.NotDeliveredError():
            pass  # What sends webhooks says more.
        case errors.EventNotPublishedError():
            fields = logs.log_fields("publish-failed", code=code)
            log.warning("The event could not be published.", exc_info=cause, extra=fields)
        case _ if code is ErrorCode.INTERNAL:
            fields = logs.log_fields("request-failed", code=code)
            log.error("A request was not answered: %s.", code, exc_info=cause, extra=fields)
        case _:
            fields = logs.log_fields("request-hindered", code=code)
            log.warning("A request was not answered: %s.", code, exc_info=cause, extra=fields)


def _headers(error: errors.JobsError) -> dict[str, str]:
    """Return the headers that belong to an error."""
    match error:
        case errors.UnauthenticatedError():
            return {"WWW-Authenticate": "Bearer"}
        case errors.MethodNotAllowedError():
            return {"Allow": ", ".join(error.allowed)}
        case errors.ResourceExhaustedError() if error.retry_after is not None:
            limits = headers.limit_headers(error.allowance) if error.allowance else {}
            return limits | {"Retry-After": str(math.ceil(error.retry_after.total_seconds()))}
        case _:
            return {}
