"""How Google's services are called: what a failure means, what is tried again, for how long."""

import importlib
from pathlib import Path
from typing import Any

import pytest
import requests
from google.api_core import exceptions
from google.auth import exceptions as auth_exceptions

from shared.bigquery import client as bigquery_client
from shared.bigquery.queries import BigQueryJobs
from shared.core import errors
from shared.firestore import client
from shared.firestore.job_store import JobStore
from shared.google_calls import UNREACHABLE, CallPolicy, passes_by_itself
from shared.pubsub import job_events
from shared.pubsub.job_events import JobEvents
from shared.settings import Settings
from shared.tasks import task_queue
from shared.tasks.task_queue import TaskQueue
from tests.unit.test_job_events import ENDED, running

BIGQUERY = bigquery_client.CALLS
FIRESTORE = client.CALLS
PUBSUB = job_events.CALLS
TASKS = task_queue.CALLS
READS = client.READS
POLICIES = {
    "bigquery": BIGQUERY,
    "firestore": FIRESTORE,
    "firestore reads": READS,
    "pubsub": PUBSUB,
    "tasks": TASKS,
}


def made(kind: type[Exception], **options: Any) -> Exception:  # noqa: ANN401 -- the vendor's own
    """Make one of the vendor's errors."""
    return kind("the vendor's words", **options)


#: What the vendor raises, and what that is to us; a service's row without a meaning passes.
MEANINGS: list[tuple[CallPolicy, Exception, type[errors.JobsError] | None]] = [
    (FIRESTORE, made(exceptions.FailedPrecondition), errors.WriteConflictError),
    (FIRESTORE, made(exceptions.AlreadyExists), errors.WriteConflictError),
    (FIRESTORE, made(exceptions.NotFound), errors.WriteConflictError),
    (FIRESTORE, made(exceptions.Aborted), errors.WriteConflictError),
    (FIRESTORE, made(exceptions.InvalidArgument), errors.InternalError),
    (FIRESTORE, made(exceptions.PermissionDenied), errors.InternalError),
    (FIRESTORE, made(exceptions.ServiceUnavailable), errors.UnavailableError),
    (FIRESTORE, made(exceptions.DeadlineExceeded), errors.UnavailableError),
    (FIRESTORE, made(exceptions.Unauthenticated), errors.UnavailableError),
    (FIRESTORE, made(exceptions.RetryError, cause=None), errors.UnavailableError),
    (FIRESTORE, made(auth_exceptions.DefaultCredentialsError), errors.UnavailableError),
    (FIRESTORE, ValueError("x"), None),
    (
        FIRESTORE,
        exceptions.NotFound("The database (default) does not exist for project demo."),  # type: ignore[no-untyped-call]
        errors.InternalError,
    ),
    (READS, made(exceptions.FailedPrecondition), errors.InternalError),
    (READS, made(exceptions.NotFound), errors.InternalError),
    (READS, made(exceptions.ServiceUnavailable), errors.UnavailableError),
    (TASKS, made(exceptions.ServiceUnavailable), errors.UnavailableError),
    (TASKS, made(exceptions.DeadlineExceeded), errors.UnavailableError),
    (TASKS, made(exceptions.PermissionDenied), errors.UnavailableError),
    (TASKS, made(exceptions.NotFound), errors.UnavailableError),
    (TASKS, made(exceptions.AlreadyExists), errors.UnavailableError),
    (TASKS, made(exceptions.RetryError, cause=None), errors.UnavailableError),
    (TASKS, made(auth_exceptions.DefaultCredentialsError), errors.UnavailableError),
    (TASKS, made(auth_exceptions.RefreshError), errors.UnavailableError),
    (TASKS, ValueError("x"), None),
    (PUBSUB, made(exceptions.ServiceUnavailable), errors.EventNotPublishedError),
    (PUBSUB, made(exceptions.InvalidArgument), errors.EventNotPublishedError),
    (PUBSUB, made(exceptions.RetryError, cause=None), errors.EventNotPublishedError),
    (PUBSUB, TimeoutError(), errors.EventNotPublishedError),
    (PUBSUB, made(auth_exceptions.DefaultCredentialsError), errors.EventNotPublishedError),
    (PUBSUB, ValueError("x"), None),
    (BIGQUERY, made(exceptions.ServiceUnavailable), errors.RetriableJobError),
    (BIGQUERY, made(exceptions.TooManyRequests), errors.RetriableJobError),
    (BIGQUERY, made(exceptions.BadRequest), errors.PermanentJobError),
    (BIGQUERY, made(exceptions.NotFound), errors.PermanentJobError),
    (BIGQUERY, made(exceptions.RetryError, cause=None), errors.RetriableJobError),
    (BIGQUERY, requests.ConnectionError(), errors.RetriableJobError),
    (BIGQUERY, requests.Timeout(), errors.RetriableJobError),
    (BIGQUERY, ConnectionResetError(), errors.RetriableJobError),
    (BIGQUERY, made(auth_exceptions.TransportError), errors.RetriableJobError),
    (BIGQUERY, made(auth_exceptions.RefreshError), errors.PermanentJobError),
    (BIGQUERY, made(auth_exceptions.RefreshError, retryable=True), errors.RetriableJobError),
    (BIGQUERY, made(auth_exceptions.DefaultCredentialsError), errors.PermanentJobError),
    (BIGQUERY, ValueError("x"), None),
]


def row_name(value: object) -> str:
    """Name a row's part."""
    names = {id(policy): name for name, policy in POLICIES.items()}
    named = value if isinstance(value, type) else type(value)
    return names.get(id(value), named.__name__)


