"""Firestore as a user: whether the security rules really judge the demo's listener."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue

import pytest
from google.api_core import exceptions
from google.cloud import firestore

from infra.local.cloud import test_users
from infra.local.cloud.stack import PROJECT
from infra.local.cloud.user_client import JobsListener, ListenerEndedError, UserClient
from infra.local.process.ports import HOST
from shared.core.job import Job
from tests.support.emulators import GoogleEmulators
from tests.support.waiting import wait_until

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_SECONDS = 30


@pytest.fixture
def alice(emulators: GoogleEmulators) -> Iterator[UserClient]:
    """Firestore as Alice sees it, empty."""
    emulators.forget_documents()
    token = test_users.unsigned_id_token("alice", PROJECT, datetime.now(UTC))
    client = UserClient(host=f"{HOST}:{emulators.firestore_port}", project=PROJECT, id_token=token)
    yield client
    client.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def administrator(emulators: GoogleEmulators) -> Iterator[firestore.Client]:
    """Firestore as the backend sees it: without rules."""
    client = firestore.Client(project=PROJECT)
    yield client
    client.close()  # type: ignore[no-untyped-call]


def job_of(uid: str) -> Job:
    """Make a job document."""
    return Job(
        job_id=f"{uid}:example:1795438470208:7bbd15ce57c4328b",
        type="example",
        max_attempts=3,
        created_at=NOW,
        updated_at=NOW,
        expire_at=NOW + timedelta(days=1),
    )


def store(administrator: firestore.Client, uid: str) -> Job:
    """Store a job document with a result."""
    job = job_of(uid)
    job_document = administrator.collection("users", uid, "jobs").document(job.job_id)
    job_document.set(job.to_document())
    job_document.collection("data").document("result").set({"json": '{"found":1}'})
    return job


def test_owner_receives_a_job_that_comes_later(
    alice: UserClient, administrator: firestore.Client
) -> None:
    """A listener that was there first receives its user's new job."""
    received: SimpleQueue[Job] = SimpleQueue()
    with JobsListener(alice, "alice", lambda job, _: received.put(job)) as listener:
        job = store(administrator, "alice")
        assert next_received(listener, received) == job


def test_listener_on_another_user_is_refused(
    alice: UserClient, administrator: firestore.Client
) -> None:
    """The rules end a listener on another user's jobs, and nothing of them is received."""
    store(administrator, "bob")
    received: list[Job] = []
    with JobsListener(alice, "bob", lambda job, _: received.append(job)) as listener:
        wait_until(lambda: has_ended(listener))
        with pytest.raises(ListenerEndedError, match="403"):
            listener.check()
    assert received == []


def next_received(listener: JobsListener, received: SimpleQueue[Job]) -> Job:
    """Wait for the next job that is received, with a look at the listener now and then."""

    def has_received() -> bool:
        listener.check()
        return not received.empty()

    wait_until(has_received, seconds=_SECONDS)
    return received.get()


def has_ended(listener: JobsListener) -> bool:
    """Whether a listener says that it has ended."""
    try:
        listener.check()
    except ListenerEndedError:
        return True
    return False


def test_owner_reads_the_result(alice: UserClient, administrator: firestore.Client) -> None:
    """A user reads the result of their own job; one that is not there is None."""
    job = store(administrator, "alice")
    assert alice.read_data("alice", job.job_id, "result") == {"found": 1}
    assert alice.read_data("alice", job.job_id, "input") is None


def test_result_of_another_user_is_refused(
    alice: UserClient, administrator: firestore.Client
) -> None:
    """The rules refuse a read of another user's result, and every write."""
    job = store(administrator, "bob")
    with pytest.raises(exceptions.PermissionDenied):
        alice.read_data("bob", job.job_id, "result")
    with pytest.raises(exceptions.PermissionDenied):
        alice.document("users", "alice", "jobs", "x").set({"status": "succeeded"})


def test_job_document_that_cannot_be_read_ends_the_listening(
    alice: UserClient, administrator: firestore.Client
) -> None:
    """A document of another form is an error that the listener tells, not a silence."""
    with JobsListener(alice, "alice", lambda _job, _at: None) as listener:
        administrator.document("users", "alice", "jobs", "x").set({"status": "odd"})
        wait_until(lambda: has_ended(listener))


def test_cut_stream_is_opened_anew(alice: UserClient, administrator: firestore.Client) -> None:
    """When the stream is cut, the next look opens a new one, and what was missed is received."""
    received: SimpleQueue[Job] = SimpleQueue()
    with JobsListener(alice, "alice", lambda job, _: received.put(job)) as listener:
        listener._watch.unsubscribe()  # type: ignore[no-untyped-call]
        job = store(administrator, "alice")
        assert next_received(listener, received) == job
        assert listener.reopened >= 1


def test_silent_stream_is_opened_anew(alice: UserClient) -> None:
    """A stream that has said nothing for long is opened anew; one that just spoke is kept."""
    with JobsListener(alice, "alice", lambda _job, _at: None, silence_seconds=60) as listener:
        wait_until(lambda: listener._watch.has_pushed, seconds=_SECONDS)
        listener.check()
        assert listener.reopened == 0
    with JobsListener(alice, "alice", lambda _job, _at: None, silence_seconds=-1) as listener:
        listener.check()
        assert listener.reopened == 1
