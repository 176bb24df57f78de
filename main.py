"""The entry points that functions-framework and Cloud Run know: api, worker, sweeper, webhooks.

No logic, and nothing is connected here: this module is imported before the server forks. What the
one function of a process needs is imported by the processes that answer, so that the one which
only watches over them does not hold it, too; what only others need is not imported at all.
"""

import gc
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

#: So many new objects more than gone ones lead to a look for garbage. Python's own 700 makes that
#: a fifth of a start, which imports what stays.
_NEW_OBJECTS = 10_000
#: Where what each function does begins; the platform says which one a process is for.
_HOMES = {
    "api": "functions.http.api",
    "worker": "functions.worker.deliver",
    "sweeper": "functions.worker.sweep",
    "webhooks": "functions.worker.send_webhook",
}


def _load() -> None:
    """Import what the function of this process needs; no look for garbage has to see it again."""
    if home := _HOMES.get(os.environ.get("FUNCTION_TARGET", "")):
        importlib.import_module(home)
    gc.freeze()


gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
shutdown.install(_load)


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
