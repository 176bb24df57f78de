"""The emulator's own words: queues, tasks, attempts and answers, free of protobuf and of I/O.

Every record is frozen: a change is a new record, so that what was stored, what is sent and what
is answered can never be half of one and half of another.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import ConfigDict

from infra.local.cloud_tasks.codes import RpcCode


class QueueState(StrEnum):
    """Whether a queue hands out its tasks."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"


@dataclass(frozen=True, kw_only=True, slots=True)
class RateLimits:
    """How fast a queue may hand out tasks, first attempts and retries alike."""

    #: Tokens that flow into the bucket each second; 500 is the most.
    max_dispatches_per_second: float
    #: Tokens the bucket holds; chosen by the service.
    max_burst_size: int
    #: Deliveries that may wait for their answer at the same time; 5,000 is the most.
    max_concurrent_dispatches: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryPolicy:
    """When a failed attempt is followed by another."""

    #: Attempts including the first; -1 means no limit.
    max_attempts: int
    #: Measured from the first attempt; zero means no limit.
    max_retry_duration: timedelta
    min_backoff: timedelta
    max_backoff: timedelta
    #: How often the delay doubles before it grows by a constant.
    max_doublings: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OidcToken:
    """An identity token is signed for each delivery."""

    service_account_email: str
    #: Empty means the task's full address.
    audience: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OAuthToken:
    """An access token is sent; the emulator's is a made-up string."""

    service_account_email: str
    scope: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpCall:
    """What a task sends to its worker."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    url: str
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    authorization: OidcToken | OAuthToken | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpTarget:
    """What a queue puts in the place of its tasks' own addresses; None leaves a part alone."""

    scheme: str | None = None
    host: str | None = None
    #: Zero takes the port away.
    port: int | None = None
    path: str | None = None
    query: str | None = None
    #: False: only parts that a task's own address lacks are filled in.
    always: bool = True
    method: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    authorization: OidcToken | OAuthToken | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """A queue as the API shows it."""

    #: `projects/P/locations/L/queues/Q`.
    name: str
    rate_limits: RateLimits
    retry: RetryPolicy
    state: QueueState = QueueState.RUNNING
    purge_time: datetime | None = None
    http_target: HttpTarget | None = None
    #: Kept and shown, without effect: the emulator logs every operation.
    log_sampling_ratio: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One delivery, as the API shows it."""

    schedule_time: datetime
    dispatch_time: datetime
    #: Unset while the worker has not answered.
    response_time: datetime | None = None
    code: RpcCode = RpcCode.OK
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A task as the API shows it, and what the next delivery's headers need."""

    #: `projects/P/locations/L/queues/Q/tasks/T`.
    name: str
    #: Unlike the name never used again: tells a task from a later one of the same name.
    serial: int
    call: HttpCall
    schedule_time: datetime
    create_time: datetime
    dispatch_deadline: timedelta
    #: The task's own policy, which overrides the queue's.
    retry: RetryPolicy | None = None
    dispatch_count: int = 0
    response_count: int = 0
    first_dispatch_time: datetime | None = None
    last_attempt: Attempt | None = None
    #: Answers other than 5xx so far.
    execution_count: int = 0
    #: HTTP status of the latest attempt, None if there was no answer.
    previous_response: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """The worker answered in time."""

    status: int
    #: The `Retry-After` header as sent.
    retry_after: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoAnswer:
    """No answer came: the deadline passed, the connection failed, or a fault swallowed it."""

    code: RpcCode
    reason: str


Answer = Answered | NoAnswer
