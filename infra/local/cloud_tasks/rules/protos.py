"""Translate tasks between the client library's protos and our records.

This module and `queue_protos` alone know the shape of the protos; whatever passes them is typed.
Zero and unset mean *not given* in proto3, and stay so here: defaults are filled in by the rules.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeAlias

from google.cloud import tasks_v2

from infra.local.cloud_tasks import errors
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
#: A message's fields, as its constructor takes them; None leaves one unset.
Fields: TypeAlias = dict[str, object]

_TASK: Message = tasks_v2.Task.pb()
METHOD_NAMES = dict(
    enumerate(("POST", "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"), start=1)
)


def call_of(message: Message) -> HttpCall:
    """Read the request of a `Task` message."""
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


def schedule_time_of(message: Message) -> datetime | None:
    """Read a task's `schedule_time`, to the microsecond; None when unset."""
    if not message.HasField("schedule_time"):
        return None
    instant: datetime = message.schedule_time.ToDatetime(tzinfo=UTC)
    return instant


def task_message(task: Task, *, full: bool) -> Message:
    """Write a `Task` message; the basic view lacks the body."""
    call, first = task.call, task.first_dispatch_time
    return _TASK(
        name=task.name,
        schedule_time=task.schedule_time,
        create_time=task.create_time,
        dispatch_deadline=task.dispatch_deadline,
        dispatch_count=task.dispatch_count,
        response_count=task.response_count,
        view="FULL" if full else "BASIC",
        http_request={
            "url": call.url,
            "http_method": call.method,
            "headers": call.headers,
            "body": call.body if full else b"",
            **authorization_fields(call.authorization),
        },
        retry_config=task.retry and retry_fields(task.retry),
        first_attempt=first and {"dispatch_time": first},
        last_attempt=task.last_attempt and _attempt_fields(task.last_attempt),
    )


def authorization_fields(token: OidcToken | OAuthToken | None) -> Fields:
    """Return the `authorization_header` of an `HttpRequest` or `HttpTarget` message."""
    if token is None:
        return {}
    return {"oidc_token" if isinstance(token, OidcToken) else "oauth_token": asdict(token)}


def retry_fields(policy: RetryPolicy) -> Fields:
    """Return a `RetryConfig` message's fields."""
    return asdict(policy) | {"max_retry_duration": policy.max_retry_duration or None}


def _attempt_fields(attempt: Attempt) -> Fields:
    fields = asdict(attempt)
    status = {"code": int(fields.pop("code")), "message": fields.pop("message")}
    return fields | {"response_status": status if attempt.response_time else None}
