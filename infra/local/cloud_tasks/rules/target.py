"""Where a delivery goes: the task's address with its queue's overrides put in.

Pure. `always` replaces every part the queue names; otherwise only parts are filled in that the
task's own address lacks.
"""

from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from infra.local.cloud_tasks.records import HttpCall, HttpTarget
from infra.local.cloud_tasks.rules import headers

BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})


def effective_call(call: HttpCall, target: HttpTarget | None) -> HttpCall:
    """Return what is really sent for a task of a queue with this target."""
    if target is None:
        return call
    method = target.method or call.method
    return replace(
        call,
        url=_effective_url(call.url, target),
        method=method,
        headers=headers.overridden(call.headers, target.headers),
        # The real service ignores a body that the queue's method does not allow.
        body=call.body if method in BODY_METHODS else b"",
        authorization=target.authorization or call.authorization,
    )


def _effective_url(url: str, target: HttpTarget) -> str:
    own = urlsplit(url)
    return SplitResult(
        scheme=_pick(own.scheme, target.scheme, always=target.always),
        netloc=_effective_netloc(own, target),
        path=_pick(own.path, target.path, always=target.always),
        query=_pick(own.query, target.query, always=target.always),
        fragment="",
    ).geturl()


def _effective_netloc(own: SplitResult, target: HttpTarget) -> str:
    host = _pick(own.hostname or "", target.host, always=target.always)
    own_port = "" if own.port is None else str(own.port)
    asked = None if target.port is None else str(target.port or "")
    port = _pick(own_port, asked, always=target.always)
    return f"{host}:{port}" if port else host


def _pick(own: str, override: str | None, *, always: bool) -> str:
    if override is None:
        return own
    return override if always or not own else own
