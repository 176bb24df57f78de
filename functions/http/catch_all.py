"""Have every request to a function answered by us, whatever its path.

functions-framework puts an application of its own in front, which answers in HTML what it has no
rule for: `/favicon.ico` and `/robots.txt`, a line end in a path, an address without a path, a
WebSocket's handshake, and whatever was not caught. It runs `main.py` inside that application's
context, before it adds its rules; so what is decided here comes first.
"""

from collections.abc import Callable

import flask
from flask import Request, Response

Function = Callable[[Request], Response]


def takes_every_path(function: Function) -> Function:
    """Call the function before functions-framework chooses, if it is the one that is served."""
    if flask.has_app_context() and flask.current_app.name == function.__name__:
        front = flask.current_app
        front.before_request(lambda: function(flask.request))
        front.register_error_handler(Exception, _answer_to)
    return function


def _answer_to(error: Exception) -> Response:
    """Answer a request that did not get as far as the application that names requests."""
    # The process that imports this answers nothing itself.
    from functions.http import headers, problems
    from shared.telemetry import spans
    from shared.telemetry.request_id import request_named

    with (
        spans.continue_trace(None, flask.request.headers.get, own_share=0.0),
        request_named(flask.request.environ),
    ):
        return headers.secured(problems.answer_to(error))
