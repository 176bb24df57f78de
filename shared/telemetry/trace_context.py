"""Read which trace a request belongs to, and hand it on to what is called from here.

A header that is not well-formed counts as absent, and is in no log: anyone may call the API. For
the same reason `tracestate`, which may hold any text, is neither read nor handed on. The forms:
https://www.w3.org/TR/trace-context/ and https://cloud.google.com/trace/docs/trace-context
"""

import re
import secrets
from collections.abc import Callable

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import SpanContext, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

#: The W3C's header, and Google's older one.
TRACEPARENT = "traceparent"
CLOUD_TRACE_CONTEXT = "X-Cloud-Trace-Context"

#: Returns a request's header by its name, whatever the case; None if there is none.
ReadHeader = Callable[[str], str | None]

_W3C = TraceContextTextMapPropagator()
#: Google's: the span is a decimal number; it and the options may be left out.
_CLOUD_CONTEXT = re.compile(
    r"(?P<trace>(?!0{32})[0-9a-fA-F]{32})(?:/(?P<span>[0-9]{1,20}))?(?:;o=(?P<options>[0-9]))?"
)


def extract(read: ReadHeader) -> SpanContext | None:
    """Return the span that a request comes from, its id 0 if it names the trace only; or None."""
    text = read(TRACEPARENT) or ""
    # The library takes spaces and a line's end, and logs a warning of each longer header.
    header = {TRACEPARENT: text[:512] if text == text.strip() else ""}
    found = trace.get_current_span(_W3C.extract(header, Context())).get_span_context()
    if found.is_valid:
        return _context(found.trace_id, found.span_id, found.trace_flags)
    if (match := _CLOUD_CONTEXT.fullmatch(read(CLOUD_TRACE_CONTEXT) or "")) is None:
        return None
    span_id = int(match["span"] or 0)
    known_id = span_id if span_id < 1 << 64 else 0
    return _context(int(match["trace"], 16), known_id, match["options"] == "1")


def begin(*, is_sampled: bool) -> SpanContext:
    """Return the start of a new trace; if its spans are kept, the first of them is its root."""
    return _context(secrets.randbits(128), 0 if is_sampled else secrets.randbits(64), is_sampled)


def decided(caller: SpanContext, *, is_sampled: bool) -> SpanContext:
    """Return the same span of a caller, with a decision of ours whether the trace is kept."""
    return _context(caller.trace_id, caller.span_id, is_sampled)


def headers_of_call() -> dict[str, str]:
    """Return the headers by which a call from here belongs to the trace that is continued.

    They name the open span if it is kept, or else a new one, so that two calls are told apart.
    """
    span, headers = trace.get_current_span(), dict[str, str]()
    if (here := span.get_span_context()).trace_id:
        span_id = here.span_id if span.is_recording() else secrets.randbits(64)
        caller = trace.NonRecordingSpan(_context(here.trace_id, span_id, here.trace_flags))
        _W3C.inject(headers, trace.set_span_in_context(caller, Context()))
    return headers


def _context(trace_id: int, span_id: int, flags: int) -> SpanContext:
    """Return a span of another process, with the one flag that every version knows."""
    return SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags & 1))
