"""Keep spans with OpenTelemetry's SDK: in the log, or for a collector.

What must stay true: the trace and the span that we are in are `trace_context`'s alone, so that
headers, log lines and spans never disagree; the SDK's own context, its global provider and its
way of writing an exception's message into a span are not used.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opentelemetry import trace as api
from opentelemetry.context import Context
from opentelemetry.sdk import trace as sdk
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from shared.core import errors, ids
from shared.settings import Settings
from shared.telemetry import logs, trace_context
from shared.telemetry.bounded_export import Outbox
from shared.telemetry.spans import NO_SPAN, Attributes, Kind, Span

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from requests import Session

log = logging.getLogger(__name__)

#: What names the work in hand, as the log has it, and as a span has it.
_OF_THE_WORK = {
    "type": "careerlens.job.type",
    "dispatch": "careerlens.job.dispatch",
    "attempt": "careerlens.job.attempt",
    "requestId": "careerlens.request.id",
}
#: A job's id holds its owner's; a collector may be anybody's.
_JOB_HASH = "careerlens.job.id_hash"
#: May add spans to a project's traces, and nothing else.
_SCOPE = "https://www.googleapis.com/auth/trace.append"


def open_recorder(settings: Settings) -> "SpanRecorder":
    """Make what keeps the spans of a deployment; nothing is connected before there is one."""
    if settings.otel_traces_exporter == "console":
        return SpanRecorder(settings, Lines())
    # Loaded now, so that the first request does not wait for it with a second to spare.
    from opentelemetry.exporter.otlp.proto.http import trace_exporter  # noqa: F401

    return SpanRecorder(settings, Outbox(lambda seconds: _open_exporter(settings, seconds)))


class SpanRecorder:
    """Implements `shared.telemetry.spans.Recorder`."""

    def __init__(
        self,
        settings: Settings,
        outlet: sdk.SpanProcessor,
        *,
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        """Make it.

        Args:
            settings: Whose spans these are.
            outlet: Gets each span that has ended, and sends them when it is flushed.
            now_ns: The time, in nanoseconds since 1970.
        """
        self._now_ns = now_ns
        self._outlet = outlet
        provider = sdk.TracerProvider(
            # Who is kept was decided by the trace's caller, before we were asked.
            sampler=ALWAYS_ON,
            resource=_resource(settings),
            shutdown_on_exit=False,
            id_generator=_IdsOfTheTrace(),
        )
        provider.add_span_processor(outlet)
        self._tracer = provider.get_tracer("careerlens.jobs")

    @contextmanager
    def span(self, name: str, kind: Kind, attributes: Attributes) -> Iterator[Span]:
        """See `Recorder.span`."""
        trace, made = trace_context.current(), self._start(name, kind, attributes, self._now_ns())
        if trace is None or not made.is_recording():  # OTEL_SDK_DISABLED says so
            yield NO_SPAN
            return
        with trace_context.inside(
            trace.in_span(api.format_span_id(made.get_span_context().span_id))
        ):
            span = _OpenSpan(made)
            try:
                yield span
            except BaseException as error:
                span.fail(_error_type(error))
                raise
            finally:
                made.end(self._now_ns())

    def past(self, name: str, attributes: Attributes, since: datetime) -> None:
        """See `Recorder.past`."""
        now = self._now_ns()
        # Another machine's clock may be ahead.
        began = min(int(since.timestamp() * 1e9), now)
        self._start(name, Kind.INTERNAL, attributes, began).end(now)

    def flush(self) -> None:
        """See `Recorder.flush`."""
        self._outlet.force_flush()

    def _start(self, name: str, kind: Kind, attributes: Attributes, at_ns: int) -> api.Span:
        return self._tracer.start_span(
            name,
            context=_parent(trace_context.current()),
            kind=api.SpanKind[kind],
            attributes={**_of_the_work(), **_known(attributes)},
            start_time=at_ns,
        )


class _OpenSpan:
    """Implements `shared.telemetry.spans.Span`."""

    def __init__(self, span: api.Span) -> None:
        self._span = span

    def set(self, attributes: Attributes) -> None:
        """See `Span.set`."""
        self._span.set_attributes(_known(attributes))

    def fail(self, error_type: str) -> None:
        """See `Span.fail`; without a description: an exception's text may repeat a user's."""
        self._span.set_attribute("error.type", error_type)
        self._span.set_status(api.StatusCode.ERROR)


class _IdsOfTheTrace(RandomIdGenerator):
    """A trace that begins here has its id already: log lines carry it."""

    def generate_trace_id(self) -> int:
        """Return the followed trace's id."""
        trace = trace_context.current()
        return super().generate_trace_id() if trace is None else int(trace.trace_id, 16)


