"""What a new task must be like; what is not raises `ApiError`.

Pure: time is passed in. Limits and recorded messages are the real service's; the size limit is the
measured one, one mebibyte less seven bytes of the stored task.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.records import HttpCall
from infra.local.cloud_tasks.rules.target import BODY_METHODS

DEFAULT_DEADLINE = timedelta(minutes=10)
MAX_STORED_BYTES = 1024 * 1024 - 7
_SHORTEST_DEADLINE = timedelta(seconds=15)
_LONGEST_DEADLINE = timedelta(minutes=30)
_HORIZON = timedelta(hours=720)
_MAX_URL_LENGTH = 2083
_MAX_HEADER_BYTES = 80 * 1024
#: What may stand in an address as it is; the rest is percent-encoded.
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


def check_call(call: HttpCall) -> None:
    """Refuse a request that the service would not send."""
    if not call.url:
        raise errors.invalid("HttpRequest.url is required.")
    if not call.url.startswith(("http://", "https://")):
        raise errors.invalid("HttpTarget.url must start with 'http://' or 'https://'.")
    if len(quote(call.url, safe=_URL_SAFE)) > _MAX_URL_LENGTH:
        raise errors.invalid("HttpRequest.url must be at most 2083 characters after encoding.")
    if call.body and call.method not in BODY_METHODS:
        raise errors.invalid("HttpRequest.body is allowed with POST, PUT and PATCH only.")
    size = sum(len(name.encode()) + len(value.encode()) for name, value in call.headers.items())
    if size >= _MAX_HEADER_BYTES:
        raise errors.invalid("HttpRequest.headers must be smaller than 80KB.")


def deadline(given: timedelta | None) -> timedelta:
    """Return how long a delivery waits for its answer."""
    if not given:
        return DEFAULT_DEADLINE
    if not _SHORTEST_DEADLINE <= given <= _LONGEST_DEADLINE:
        raise errors.invalid("Task.dispatchDeadline must be between [15s, 30m].")
    return given - timedelta(microseconds=given.microseconds % 1000)


def schedule_time(given: datetime | None, now: datetime) -> datetime:
    """Return when a task comes due; the past means now."""
    if given is None or given < now:
        return now
    if given - now > _HORIZON:
        shown = given.astimezone(_service_zone()).isoformat(timespec="seconds")
        raise errors.invalid(
            f"The Task.scheduleTime, {shown}, is too far in the future. Schedule time must be no "
            "more than 720h in the future."
        )
    return given


def check_size(stored_bytes: int) -> None:
    """Refuse a task that is too large to store."""
    if stored_bytes > MAX_STORED_BYTES:
        raise errors.invalid("Task size too large")


def _service_zone() -> tzinfo:
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:
        return UTC  # a machine without a time zone database gets the same instant, shown in UTC
