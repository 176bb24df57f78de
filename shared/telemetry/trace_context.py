"""One trace for all that comes of one request: from the API through the queue to the worker.

Cloud Run names the trace of each request in its headers. Whoever answers one follows its trace:
log lines carry it, and a task that is enqueued meanwhile hands it on to its delivery. A header that
is not well-formed counts as absent, and is in no log: anybody may call the API.

Which span of it we are in is `shared.telemetry.spans`'s affair, where spans are kept.

Forms: https://www.w3.org/TR/trace-context/ and https://cloud.google.com/trace/docs/trace-context
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self

from shared.core.records import Record

#: The W3C's header, and Google's older one.
TRACEPARENT = "traceparent"
CLOUD_TRACE_CONTEXT = "X-Cloud-Trace-Context"

#: Gives a request's header by its name, whatever the case; None if there is none.
ReadHeader = Callable[[str], str | None]

_TRACE_BYTES, _SPAN_BYTES = 16, 8
#: A later version may have more after the flags; 00 has not, and ff will never be.
_TRACEPARENT = re.compile(
    r"(?P<version>(?!ff)[0-9a-f]{2})-(?P<trace>(?!0{32})[0-9a-f]{32})"
    r"-(?P<span>(?!0{16})[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})(?P<more>-.*)?"
)
#: The span is a decimal number here; it and the options may be left out.
_CLOUD_CONTEXT = re.compile(
    r"(?P<trace>(?!0{32})[0-9a-fA-F]{32})(?:/(?P<span>[0-9]{1,20}))?(?:;o=(?P<options>[0-9]))?"
)


class Trace(Record):
    """Which trace this work belongs to, and which span of it."""

    #: 32 characters of `[0-9a-f]`.
    trace_id: str
    #: 16 characters of `[0-9a-f]`; None where the caller named no span.
    span_id: str | None = None
    #: Whether the caller keeps the spans of this trace.
    is_sampled: bool = False
    #: Whether the span is one that we keep ourselves.
    is_ours: bool = False

    @classmethod
    def new(cls, *, is_sampled: bool = False) -> Self:
        """Begin a trace of our own; if its spans are kept, the first of them is its root."""
        span_id = None if is_sampled else _new_span_id()
        return cls(trace_id=secrets.token_hex(_TRACE_BYTES), span_id=span_id, is_sampled=is_sampled)

    def in_span(self, span_id: str) -> Self:
        """Return the same trace, in a span that we keep."""
        return self.model_copy(update={"span_id": span_id, "is_ours": True})

    def traceparent_of_call(self) -> str:
        """Say, as the W3C's header does, that somebody we call belongs to it.

        By the span we keep; or else by a new one, so that two of our callers are told apart.
        """
        span_id = self.span_id if self.is_ours else _new_span_id()
        return f"00-{self.trace_id}-{span_id}-{int(self.is_sampled):02x}"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    """Return the trace that is followed here; None outside of any request."""
    return _current.get()


@contextmanager
def following(read: ReadHeader, *, keeps_own: bool = False) -> Iterator[Trace]:
    """Follow the trace of a request inside the block: the caller's, or one that begins here.

    Args:
        read: Gives the request's headers.
        keeps_own: Whether the spans of a trace that begins here are kept.
    """
    with inside(of_request(read) or Trace.new(is_sampled=keeps_own)) as trace:
        yield trace


@contextmanager
def inside(trace: Trace) -> Iterator[Trace]:
    """Follow this trace inside the block: lines carry it, and what is called from here."""
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def of_request(read: ReadHeader) -> Trace | None:
    """Read which trace a request belongs to; None if it does not say, or not well."""
    return _read_traceparent(read(TRACEPARENT) or "") or _read_cloud_context(
        read(CLOUD_TRACE_CONTEXT) or ""
    )


def headers_of_call() -> dict[str, str]:
    """Return the headers by which a call from here belongs to the trace that is followed."""
    trace = current()
    return {} if trace is None else {TRACEPARENT: trace.traceparent_of_call()}


def _read_traceparent(text: str) -> Trace | None:
    match = _TRACEPARENT.fullmatch(text)
    if match is None or (match["version"] == "00" and match["more"]):
        return None
    is_sampled = bool(int(match["flags"], 16) & 1)
    return Trace(trace_id=match["trace"], span_id=match["span"], is_sampled=is_sampled)


def _read_cloud_context(text: str) -> Trace | None:
    match = _CLOUD_CONTEXT.fullmatch(text)
    if match is None:
        return None
    number = int(match["span"] or 0)
    is_span = 0 < number < 1 << (8 * _SPAN_BYTES)
    return Trace(
        trace_id=match["trace"].lower(),
        span_id=f"{number:016x}" if is_span else None,
        is_sampled=match["options"] == "1",
    )


def _new_span_id() -> str:
    return secrets.token_hex(_SPAN_BYTES)
