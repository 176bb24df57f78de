"""What the API refuses, as far as it can be judged without a server."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.errors import ApiError
from infra.local.cloud_tasks.records import HttpCall
from infra.local.cloud_tasks.rules import names, pages, progress, queue_rules, task_rules

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
QUEUE = "projects/p/locations/l/queues/q"


def test_a_time_more_than_thirty_days_ahead_is_refused() -> None:
    """The message shows the time in the service's own zone, as recorded."""
    with pytest.raises(ApiError) as refused:
        task_rules.schedule_time(NOW + timedelta(days=30, seconds=1), NOW)
    assert refused.value.message == (
        "The Task.scheduleTime, 2026-01-31T04:00:01-08:00, is too far in the future. "
        "Schedule time must be no more than 720h in the future."
    )


@pytest.mark.parametrize("given", [None, NOW - timedelta(days=1), NOW])
def test_no_time_or_a_past_time_means_now(given: datetime | None) -> None:
    """A task cannot have been due before it was created."""
    assert task_rules.schedule_time(given, NOW) == NOW


def test_exactly_thirty_days_are_allowed() -> None:
    """The limit itself is within the limit."""
    assert task_rules.schedule_time(NOW + timedelta(days=30), NOW) == NOW + timedelta(days=30)


@pytest.mark.parametrize("seconds", [15, 1800])
def test_deadlines_at_the_limits_are_allowed(seconds: int) -> None:
    """15 seconds and 30 minutes are both within."""
    assert task_rules.deadline(timedelta(seconds=seconds)) == timedelta(seconds=seconds)


def test_the_default_deadline_is_ten_minutes() -> None:
    """Unset and zero mean the default."""
    assert task_rules.deadline(None) == task_rules.deadline(timedelta(0)) == timedelta(minutes=10)


def test_the_size_limit_is_the_measured_one() -> None:
    """1,048,569 bytes fit, one more does not."""
    task_rules.check_size(1_048_569)
    with pytest.raises(ApiError, match="Task size too large"):
        task_rules.check_size(1_048_570)


def test_an_address_is_measured_after_encoding() -> None:
    """A character outside ASCII counts as the six or more it is sent as."""
    task_rules.check_call(HttpCall(url="http://w/" + "a" * 2000))
    with pytest.raises(ApiError, match="2083"):
        task_rules.check_call(HttpCall(url="http://w/" + "ä" * 400))


def test_headers_of_eighty_kilobytes_are_refused() -> None:
    """The limit counts names and values together."""
    with pytest.raises(ApiError, match="80KB"):
        task_rules.check_call(HttpCall(url="http://w", headers={"X-A": "v" * 80 * 1024}))


@pytest.mark.parametrize(
    ("given", "burst"), [(0.0, 100), (500.0, 100), (100.0, 20), (1.0, 10), (0.5, 10)]
)
def test_the_burst_follows_from_the_rate(given: float, burst: int) -> None:
    """The caller never sets it."""
    assert queue_rules.rate_limits(rate=given, concurrent=0).max_burst_size == burst


@pytest.mark.parametrize(
    "name",
    ["", "q", QUEUE + "/tasks/t", QUEUE + "_", QUEUE + "q" * 100, "projects//locations/l/queues/q"],
)
def test_what_is_no_queue_name(name: str) -> None:
    """Queue ids hold letters, digits and hyphens, 100 at most."""
    with pytest.raises(ApiError, match="Queue name must be formatted"):
        names.check_queue(name)


def test_a_task_id_may_be_five_hundred_long() -> None:
    """500 characters are a name, 501 are none, and a slash never is."""
    assert names.check_task(f"{QUEUE}/tasks/{'t' * 500}")
    for wrong in ["t" * 501, "", "a b", "ä"]:
        with pytest.raises(ApiError, match=f'Task ID "{wrong}" can contain only letters'):
            names.check_task(f"{QUEUE}/tasks/{wrong}")
    with pytest.raises(ApiError, match="Task name must be formatted"):
        names.check_task(f"{QUEUE}/tasks/a/b")


def test_pages_join_up_to_the_whole_list() -> None:
    """Following the tokens gives every name once, and the last page gives no token."""
    everything, token = [f"n{i}" for i in range(5)], ""
    seen: list[str] = []
    for _ in range(3):
        page, token = pages.cut(everything, 2, token, 1000)
        seen += page
    assert (seen, token) == (everything, "")


@pytest.mark.parametrize(("size", "token"), [(-1, ""), (2, "nonsense!"), (2, "/w==")])
def test_pages_refuse_nonsense(size: int, token: str) -> None:
    """A negative size and a foreign token are invalid arguments."""
    with pytest.raises(ApiError):
        pages.cut(["a"], size, token, 1000)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, RpcCode.NOT_FOUND),
        (418, RpcCode.FAILED_PRECONDITION),
        (429, RpcCode.RESOURCE_EXHAUSTED),
        (500, RpcCode.INTERNAL),
        (503, RpcCode.UNAVAILABLE),
        (599, RpcCode.INTERNAL),
        (302, RpcCode.UNKNOWN),
    ],
)
def test_the_code_that_stands_for_a_status(status: int, code: RpcCode) -> None:
    """An attempt's status is told as the nearest google.rpc.Code."""
    assert progress.rpc_code(status) is code
