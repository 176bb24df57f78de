"""The HTTP API: the application behind the function `api`.

Its routes stand in `functions.http.routes`. Every answer that is not a success is a problem
document. A job of another user is answered like one that does not exist: ids are not confirmed.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from flask import Flask, request
from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import HTTPException, NotFound

from functions.http import calling, headers, problems
from functions.http.routes import GROUPS
from shared.tasks import tagged
from shared.telemetry import spans
from shared.telemetry.request_id import request_named
from shared.wiring import Services

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask.json.provider import DefaultJSONProvider


def create_app(services: Services) -> Flask:
    """Make the web application behind the function `api`."""
    app = Flask(__name__, static_folder=None)
    # `/api/jobs//status` is no other way to write a path, and no client is led to one.
    app.url_map.merge_slashes = False
    # The fields of a result stand in an order that people read them in.
    cast("DefaultJSONProvider", app.json).sort_keys = False
    calling.add_routes(app, services, GROUPS)
    app.register_error_handler(HTTPException, problems.answer_to)
    app.register_error_handler(Exception, problems.answer_to)
    app.before_request(_refuse_doubled_slash)
    app.before_request(headers.answer_preflight)
    app.after_request(lambda response: headers.add_to(services, response))
    app.wsgi_app = _with_request_logged(services, app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


def _refuse_doubled_slash() -> None:
    """Know no path that begins with two slashes; werkzeug would cut all but one off."""
    if request.environ.get("PATH_INFO", "").startswith("//"):
        raise NotFound


def _with_request_logged(services: Services, wsgi_app: "WSGIApplication") -> "WSGIApplication":
    """Add a request's own id and its trace to everything that is logged while it is answered."""

    def logged(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with (
            spans.continue_trace(
                services.tracer_provider,
                EnvironHeaders(environ).get,
                own_share=services.settings.otel_traces_sampler_arg,
            ),
            request_named(environ),
            tagged.as_called(environ),
        ):
            return wsgi_app(environ, start_response)

    return logged
