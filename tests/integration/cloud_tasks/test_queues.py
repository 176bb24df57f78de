"""The queue calls: what they do, what they refuse, and in which words."""

from datetime import timedelta
from pathlib import Path

import pytest
from google.api_core import exceptions
from google.cloud import tasks_v2
from google.cloud.tasks_v2 import CloudTasksClient, Queue

from infra.local.cloud_tasks import CloudTasksEmulator, Settings
from infra.local.cloud_tasks.engine.store import Store
from tests.integration.cloud_tasks.support import NO_QUEUE, PARENT, QUEUE, Tasks, connected, refused
from tests.integration.cloud_tasks.worker import Worker

OTHER = f"{PARENT}/queues/other"


def test_a_new_queue_has_the_defaults_of_the_real_service(client: CloudTasksClient) -> None:
    """The values recorded from the real service."""
    queue = client.create_queue(request={"parent": PARENT, "queue": {"name": OTHER}})
    assert queue == client.get_queue(name=OTHER)
    assert queue.state is Queue.State.RUNNING
    assert queue.rate_limits == tasks_v2.RateLimits(
        max_dispatches_per_second=500, max_burst_size=100, max_concurrent_dispatches=1000
    )
    assert queue.retry_config == tasks_v2.RetryConfig(
        max_attempts=100,
        min_backoff=timedelta(milliseconds=100),
        max_backoff=timedelta(hours=1),
        max_doublings=16,
    )


def test_a_queue_name_is_taken_once(client: CloudTasksClient) -> None:
    """Creating a queue again is refused."""
    with refused(exceptions.AlreadyExists, "Queue already exists"):
        client.create_queue(request={"parent": PARENT, "queue": {"name": QUEUE}})


def test_a_queue_must_lie_in_its_parent(client: CloudTasksClient) -> None:
    """The name and the location must agree."""
    foreign = "projects/demo-p/locations/us-east1/queues/q"
    with refused(exceptions.InvalidArgument, f"{foreign} must begin with {PARENT}."):
        client.create_queue(request={"parent": PARENT, "queue": {"name": foreign}})


def test_a_wrong_name_is_refused_with_a_link(client: CloudTasksClient) -> None:
    """The answer carries the help that the real service attaches."""
    with pytest.raises(exceptions.InvalidArgument) as caught:
        client.create_queue(
            request={"parent": PARENT, "queue": {"name": f"{PARENT}/queues/under_score"}}
        )
    assert caught.value.message.startswith("Queue name must be formatted")
    assert caught.value.details[0].links[0].description == "Definition of queue name"


@pytest.mark.parametrize(
    ("settings_of_queue", "message"),
    [
        (
            {"rate_limits": {"max_dispatches_per_second": -1}},
            "RateLimits.maxDispatchesPerSecond cannot be negative.",
        ),
        (
            {"rate_limits": {"max_dispatches_per_second": 501}},
            "RateLimits.maxDispatchesPerSecond must be less than or equal to 500.",
        ),
        (
            {"rate_limits": {"max_concurrent_dispatches": -1}},
            "RateLimits.maxConcurrentDispatches cannot be negative.",
        ),
        (
            {"rate_limits": {"max_concurrent_dispatches": 5001}},
            "RateLimits.maxConcurrentDispatches must be less than or equal to 5000.",
        ),
        (
            {"retry_config": {"max_attempts": -2}},
            "RetryConfig.maxAttempts must be greater or equal to -1.",
        ),
        (
            {"retry_config": {"max_doublings": -1}},
            "RetryConfig.maxDoublings cannot be negative.",
        ),
        (
            {"retry_config": {"min_backoff": timedelta(seconds=-1)}},
            "RetryConfig.minBackoff cannot be negative.",
        ),
        (
            {"retry_config": {"max_backoff": timedelta(seconds=-1)}},
            "RetryConfig.maxBackoff cannot be negative.",
        ),
        (
            {"retry_config": {"max_retry_duration": timedelta(seconds=-1)}},
            "RetryConfig.maxRetryDuration cannot be negative.",
        ),
        (
            {"retry_config": {"min_backoff": timedelta(hours=2)}},
            "RetryConfig.minBackoff must be less than or equal to RetryConfig.maxBackoff.",
        ),
    ],
)
def test_settings_out_of_range_are_refused(
    client: CloudTasksClient, settings_of_queue: dict[str, object], message: str
) -> None:
    """The messages are the real service's."""
    with refused(exceptions.InvalidArgument, message):
        client.create_queue(
            request={"parent": PARENT, "queue": {"name": OTHER, **settings_of_queue}}
        )


@pytest.mark.parametrize(
    "call", ["get_queue", "pause_queue", "resume_queue", "purge_queue", "list_tasks"]
)
def test_a_missing_queue_is_not_found(client: CloudTasksClient, call: str) -> None:
    """All but one call say it in the same words."""
    argument = {"parent": OTHER} if call == "list_tasks" else {"name": OTHER}
    with refused(exceptions.NotFound, NO_QUEUE):
        getattr(client, call)(**argument)


def test_deleting_a_missing_queue_is_not_found(client: CloudTasksClient) -> None:
    """This call has words of its own."""
    with refused(exceptions.NotFound, "Requested entity was not found."):
        client.delete_queue(name=OTHER)


