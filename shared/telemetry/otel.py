"""Keep spans with OpenTelemetry's SDK: in the log, or for a collector."""

import logging
from urllib.parse import urlsplit

import google.auth
from google.auth.transport.requests import AuthorizedSession
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from shared.settings import Settings
from shared.telemetry import logs
from shared.telemetry.bounded_export import LONGEST_SECONDS, BoundedExport
from shared.telemetry.log_names import LogNames

log = logging.getLogger(__name__)

#: What names the work in hand, as the log has it, and as a span has it.
_OF_THE_WORK = {
    # A job's id holds its owner's, and a collector may be anyone's: a span has the line's hash.
    "jobId": "careerlens.job.hash",
    "type": "careerlens.job.type",
    "dispatch": "careerlens.job.dispatch",
    "attempt": "careerlens.job.attempt",
    "requestId": "careerlens.request.id",
}


def open_provider(settings: Settings) -> TracerProvider:
    """Return what keeps the spans of a deployment; nothing is connected before there is one."""
    if settings.otel_traces_exporter == "console":
        return provider_of(settings, LoggedSpans())
    endpoint = settings.otel_exporter_otlp_endpoint
    return provider_of(settings, BoundedExport(lambda: _open_exporter(endpoint.rstrip("/"))))


def provider_of(settings: Settings, outlet: SpanProcessor) -> TracerProvider:
    """Return what keeps spans, and gives each that has ended to `outlet`."""
    attributes = {
        "service.namespace": "careerlens-jobs",
        "service.name": settings.k_service,
        "service.version": settings.k_revision,
        "gcp.project_id": settings.google_cloud_project,  # For Google's collector.
    }
    provider = TracerProvider(
        ALWAYS_ON,  # The trace's caller has decided, before a span is opened.
        Resource.create(attributes),
        shutdown_on_exit=False,
        id_generator=_IdsOfTheTrace(),
    )
    provider.add_span_processor(_WorkAttributes(LogNames(key=settings.log_key)))
    provider.add_span_processor(outlet)
    return provider


class _IdsOfTheTrace(RandomIdGenerator):
    """A trace that begins here has its id already: log lines carry it."""

    def generate_trace_id(self) -> int:
        return trace.get_current_span().get_span_context().trace_id or super().generate_trace_id()


class _WorkAttributes(SpanProcessor):
    """Add to each span what names the work in hand, from what is bound for the log."""

    def __init__(self, names: LogNames) -> None:
        self._names = names

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        del parent_context  # That is where it hangs, not whose work it is.
        for field, name in _OF_THE_WORK.items():
            if isinstance(value := logs.context_fields().get(field), str | int):
                value = self._names.job_hash(str(value)) if field == "jobId" else value
                span.set_attribute(name, value)


class LoggedSpans(SpanProcessor):
    """Write each span as a line of the log, to look at on a laptop."""

    def on_end(self, span: ReadableSpan) -> None:
        """Write one that has ended."""
        seconds = ((span.end_time or 0) - (span.start_time or 0)) / 1e9
        # What the name says already, and what every line of this work says, is left out.
        own = {n: v for n, v in (span.attributes or {}).items() if str(v) not in span.name}
        fields = {name: own[name] for name in own if name not in _OF_THE_WORK.values()}
        here = span.get_span_context() or trace.INVALID_SPAN_CONTEXT
        with trace.use_span(trace.NonRecordingSpan(here)):  # Its own line says its id.
            log.info("%s took %.3f s.", span.name, seconds, extra=logs.log_fields("span", **fields))


def _open_exporter(endpoint: str) -> OTLPSpanExporter:
    # It would log what the collector has answered; that it failed is said by the bounded export.
    logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL + 1)
    url, session = f"{endpoint}/v1/traces", _session_for(endpoint)
    return OTLPSpanExporter(url, timeout=LONGEST_SECONDS, session=session)


def _session_for(endpoint: str) -> AuthorizedSession | None:
    """Return what signs calls to Google's collector, to add spans only; no other gets a token."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not (parts.hostname or "").endswith(".googleapis.com"):
        return None
    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/trace.append"])
    return AuthorizedSession(credentials)  # type: ignore[no-untyped-call]
