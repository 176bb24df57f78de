"""The task calls: what they keep and show, what they refuse, and in which words."""

from datetime import timedelta
from typing import Any

import pytest
from google.api_core import exceptions
from google.cloud.tasks_v2 import CloudTasksClient, HttpMethod, Task

from infra.local.cloud_tasks import Clock, CloudTasksEmulator, Settings
from tests.integration.cloud_tasks.support import (
    NO_QUEUE,
    PARENT,
    QUEUE,
    SECOND,
    Tasks,
    connected,
    refused,
)
from tests.integration.cloud_tasks.worker import Worker

URL = "http://127.0.0.1:9/"
MISSING = "Requested entity was not found."
GONE = (
    "The task no longer exists, though a task with this name existed recently. The task either "
    "successfully completed or was deleted."
)
BAD_ID = (
    'Task ID "not a valid id" can contain only letters ([A-Za-z]), numbers ([0-9]), hyphens (-), '
    "or underscores (_). Task ID must between 1 and 500 characters."
)
OTHER_QUEUE = (
    f"The queue name from request ('{QUEUE}') must be the same as the queue name in the named "
    f"task ('{QUEUE}-other')."
)
HOUR = timedelta(hours=1)


@pytest.fixture
def settings() -> Settings:
    """One account exists."""
    return Settings(queues=(QUEUE,), service_accounts=("known@p.test",))


def test_a_task_shows_its_defaults(tasks: Tasks) -> None:
    """POST, due now, ten minutes; a number for a name; whole seconds for its creation."""
    now = tasks.emulator.clock.now()
    task = tasks.create()
    assert task.name.removeprefix(f"{QUEUE}/tasks/").isdigit()
    assert task.http_request.http_method is HttpMethod.POST
    assert task.schedule_time == now
    assert task.create_time == now.replace(microsecond=0)
    assert task.dispatch_deadline == timedelta(minutes=10)


def test_the_basic_view_lacks_the_body(client: CloudTasksClient, tasks: Tasks) -> None:
    """Only the full view shows it; both say which they are."""
    client.pause_queue(name=QUEUE)
    created = tasks.create("a", http_request={"url": URL, "body": b"secret"})
    full = client.get_task(request={"name": created.name, "response_view": Task.View.FULL})
    assert (created.http_request.body, created.view) == (b"", Task.View.BASIC)
    assert (full.http_request.body, full.view) == (b"secret", Task.View.FULL)


def test_a_task_shows_the_headers_that_will_be_sent(tasks: Tasks) -> None:
    """Reserved ones are dropped, the service's agent is added, case is kept (recorded)."""
    task = tasks.create(
        http_request={"url": URL, "headers": {"X-Mixed-Case": "kept", "Host": "mine"}}
    )
    assert dict(task.http_request.headers) == {
        "X-Mixed-Case": "kept",
        "User-Agent": "Google-Cloud-Tasks",
    }


def test_a_name_is_taken_while_its_task_lives(tasks: Tasks) -> None:
    """The second create is refused and changes nothing."""
    tasks.create("a", schedule_time=tasks.emulator.clock.now() + HOUR)
    with refused(exceptions.AlreadyExists, "Requested entity already exists"):
        tasks.create("a")
    assert tasks.names() == ["a"]


def test_a_name_stays_taken_for_a_day_after_the_task(
    client: CloudTasksClient, tasks: Tasks
) -> None:
    """Until then the task is known to have existed, then the name is new."""
    name = tasks.create("a").name
    tasks.settle()
    tasks.pass_time(timedelta(days=1) - SECOND)
    with refused(exceptions.AlreadyExists, "Requested entity already exists"):
        tasks.create("a")
    with refused(exceptions.NotFound, GONE):
        client.get_task(name=name)
    tasks.pass_time(SECOND)
    with refused(exceptions.NotFound, MISSING):
        client.get_task(name=name)
    tasks.create("a")
    assert len(tasks.worker.wait_for_calls(2)) == 2


@pytest.mark.parametrize("call", ["get_task", "delete_task", "run_task"])
def test_a_task_that_never_was_is_not_found(client: CloudTasksClient, call: str) -> None:
    """The three calls say it in the same words, and so for a missing queue."""
    with refused(exceptions.NotFound, MISSING):
        getattr(client, call)(name=f"{QUEUE}/tasks/never")
    with refused(exceptions.NotFound, NO_QUEUE):
        getattr(client, call)(name=f"{PARENT}/queues/none/tasks/never")


