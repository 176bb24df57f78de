"""What the text model makes of refusals, silence and broken connections."""

import time
import traceback
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from shared.core import errors
from shared.gemini.model import GeminiTextModel
from tests.fakes.gemini_server import (
    Answer,
    GeminiServer,
    Move,
    Refusal,
    Silence,
    bad_key,
    busy,
    credits_depleted,
    no_quota_today,
    spending_cap,
)
from tests.integration.text_model.conftest import (
    CALL,
    GOOD,
    GREETING,
    SECRET_KEY,
    Opener,
)
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from shared.core.usage import Usage


def test_retry_delay_is_handed_on(model: GeminiTextModel, server: GeminiServer) -> None:
    """A 429 that says when to come back is retriable then; the library does not retry by itself."""
    server.script(busy(retry_delay="53.5s"))
    with pytest.raises(errors.RetriableJobError) as caught:
        model.write(CALL)
    assert caught.value.retry_after == timedelta(seconds=53.5)
    assert len(server.asked) == 1


def test_overload_without_delay_is_retriable(model: GeminiTextModel, server: GeminiServer) -> None:
    """A 429 of shared capacity names no time: the job type's own policy decides."""
    server.script(busy())
    with pytest.raises(errors.RetriableJobError) as caught:
        model.write(CALL)
    assert caught.value.retry_after is None


def test_daily_quota_is_permanent(model: GeminiTextModel, server: GeminiServer) -> None:
    """A quota of the day does not come back in the seconds that the service names."""
    server.script(no_quota_today())
    with pytest.raises(errors.PermanentJobError, match="quota for today is used up"):
        model.write(CALL)


@pytest.mark.parametrize("move", [credits_depleted(), spending_cap()], ids=["credits", "cap"])
def test_money_that_is_used_up_is_permanent(
    open_model: Opener, server: GeminiServer, move: Move
) -> None:
    """No wait and no other model helps; the job says so at once."""
    server.script(move)
    with pytest.raises(errors.PermanentJobError, match="account is used up"):
        open_model(gemini_fallback_model="second-model").write(CALL)
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [408, 499, 500, 502, 503, 504])
def test_server_errors_are_retriable(
    model: GeminiTextModel, server: GeminiServer, code: int
) -> None:
    """Errors of the moment are retriable, and tried once only here."""
    server.script(Refusal(code=code))
    with pytest.raises(errors.RetriableJobError):
        model.write(CALL)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (bad_key(), "fault of ours"),
        (Refusal(code=401, status="UNAUTHENTICATED"), "fault of ours"),
        (Refusal(code=403, status="PERMISSION_DENIED"), "fault of ours"),
        (Refusal(code=400, status="FAILED_PRECONDITION"), "fault of ours"),
        (Refusal(code=400, status="INVALID_ARGUMENT"), "cannot work with this request"),
        (Refusal(code=404, status="NOT_FOUND"), "is not there"),
    ],
)
def test_lasting_refusals_are_permanent(
    model: GeminiTextModel, server: GeminiServer, move: Move, words: str
) -> None:
    """What will be refused again is permanent, and says in public words whose fault it is."""
    server.script(move, move)
    with pytest.raises(errors.PermanentJobError, match=words):
        model.write(CALL)


def test_vendor_words_go_no_further(model: GeminiTextModel, server: GeminiServer) -> None:
    """The vendor's message may name the key; a traceback of our error does not."""
    server.script(Refusal(code=403, message=f"Consumer 'api_key:{SECRET_KEY}' has been suspended."))
    with pytest.raises(errors.PermanentJobError) as caught:
        model.write(CALL)
    assert SECRET_KEY not in "".join(traceback.format_exception(caught.value))


def test_misfit_goes_no_further(model: GeminiTextModel, server: GeminiServer) -> None:
    """A traceback of our error does not repeat what the model wrote."""
    server.script(*[Answer(text='{"headline": ["private words"]}')] * 2)
    with pytest.raises(errors.PermanentJobError) as caught:
        model.write(CALL)
    assert "private words" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "move",
    [
        Answer(text=GOOD, is_cut=True),
        Answer(text=GOOD, is_torn=True),
        Answer(text=GOOD[:-9], finish=None),
        Answer(text=GOOD, error=Refusal(code=500)),
    ],
    ids=["connection cut", "event torn", "no finish", "error inside"],
)
def test_broken_stream_is_retriable(
    model: GeminiTextModel, server: GeminiServer, move: Answer
) -> None:
    """A stream that ends in the middle, in whatever way, is an accident of the moment."""
    server.script(move)
    with pytest.raises(errors.RetriableJobError) as caught:
        model.write(CALL)
    assert "Good day" not in "".join(traceback.format_exception(caught.value))


