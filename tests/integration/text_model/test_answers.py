"""What the text model makes of what comes: whole, partial, cut off, wrong, and what it cost."""

import logging
from dataclasses import replace
from threading import Semaphore
from typing import TYPE_CHECKING

import pytest

from shared.core import errors
from shared.gemini.event_stream import without_comments
from shared.gemini.model import GeminiTextModel
from tests.fakes.gemini_server import Answer, BlockedPrompt, GeminiServer, Refusal, Silence, busy
from tests.integration.text_model.conftest import CALL, GOOD, GREETING, Opener
from tests.support.stops import cancel_at_once, cancel_when
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pydantic import JsonValue

    from shared.core.usage import Usage


def test_streamed_answer_is_put_together(model: GeminiTextModel, server: GeminiServer) -> None:
    """An answer in many pieces is one answer, and says who wrote it."""
    server.script(Answer(text=GOOD, events=20))
    written = model.write(CALL)
    assert written.value == GREETING
    assert written.generated_by.model == "first-model"


@pytest.mark.parametrize(
    "comment",
    [": keep-alive\n\n", ":\r\n", "event: message\r\nid: 7\r\n", ": {not JSON\n", "retry: 10\n\n"],
    ids=repr,
)
def test_what_a_proxy_writes_between_events_is_passed_over(
    model: GeminiTextModel, server: GeminiServer, comment: str
) -> None:
    """Comments, names and numbers of events are no part of the answer, and no error."""
    server.script(Answer(text=GOOD, events=5, comment=comment))
    assert model.write(CALL).value == GREETING
    assert len(server.asked) == 1


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_lines_are_told_apart_wherever_they_are_cut(size: int) -> None:
    """A chunk may end inside a comment, or inside what only looks like one."""
    stream = b': one\ndata: {"a":\ndata: ": two"}\n\nid: 3\n{\n  ":": 1\n}\n:end'
    chunks = (stream[at : at + size] for at in range(0, len(stream), size))
    left = b'data: {"a":\ndata: ": two"}\n\n{\n  ":": 1\n}\n'
    assert b"".join(without_comments(chunks)) == left


def test_thoughts_are_no_part_of_the_answer(model: GeminiTextModel, server: GeminiServer) -> None:
    """What the model thinks aloud is left out."""
    server.script(Answer(text=GOOD, thought="Let me think"))
    assert model.write(CALL).value == GREETING


def test_code_fence_is_taken_off(model: GeminiTextModel, server: GeminiServer) -> None:
    """An answer in a Markdown fence is an answer; it is not paid for twice."""
    server.script(Answer(text=f"```json\n{GOOD}\n```"))
    assert model.write(CALL).value == GREETING
    assert len(server.asked) == 1


def test_usage_counts_thinking_as_output(model: GeminiTextModel, server: GeminiServer) -> None:
    """Usage is the last count of the stream; thinking is output, cached input is cheaper."""
    server.script(
        Answer(input_tokens=1000, cached_tokens=400, output_tokens=50, thinking_tokens=150)
    )
    told: list[Usage] = []
    model.write(replace(CALL, record_usage=told.append))
    (usage,) = told
    assert (usage.model, usage.input_tokens, usage.output_tokens) == ("first-model", 1000, 200)
    assert usage.cost_usd == pytest.approx((600 * 1 + 400 * 0.1 + 200 * 10) / 1_000_000)


def test_partial_answers_grow(model: GeminiTextModel, server: GeminiServer) -> None:
    """The finished part is shown as it grows, each time more of it, and last the whole."""
    server.script(Answer(text=GOOD, events=len(GOOD)))
    shown: list[dict[str, JsonValue]] = []
    model.write(replace(CALL, on_partial=shown.append))
    assert shown == [
        {"headline": "Hello"},
        {"headline": "Hello", "lines": []},
        {"headline": "Hello", "lines": [{"text": "Good day", "tone": "warm"}]},
        {
            "headline": "Hello",
            "lines": [
                {"text": "Good day", "tone": "warm"},
                {"text": "Welcome", "tone": "formal"},
            ],
        },
        GREETING.to_json(),
    ]