def test_a_task_for_a_missing_queue_is_not_found(client: CloudTasksClient) -> None:
    """The queue must be there first."""
    with refused(exceptions.NotFound, NO_QUEUE):
        client.create_task(
            request={"parent": f"{PARENT}/queues/none", "task": {"http_request": {"url": URL}}}
        )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"http_request": {}}, "HttpRequest.url is required."),
        (
            {"http_request": {"url": "ftp://x"}},
            "HttpTarget.url must start with 'http://' or 'https://'.",
        ),
        (
            {"http_request": {"url": URL, "http_method": "GET", "body": b"x"}},
            "HttpRequest.body is allowed with POST, PUT and PATCH only.",
        ),
        (
            {"dispatch_deadline": timedelta(seconds=14)},
            "Task.dispatchDeadline must be between [15s, 30m].",
        ),
        (
            {"dispatch_deadline": timedelta(seconds=1801)},
            "Task.dispatchDeadline must be between [15s, 30m].",
        ),
        ({"http_request": {"url": URL, "body": b"x" * 1024 * 1024}}, "Task size too large"),
        (
            {"name": f"{QUEUE}/tasks/not a valid id"},
            BAD_ID,
        ),
        (
            {"name": f"{QUEUE}-other/tasks/a"},
            OTHER_QUEUE,
        ),
        (
            {"retry_config": {"max_attempts": -2}},
            "RetryConfig.maxAttempts must be greater or equal to -1.",
        ),
    ],
)
def test_a_wrong_task_is_refused(tasks: Tasks, fields: dict[str, Any], message: str) -> None:
    """Each rule has its words, and nothing is created."""
    with refused(exceptions.InvalidArgument, message):
        tasks.create(**fields)
    assert tasks.names() == []


def test_a_task_too_far_ahead_is_refused(tasks: Tasks) -> None:
    """Thirty days are the most."""
    with pytest.raises(exceptions.InvalidArgument, match="is too far in the future"):
        tasks.create(schedule_time=tasks.emulator.clock.now() + timedelta(days=31))


def test_a_task_without_a_request_is_refused(client: CloudTasksClient) -> None:
    """So is one for App Engine, which is not emulated."""
    with pytest.raises(exceptions.InvalidArgument):
        client.create_task(request={"parent": QUEUE, "task": {}})
    with pytest.raises(exceptions.MethodNotImplemented):
        client.create_task(
            request={"parent": QUEUE, "task": {"app_engine_http_request": {"relative_uri": "/"}}}
        )


def test_an_account_that_does_not_exist_is_not_found(tasks: Tasks) -> None:
    """As the real service looks the account up; the one given at the start exists."""

    def request(email: str) -> dict[str, object]:
        return {"url": URL, "oidc_token": {"service_account_email": email}}

    with pytest.raises(exceptions.NotFound, match=r"unknown@p\.test does not exist"):
        tasks.create(http_request=request("unknown@p.test"))
    assert tasks.create(http_request=request("known@p.test")).name


def test_the_largest_task_that_fits(tasks: Tasks) -> None:
    """A mebibyte less the rest of the task is accepted and delivered whole."""
    body = b"x" * (1024 * 1024 - 1000)
    tasks.create("big", http_request={"url": tasks.worker.url, "body": body})
    assert tasks.worker.wait_for_calls(1)[0].body == body


def test_tasks_are_listed_page_by_page(client: CloudTasksClient, tasks: Tasks) -> None:
    """The client follows the tokens."""
    client.pause_queue(name=QUEUE)
    for n in range(5):
        tasks.create(f"t{n}")
    pages = list(client.list_tasks(request={"parent": QUEUE, "page_size": 2}).pages)
    assert [len(page.tasks) for page in pages] == [2, 2, 1]
    assert tasks.names() == [f"t{n}" for n in range(5)]


def test_a_deleted_task_is_not_delivered(client: CloudTasksClient, tasks: Tasks) -> None:
    """Deleting it twice is not found."""
    task = tasks.create("a", schedule_time=tasks.emulator.clock.now() + HOUR)
    client.delete_task(name=task.name)
    tasks.pass_time(2 * HOUR)
    assert tasks.worker.calls == []
    with refused(exceptions.NotFound, MISSING):
        client.delete_task(name=task.name)


def test_deleting_a_running_task_stops_its_retries(client: CloudTasksClient, tasks: Tasks) -> None:
    """The delivery under way is not cut; its failure has no successor."""
    tasks.worker.will_answer(500)
    with tasks.worker.holding():
        task = tasks.create("a")
        tasks.worker.wait_for_calls(1)
        client.delete_task(name=task.name)
    tasks.pass_time(HOUR)
    assert len(tasks.worker.calls) == 1


def test_an_old_delivery_does_not_end_a_new_task_of_its_name(worker: Worker) -> None:
    """A name may be used again while a delivery of the deleted task still runs."""
    short_lived = Settings(queues=(QUEUE,), task_tombstone=timedelta(0))
    with (
        CloudTasksEmulator(short_lived, clock=Clock(manual=True)) as emulator,
        connected(emulator.addresses.grpc) as client,
    ):
        tasks = Tasks(client, emulator, worker)
        with worker.holding():
            name = tasks.create("a").name
            worker.wait_for_calls(1)
            client.delete_task(name=name)
            tasks.create("a", schedule_time=emulator.clock.now() + HOUR)
        tasks.settle()
        assert tasks.names() == ["a"]
