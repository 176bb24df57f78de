"""Spans that were kept, to look at: as trees of names, by trace."""

from collections.abc import Mapping

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from shared.settings import Settings
from shared.telemetry import bounded_export, otel
from tests.support.waiting import PATIENCE

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
SPAN_ID = "b7ad6b7169203331"
#: What a caller sends whose trace is kept; and one whose is not.
SAMPLED = {"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-01"}
UNSAMPLED = {"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-00"}


@pytest.fixture
def unhurried_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time to send for a busy machine: a second is enough for an idle one only."""
    monkeypatch.setattr(bounded_export, "LONGEST_SECONDS", PATIENCE)


class KeptSpans:
    """Keeps every span in memory."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._exporter = InMemorySpanExporter()
        self.provider = otel.provider_of(
            settings or Settings(google_cloud_project="demo-spans"),
            SimpleSpanProcessor(self._exporter),
        )

    @property
    def all(self) -> tuple[ReadableSpan, ...]:
        """Every span that has ended, in the order of their ends."""
        return self._exporter.get_finished_spans()

    def named(self, name: str) -> list[ReadableSpan]:
        """Return the spans of that name, in the order of their ends."""
        return [span for span in self.all if span.name == name]

    def only(self, name: str) -> ReadableSpan:
        """Return the one span of that name."""
        (span,) = self.named(name)
        return span

    def edges(self) -> set[tuple[str | None, str]]:
        """Return each span's name after its parent's; None, if its parent is not ours."""
        names = {span_id(span): span.name for span in self.all}
        return {(names.get(parent_id(span) or ""), span.name) for span in self.all}


def span_id(span: ReadableSpan) -> str:
    """Return a span's id as headers and log lines have it."""
    assert span.context is not None
    return f"{span.context.span_id:016x}"


def trace_id(span: ReadableSpan) -> str:
    """Return its trace's id."""
    assert span.context is not None
    return f"{span.context.trace_id:032x}"


def parent_id(span: ReadableSpan) -> str | None:
    """Return its parent's id; None for a root."""
    return None if span.parent is None else f"{span.parent.span_id:016x}"


def attributes(span: ReadableSpan) -> Mapping[str, object]:
    """Return its attributes."""
    return span.attributes or {}


def error_of(span: ReadableSpan) -> object:
    """Return what a span failed with; None if it did not."""
    if span.status.status_code is not StatusCode.ERROR:
        assert "error.type" not in attributes(span)
        return None
    assert span.status.description is None, "a description may hold anything"
    return attributes(span)["error.type"]
