"""What refusals mean, whatever body they come with."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from shared.core import errors
from shared.gemini.errors import CallFailedError, translate_refusal

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
#: Bodies of the usual shape, with anything in its places.
error_bodies = st.fixed_dictionaries(
    {"error": json_values | st.fixed_dictionaries({"details": json_values, "message": json_values})}
)


def refusal(*details: dict[str, JsonValue], message: str = "") -> JsonValue:
    """Make a body as Google's services write it."""
    return {"error": {"message": message, "details": list(details)}}


@given(st.sampled_from([None, 400, 401, 404, 429, 503]), json_values | error_bodies)
def test_any_body_has_a_meaning(code: int | None, body: JsonValue) -> None:
    """Whatever a proxy on the way makes of an error, it is retriable or permanent."""
    error = translate_refusal(code, body).error
    assert isinstance(error, errors.RetriableJobError | errors.PermanentJobError)


def test_longest_delay_counts() -> None:
    """Of several waits the longest is kept."""
    body = refusal({"retryDelay": "3s"}, {"retryDelay": "0.5s"}, {"retryDelay": "soon"})
    error = translate_refusal(429, body).error
    assert isinstance(error, errors.RetriableJobError)
    assert error.retry_after == timedelta(seconds=3)


@pytest.mark.parametrize(
    ("body", "is_gone"),
    [
        (refusal({"violations": [{"quotaId": "RequestsPerDayPerModel"}]}), True),
        (refusal({"violations": [{"quotaId": "RequestsPerMinute", "quotaValue": "0"}]}), True),
        (refusal(message="Quota exceeded for metric: x, limit: 0, model: y"), True),
        (refusal({"violations": [{"quotaId": "RequestsPerMinute", "quotaValue": "10"}]}), False),
        (refusal(message="Quota exceeded for metric: x, limit: 05, model: y"), False),
        (refusal(message="limit: 0.5"), False),
    ],
)
def test_daily_quota_is_told_from_one_of_the_minute(body: JsonValue, *, is_gone: bool) -> None:
    """A quota of the day, and one of zero, are gone; one of the minute comes back."""
    assert translate_refusal(429, body).error.retriable is not is_gone


@pytest.mark.parametrize(
    ("code", "helps"),
    [(429, True), (503, True), (404, True), (500, False), (408, False), (400, False)],
)
def test_fallback_helps_against_quota_overload_and_absence(code: int, *, helps: bool) -> None:
    """Only what the other model may have is a reason to ask it."""
    assert translate_refusal(code, {}).fallback_helps is helps


@pytest.mark.parametrize(
    "message",
    [
        "Your prepayment credits are depleted. Please go to AI Studio to manage billing.",
        "Your project has exceeded its monthly spending cap.",
        "The monthly spend cap of this project was reached.",
    ],
)
def test_money_that_is_used_up_does_not_come_back(message: str) -> None:
    """Not in seconds, whatever the service says of that, and for no other model."""
    failed = translate_refusal(429, refusal({"retryDelay": "9s"}, message=message))
    assert (failed.error.retriable, failed.fallback_helps) == (False, False)


def test_call_that_was_not_ours_to_cancel_is_made_again() -> None:
    """A 499 says that the client has gone away; ours had not."""
    assert translate_refusal(499, {}).error.retriable


@pytest.mark.parametrize(
    ("body", "is_bare"),
    [
        ({"error": {"status": "INVALID_ARGUMENT", "message": "Request is wrong."}}, True),
        ({"error": {"status": "INVALID_ARGUMENT", "details": [{"reason": "X"}]}}, False),
        ({"error": {"status": "FAILED_PRECONDITION"}}, False),
        ("nonsense", False),
    ],
)
def test_refusal_without_a_word_may_be_of_the_schema(body: JsonValue, *, is_bare: bool) -> None:
    """A 400 that says what is wrong is about something else."""
    assert translate_refusal(400, body).schema_may_be_why is is_bare
    assert not translate_refusal(403, body).schema_may_be_why


def test_message_of_a_failed_call_is_public() -> None:
    """Even the error between our own modules holds public words only."""
    failed = translate_refusal(400, refusal(message="the vendor's words"))
    assert isinstance(failed, CallFailedError)
    assert "vendor's words" not in f"{failed} {failed.error}"
