"""Each call to a model is a span: of whom what was asked, what it used, how it ended."""

import pytest

from shared.core import errors
from shared.telemetry import spans
from tests.fakes.gemini_server import Answer, BlockedPrompt, GeminiServer, Move, busy
from tests.integration.text_model.conftest import (
    GOOD,
    SECRET_FACT,
    SECRET_PROMPT,
    Facts,
    Greeting,
    Opener,
)
from tests.support.spans import SAMPLED, KeptSpans, attributes, error_of


def spans_of(open_model: Opener, server: GeminiServer, *moves: Move) -> KeptSpans:
    """Have a greeting written, with this happening to the calls; give their spans."""
    server.script(*moves)
    kept = KeptSpans()
    model = open_model(gemini_fallback_model="second-model")
    with spans.following(kept.recorder, SAMPLED.get):
        try:
            model.write("greeting", Facts(), Greeting)
        except errors.JobsError:
            return kept
    return kept


def test_a_call_says_what_it_used(open_model: Opener, server: GeminiServer) -> None:
    """In the words of OpenTelemetry's conventions; neither prompt nor facts nor answer."""
    answer = Answer(text=GOOD, input_tokens=70, cached_tokens=20, thinking_tokens=5)
    span = spans_of(open_model, server, answer).only("generate_content first-model")
    assert attributes(span) == {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "json",
        "gen_ai.provider.name": "gcp.gemini",
        "gen_ai.request.model": "first-model",
        "gen_ai.usage.input_tokens": 70,
        "gen_ai.usage.cache_read.input_tokens": 20,
        "gen_ai.usage.output_tokens": 55,
        "gen_ai.usage.reasoning.output_tokens": 5,
        "gen_ai.response.finish_reasons": ("STOP",),
    }
    for word in (SECRET_FACT, SECRET_PROMPT, "Good day"):
        assert word not in span.to_json()


def test_each_call_is_a_span_of_its_own(open_model: Opener, server: GeminiServer) -> None:
    """The refused one failed, by what that means for the job; the other model's did not."""
    kept = spans_of(open_model, server, busy(), Answer(text=GOOD))
    assert [(span.name, error_of(span)) for span in kept.all] == [
        ("generate_content first-model", errors.RetriableJobError.code),
        ("generate_content second-model", None),
    ]


@pytest.mark.parametrize(
    ("move", "reason"),
    [(BlockedPrompt(), "SAFETY"), (Answer(text=GOOD, finish="RECITATION"), "RECITATION")],
)
def test_a_block_is_the_reason_why_a_call_ended(
    open_model: Opener, server: GeminiServer, move: Move, reason: str
) -> None:
    """In the vendor's word."""
    span = spans_of(open_model, server, move).only("generate_content first-model")
    assert attributes(span)["gen_ai.response.finish_reasons"] == (reason,)
