"""The entry points that functions-framework and Cloud Run know: api, worker, sweeper, webhooks.

No logic, and nothing is connected here: this module is imported before the server forks. What the
one function of a process needs is loaded by the processes that answer (`functions.http.preload`);
what only others need is not loaded at all.
"""

import sys
from functools import cache
from pathlib import Path
from typing import cast

import functions_framework
from flask import Flask, Request, Response

# functions-framework *appends* this folder: an installed package of one of our names would win.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from functions.http import catch_all, preload

preload.install()


@cache
def _app() -> Flask:
    from functions.http.api import create_app
    from shared.wiring import services

    return create_app(services())


@functions_framework.http
@catch_all.takes_every_path
def api(request: Request) -> Response:
    """Answer a request of a user or a browser."""
    return cast("Response", Response.from_app(_app(), request.environ))


@functions_framework.http
def worker(request: Request) -> Response:
    """Answer one delivery of a task by Cloud Tasks."""
    from functions.http import task_handlers
    from shared.wiring import services

    return task_handlers.answer_delivery(services(), request)


@functions_framework.http
def sweeper(request: Request) -> Response:
    """Answer one call by Cloud Scheduler: find what crashed."""
    from functions.http import task_handlers
    from shared.wiring import services

    return task_handlers.answer_sweep(services(), request)


@functions_framework.http
def webhooks(request: Request) -> Response:
    """Answer one delivery of a webhook by Cloud Tasks: send it on."""
    from functions.http import task_handlers
    from shared.wiring import services

    return task_handlers.answer_webhook(services(), request)
