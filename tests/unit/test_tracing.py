"""Which trace a request belongs to, and how it is handed on."""

import re

import pytest

from shared.telemetry import trace_context
from shared.telemetry.trace_context import CLOUD_TRACE_CONTEXT, TRACEPARENT, Trace

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
SPAN_ID = "b7ad6b7169203331"
TRACE = Trace(trace_id=TRACE_ID, span_id=SPAN_ID, is_sampled=True)
WELL_FORMED = f"00-{TRACE_ID}-{SPAN_ID}-01"


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        (WELL_FORMED, TRACE),
        (f"00-{TRACE_ID}-{SPAN_ID}-00", TRACE.model_copy(update={"is_sampled": False})),
        # Only the last bit says that it is sampled.
        (f"00-{TRACE_ID}-{SPAN_ID}-fe", TRACE.model_copy(update={"is_sampled": False})),
        # A version after ours may say more.
        (f"01-{TRACE_ID}-{SPAN_ID}-01-more", TRACE),
    ],
)
def test_a_traceparent_is_read(text: str, trace: Trace) -> None:
    """As the W3C has it."""
    assert trace_context.of_request({TRACEPARENT: text}.get) == trace


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        (f"{TRACE_ID}/{int(SPAN_ID, 16)};o=1", TRACE),
        (f"{TRACE_ID.upper()}/{int(SPAN_ID, 16)};o=1", TRACE),
        (f"{TRACE_ID}/1", Trace(trace_id=TRACE_ID, span_id="0000000000000001")),
        (f"{TRACE_ID};o=0", Trace(trace_id=TRACE_ID)),
        (TRACE_ID, Trace(trace_id=TRACE_ID)),
        (f"{TRACE_ID}/0;o=1", Trace(trace_id=TRACE_ID, is_sampled=True)),
        (f"{TRACE_ID}/{1 << 64};o=1", Trace(trace_id=TRACE_ID, is_sampled=True)),
    ],
)
def test_googles_older_header_is_read(text: str, trace: Trace) -> None:
    """Its span is a decimal number, and it and the options may be missing."""
    assert trace_context.of_request({CLOUD_TRACE_CONTEXT: text}.get) == trace


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        f"{WELL_FORMED}\n",
        f"{WELL_FORMED}-more",
        f"{WELL_FORMED},{WELL_FORMED}",
        WELL_FORMED.upper(),
        f"ff-{TRACE_ID}-{SPAN_ID}-01",
        f"00-{'0' * 32}-{SPAN_ID}-01",
        f"00-{TRACE_ID}-{'0' * 16}-01",
        f"00-{TRACE_ID[1:]}-{SPAN_ID}-01",
        f"00-{'g' * 32}-{SPAN_ID}-01",
        f"{'0' * 32}/1;o=1",
        f"{TRACE_ID}/-1;o=1",
        f"{TRACE_ID}/1;o=1;more",
        f"{TRACE_ID}/٣",
    ],
)
def test_a_malformed_header_counts_as_absent(text: str) -> None:
    """Anybody may send one."""
    assert trace_context.of_request({TRACEPARENT: text, CLOUD_TRACE_CONTEXT: text}.get) is None


def test_the_newer_header_comes_first() -> None:
    """The older one is read where the newer one says nothing that can be read."""
    older = f"{'1' * 32}/1"
    both = {TRACEPARENT: WELL_FORMED, CLOUD_TRACE_CONTEXT: older}
    assert trace_context.of_request(both.get) == TRACE
    found = trace_context.of_request({**both, TRACEPARENT: "nonsense"}.get)
    assert found is not None
    assert found.trace_id == "1" * 32


def test_a_trace_is_followed_inside_the_block_only() -> None:
    """Also when the block raises."""
    with trace_context.following({TRACEPARENT: WELL_FORMED}.get) as trace:
        assert trace_context.current() == trace == TRACE
    assert trace_context.current() is None
    with pytest.raises(KeyError), trace_context.following({TRACEPARENT: WELL_FORMED}.get):
        raise KeyError
    assert trace_context.current() is None


def test_a_request_without_a_trace_begins_one() -> None:
    """Each its own, and nobody keeps its spans."""
    with trace_context.following(lambda _: None) as first:
        pass
    with trace_context.following({TRACEPARENT: "nonsense"}.get) as second:
        pass
    assert first.trace_id != second.trace_id
    assert re.fullmatch("[0-9a-f]{32}", second.trace_id)
    assert not second.is_sampled


@pytest.mark.parametrize(
    "header", [(TRACEPARENT, WELL_FORMED), (CLOUD_TRACE_CONTEXT, f"{TRACE_ID};o=1")]
)
def test_a_call_belongs_to_the_trace_by_a_span_of_its_own(header: tuple[str, str]) -> None:
    """The trace and whether it is sampled stay; each call has its own span."""
    with trace_context.following(dict([header]).get):
        calls = [trace_context.of_request(trace_context.headers_of_call().get) for _ in range(2)]
    spans = {call.span_id for call in calls if call is not None}
    assert [call and (call.trace_id, call.is_sampled) for call in calls] == [(TRACE_ID, True)] * 2
    assert len(spans | {SPAN_ID}) == 3


def test_a_call_from_a_span_of_ours_names_it() -> None:
    """Who is called hangs below it; and so does the next one."""
    ours = TRACE.in_span("ab" * 8)
    with trace_context.inside(ours):
        calls = [trace_context.of_request(trace_context.headers_of_call().get) for _ in range(2)]
    assert {call and call.span_id for call in calls} == {"ab" * 8}


def test_a_trace_of_our_own_that_is_kept_has_no_parent_that_nobody_knows() -> None:
    """Its first span is its root; one that is not kept has an id for its lines."""
    with trace_context.following(lambda _: None, keeps_own=True) as kept:
        pass
    assert (kept.span_id, kept.is_sampled) == (None, True)


def test_a_call_outside_of_a_trace_has_no_header() -> None:
    """There is nothing to belong to."""
    assert trace_context.headers_of_call() == {}
