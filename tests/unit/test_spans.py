"""Spans: none where they are not kept, and the right ones where they are."""

import logging
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from opentelemetry import trace

from shared.core import errors
from shared.core.prices import Tokens
from shared.settings import Settings
from shared.telemetry import logs, semantic_spans, spans, trace_context
from shared.telemetry.log_names import LogNames
from shared.telemetry.spans import NO_SPAN
from tests.support.logged import logged
from tests.support.spans import (
    SAMPLED,
    SPAN_ID,
    TRACE_ID,
    UNSAMPLED,
    KeptSpans,
    attributes,
    error_of,
    parent_id,
    span_id,
    trace_id,
)
from tests.support.waiting import PATIENCE

log = logging.getLogger("functions.test")
JOB_ID = "owner-1:test-word:1700000000000:0123456789abcdef"


@pytest.fixture
def kept() -> KeptSpans:
    """Where spans are kept."""
    return KeptSpans()


def every_kind() -> list[object]:
    """Open one span of each kind; give what was opened."""
    return [
        spans.span("claim"),
        semantic_spans.send(semantic_spans.CLOUD_TASKS, "jobs"),
        semantic_spans.process(semantic_spans.CLOUD_TASKS, "jobs"),
        spans.span("step text"),
        semantic_spans.model_call("gcp.gemini", "a-model"),
        semantic_spans.query(semantic_spans.BIGQUERY, "skills"),
    ]


def test_by_default_no_spans_are_kept() -> None:
    """There is no provider, also in a trace whose caller keeps its own spans."""
    assert spans.open_provider(Settings(google_cloud_project="demo-spans")) is None
    with spans.continue_trace(None, SAMPLED.get):
        assert every_kind() == [NO_SPAN] * 6


def test_a_trace_that_is_not_sampled_is_not_kept(kept: KeptSpans) -> None:
    """The trace's caller decides."""
    with spans.continue_trace(kept.provider, UNSAMPLED.get):
        assert every_kind() == [NO_SPAN] * 6
        semantic_spans.waited("x", "y", since=datetime.now(UTC))
    assert kept.all == ()


def test_outside_of_a_request_nothing_is_kept(kept: KeptSpans) -> None:
    """There is no trace to hang it into."""
    with spans.continue_trace(kept.provider, SAMPLED.get):
        pass
    assert every_kind() == [NO_SPAN] * 6


def test_a_span_that_is_not_kept_allocates_nothing() -> None:
    """Of all that is open at once there is one object, which was there before."""
    with spans.continue_trace(None, SAMPLED.get):
        opened: list[object] = [None] * 6000
        tracemalloc.start()
        try:
            for place in range(0, 6000, 2):
                opened[place] = spans.span("claim")
                opened[place + 1] = semantic_spans.query("duckdb", "skills")
            grown, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert set(opened) == {NO_SPAN}
    assert grown < 1000


def test_a_span_hangs_below_the_callers_and_inside_the_one_that_is_open(kept: KeptSpans) -> None:
    """The first below the span that called us, the others below ours."""
    with (
        spans.continue_trace(kept.provider, SAMPLED.get),
        spans.span("outer"),
        spans.span("inner"),
    ):
        pass
    inner, outer = kept.all
    assert (outer.name, parent_id(outer)) == ("outer", SPAN_ID)
    assert parent_id(inner) == span_id(outer)
    assert {trace_id(span) for span in kept.all} == {TRACE_ID}


def test_the_first_span_of_a_trace_that_begins_here_is_its_root(kept: KeptSpans) -> None:
    """It has the trace's id, as the lines have it, and no parent that was never kept."""
    with logged() as lines, spans.continue_trace(kept.provider, lambda _: None):
        log.info("before")
        with spans.span("root"):
            log.info("inside")
    (root,) = kept.all
    (before, inside) = lines()
    assert parent_id(root) is None
    assert {line["logging.googleapis.com/trace"].rpartition("/")[2] for line in lines()} == {
        trace_id(root)
    }
    assert "logging.googleapis.com/spanId" not in before
    assert inside["logging.googleapis.com/spanId"] == span_id(root)


def test_a_line_carries_the_span_that_it_is_said_in(kept: KeptSpans) -> None:
    """Before and after it the caller's, inside its own."""
    with logged() as lines, spans.continue_trace(kept.provider, SAMPLED.get):
        log.info("before")
        with spans.span("inside"):
            log.info("inside")
        log.info("after")
    said = [line["logging.googleapis.com/spanId"] for line in lines()]
    assert said == [SPAN_ID, span_id(kept.only("inside")), SPAN_ID]


def test_who_is_called_hangs_below_the_open_span(kept: KeptSpans) -> None:
    """The header names the span that is kept; and that it is."""
    with spans.continue_trace(kept.provider, SAMPLED.get), semantic_spans.send("x", "jobs"):
        called = trace_context.headers_of_call()
    sent = span_id(kept.only("send jobs"))
    assert called == {"traceparent": f"00-{TRACE_ID}-{sent}-01"}


