"""What Gemini's refusals mean for a job: try again, when, with another model, or not at all.

Pure: numbers and parsed JSON in, our errors out. The vendor's own messages are read here and go
no further: they may name the API key's project or repeat what was sent.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from pydantic import JsonValue

from shared.core import errors
from shared.core.type_pause import QuotaExhaustedError

JsonObject = dict[str, JsonValue]

SET_UP_WRONG = "The text model refused us. This is a fault of ours: trying again will not help."
NO_QUOTA_TODAY = "The text model's quota for today is used up. Try again tomorrow."
NO_MONEY = "The text model's account is used up. This is a fault of ours."
BAD_REQUEST = "The text model cannot work with this request."
MODEL_GONE = "The text model we use is not there. This is a fault of ours."
PROMPT_BLOCKED = "The text model does not work with a text like this."
ANSWER_BLOCKED = "The text model stopped: its rules do not allow it to finish this answer."
TOO_LONG = "The answer would be longer than it may be. Try again with less text."
UNUSABLE = "The text model gave no answer that we can use."

#: A stream may end for these reasons, which no repetition changes. Source: FinishReason in
#: google-genai 3.4.
BLOCKED_FINISHES = frozenset(
    {
        *("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"),
        *("LANGUAGE", "ESCALATION", "PUP_LIMITED_DISABLED"),
    }
)
CUT_OFF_FINISHES = frozenset({"MAX_TOKENS", "CONTINUATION"})

_OVERLOADED = frozenset({429, 503})
#: 499 is a call that the service has taken for cancelled, which none of ours was.
_TRANSIENT = frozenset({408, 429, 499, 500, 502, 503, 504})
_INVALID = 400
_NOT_FOUND = 404
_TOO_MANY = 429
_REFUSED = frozenset({401, 403})
_KEY_REASONS = frozenset({"API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED"})
_DURATION = re.compile(r"(\d+(?:\.\d+)?)s")
#: Only the message says so: there are no details.
_NO_MONEY = re.compile(r"\bcredits?\b.*\bdepleted\b|\bspend(?:ing)? cap\b", re.IGNORECASE)
_NO_QUOTA_AT_ALL = re.compile(r"\blimit: 0\b(?!\.)")


class CallFailedError(Exception):
    """One call to a model failed.

    Attributes:
        error: What that means for the job.
        fallback_helps: Whether another model may have what this one lacks: quota or capacity; or be
            there, where this one is not.
        schema_may_be_why: Whether nothing was said but that the request is not valid: so a schema
            is refused.
        is_paid_for: Whether the model may have worked on it, though nothing came of that.
    """

    def __init__(
        self,
        error: errors.JobsError,
        *,
        fallback_helps: bool = False,
        schema_may_be_why: bool = False,
        is_paid_for: bool = False,
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.fallback_helps = fallback_helps
        self.schema_may_be_why = schema_may_be_why
        self.is_paid_for = is_paid_for


def translate_refusal(code: int | None, body: JsonValue) -> CallFailedError:
    """Return what an answer with this HTTP status, and this body, means.

    The body is `{"error": {"code", "status", "message", "details": [...]}}`, parsed.
    """
    if code == _TOO_MANY and _NO_MONEY.search(_message(body)):
        # It is the account's: no other model has any either.
        return CallFailedError(errors.PermanentJobError(NO_MONEY))
    if code == _TOO_MANY and _is_gone_for_the_day(body):
        return CallFailedError(errors.PermanentJobError(NO_QUOTA_TODAY), fallback_helps=True)
    if code == _TOO_MANY and (wait := _retry_delay(body)) is not None:
        # All jobs that ask would meet the same until then.
        return CallFailedError(QuotaExhaustedError(retry_after=wait), fallback_helps=True)
    if code in _TRANSIENT:
        busy = errors.RetriableJobError(retry_after=_retry_delay(body))
        return CallFailedError(busy, fallback_helps=code in _OVERLOADED)
    return CallFailedError(
        errors.PermanentJobError(_explain(code, body)),
        # Models come and go, one by one.
        fallback_helps=code == _NOT_FOUND,
        schema_may_be_why=_is_bare(code, body),
    )


def _is_bare(code: int | None, body: JsonValue) -> bool:
    """Whether a request is refused without a word on what is wrong with it."""
    is_invalid = code == _INVALID and _error(body).get("status") == "INVALID_ARGUMENT"
    return is_invalid and not any(_details(body))


def _explain(code: int | None, body: JsonValue) -> str:
    reasons = {detail.get("reason") for detail in _details(body)}
    if code in _REFUSED or reasons & _KEY_REASONS:
        return SET_UP_WRONG
    if code == _NOT_FOUND:
        return MODEL_GONE
    # No billing account, or a country that is not served.
    is_unserved = _error(body).get("status") == "FAILED_PRECONDITION"
    return SET_UP_WRONG if is_unserved else BAD_REQUEST


def _is_gone_for_the_day(body: JsonValue) -> bool:
    """Whether a quota of the day is used up, or there never was one."""
    if _NO_QUOTA_AT_ALL.search(_message(body)):
        return True
    return any(
        "PerDay" in str(violation.get("quotaId", "")) or violation.get("quotaValue") == "0"
        for detail in _details(body)
        for violation in _objects(detail.get("violations"))
    )


def _retry_delay(body: JsonValue) -> timedelta | None:
    """Return the wait that the vendor asks for (google.rpc.RetryInfo); the longest of several."""
    found = (_DURATION.fullmatch(str(detail.get("retryDelay", ""))) for detail in _details(body))
    waits = [timedelta(seconds=float(match[1])) for match in found if match]
    return max(waits, default=None)


def _details(body: JsonValue) -> Iterator[JsonObject]:
    return _objects(_error(body).get("details"))


def _error(body: JsonValue) -> JsonObject:
    """Return the error object; proxies on the way send what they like."""
    found = body.get("error") if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}


def _message(body: JsonValue) -> str:
    return str(_error(body).get("message", ""))


def _objects(value: JsonValue) -> Iterator[JsonObject]:
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))
