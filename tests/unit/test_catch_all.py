"""Every request to a function is answered by us, whatever functions-framework makes of its path.

The application here has functions-framework's own rules: it is configured by its own code.
"""

from collections.abc import Callable

import flask
import functions_framework
import pytest
from flask.testing import FlaskClient

from functions.http import catch_all

OURS = "ours"
Front = Callable[[catch_all.Function], FlaskClient]


@pytest.fixture
def front() -> Front:
    """Serve a function as functions-framework does: run its module, then add the rules."""
    app = flask.Flask("api")

    def serve(function: catch_all.Function) -> FlaskClient:
        with app.app_context():
            taken = catch_all.takes_every_path(function)
        functions_framework._configure_app(app, taken, "http")  # type: ignore[no-untyped-call]
        return app.test_client()

    return serve


def api(_: flask.Request) -> flask.Response:
    """Answer."""
    return flask.Response(OURS)


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    "path",
    ["/", "/api/jobs", "/favicon.ico", "/robots.txt", "/x%0ay", "/%0d%0a", "/api/jobs%0a", "//x"],
)
def test_every_path_and_method_is_ours(front: Front, path: str, method: str) -> None:
    """What the framework has an answer of its own for comes to us as well."""
    assert front(api).open(path, method=method).get_data(as_text=True) == OURS


def test_a_websockets_handshake_is_ours(front: Front) -> None:
    """No rule of the framework's takes one; it would refuse it in HTML."""
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
    assert front(api).get("/api/health", headers=upgrade).get_data(as_text=True) == OURS


def test_another_functions_requests_are_left_alone(front: Front) -> None:
    """The module declares three functions; only the one that is served takes the requests."""

    def worker(_: flask.Request) -> flask.Response:
        return flask.Response(OURS)

    assert front(worker).get("/favicon.ico").status_code == 404


def test_without_functions_framework_a_function_is_only_itself() -> None:
    """A program that imports the entry points, and serves nothing, changes nothing."""
    assert catch_all.takes_every_path(api) is api


def test_what_was_not_caught_is_a_problem_document(front: Front) -> None:
    """500 with our headers and an id, before there is an application of ours: no words leave."""

    def api(_: flask.Request) -> flask.Response:
        raise ValueError("secret")

    response = front(api).get("/api/health")
    problem = response.get_json(force=True)
    assert response.status_code == problem["status"] == 500
    assert response.content_type == "application/problem+json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Request-Id"] == problem["requestId"]
    assert "secret" not in response.get_data(as_text=True)
