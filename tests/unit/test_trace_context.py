"""Which trace a request belongs to, and how it is handed on."""

import re

import pytest
from opentelemetry import trace
from opentelemetry.trace import SpanContext, TraceFlags

from shared.telemetry import spans, trace_context
from shared.telemetry.trace_context import CLOUD_TRACE_CONTEXT, TRACEPARENT
from tests.support.logged import logged
from tests.support.spans import KeptSpans, span_id

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
SPAN_ID = "b7ad6b7169203331"
WELL_FORMED = f"00-{TRACE_ID}-{SPAN_ID}-01"
ELSEWHERE = "1" * 32


def caller(span: str | None = SPAN_ID, *, is_sampled: bool = False) -> SpanContext:
    """Return a span of the caller's; 0, if it named none."""
    return SpanContext(
        int(TRACE_ID, 16), int(span or "0", 16), is_remote=True, trace_flags=TraceFlags(is_sampled)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WELL_FORMED, caller(is_sampled=True)),
        (f"00-{TRACE_ID}-{SPAN_ID}-00", caller()),
        # Only the last bit says that it is sampled.
        (f"00-{TRACE_ID}-{SPAN_ID}-fe", caller()),
        (f"00-{TRACE_ID}-{SPAN_ID}-ff", caller(is_sampled=True)),
        # A version after ours may say more, and as much as it likes.
        (f"01-{TRACE_ID}-{SPAN_ID}-01-more", caller(is_sampled=True)),
        (f"01-{TRACE_ID}-{SPAN_ID}-01-{'more' * 999}", caller(is_sampled=True)),
    ],
)
def test_a_traceparent_is_read(text: str, said: SpanContext) -> None:
    """As the W3C has it."""
    with logged() as lines:
        assert trace_context.extract({TRACEPARENT: text}.get) == said
    assert lines() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{TRACE_ID}/{int(SPAN_ID, 16)};o=1", caller(is_sampled=True)),
        (f"{TRACE_ID.upper()}/{int(SPAN_ID, 16)};o=1", caller(is_sampled=True)),
        (f"{TRACE_ID}/1", caller("1")),
        (f"{TRACE_ID};o=0", caller(None)),
        (TRACE_ID, caller(None)),
        (f"{TRACE_ID}/0;o=1", caller(None, is_sampled=True)),
        (f"{TRACE_ID}/{1 << 64};o=1", caller(None, is_sampled=True)),
    ],
)
def test_googles_older_header_is_read(text: str, said: SpanContext) -> None:
    """Its span is a decimal number, and it and the options may be missing."""
    assert trace_context.extract({CLOUD_TRACE_CONTEXT: text}.get) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        f"{WELL_FORMED}\n",
        f" {WELL_FORMED}",
        f"{WELL_FORMED}-more",
        f"{WELL_FORMED},{WELL_FORMED}",
        WELL_FORMED.upper(),
        f"ff-{TRACE_ID}-{SPAN_ID}-01",
        f"00-{'0' * 32}-{SPAN_ID}-01",
        f"00-{TRACE_ID}-{'0' * 16}-01",
        f"00-{TRACE_ID[1:]}-{SPAN_ID}-01",
        f"00-{'g' * 32}-{SPAN_ID}-01",
        f"00-{TRACE_ID}-{SPAN_ID}-01{'-more' * 999}",
        f"{'0' * 32}/1;o=1",
        f"{TRACE_ID}/-1;o=1",
        f"{TRACE_ID}/1;o=1;more",
        f"{TRACE_ID}/1;o={'9' * 5000}",
        f"{TRACE_ID}/٣",
    ],
)
def test_a_malformed_header_counts_as_absent(text: str) -> None:
    """Anyone may send one, and none leaves a line in the log."""
    with logged() as lines:
        assert trace_context.extract({TRACEPARENT: text, CLOUD_TRACE_CONTEXT: text}.get) is None
    assert lines() == []