def test_a_span_says_whose_work_it_is(kept: KeptSpans) -> None:
    """What the lines of this work say; the job by its hash, because its id holds its owner's."""
    with (
        spans.continue_trace(kept.provider, SAMPLED.get),
        logs.log_context(jobId=JOB_ID, type="test-word", dispatch=2, attempt=1, other="secret"),
        spans.span("claim"),
    ):
        pass
    assert attributes(kept.only("claim")) == {
        "careerlens.job.hash": LogNames(key="demo-spans").job_hash(JOB_ID),
        "careerlens.job.type": "test-word",
        "careerlens.job.dispatch": 2,
        "careerlens.job.attempt": 1,
    }


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.UnavailableError(), "unavailable"),
        (errors.JobCancelledError(), "cancelled"),
        (KeyError("the applicant's secret"), "KeyError"),
    ],
)
def test_what_is_raised_inside_fails_the_span_and_passes(
    kept: KeptSpans, error: Exception, said: str
) -> None:
    """By our code or the class; what the error says may repeat a user's words, and is not kept."""
    with (
        pytest.raises(type(error)) as raised,
        spans.continue_trace(kept.provider, SAMPLED.get),
        spans.span("failing"),
    ):
        raise error
    assert raised.value is error
    span = kept.only("failing")
    assert error_of(span) == said
    assert span.events == ()
    assert "secret" not in span.to_json()


def test_a_decorated_function_is_a_span_each_time(kept: KeptSpans) -> None:
    """Its arguments and its value pass."""

    @spans.spanned("double")
    def double(number: int) -> int:
        """Double."""
        return 2 * number

    assert double(1) == 2
    with spans.continue_trace(kept.provider, SAMPLED.get):
        assert double(number=2) == 4
    assert [span.name for span in kept.all] == ["double"]


def test_a_wait_ends_now(kept: KeptSpans) -> None:
    """It began when it is said to have begun, also if that was before the trace."""
    since = datetime.now(UTC) - timedelta(seconds=90)
    with spans.continue_trace(kept.provider, SAMPLED.get):
        semantic_spans.waited("gcp_cloud_tasks", "jobs", since)
    span = kept.only("wait jobs")
    assert span.start_time is not None
    assert span.end_time is not None
    assert abs(span.start_time / 1e9 - since.timestamp()) < 0.001
    assert 90 <= (span.end_time - span.start_time) / 1e9 < 150
    assert parent_id(span) == SPAN_ID


def test_a_wait_that_begins_later_than_now_took_no_time(kept: KeptSpans) -> None:
    """The queue's clock may be ahead of ours."""
    with spans.continue_trace(kept.provider, SAMPLED.get):
        semantic_spans.waited("x", "jobs", datetime.now(UTC) + timedelta(seconds=5))
    span = kept.only("wait jobs")
    assert span.start_time == span.end_time


def test_a_models_call_has_the_conventions_words(kept: KeptSpans) -> None:
    """What was asked of whom, what it used, and why it ended."""
    with (
        spans.continue_trace(kept.provider, SAMPLED.get),
        semantic_spans.model_call("gcp.vertex_ai", "a-model") as call,
    ):
        semantic_spans.tell_tokens(call, Tokens(input=5, cached=1, output=2, thinking=3), "STOP")
    assert attributes(kept.only("generate_content a-model")) == {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "json",
        "gen_ai.provider.name": "gcp.vertex_ai",
        "gen_ai.request.model": "a-model",
        "gen_ai.usage.input_tokens": 5,
        "gen_ai.usage.cache_read.input_tokens": 1,
        "gen_ai.usage.output_tokens": 5,
        "gen_ai.usage.reasoning.output_tokens": 3,
        "gen_ai.response.finish_reasons": ("STOP",),
    }


def test_threads_keep_their_spans_apart(kept: KeptSpans) -> None:
    """Two requests that are answered at once, step by step: neither hangs below the other."""
    together = Barrier(2, timeout=PATIENCE)

    def answer(number: int) -> None:
        """Answer one request."""
        header = {"traceparent": f"00-{number:032x}-{number:016x}-01"}
        with spans.continue_trace(kept.provider, header.get):
            for depth in ("outer", "inner"):
                together.wait()
                with spans.span(f"{depth} {number}"):
                    together.wait()
                    with spans.span(f"{depth} leaf {number}"):
                        together.wait()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, (1, 2)))
    assert len(kept.all) == 8
    for number in (1, 2):
        mine = [span for span in kept.all if span.name.endswith(str(number))]
        assert {trace_id(span) for span in mine} == {f"{number:032x}"}
    assert kept.edges() == {
        edge
        for number in (1, 2)
        for edge in (
            (None, f"outer {number}"),
            (f"outer {number}", f"outer leaf {number}"),
            (None, f"inner {number}"),
            (f"inner {number}", f"inner leaf {number}"),
        )
    }


@pytest.mark.parametrize("header", [SAMPLED, UNSAMPLED], ids=["sampled", "unsampled"])
@pytest.mark.parametrize(("share", "is_kept"), [(1.0, True), (0.0, False)])
def test_a_stranger_does_not_decide_whether_spans_are_kept(
    kept: KeptSpans, header: dict[str, str], share: float, *, is_kept: bool
) -> None:
    """Who may call without being known says which trace it is, and nothing more."""
    with spans.continue_trace(kept.provider, header.get, own_share=share), spans.span("ours"):
        here = trace.get_current_span().get_span_context()
    assert (here.trace_id, here.trace_flags.sampled) == (int(TRACE_ID, 16), is_kept)
    assert bool(kept.all) is is_kept


def test_without_a_provider_a_stranger_marks_nothing_as_kept() -> None:
    """A line then does not lead to spans that there are not."""
    with spans.continue_trace(None, SAMPLED.get, own_share=1.0):
        assert not trace.get_current_span().get_span_context().trace_flags.sampled
