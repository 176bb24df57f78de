"""The entry points that functions-framework and Cloud Run know: api, worker, sweeper, webhooks.

No logic, and nothing is connected here: this module is imported before the server forks. What the
one function of a process needs is imported with it; what only others need is not.
"""

import importlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import cast

import functions_framework
from flask import Flask, Request, Response

# functions-framework *appends* this folder: an installed package of one of our names would win.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from functions.http import catch_all
from shared import shutdown
from shared.wiring import services

#: Where what each function does begins; the platform says which one a process is for.
_HOMES = {
    "api": "functions.http.api",
    "worker": "functions.worker.deliver",
    "sweeper": "functions.worker.sweep",
    "webhooks": "functions.worker.send_webhook",
}

shutdown.install()
if home := _HOMES.get(os.environ.get("FUNCTION_TARGET", "")):
    importlib.import_module(home)


@cache
def _app() -> Flask:
    from functions.http.api import create_app

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

    return task_handlers.answer_delivery(services(), request)


@functions_framework.http
def sweeper(request: Request) -> Response:
    """Answer one call by Cloud Scheduler: find what crashed."""
    from functions.http import task_handlers

    return task_handlers.answer_sweep(services(), request)


@functions_framework.http
def webhooks(request: Request) -> Response:
    """Answer one delivery of a webhook by Cloud Tasks: send it on."""
    from functions.http import task_handlers

    return task_handlers.answer_webhook(services(), request)
