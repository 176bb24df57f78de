"""What a task is sent as: the same to the last byte as by the library's own classes."""

from datetime import UTC, datetime

import pytest
from google.cloud import tasks_v2
from google.protobuf import duration_pb2
from hypothesis import given
from hypothesis import strategies as st

from shared.settings import Settings
from shared.tasks.task_queue import DISPATCH_DEADLINE, TaskQueue

WORKER = "https://worker-1234.europe-west1.run.app"
CALLER = "caller@careerlens-test.iam.gserviceaccount.com"
SETTINGS = Settings.from_environment(
    {
        "GOOGLE_CLOUD_PROJECT": "careerlens-test",
        "CALLER_SERVICE_ACCOUNT": CALLER,
        "WORKER_URL": WORKER,
        "WORKER_TOKEN_CHECK": "iam",
        "ALLOWED_ORIGINS": "https://careerlens-test.web.app",
    }
)
JOB = "kX3vQ9:example:1795435200000:7f3a9c2e51d08b64"
MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 -- Hypothesis adds the zone
    max_value=datetime(2099, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def by_the_library(made: tasks_v2.CreateTaskRequest, dispatch: int, at: datetime | None) -> bytes:
    """Return the bytes of the same task, made with the library's classes."""
    deadline = duration_pb2.Duration()
    deadline.FromTimedelta(DISPATCH_DEADLINE)
    task = tasks_v2.Task(
        name=made.task.name,
        http_request=tasks_v2.HttpRequest(
            http_method=tasks_v2.HttpMethod.POST,
            url=WORKER,
            headers={"Content-Type": "application/json"},
            body=f'{{"jobId": "{JOB}", "dispatch": {dispatch}}}'.encode(),
            oidc_token=tasks_v2.OidcToken(service_account_email=CALLER, audience=WORKER),
        ),
        schedule_time=at,
        dispatch_deadline=deadline,
    )
    return _bytes(tasks_v2.CreateTaskRequest(parent=SETTINGS.queue_path, task=task))


def _bytes(request: tasks_v2.CreateTaskRequest) -> bytes:
    message = tasks_v2.CreateTaskRequest.pb(request)
    return bytes(message.SerializeToString(deterministic=True))


@given(dispatch=st.integers(min_value=1, max_value=10_000), at=st.none() | MOMENTS)
def test_a_delivery_is_what_the_library_would_send(dispatch: int, at: datetime | None) -> None:
    """Name, call, token, deadline, and to the microsecond when it is due."""
    made = tasks_v2.CreateTaskRequest.wrap(TaskQueue(SETTINGS)._delivery(JOB, dispatch, at))
    assert _bytes(made) == by_the_library(made, dispatch, at)


@pytest.mark.parametrize("dispatch", [1, 2])
def test_a_delivery_is_named_by_its_job_and_dispatch(dispatch: int) -> None:
    """Enqueueing it twice is enqueueing it once."""
    made = TaskQueue(SETTINGS)._delivery(JOB, dispatch, None)
    again = TaskQueue(SETTINGS)._delivery(JOB, dispatch, None)
    assert made.task.name == again.task.name
    assert made.task.name.startswith(f"{SETTINGS.queue_path}/tasks/")
