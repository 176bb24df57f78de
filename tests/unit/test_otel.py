"""Spans on their way out: as lines of the log, or to a collector by OTLP."""

import json
import re
from datetime import UTC, datetime

import pytest
from google.auth.credentials import AnonymousCredentials
from google.auth.transport.requests import AuthorizedSession

from infra.local.process import log_lines
from shared.settings import Settings
from shared.telemetry import logs, otel, semantic_spans, spans
from tests.fakes.collector import Collector
from tests.support.logged import NAMES, logged
from tests.support.spans import SAMPLED, SPAN_ID, TRACE_ID, unhurried_export

__all__ = ["unhurried_export"]

JOB_ID = "owner-1:test-word:1700000000000:0123456789abcdef"


def settings(**values: str) -> Settings:
    """Return settings with spans."""
    return Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "demo-spans", **values})


def test_console_writes_a_readable_line_a_span() -> None:
    """Name and seconds; the work's own fields; of the attributes, what the name does not say."""
    provider = spans.open_provider(settings(OTEL_TRACES_EXPORTER="console"))
    with (
        logged() as lines,
        spans.continue_trace(provider, lambda _: None),
        logs.log_context(type="test-word", attempt=1),
        semantic_spans.query("duckdb", "skills") as span,
    ):
        span.set_attribute("careerlens.bytes_billed", 10)
    (line,) = lines()
    assert re.match(r"SELECT skills took \d+\.\d", line["message"])
    assert (line["action"], line["type"], line["attempt"]) == ("span", "test-word", 1)
    assert {name: line[name] for name in line if "." in name and "/" not in name} == {
        "db.system.name": "duckdb",
        "careerlens.bytes_billed": 10,
    }
    assert line["logging.googleapis.com/trace_sampled"] is True
    assert "logging.googleapis.com/spanId" in line


def test_a_person_reads_a_span_as_one_line() -> None:
    """As `make run` shows it: what took how long, then the work's own fields."""
    provider = spans.open_provider(settings(OTEL_TRACES_EXPORTER="console"))
    with (
        logged() as lines,
        spans.continue_trace(provider, lambda _: None),
        logs.log_context(jobId=JOB_ID, attempt=1),
        semantic_spans.model_call("careerlens", "offline"),
    ):
        pass
    text = log_lines.render("worker", json.dumps(lines()[0]), datetime.now(UTC))
    assert text is not None
    assert re.fullmatch(
        r"\S+ worker    INFO    generate_content offline took \d+\.\d{3} s\.  action=span"
        rf" job={NAMES.job_hash(JOB_ID)[:16]} attempt=1 gen_ai\.output\.type=json"
        r" gen_ai\.provider\.name=careerlens",
        text.plain,
    )


def test_console_says_what_failed() -> None:
    """By its code."""
    provider = spans.open_provider(settings(OTEL_TRACES_EXPORTER="console"))
    with (
        logged() as lines,
        spans.continue_trace(provider, lambda _: None),
        spans.span("handler") as span,
    ):
        spans.fail(span, "unavailable")
    assert lines()[0]["error.type"] == "unavailable"


@pytest.mark.usefixtures("unhurried_export")
def test_otlp_sends_what_ended_before_the_answer() -> None:
    """In one request, to the standard path below the address, as whose it is."""
    with Collector() as collector:
        provider = spans.open_provider(
            settings(
                OTEL_TRACES_EXPORTER="otlp",
                OTEL_EXPORTER_OTLP_ENDPOINT=f"{collector.url}/otlp/",
                K_SERVICE="worker",
                K_REVISION="worker-00007",
            )
        )
        with (
            spans.continue_trace(provider, SAMPLED.get),
            spans.span("outer"),
            semantic_spans.send(semantic_spans.PUBSUB, "job-events"),
        ):
            pass
        assert collector.paths == ["/otlp/v1/traces"]
        inner, outer = collector.spans
    assert (inner.name, outer.name) == ("send job-events", "outer")
    assert {span.trace_id.hex() for span in (inner, outer)} == {TRACE_ID}
    assert outer.parent_span_id.hex() == SPAN_ID
    assert inner.parent_span_id == outer.span_id
    (resource,) = (each.resource for each in collector.requests[0].resource_spans)
    said = {each.key: each.value.string_value for each in resource.attributes}
    assert said["service.name"] == "worker"
    assert said["service.version"] == "worker-00007"
    assert said["gcp.project_id"] == "demo-spans"


@pytest.mark.parametrize(
    ("endpoint", "tokens"),
    [
        ("https://telemetry.googleapis.com", 1),
        ("http://telemetry.googleapis.com", 0),
        ("https://telemetry.googleapis.com.evil.example", 0),
        ("https://evilgoogleapis.com", 0),
        ("http://localhost:4318", 0),
    ],
)
def test_only_googles_collector_gets_a_token(
    endpoint: str, tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the service account's name, to add spans and nothing else; no other collector gets one."""
    asked: list[list[str]] = []

    def default(scopes: list[str]) -> tuple[AnonymousCredentials, None]:
        """Stand for the metadata server."""
        asked.append(scopes)
        return AnonymousCredentials(), None  # type: ignore[no-untyped-call]

    monkeypatch.setattr("google.auth.default", default)
    session = otel._session_for(endpoint)
    assert isinstance(session, AuthorizedSession) is bool(tokens)
    assert asked == [["https://www.googleapis.com/auth/trace.append"]] * tokens


def test_a_library_that_was_told_to_be_silent_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """OpenTelemetry's own switch; the work goes on, in the trace as it came."""
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    provider = spans.open_provider(settings(OTEL_TRACES_EXPORTER="console"))
    with logged() as lines, spans.continue_trace(provider, SAMPLED.get), spans.span("x") as span:
        span.set_attribute("a", 1)
    assert lines() == []
