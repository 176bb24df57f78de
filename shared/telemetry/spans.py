"""Spans: how long each part of a job took, hung into the trace that is followed.

    tracing          which trace it is, and which span of it; in headers and log lines
    spans            open one, if anybody keeps them
    span_kinds       those that OpenTelemetry has names for: queues, models, queries
    span_recorder    keep them; the only place, with the next, that knows OpenTelemetry
    span_outbox      send them before the answer leaves, in a second at most

What must stay true: a span never fails or changes what it measures; it says names, numbers and
codes, and nothing that a user or a model wrote. Where nobody keeps spans, as is the default,
nothing of OpenTelemetry is loaded and a span is one object that does nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from functools import wraps
from types import MappingProxyType, TracebackType
from typing import ParamSpec, Protocol, Self, TypeVar

from shared.settings import Settings
from shared.telemetry import trace_context

P = ParamSpec("P")
T = TypeVar("T")

Attributes = Mapping[str, str | int | float | bool | tuple[str, ...] | None]

_NONE: Attributes = MappingProxyType({})


class Kind(StrEnum):
    """How a span relates to those in other processes; OpenTelemetry's words."""

    INTERNAL = "INTERNAL"
    #: A call to somebody who answers.
    CLIENT = "CLIENT"
    #: A message that somebody hears later, and hearing it.
    PRODUCER = "PRODUCER"
    CONSUMER = "CONSUMER"


class Span(Protocol):
    """A span that is open."""

    def set(self, attributes: Attributes) -> None:
        """Add what became known meanwhile; what is None is left out."""

    def fail(self, error_type: str) -> None:
        """Say that what it measures failed: a code of ours, or an exception's name."""


class Recorder(Protocol):
    """Something that keeps spans."""

    def span(self, name: str, kind: Kind, attributes: Attributes) -> AbstractContextManager[Span]:
        """Open a span inside the one that is open here; what the block raises fails it."""
        ...

    def past(self, name: str, attributes: Attributes, since: datetime) -> None:
        """Keep a span that ends now."""

    def flush(self) -> None:
        """Send what has ended, in a bounded time; raises nothing."""


class _NoSpan:
    """What is opened where nobody keeps spans."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let everything pass."""

    def set(self, attributes: Attributes) -> None:
        """Do nothing."""

    def fail(self, error_type: str) -> None:
        """Do nothing."""


NO_SPAN = _NoSpan()
_recorder: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


def open_recorder(settings: Settings) -> Recorder | None:
    """Make what keeps the spans of a deployment; None where nobody wants them."""
    if settings.otel_traces_exporter == "none":
        return None
    from shared.telemetry import otel

    return otel.open_recorder(settings)


@contextmanager
def following(recorder: Recorder | None, read: trace_context.ReadHeader) -> Iterator[None]:
    """Follow the trace of a request inside the block, keep its spans, and send them at its end.

    Before the answer leaves, because after it Cloud Run gives no more processor time.
    """
    with trace_context.following(read, keeps_own=recorder is not None):
        if recorder is None:
            yield
            return
        token = _recorder.set(recorder)
        try:
            yield
        finally:
            _recorder.reset(token)
            recorder.flush()


def recorder_here() -> Recorder | None:
    """Return who keeps a span that is opened here: nobody, unless the trace's caller keeps his."""
    recorder = _recorder.get()
    if recorder is None:
        return None
    trace = trace_context.current()
    return recorder if trace is not None and trace.is_sampled else None


def span(
    name: str, kind: Kind = Kind.INTERNAL, attributes: Attributes = _NONE
) -> AbstractContextManager[Span]:
    """Open a span for the block: what is opened, logged and called inside belongs to it.

    Args:
        name: One of few: what differs from job to job is an attribute.
        kind: How it relates to other processes.
        attributes: What is known by now.
    """
    recorder = recorder_here()
    return NO_SPAN if recorder is None else recorder.span(name, kind, attributes)


def spanned(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Open a span of that name around each call of a function."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def measured(*args: P.args, **kwargs: P.kwargs) -> T:
            with span(name):
                return function(*args, **kwargs)

        return measured

    return decorate
