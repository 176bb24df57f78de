"""Sending spans delays an answer by a bounded time, and fails none."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from infra.local.process import ports
from shared.settings import Settings
from shared.telemetry import otel, spans
from shared.telemetry.bounded_export import LONGEST_SECONDS, PAUSE_SECONDS, BoundedExport
from tests.fakes.collector import SAID, Collector, Mood
from tests.support.logged import logged
from tests.support.spans import SAMPLED, unhurried_export
from tests.support.waiting import PATIENCE, wait_until

__all__ = ["unhurried_export"]

#: A loaded machine may stop us for so long; what hangs, hangs for ever.
SLACK_SECONDS = PATIENCE


class Ticks:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


class Exporter(SpanExporter):
    """Takes what it gets."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Take it."""
        self.taken += [span.name for span in spans]
        return SpanExportResult.SUCCESS


def settings(endpoint: str) -> Settings:
    """Return settings that name a collector."""
    return Settings(
        google_cloud_project="demo-spans",
        otel_traces_exporter="otlp",
        otel_exporter_otlp_endpoint=endpoint,
    )


def provider_for(endpoint: str, ticks: Callable[[], float] = time.monotonic) -> TracerProvider:
    """Return a provider with the real exporter, and a clock of the test's for the pauses."""
    exporter = otel._open_exporter(endpoint)
    return otel.provider_of(settings(endpoint), BoundedExport(lambda: exporter, ticks=ticks))


def provider_with(open_exporter: Callable[[], SpanExporter]) -> TracerProvider:
    """Return a provider that sends by another exporter."""
    return otel.provider_of(settings("http://localhost"), BoundedExport(open_exporter))


def answer(provider: TracerProvider) -> float:
    """Answer one request with one span; return how many seconds the sending took."""
    with spans.continue_trace(provider, SAMPLED.get):
        with spans.span("work"):
            pass
        began = time.monotonic()
    return time.monotonic() - began


@contextmanager
def collector_in(mood: Mood) -> Iterator[Collector]:
    """Run a collector in that mood."""
    with Collector(mood) as collector:
        yield collector


@pytest.mark.parametrize("mood", [Mood.REFUSES, Mood.IS_BUSY, Mood.HANGS])
def test_a_bad_collector_delays_an_answer_by_the_bound_at_most(mood: Mood) -> None:
    """And only the first: it is left alone for a while; one line says so, in words of ours."""
    with collector_in(mood) as collector, logged() as lines:
        provider = provider_for(collector.url)
        assert answer(provider) < LONGEST_SECONDS + SLACK_SECONDS
        wait_until(lambda: bool(collector.paths))
        answer(provider)
        # One that had tried again would have failed, and said so, again.
        (line,) = lines()
    assert (line["action"], line["severity"], line["spans"]) == ("spans-dropped", "WARNING", 1)
    assert SAID not in str(line)


def test_an_exporter_that_never_ends_is_left_behind() -> None:
    """What no library bounds (a name server, say) is bounded all the same."""
    released = Event()

    class Stuck(Exporter):
        """Waits until the test is over."""

        def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
            """Wait."""
            released.wait(2 * SLACK_SECONDS)
            return super().export(spans)

    try:
        assert answer(provider_with(Stuck)) < LONGEST_SECONDS + SLACK_SECONDS
    finally:
        released.set()


def test_a_collector_that_is_not_there_fails_nothing() -> None:
    """A refused connection is dropped like any other failure."""
    (port,) = ports.choose_ports(0)
    with logged() as lines:
        answer(provider_for(f"http://127.0.0.1:{port}"))
    assert [line["action"] for line in lines()] == ["spans-dropped"]


@pytest.mark.usefixtures("unhurried_export")
def test_after_the_pause_the_collector_is_tried_again() -> None:
    """What was dropped meanwhile is gone; what comes now arrives."""
    ticks = Ticks()
    with collector_in(Mood.REFUSES) as collector:
        provider = provider_for(collector.url, ticks)
        answer(provider)
        collector.mood = Mood.TAKES
        ticks.now += PAUSE_SECONDS - 1
        answer(provider)
        assert collector.spans == []
        ticks.now += 1
        answer(provider)
        assert [span.name for span in collector.spans] == ["work"]


def test_an_exporter_that_cannot_be_made_fails_nothing() -> None:
    """No credentials, say: the answer goes out all the same."""

    def fail() -> SpanExporter:
        """Fail."""
        raise RuntimeError("no credentials")

    with logged() as lines:
        answer(provider_with(fail))
    assert [line["action"] for line in lines()] == ["spans-dropped"]


@pytest.mark.usefixtures("unhurried_export")
def test_the_exporter_is_made_once_and_only_for_spans() -> None:
    """A request without a span makes none and waits for nothing."""
    made: list[Exporter] = []

    def make() -> SpanExporter:
        """Make one."""
        made.append(Exporter())
        return made[-1]

    provider = provider_with(make)
    with spans.continue_trace(provider, SAMPLED.get):
        pass
    assert made == []
    answer(provider)
    answer(provider)
    (exporter,) = made
    assert exporter.taken == ["work", "work"]


@pytest.mark.usefixtures("unhurried_export")
def test_spans_are_sent_also_when_the_request_fails() -> None:
    """Those are the ones that are looked for."""
    exporter = Exporter()
    provider = provider_with(lambda: exporter)
    with (
        pytest.raises(KeyError),
        spans.continue_trace(provider, SAMPLED.get),
        spans.span("failing"),
    ):
        raise KeyError
    assert exporter.taken == ["failing"]
