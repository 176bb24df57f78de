"""What belongs on every answer, errors included: CORS, security, limits, and the request's id."""

import math
from http import HTTPStatus

from flask import Response, current_app, has_request_context, request

from shared.core.errors import Allowance
from shared.telemetry.request_id import REQUEST_ID_KEY
from shared.wiring import Services

_CORS_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
_CORS_EXPOSED = (
    "ETag, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After,"
    " X-Request-Id"
)
_CORS_MAX_AGE_SECONDS = "3600"
#: Answers of JSON load nothing; the page's own parts come from here, and nothing else does.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SECURITY = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def request_id() -> str | None:
    """Return the id of the request that is being answered; None outside of the API."""
    found = request.environ.get(REQUEST_ID_KEY) if has_request_context() else None
    return None if found is None else str(found)


def answer_preflight() -> Response | None:
    """Answer what a browser asks before it may send a token: the headers say it all."""
    if request.method != "OPTIONS":
        return None
    response = Response(status=HTTPStatus.NO_CONTENT)
    response.allow.update(_allowed_methods())
    return response


def _allowed_methods() -> list[str]:
    adapter = current_app.create_url_adapter(request)
    return sorted(adapter.allowed_methods()) if adapter else []


def with_limits(response: Response, allowance: Allowance) -> Response:
    """Say how many jobs the user may still submit, and when all of them again."""
    response.headers.update(limit_headers(allowance))
    return response


def limit_headers(allowance: Allowance) -> dict[str, str]:
    """Return the RateLimit fields (draft-ietf-httpapi-ratelimit-headers-03)."""
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(allowance.remaining),
        "RateLimit-Reset": str(math.ceil(allowance.full_in.total_seconds())),
    }


def secured(response: Response) -> Response:
    """Add what belongs on every answer."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.update(_SECURITY)
    response.headers["Vary"] = "Origin"
    if (name := request_id()) is not None:
        response.headers["X-Request-Id"] = name
    if response.status_code == HTTPStatus.NO_CONTENT:
        response.headers.pop("Content-Type", None)
    return response


def add_to(services: Services, response: Response) -> Response:
    """Add what belongs on every answer; a browser hides an error without CORS headers."""
    secured(response)
    origin = request.headers.get("Origin")
    if origin is not None and origin in services.settings.allowed_origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = _CORS_HEADERS
        response.headers["Access-Control-Expose-Headers"] = _CORS_EXPOSED
        response.headers["Access-Control-Max-Age"] = _CORS_MAX_AGE_SECONDS
    return response
