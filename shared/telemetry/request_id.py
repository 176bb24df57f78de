"""A request's own name: a user can tell it us, and each line of its log has it."""

import secrets
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

from shared.telemetry import logs

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

#: Where a request's id lies in its WSGI environment.
REQUEST_ID_KEY: Final = "careerlens.request_id"


def request_named(environ: "WSGIEnvironment") -> AbstractContextManager[None]:
    """Name a request, unless it has a name, while what it returns is entered."""
    name = environ.setdefault(REQUEST_ID_KEY, secrets.token_hex(8))
    return logs.log_context(requestId=name)