def test_partial_answers_that_do_not_fit_are_not_shown(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """A finished field that does not fit is not shown."""
    wrong = GOOD.replace('"Hello"', "[]")
    server.script(Answer(text=wrong, events=30), Answer(text=wrong, events=30))
    shown: list[dict[str, JsonValue]] = []
    with pytest.raises(errors.PermanentJobError):
        model.write(replace(CALL, on_partial=shown.append))
    assert shown == []


def test_long_sentence_is_shortened(model: GeminiTextModel, server: GeminiServer) -> None:
    """A model does not count characters: one sentence too many costs no second call."""
    server.script(Answer(text=GOOD.replace("Hello", "Hello there. " + "And so on. " * 9)))
    written = model.write(CALL)
    assert written.value.headline == "Hello there. And so on. And so on."
    assert written.value.lines == GREETING.lines
    assert len(server.asked) == 1


def test_cut_off_answer_is_continued(model: GeminiTextModel, server: GeminiServer) -> None:
    """At the token cap the model is asked to go on from what it wrote, free of the schema."""
    server.script(Answer(text=GOOD[:60], finish="MAX_TOKENS"), Answer(text=GOOD[60:]))
    assert model.write(CALL).value == GREETING
    facts, draft, told = server.asked[1].texts()
    assert facts == server.asked[0].texts()[0]
    assert draft == ("model", GOOD[:60])
    assert told[1].startswith("Your answer was cut off.")
    assert "responseJsonSchema" not in server.asked[1].config()


def test_continuation_that_starts_again_counts(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """A model that writes the whole answer instead of its rest has answered."""
    server.script(Answer(text=GOOD[:60], finish="CONTINUATION"), Answer(text=GOOD))
    assert model.write(CALL).value == GREETING


def test_answer_is_continued_once(model: GeminiTextModel, server: GeminiServer) -> None:
    """An answer that is cut off twice is too long, and the public learns that."""
    server.script(*[Answer(text=GOOD[:30], finish="MAX_TOKENS")] * 2)
    with pytest.raises(errors.PermanentJobError, match="longer than it may be"):
        model.write(CALL)
    assert len(server.asked) == 2


def test_cap_used_up_by_thinking_is_not_continued(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """Where nothing was written there is nothing to continue."""
    server.script(Answer(text="", finish="MAX_TOKENS"))
    with pytest.raises(errors.PermanentJobError, match="longer than it may be"):
        model.write(CALL)
    assert len(server.asked) == 1


def test_whole_answer_at_the_cap_counts(model: GeminiTextModel, server: GeminiServer) -> None:
    """A whole answer followed by blanks up to the cap, a habit of these models, is an answer."""
    server.script(Answer(text=GOOD + " " * 500, finish="MAX_TOKENS"))
    assert model.write(CALL).value == GREETING


@pytest.mark.parametrize("wrong", ['{"headline": 7}', "Certainly! Here it is:", "[1, 2", ""])
def test_misfit_is_repaired(model: GeminiTextModel, server: GeminiServer, wrong: str) -> None:
    """An answer that does not fit is asked for again, with what is wrong about it."""
    server.script(Answer(text=wrong), Answer(text=GOOD))
    assert model.write(CALL).value == GREETING
    told = server.asked[1].texts()[-1]
    assert told[0] == "user"
    assert "does not fit the schema:\n- " in told[1]
    assert "responseJsonSchema" in server.asked[1].config()


def test_repair_names_the_field(model: GeminiTextModel, server: GeminiServer) -> None:
    """What is wrong is said by place, as the model wrote it."""
    server.script(Answer(text=GOOD.replace("87", "870")), Answer(text=GOOD))
    model.write(CALL)
    assert "- score: Input should be less than or equal to 100" in server.asked[1].texts()[-1][1]


def test_answer_is_repaired_once(model: GeminiTextModel, server: GeminiServer) -> None:
    """A second answer that does not fit ends the job, with public words."""
    server.script(*[Answer(text="{}")] * 2)
    with pytest.raises(errors.PermanentJobError, match="no answer that we can use"):
        model.write(CALL)
    assert len(server.asked) == 2


@pytest.mark.parametrize("finish", ["MALFORMED_RESPONSE", "OTHER"])
def test_odd_end_is_repeated_once(
    model: GeminiTextModel, server: GeminiServer, finish: str
) -> None:
    """An answer that ended for no reason of its own is asked for once more, unchanged."""
    server.script(*[Answer(text=GOOD[:10], finish=finish)] * 2)
    with pytest.raises(errors.PermanentJobError, match="no answer that we can use"):
        model.write(CALL)
    first, second = server.asked
    assert first.body == second.body


@pytest.mark.parametrize("finish", ["SAFETY", "RECITATION", "PROHIBITED_CONTENT", "SPII"])
def test_blocked_answer_is_permanent(
    model: GeminiTextModel, server: GeminiServer, finish: str
) -> None:
    """An answer the vendor's rules stopped is not asked for again."""
    server.script(Answer(text=GOOD[:10], finish=finish))
    with pytest.raises(errors.PermanentJobError, match="rules do not allow"):
        model.write(CALL)
    assert len(server.asked) == 1


def test_blocked_prompt_is_permanent(model: GeminiTextModel, server: GeminiServer) -> None:
    """A prompt the vendor does not take is not sent again."""
    server.script(BlockedPrompt())
    with pytest.raises(errors.PermanentJobError, match="does not work with a text like this"):
        model.write(CALL)
    assert len(server.asked) == 1


def test_every_call_is_counted(model: GeminiTextModel, server: GeminiServer) -> None:
    """A repaired answer costs both calls, and each is told when it ends."""
    server.script(Answer(text="{}", output_tokens=5), Answer(text=GOOD, output_tokens=50))
    told: list[Usage] = []
    model.write(replace(CALL, record_usage=told.append))
    assert [usage.output_tokens for usage in told] == [5, 50]


@pytest.mark.parametrize(
    "move",
    [
        Answer(text=GOOD, finish="SAFETY"),
        Answer(text=GOOD, is_cut=True),
        Answer(text=GOOD, error=Refusal(code=503)),
    ],
)
def test_failed_calls_are_counted(
    model: GeminiTextModel, server: GeminiServer, move: Answer
) -> None:
    """What a call that came to nothing has cost is told all the same."""
    server.script(move)
    told: list[Usage] = []
    with pytest.raises((errors.PermanentJobError, errors.RetriableJobError)):
        model.write(replace(CALL, record_usage=told.append))
    (usage,) = told
    assert usage.input_tokens == 100
    assert usage.cost_usd > 0


def cancel_at_first_part(model: GeminiTextModel) -> list["Usage"]:
    """Have an answer written until a part of it is shown; return what it is said to have cost."""
    told: list[Usage] = []
    shown: list[dict[str, JsonValue]] = []
    with pytest.raises(errors.JobCancelledError):
        model.write(
            replace(
                CALL,
                on_partial=shown.append,
                check=cancel_when(lambda: bool(shown)),
                record_usage=told.append,
            )
        )
    return told


def test_stop_closes_the_stream(model: GeminiTextModel, server: GeminiServer) -> None:
    """When the handler stops, the connection is closed and the cost is told."""
    gate = Semaphore(2)
    server.script(Answer(text=GOOD, events=10, gate=gate))
    told = cancel_at_first_part(model)
    assert server.was_abandoned.wait(timeout=PATIENCE)
    assert [usage.input_tokens for usage in told] == [100]


def test_what_is_not_counted_is_estimated(model: GeminiTextModel, server: GeminiServer) -> None:
    """Answers without counts cost nothing; now about what they cost, and marked so."""
    server.script(Answer(text=GOOD, counts=False))
    told: list[Usage] = []
    model.write(replace(CALL, record_usage=told.append))
    (usage,) = told
    assert usage.output_tokens - usage.thinking_tokens == -(-len(GOOD.encode()) // 4)
    assert usage.input_tokens > 0
    assert usage.cost_usd > 0
    assert usage.is_estimate


def test_what_is_stopped_before_it_is_counted_is_estimated(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """Or one could submit and cancel for nothing where counts come last."""
    server.script(Answer(text=GOOD, events=10, counts=False))
    told = cancel_at_first_part(model)
    (usage,) = told
    assert usage.is_estimate
    assert usage.input_tokens > 0


@pytest.mark.usefixtures("service_account")
def test_service_account_pays_for_what_it_stops(open_model: Opener, server: GeminiServer) -> None:
    """Its counts come last: to submit and cancel is not free, and what was thought counts, too."""
    gate = Semaphore(4)
    server.script(Answer(text=GOOD, events=10, gate=gate))
    (usage,) = cancel_at_first_part(open_model(gemini_api_key=""))
    assert usage.is_estimate
    assert usage.input_tokens > 100
    assert usage.thinking_tokens == 1024
    assert usage.output_tokens > usage.thinking_tokens
    assert usage.cost_usd > 0


@pytest.mark.usefixtures("service_account")
def test_service_account_is_counted_at_the_end(open_model: Opener, server: GeminiServer) -> None:
    """An answer that ends is counted by the vendor: no estimate."""
    server.script(Answer(text=GOOD, thought="Hm", thinking_tokens=7))
    told: list[Usage] = []
    open_model(gemini_api_key="").write(replace(CALL, record_usage=told.append))
    (usage,) = told
    assert (usage.input_tokens, usage.output_tokens, usage.thinking_tokens) == (100, 57, 7)
    assert usage.is_estimate is None


def test_what_was_thought_when_time_was_up_is_estimated(
    open_model: Opener, server: GeminiServer
) -> None:
    """A model that has not begun to write has read, and thought: more, where it may think more."""
    costs = []
    for level in ("LOW", "HIGH"):
        server.script(Silence())
        told: list[Usage] = []
        model = open_model(gemini_timeout_seconds=0.3, gemini_thinking_level=level)
        with pytest.raises(errors.RetriableJobError):
            model.write(replace(CALL, record_usage=told.append))
        (usage,) = told
        assert usage.is_estimate
        assert usage.input_tokens > 0
        costs.append(usage.thinking_tokens)
    assert costs == [1024, 8192]


def test_what_was_refused_costs_nothing(model: GeminiTextModel, server: GeminiServer) -> None:
    """A request that was not taken is not paid for."""
    server.script(busy())
    told: list[Usage] = []
    with pytest.raises(errors.RetriableJobError):
        model.write(replace(CALL, record_usage=told.append))
    assert told == []


def test_stopped_before_it_starts_asks_no_server(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """A stop that is known before is a call saved."""
    with pytest.raises(errors.JobCancelledError):
        model.write(replace(CALL, check=cancel_at_once))
    assert server.asked == []


def test_what_a_listener_raises_passes(model: GeminiTextModel, server: GeminiServer) -> None:
    """A listener may end the writing with an error of its own; the stream is closed, too."""

    def lose(_: object) -> None:
        raise errors.AttemptLostError

    server.script(Answer(text=GOOD, events=10, gate=Semaphore(2)))
    with pytest.raises(errors.AttemptLostError):
        model.write(replace(CALL, on_partial=lose))
    assert server.was_abandoned.wait(timeout=PATIENCE)


def test_price_of_an_unlisted_model_is_zero(open_model: Opener) -> None:
    """A model that the price table does not have is counted in tokens, and costs nothing."""
    told: list[Usage] = []
    open_model(gemini_model="new-model").write(replace(CALL, record_usage=told.append))
    (usage,) = told
    assert (usage.output_tokens, usage.cost_usd) == (50, 0)


def test_each_model_has_its_own_price(open_model: Opener, server: GeminiServer) -> None:
    """What the second model writes is paid for at the second model's price."""
    prices = {
        "first-model": [{"since": "2026-01-01", "inputUsd": 1, "cachedUsd": 1, "outputUsd": 10}],
        "second-model": [{"since": "2026-01-01", "inputUsd": 3, "cachedUsd": 3, "outputUsd": 30}],
    }
    answer = Answer(text=GOOD, input_tokens=1000, output_tokens=100)
    model = open_model(gemini_fallback_model="second-model", gemini_prices=prices)
    server.script(answer, Refusal(code=503), answer)
    told: list[Usage] = []
    for _ in range(2):
        model.write(replace(CALL, record_usage=told.append))
    assert [usage.cost_usd for usage in told] == [pytest.approx(0.002), pytest.approx(0.006)]


def test_model_without_a_price_is_told_of_once(
    open_model: Opener, server: GeminiServer, caplog: pytest.LogCaptureFixture
) -> None:
    """It counts as nothing, and the operator learns that, but not with every call."""
    model = open_model(gemini_model="new-model")
    usages: list[Usage] = []
    for _ in range(3):
        model.write(replace(CALL, record_usage=usages.append))
    assert [usage.cost_usd for usage in usages] == [0, 0, 0]
    assert usages[0].input_tokens > 0
    told = [each for each in caplog.records if facts_of(each).get("action") == "model-unpriced"]
    assert [each.levelname for each in told] == ["WARNING"]
    assert facts_of(told[0])["model"] == "new-model"


def facts_of(record: logging.LogRecord) -> dict[str, object]:
    """Return what a log line was about."""
    return getattr(record, "log_fields", {})


def test_markup_is_repaired(model: GeminiTextModel, server: GeminiServer) -> None:
    """An answer that is more than text is asked for again, and not shown meanwhile."""
    dirty = GOOD.replace("Good day", "<b onclick=x>Good day</b>")
    server.script(Answer(text=dirty, events=40), Answer(text=GOOD))
    shown: list[dict[str, JsonValue]] = []
    written = model.write(replace(CALL, on_partial=shown.append))
    assert written.value == GREETING
    assert "onclick" not in str(shown)
    assert "- lines.0.text: Holds HTML." in server.asked[1].texts()[-1][1]
