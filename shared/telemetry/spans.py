"""Open spans: how long each part of a job took, in the trace of the request that it came from.

What must stay true: a span never fails or changes what it measures; it says names, numbers and
codes, and nothing that a user or a model wrote. Where no spans are kept, as is the default, the
SDK is not loaded. No provider is global: with one, Google's clients make spans of their own.
"""

import random
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING

from opentelemetry import trace
from opentelemetry.trace import SpanKind, Tracer
from opentelemetry.util.types import Attributes

from shared.core import errors
from shared.settings import Settings
from shared.telemetry import trace_context
from shared.telemetry.trace_context import ReadHeader

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider as TracerProvider  # noqa: PLC0414 -- wiring, too

Span = trace.Span
OpenSpan = AbstractContextManager[Span]

#: What is opened where no spans are kept.
NO_SPAN: OpenSpan = nullcontext(trace.INVALID_SPAN)
_tracer: ContextVar[Tracer | None] = ContextVar("tracer", default=None)
#: Returns what makes spans here; None unless the trace's caller keeps them, and we do.
tracer_here = _tracer.get


def open_provider(settings: Settings) -> "TracerProvider | None":
    """Return what keeps the spans of a deployment; None where they are not wanted."""
    if settings.otel_traces_exporter == "none":
        return None
    from shared.telemetry import otel

    return otel.open_provider(settings)


@contextmanager
def continue_trace(
    provider: "TracerProvider | None", read: ReadHeader, *, own_share: float | None = None
) -> Iterator[None]:
    """Continue the trace of a request inside the block, and send its spans before the answer.

    Args:
        provider: What keeps spans; None where they are not wanted.
        read: Reads a header of the request.
        own_share: Of how many requests (0 to 1) the spans are kept, whatever the caller's header
            says: anyone may have sent it. None: the caller is ours, and has decided.
    """
    is_kept = provider is not None and (own_share is None or random.random() < own_share)  # noqa: S311 -- a sample
    caller = trace_context.extract(read) or trace_context.begin(is_sampled=is_kept)
    if own_share is not None:
        caller = trace_context.decided(caller, is_sampled=is_kept)
    keeper = provider if caller.trace_flags.sampled else None
    token = _tracer.set(keeper.get_tracer("careerlens.jobs") if keeper else None)
    try:
        with trace.use_span(trace.NonRecordingSpan(caller)):
            yield
    finally:
        _tracer.reset(token)
        if provider is not None:  # Now: after the answer Cloud Run gives no processor time.
            provider.force_flush()


def span(name: str, kind: SpanKind = SpanKind.INTERNAL, attributes: Attributes = None) -> OpenSpan:
    """Open a span for the block, by one of few names: what differs by job is an attribute."""
    tracer = tracer_here()
    return NO_SPAN if tracer is None else _open(tracer, name, kind, attributes)


@contextmanager
def spanned(name: str) -> Iterator[None]:
    """Open a span of that name around each call of the function that this decorates."""
    with span(name):
        yield


def fail(failed: Span, error_type: str) -> None:
    """Say by a code that what a span measures failed; an error's text may repeat a user's."""
    failed.set_attribute("error.type", error_type)
    failed.set_status(trace.StatusCode.ERROR)


@contextmanager
def _open(tracer: Tracer, name: str, kind: SpanKind, attributes: Attributes) -> Iterator[Span]:
    with tracer.start_as_current_span(
        name, None, kind, attributes, record_exception=False, set_status_on_exception=False
    ) as opened:
        try:
            yield opened
        except BaseException as error:
            meant = getattr(error, "error", error)  # A model's refusal carries what it means.
            code = meant.code if isinstance(meant, errors.JobsError) else type(error).__name__
            fail(opened, code)
            raise
