"""What a delivery says of itself, and where it goes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.cloud_tasks.records import HttpCall, HttpTarget, OidcToken, Task
from infra.local.cloud_tasks.rules import headers, target

NOW = datetime(2026, 1, 1, 0, 0, 0, 250_000, tzinfo=UTC)
TASK = Task(
    name="projects/p/locations/l/queues/mail/tasks/t-1",
    serial=1,
    call=HttpCall(url="http://worker.test/run?a=1"),
    schedule_time=NOW,
    create_time=NOW,
    dispatch_deadline=timedelta(minutes=10),
)


def test_the_first_delivery() -> None:
    """Short ids, zero counts, the due time in seconds; nothing of an earlier attempt."""
    assert headers.delivery_headers(TASK, 1) == {
        "X-CloudTasks-QueueName": "mail",
        "X-CloudTasks-TaskName": "t-1",
        "X-CloudTasks-TaskRetryCount": "0",
        "X-CloudTasks-TaskExecutionCount": "0",
        "X-CloudTasks-TaskETA": "1767225600.250000",
    }


def test_a_retry_tells_of_the_answer_before() -> None:
    """The status before and an empty reason come with a retry."""
    given = headers.delivery_headers(replace(TASK, execution_count=1, previous_response=404), 3)
    assert given["X-CloudTasks-TaskRetryCount"] == "2"
    assert given["X-CloudTasks-TaskExecutionCount"] == "1"
    assert given["X-CloudTasks-TaskPreviousResponse"] == "404"
    assert given["X-CloudTasks-TaskRetryReason"] == ""


def test_a_retry_after_silence_names_no_status() -> None:
    """Where no answer came there is no status to tell of."""
    assert "X-CloudTasks-TaskPreviousResponse" not in headers.delivery_headers(TASK, 2)


@pytest.mark.parametrize(
    "name",
    [
        "Host",
        "content-length",
        "USER-AGENT",
        "X-Google-A",
        "x-appengine-b",
        "X-CloudTasks-TaskName",
    ],
)
def test_reserved_headers_are_dropped(name: str) -> None:
    """The caller cannot set what the service sets, whatever the case."""
    kept = headers.stored_headers({name: "mine", "X-Mixed-Case": "kept"})
    assert kept == {"X-Mixed-Case": "kept", "User-Agent": "Google-Cloud-Tasks"}


def test_a_queue_header_replaces_a_task_header_of_any_case() -> None:
    """One value remains, the queue's."""
    assert headers.overridden({"x-a": "task", "x-b": "2"}, {"X-A": "queue"}) == {
        "x-b": "2",
        "X-A": "queue",
    }


@pytest.mark.parametrize(
    ("override", "url"),
    [
        (HttpTarget(host="other.test"), "http://other.test/run?a=1"),
        (HttpTarget(scheme="https", port=8443), "https://worker.test:8443/run?a=1"),
        (HttpTarget(path="/all", query=""), "http://worker.test/all"),
        (HttpTarget(host="other.test", always=False), "http://worker.test/run?a=1"),
        (HttpTarget(port=81, always=False), "http://worker.test:81/run?a=1"),
    ],
)
def test_a_queue_target_changes_the_address(override: HttpTarget, url: str) -> None:
    """Each part the queue names replaces the task's, or fills a gap where that is asked for."""
    assert target.effective_call(TASK.call, override).url == url


def test_a_queue_target_changes_method_and_token() -> None:
    """A method without a body drops the body; the queue's account takes over."""
    token = OidcToken(service_account_email="queue@p.test", audience="a")
    call = replace(TASK.call, body=b"x")
    sent = target.effective_call(call, HttpTarget(method="GET", authorization=token))
    assert (sent.method, sent.body, sent.authorization) == ("GET", b"", token)