@pytest.mark.parametrize(("policy", "error", "ours"), MEANINGS, ids=row_name)
def test_a_failure_means(
    policy: CallPolicy, error: Exception, ours: type[errors.JobsError] | None
) -> None:
    """The nearest of the vendor's classes that the service's table names says what it means."""
    expected = type(error) if ours is None else ours
    with pytest.raises(expected) as caught, policy.translated():
        raise error
    assert type(caught.value) is expected


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_every_name_is_a_class_of_the_vendors(policy: CallPolicy) -> None:
    """A table that names a class which there is not would never say anything."""
    homes = ("google.api_core.exceptions", "google.auth.exceptions", "requests", "builtins")
    known = {name for home in homes for name in vars(importlib.import_module(home))}
    assert {*policy.meanings, *policy.retried} <= known


@pytest.mark.parametrize(
    ("cause", "passes"),
    [
        (made(auth_exceptions.TransportError), True),
        (requests.ConnectionError(), True),
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (FileNotFoundError(), False),
        (ValueError(), False),
    ],
    ids=repr,
)
def test_credentials_that_could_not_be_fetched_may_be_had_later(
    cause: Exception, *, passes: bool
) -> None:
    """google-auth says `retryable` of few errors; what had caused the others tells."""
    error = auth_exceptions.RefreshError("no token")  # type: ignore[no-untyped-call]
    error.__cause__ = cause
    assert not error.retryable
    assert passes_by_itself(error) is passes


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_our_own_errors_pass(policy: CallPolicy) -> None:
    """What was translated before is not translated again."""
    ours = errors.AttemptLostError()
    with pytest.raises(errors.AttemptLostError) as caught, policy.translated():
        raise ours
    assert caught.value is ours


def test_a_class_of_ours_is_not_taken_for_the_vendors() -> None:
    """Only the names of the vendor's own classes count."""

    class NotFound(Exception):  # noqa: N818 -- as the vendor's
        """Ours."""

    with pytest.raises(NotFound), TASKS.translated(NotFound=errors.NotFoundError):
        raise NotFound


def test_one_call_may_have_a_meaning_of_its_own() -> None:
    """It goes before the table's, and is forgotten after the call."""
    with pytest.raises(errors.NotFoundError), TASKS.translated(NotFound=errors.NotFoundError):
        raise made(exceptions.NotFound)
    with pytest.raises(errors.UnavailableError), TASKS.translated():
        raise made(exceptions.NotFound)


def test_the_cause_is_kept_where_it_may_be_logged() -> None:
    """BigQuery's may repeat a user's words; of the others the log has the whole story."""
    for policy, has_cause in (
        (FIRESTORE, True),
        (TASKS, True),
        (PUBSUB, True),
        (BIGQUERY, False),
    ):
        with pytest.raises(errors.JobsError) as caught, policy.translated():
            raise made(exceptions.ServiceUnavailable)
        assert isinstance(caught.value.__cause__, exceptions.ServiceUnavailable) is has_cause
        assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("error", "by_tasks", "by_firestore"),
    [
        (made(exceptions.ServiceUnavailable), True, True),
        (made(exceptions.DeadlineExceeded), True, True),
        (made(exceptions.InternalServerError), False, True),
        (made(exceptions.ResourceExhausted), False, True),
        (made(exceptions.PermissionDenied), False, False),
        (made(exceptions.Aborted), False, False),
        (TimeoutError(), False, False),
    ],
    ids=row_name,
)
def test_what_is_tried_again(error: Exception, *, by_tasks: bool, by_firestore: bool) -> None:
    """What the table of retried failures names, and no other."""
    assert TASKS.retried == PUBSUB.retried == UNREACHABLE
    assert TASKS.is_retried(error) is by_tasks
    assert FIRESTORE.is_retried(error) is by_firestore


@pytest.mark.parametrize(
    ("policy", "call", "total", "pause"),
    [(FIRESTORE, 5, 10, 2), (TASKS, 2, 3, 1), (PUBSUB, 5, 5, 1), (BIGQUERY, 10, 15, 2)],
    ids=row_name,
)
def test_how_long_a_call_may_take(policy: CallPolicy, call: int, total: int, pause: int) -> None:
    """One call and all tries of one have our limits, not the vendor's minutes."""
    options = policy.options
    assert (options["timeout"], options["retry"].timeout) == (call, total)
    assert (options["retry"]._initial, options["retry"]._maximum) == (0.1, pause)


def test_a_call_is_tried_again_until_its_time_is_over() -> None:
    """With what the client is given, a service that comes back is reached."""
    answers = iter([made(exceptions.ServiceUnavailable), made(exceptions.DeadlineExceeded), None])

    def call() -> str:
        if (error := next(answers)) is not None:
            raise error
        return "reached"

    assert TASKS.options["retry"](call)() == "reached"


@pytest.fixture
def without_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A deployment whose credentials are not there."""
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    for name in ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    return Settings(google_cloud_project="demo-test")


def test_missing_credentials_are_an_error_of_ours(without_credentials: Settings) -> None:
    """They are found missing when a client is made, which is at the first call."""
    settings, job = without_credentials, running().cancelled(ENDED)
    queue, events = TaskQueue(settings), JobEvents(settings)
    with pytest.raises(errors.UnavailableError):
        JobStore(settings).read(job.job_id)
    with pytest.raises(errors.UnavailableError):
        queue.is_enqueued(job.job_id, 1)
    with pytest.raises(errors.UnavailableError):
        queue.enqueue(job.job_id, 1)
    with pytest.raises(errors.EventNotPublishedError):
        events.publish(job)
    with pytest.raises(errors.EventNotPublishedError):
        events.publish_start(job)
    with pytest.raises(errors.PermanentJobError, match="fault of ours"):
        BigQueryJobs(settings).read_data_date()