def test_refused_connection_is_retriable(open_model: Opener) -> None:
    """Where no server listens, the job is tried again later."""
    model = open_model(gemini_base_url="http://127.0.0.1:9")
    with pytest.raises(errors.RetriableJobError):
        model.write(CALL)


def test_silence_ends_at_the_limit(open_model: Opener, server: GeminiServer) -> None:
    """A service that never answers is waited for as long as the settings say."""
    server.script(Silence())
    began = time.monotonic()
    with pytest.raises(errors.RetriableJobError):
        open_model(gemini_timeout_seconds=0.3).write(CALL)
    assert 0.3 <= time.monotonic() - began < PATIENCE


def test_slow_stream_ends_at_the_limit(open_model: Opener, server: GeminiServer) -> None:
    """Pieces that keep coming do not stretch the limit: it is for the whole answer."""
    server.script(Answer(text=GOOD, events=10_000, pause_seconds=0.05))
    began = time.monotonic()
    with pytest.raises(errors.RetriableJobError):
        open_model(gemini_timeout_seconds=0.3).write(CALL)
    assert time.monotonic() - began < PATIENCE
    assert server.was_abandoned.wait(timeout=PATIENCE)


@pytest.mark.parametrize(
    "move",
    [
        busy(retry_delay="9s"),
        no_quota_today(),
        Refusal(code=503),
        Refusal(code=404, status="NOT_FOUND"),
    ],
    ids=["quota", "daily quota", "overload", "gone"],
)
def test_fallback_model_steps_in(open_model: Opener, server: GeminiServer, move: Move) -> None:
    """Without quota, capacity or the model itself, the second is asked; the answer names it."""
    server.script(move, Answer(text=GOOD))
    told: list[Usage] = []
    model = open_model(gemini_fallback_model="second-model")
    written = model.write(replace(CALL, record_usage=told.append))
    assert [asked.model for asked in server.asked] == ["first-model", "second-model"]
    assert (written.value, written.generated_by.model) == (GREETING, "second-model")
    assert [usage.model for usage in told] == ["second-model"]


def test_fallback_model_stays(open_model: Opener, server: GeminiServer) -> None:
    """Within an answer the first model is not asked again once it had no capacity."""
    server.script(busy(), Answer(text="{}"), Answer(text=GOOD))
    open_model(gemini_fallback_model="second-model").write(CALL)
    assert [asked.model for asked in server.asked] == ["first-model", *["second-model"] * 2]


def test_fallback_model_is_for_quota_and_overload_only(
    open_model: Opener, server: GeminiServer
) -> None:
    """Another model does not help a request that is refused for what it is."""
    server.script(Refusal(code=400))
    with pytest.raises(errors.PermanentJobError):
        open_model(gemini_fallback_model="second-model").write(CALL)
    assert len(server.asked) == 1


def test_one_model_that_may_answer_later_is_enough(
    open_model: Opener, server: GeminiServer
) -> None:
    """The first model is out for the day, the second for 20 s: the job comes back in 20 s."""
    server.script(no_quota_today(), busy(retry_delay="20s"))
    with pytest.raises(errors.RetriableJobError) as caught:
        open_model(gemini_fallback_model="second-model").write(CALL)
    assert caught.value.retry_after == timedelta(seconds=20)


@pytest.mark.usefixtures("service_account")
def test_tokens_that_cannot_be_fetched_now_are_had_later(
    open_model: Opener, server: GeminiServer
) -> None:
    """A token endpoint that goes away is no fault of ours, and the next attempt finds it back."""
    model = open_model(gemini_api_key="")
    server.gives_tokens = False
    with pytest.raises(errors.RetriableJobError):
        model.write(CALL)
    assert server.asked == []
    server.gives_tokens = True
    assert model.write(CALL).generated_by.model == "first-model"