class Lines(sdk.SpanProcessor):
    """Write each span as a line of the log, to look at on a laptop."""

    def on_end(self, span: sdk.ReadableSpan) -> None:
        """Write one that has ended."""
        seconds = ((span.end_time or 0) - (span.start_time or 0)) / 1e9
        # What the name says already, and what every line of this work says, is left out.
        facts = {
            name: value
            for name, value in (span.attributes or {}).items()
            if str(value) not in span.name and name not in {_JOB_HASH, *_OF_THE_WORK.values()}
        }
        log.info("%s took %.3f s.", span.name, seconds, extra=logs.log_fields("span", **facts))


def _open_exporter(settings: Settings, seconds: float) -> "SpanExporter":
    """Make what sends spans; `seconds` is the longest that one sending may take."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    # It would log what the collector has answered; that it failed is said by the outbox.
    logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL + 1)
    endpoint = settings.otel_exporter_otlp_endpoint.rstrip("/")
    return OTLPSpanExporter(
        endpoint=f"{endpoint}/v1/traces", timeout=seconds, session=_session_for(endpoint)
    )


def _session_for(endpoint: str) -> "Session | None":
    """Return what signs calls to Google's collector; nobody else gets a token."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not (parts.hostname or "").endswith(".googleapis.com"):
        return None
    import google.auth
    from google.auth.transport.requests import AuthorizedSession

    credentials, _ = google.auth.default(scopes=[_SCOPE])
    return AuthorizedSession(credentials)  # type: ignore[no-untyped-call]


def _resource(settings: Settings) -> Resource:
    return Resource.create(
        {
            "service.namespace": "careerlens-jobs",
            "service.name": settings.k_service,
            "service.version": settings.k_revision,
            # By this, Google's collector knows the project.
            "gcp.project_id": settings.google_cloud_project,
        }
    )


def _parent(trace: trace_context.Trace | None) -> Context:
    """Return the SDK the span that we are in; none, for the first of a trace that begins here."""
    if trace is None or trace.span_id is None:
        return Context()
    parent = api.SpanContext(
        trace_id=int(trace.trace_id, 16),
        span_id=int(trace.span_id, 16),
        is_remote=not trace.is_ours,
        trace_flags=api.TraceFlags(api.TraceFlags.SAMPLED),
    )
    return api.set_span_in_context(api.NonRecordingSpan(parent), Context())


def _of_the_work() -> dict[str, str | int]:
    """Return what names the work in hand, from what is bound for the log."""
    bound = logs.context_fields()
    found = {
        ours: value
        for theirs, ours in _OF_THE_WORK.items()
        if isinstance(value := bound.get(theirs), str | int)
    }
    job_id = bound.get("jobId")
    return found | ({_JOB_HASH: ids.job_hash(job_id)} if isinstance(job_id, str) else {})


def _known(attributes: Attributes) -> dict[str, str | int | float | bool | tuple[str, ...]]:
    return {name: value for name, value in attributes.items() if value is not None}


def _error_type(error: BaseException) -> str:
    """Return the code of an error of ours, the class of any other."""
    # A model's refusal carries what it means for the job.
    meant = getattr(error, "error", error)
    return str(meant.code) if isinstance(meant, errors.JobsError) else type(error).__name__
