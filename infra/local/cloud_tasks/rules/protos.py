"""Translate between the client library's protos and our records.

The only module that knows the shape of the protos; whatever passes it is typed. Zero and unset
mean *not given* in proto3, and stay so here: defaults are filled in by the rules.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from google.cloud import tasks_v2
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.records import (
    Attempt,
    HttpCall,
    OAuthToken,
    OidcToken,
    RetryPolicy,
    Task,
)

#: The client library's messages publish no types.
Message: TypeAlias = Any

TASK: Message = tasks_v2.Task.pb()
METHODS: dict[str, int] = {
    "POST": 1,
    "GET": 2,
    "HEAD": 3,
    "PUT": 4,
    "DELETE": 5,
    "PATCH": 6,
    "OPTIONS": 7,
}
METHOD_NAMES = {number: name for name, number in METHODS.items()}
_BASIC, _FULL = int(tasks_v2.Task.View.BASIC), int(tasks_v2.Task.View.FULL)


def call_of(message: Message) -> HttpCall:
    """Read the request of a `Task` message.

    Raises:
        ApiError: It holds none, or one for App Engine.
    """
    kind = message.WhichOneof("message_type")
    if kind == "app_engine_http_request":
        raise errors.unimplemented("App Engine tasks")
    if kind is None:
        raise errors.invalid("Task.http_request is required.")
    request = message.http_request
    return HttpCall(
        url=request.url,
        method=METHOD_NAMES.get(request.http_method, "POST"),
        headers=dict(request.headers),
        body=request.body,
        authorization=authorization_of(request),
    )


def authorization_of(message: Message) -> OidcToken | OAuthToken | None:
    """Read the `authorization_header` of an `HttpRequest` or `HttpTarget` message."""
    kind = message.WhichOneof("authorization_header")
    if kind == "oidc_token":
        oidc = message.oidc_token
        return OidcToken(service_account_email=oidc.service_account_email, audience=oidc.audience)
    if kind == "oauth_token":
        oauth = message.oauth_token
        return OAuthToken(service_account_email=oauth.service_account_email, scope=oauth.scope)
    return None


def retry_of(message: Message) -> RetryPolicy:
    """Read a `RetryConfig` message; zero means not given."""
    return RetryPolicy(
        max_attempts=message.max_attempts,
        max_retry_duration=message.max_retry_duration.ToTimedelta(),
        min_backoff=message.min_backoff.ToTimedelta(),
        max_backoff=message.max_backoff.ToTimedelta(),
        max_doublings=message.max_doublings,
    )


def instant_of(message: Message, field: str) -> datetime | None:
    """Read a timestamp field, to the microsecond; None when unset."""
    if not message.HasField(field):
        return None
    instant: datetime = getattr(message, field).ToDatetime(tzinfo=UTC)
    return instant


def duration_of(message: Message, field: str) -> timedelta | None:
    """Read a duration field; None when unset."""
    if not message.HasField(field):
        return None
    duration: timedelta = getattr(message, field).ToTimedelta()
    return duration


def task_message(task: Task, *, full: bool) -> Message:
    """Write a `Task` message; the basic view lacks the body."""
    message = TASK(
        name=task.name,
        schedule_time=_timestamp(task.schedule_time),
        create_time=_timestamp(task.create_time),
        dispatch_deadline=_duration(task.dispatch_deadline),
        dispatch_count=task.dispatch_count,
        response_count=task.response_count,
        view=_FULL if full else _BASIC,
    )
    _write_call(task.call, message.http_request, full=full)
    if task.retry is not None:
        write_retry(task.retry, message.retry_config)
    if task.first_attempt is not None:
        message.first_attempt.dispatch_time.CopyFrom(_timestamp(task.first_attempt.dispatch_time))
    if task.last_attempt is not None:
        _write_attempt(task.last_attempt, message.last_attempt)
    return message


def task_of(message: Message, *, serial: int, execution_count: int, previous: int | None) -> Task:
    """Read a full `Task` message that `task_message` wrote."""
    created = instant_of(message, "create_time") or datetime.now(UTC)
    first = message.HasField("first_attempt")
    last = message.HasField("last_attempt")
    return Task(
        name=message.name,
        serial=serial,
        call=call_of(message),
        schedule_time=instant_of(message, "schedule_time") or created,
        create_time=created,
        dispatch_deadline=message.dispatch_deadline.ToTimedelta(),
        retry=retry_of(message.retry_config) if message.HasField("retry_config") else None,
        dispatch_count=message.dispatch_count,
        response_count=message.response_count,
        first_attempt=_attempt_of(message.first_attempt) if first else None,
        last_attempt=_attempt_of(message.last_attempt) if last else None,
        execution_count=execution_count,
        previous_response=previous,
    )


def write_authorization(token: OidcToken | OAuthToken | None, message: Message) -> None:
    """Fill in the `authorization_header` of an `HttpRequest` or `HttpTarget` message."""
    if isinstance(token, OidcToken):
        message.oidc_token.service_account_email = token.service_account_email
        message.oidc_token.audience = token.audience
    elif isinstance(token, OAuthToken):
        message.oauth_token.service_account_email = token.service_account_email
        message.oauth_token.scope = token.scope


def write_retry(policy: RetryPolicy, message: Message) -> None:
    """Fill in a `RetryConfig` message."""
    message.max_attempts = policy.max_attempts
    message.max_doublings = policy.max_doublings
    message.min_backoff.FromTimedelta(policy.min_backoff)
    message.max_backoff.FromTimedelta(policy.max_backoff)
    if policy.max_retry_duration:
        message.max_retry_duration.FromTimedelta(policy.max_retry_duration)


def _write_call(call: HttpCall, message: Message, *, full: bool) -> None:
    message.url = call.url
    message.http_method = METHODS[call.method]
    message.headers.update(call.headers)
    message.body = call.body if full else b""
    write_authorization(call.authorization, message)


def _write_attempt(attempt: Attempt, message: Message) -> None:
    for field in ("schedule_time", "dispatch_time", "response_time"):
        instant = getattr(attempt, field)
        if instant is not None:
            getattr(message, field).CopyFrom(_timestamp(instant))
    if attempt.response_time is not None:
        message.response_status.code = int(attempt.code)
        message.response_status.message = attempt.message


def _attempt_of(message: Message) -> Attempt:
    return Attempt(
        schedule_time=instant_of(message, "schedule_time"),
        dispatch_time=instant_of(message, "dispatch_time"),
        response_time=instant_of(message, "response_time"),
        code=RpcCode(message.response_status.code),
        message=message.response_status.message,
    )


def _timestamp(instant: datetime | None) -> Timestamp:
    message = Timestamp()
    if instant is not None:
        message.FromDatetime(instant)
    return message


def _duration(delta: timedelta) -> Duration:
    message = Duration()
    message.FromTimedelta(delta)
    return message