def test_a_deleted_queue_s_name_is_taken_for_three_days(
    client: CloudTasksClient, emulator: CloudTasksEmulator
) -> None:
    """Until then neither create nor update brings it back."""
    client.delete_queue(name=QUEUE)
    with refused(exceptions.NotFound, NO_QUEUE):
        client.get_queue(name=QUEUE)
    too_recent = "The queue cannot be created because a queue with this name existed too recently."
    emulator.clock.advance(timedelta(days=3, seconds=-1))
    with refused(exceptions.FailedPrecondition, too_recent):
        client.create_queue(request={"parent": PARENT, "queue": {"name": QUEUE}})
    with refused(exceptions.FailedPrecondition, too_recent):
        client.update_queue(request={"queue": {"name": QUEUE}})
    emulator.clock.advance(timedelta(seconds=1))
    assert client.create_queue(request={"parent": PARENT, "queue": {"name": QUEUE}}).name == QUEUE


def test_an_update_changes_what_its_mask_names(client: CloudTasksClient) -> None:
    """Everything else stays, even if the request says otherwise."""
    client.update_queue(
        request={
            "queue": {
                "name": QUEUE,
                "retry_config": {"max_attempts": 7, "max_doublings": 2},
                "rate_limits": {"max_concurrent_dispatches": 3},
            },
            "update_mask": {"paths": ["retry_config.max_attempts"]},
        }
    )
    queue = client.get_queue(name=QUEUE)
    assert queue.retry_config.max_attempts == 7
    assert queue.retry_config.max_doublings == 16
    assert queue.rate_limits.max_concurrent_dispatches == 1000


def test_an_update_without_mask_replaces_all_settings(
    client: CloudTasksClient, tasks: Tasks
) -> None:
    """What the request leaves out goes back to its default."""
    tasks.set_queue(retry_config={"max_attempts": 7})
    client.update_queue(
        request={"queue": {"name": QUEUE, "rate_limits": {"max_dispatches_per_second": 100}}}
    )
    queue = client.get_queue(name=QUEUE)
    assert queue.retry_config.max_attempts == 100
    assert queue.rate_limits.max_burst_size == 20


def test_an_update_cannot_change_output_only_fields(client: CloudTasksClient) -> None:
    """State and burst are the service's own."""
    client.update_queue(
        request={
            "queue": {"name": QUEUE, "state": 2, "rate_limits": {"max_burst_size": 1}},
            "update_mask": {"paths": ["state", "rate_limits.max_burst_size"]},
        }
    )
    queue = client.get_queue(name=QUEUE)
    assert queue.state is Queue.State.RUNNING
    assert queue.rate_limits.max_burst_size == 100


def test_a_mask_of_unknown_fields_is_refused(client: CloudTasksClient) -> None:
    """A misspelt path is an error, not silence."""
    with pytest.raises(exceptions.InvalidArgument):
        client.update_queue(
            request={"queue": {"name": QUEUE}, "update_mask": {"paths": ["retry.max"]}}
        )


def test_updating_a_missing_queue_creates_it(client: CloudTasksClient) -> None:
    """As the real service does."""
    client.update_queue(request={"queue": {"name": OTHER, "retry_config": {"max_attempts": 2}}})
    assert client.get_queue(name=OTHER).retry_config.max_attempts == 2


def test_queues_are_listed_page_by_page(client: CloudTasksClient) -> None:
    """The client follows the tokens; other locations do not show."""
    names = [f"{PARENT}/queues/q{n}" for n in range(5)]
    for name in names:
        client.create_queue(request={"parent": PARENT, "queue": {"name": name}})
    elsewhere = "projects/demo-p/locations/us-east1"
    client.create_queue(request={"parent": elsewhere, "queue": {"name": f"{elsewhere}/queues/far"}})
    pages = list(client.list_queues(request={"parent": PARENT, "page_size": 4}).pages)
    assert [[q.name for q in page.queues] for page in pages] == [[QUEUE, *names[:3]], names[3:]]


def test_pause_and_resume_show_in_the_state(client: CloudTasksClient) -> None:
    """Both return the queue."""
    assert client.pause_queue(name=QUEUE).state is Queue.State.PAUSED
    assert client.get_queue(name=QUEUE).state is Queue.State.PAUSED
    assert client.resume_queue(name=QUEUE).state is Queue.State.RUNNING


def test_a_purge_deletes_all_tasks_and_says_when(client: CloudTasksClient, tasks: Tasks) -> None:
    """The names stay taken, and nothing is delivered."""
    client.pause_queue(name=QUEUE)
    tasks.create("a")
    assert client.purge_queue(name=QUEUE).purge_time == tasks.emulator.clock.now()
    client.resume_queue(name=QUEUE)
    tasks.settle()
    assert tasks.names() == []
    assert tasks.worker.calls == []


@pytest.mark.parametrize(
    "call",
    [
        "batch_create_tasks",
        "batch_delete_tasks",
        "get_iam_policy",
        "set_iam_policy",
        "test_iam_permissions",
        "get_cmek_config",
        "update_cmek_config",
    ],
)
def test_what_is_missing_says_so(client: CloudTasksClient, call: str) -> None:
    """A call that is not emulated is answered UNIMPLEMENTED, with a sentence."""
    with pytest.raises(exceptions.MethodNotImplemented, match="does not implement"):
        getattr(client, call)(request={})


def test_a_queue_deleted_under_a_delivery_leaves_nothing_behind(
    worker: Worker, tmp_path: Path
) -> None:
    """The delivery's failure does not write the task down again."""
    settings = Settings(queues=(QUEUE,), data_dir=tmp_path)
    with (
        CloudTasksEmulator(settings) as emulator,
        connected(emulator.addresses.grpc) as client,
    ):
        worker.will_answer(500)
        with worker.holding():
            Tasks(client, emulator, worker).create("a")
            worker.wait_for_calls(1)
            client.delete_queue(name=QUEUE)
        assert emulator.wait_until_idle()
    store = Store(tmp_path)
    assert store.tasks() == []
    store.close()