def test_the_newer_header_comes_first() -> None:
    """The older one is read where the newer one says nothing that can be read."""
    older = f"{ELSEWHERE}/1"
    both = {TRACEPARENT: WELL_FORMED, CLOUD_TRACE_CONTEXT: older}
    assert trace_context.extract(both.get) == caller(is_sampled=True)
    found = trace_context.extract({**both, TRACEPARENT: "nonsense"}.get)
    assert found is not None
    assert found.trace_id == int(ELSEWHERE, 16)


def test_a_callers_tracestate_goes_nowhere() -> None:
    """It may hold any text: nothing of it is in a task, and so in no span of it."""
    header = {TRACEPARENT: WELL_FORMED, "tracestate": "vendor=the-callers-own-word"}
    with spans.continue_trace(None, header.get):
        assert trace.get_current_span().get_span_context().trace_state == {}
        assert set(trace_context.headers_of_call()) == {TRACEPARENT}


def test_a_trace_is_continued_inside_the_block_only() -> None:
    """Also when the block raises."""
    nowhere = trace.INVALID_SPAN_CONTEXT
    with spans.continue_trace(None, {TRACEPARENT: WELL_FORMED}.get):
        assert trace.get_current_span().get_span_context() == caller(is_sampled=True)
    assert trace.get_current_span().get_span_context() == nowhere
    with pytest.raises(KeyError), spans.continue_trace(None, {TRACEPARENT: WELL_FORMED}.get):
        raise KeyError
    assert trace.get_current_span().get_span_context() == nowhere


def test_a_request_without_a_trace_begins_one() -> None:
    """Each its own, with an id for its lines, and its spans are not kept."""
    found = []
    for text in ("", "nonsense"):
        with spans.continue_trace(None, {TRACEPARENT: text}.get):
            found.append(trace.get_current_span().get_span_context())
    first, second = found
    assert first.trace_id != second.trace_id
    assert first.is_valid
    assert second.is_valid
    assert not second.trace_flags.sampled


@pytest.mark.parametrize(
    "header", [(TRACEPARENT, WELL_FORMED), (CLOUD_TRACE_CONTEXT, f"{TRACE_ID};o=1")]
)
def test_a_call_belongs_to_the_trace_by_a_span_of_its_own(header: tuple[str, str]) -> None:
    """The trace and whether it is sampled stay; each call has its own span."""
    with spans.continue_trace(None, dict([header]).get):
        calls = [trace_context.headers_of_call()[TRACEPARENT].split("-") for _ in range(2)]
    assert [(version, trace_id, flags) for version, trace_id, _, flags in calls] == [
        ("00", TRACE_ID, "01")
    ] * 2
    assert all(re.fullmatch("[0-9a-f]{16}", call[2]) for call in calls)
    assert len({call[2] for call in calls} | {SPAN_ID}) == 3


def test_a_call_from_a_span_of_ours_names_it() -> None:
    """The delivery hangs below it; and so does the next one."""
    kept = KeptSpans()
    with spans.continue_trace(kept.provider, {TRACEPARENT: WELL_FORMED}.get), spans.span("ours"):
        calls = [trace_context.headers_of_call()[TRACEPARENT] for _ in range(2)]
    assert calls == [f"00-{TRACE_ID}-{span_id(kept.only('ours'))}-01"] * 2


def test_a_trace_of_our_own_that_is_kept_begins_with_a_root() -> None:
    """Its first span is its root; one that is not kept has an id for its lines."""
    begun = trace_context.begin(is_sampled=True)
    assert (begun.span_id, begun.trace_flags.sampled) == (0, True)
    kept = KeptSpans()
    with spans.continue_trace(kept.provider, lambda _: None), spans.span("root"):
        called = trace_context.headers_of_call()[TRACEPARENT]
    root = kept.only("root")
    assert root.parent is None
    # The SDK adds that the id is random, which not every receiver knows.
    assert called == f"00-{root.context.trace_id:032x}-{span_id(root)}-01"


def test_a_call_outside_of_a_trace_has_no_header() -> None:
    """There is nothing to belong to."""
    assert trace_context.headers_of_call() == {}
