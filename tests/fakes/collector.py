"""A collector of spans that takes them, refuses them, or never answers."""

from enum import Enum
from http.server import BaseHTTPRequestHandler
from typing import cast

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.fakes.local_http import LocalServer

#: What a bad-tempered collector says; no log may repeat it.
SAID = "the applicant's secret"


class Mood(Enum):
    """How it answers."""

    TAKES = 200
    REFUSES = 403
    IS_BUSY = 503
    HANGS = None


class Collector(LocalServer):
    """Listens for OTLP over HTTP."""

    def __init__(self, mood: Mood = Mood.TAKES) -> None:
        super().__init__(_Handler)
        self.mood = mood
        self.paths: list[str] = []
        self.requests: list[ExportTraceServiceRequest] = []

    @property
    def spans(self) -> list[Span]:
        """Every span that was taken."""
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer as the mood is."""
        collector = cast("Collector", self.server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        collector.paths.append(self.path)
        if collector.mood is Mood.HANGS:
            collector.closing.wait()
            return
        if collector.mood is Mood.TAKES:
            collector.requests.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(cast("int", collector.mood.value), SAID)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's
        """Say nothing."""
