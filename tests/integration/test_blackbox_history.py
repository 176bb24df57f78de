"""The oracle's eyes: every version of a document is found in Firestore's past, and shown live."""

import uuid

import pytest
from google.cloud import firestore

from tests.blackbox import history
from tests.blackbox.history import aware
from tests.blackbox.listener import Listener
from tests.blackbox.seen import Seen, Version
from tests.support.emulators import GoogleEmulators
from tests.support.waiting import wait_until


@pytest.fixture
def client(emulators: GoogleEmulators) -> firestore.Client:
    """An administrator's client."""
    return history.open_client(emulators.firestore_port)


@pytest.fixture
def uid() -> str:
    """A user of this test's own."""
    return f"user-{uuid.uuid4().hex}"


def job_of(client: firestore.Client, uid: str) -> firestore.DocumentReference:
    """Return where a job's document lies."""
    return client.document(f"users/{uid}/jobs/{uid}:blackbox:1796040000000:{uuid.uuid4().hex[:8]}")


def told(versions: list[Version]) -> list[object]:
    """Return what versions say, in their order; None for a removal."""
    return [None if version.fields is None else version["n"] for version in versions]


def test_every_version_is_found(client: firestore.Client, uid: str) -> None:
    """Versions that no listener has shown are found by going back, and so is a removal."""
    job, seen = job_of(client, uid), Seen()
    first = aware(job.set({"n": 1, "status": "queued"}).update_time)
    for number in (2, 3, 4):
        job.update({"n": number})
    result = job.collection("data").document("result")
    result.set({"n": "a"})
    result.set({"n": "b"})
    batch = client.batch()
    batch.delete(result)
    batch.delete(job)
    batch.commit()
    seen.shown.append(Version(path=job.path, at=first, fields={"n": 1}))
    history.read_the_past(client, seen)
    assert told(seen.versions[job.id]) == [1, 2, 3, 4, None]
    assert told(seen.documents[result.path]) == ["a", "b"]


def test_a_job_that_came_back_is_found(client: firestore.Client, uid: str) -> None:
    """What was written after a removal is part of the history: a rule forbids it."""
    job, seen = job_of(client, uid), Seen()
    first = aware(job.set({"n": 1, "status": "queued"}).update_time)
    job.delete()
    job.set({"n": 2, "status": "queued"})
    seen.shown.append(Version(path=job.path, at=first, fields={"n": 1}))
    history.read_the_past(client, seen)
    assert told(seen.versions[job.id]) == [1, None, 2]


def test_the_listener_shows_a_users_jobs(client: firestore.Client, uid: str) -> None:
    """It shows versions as they are written, and those of another user's jobs not at all."""
    job, seen = job_of(client, uid), Seen()
    with Listener(client, [uid], seen):
        for number in (1, 2, 3):
            job.set({"n": number, "status": "queued"})
            wait_until(lambda: bool(seen.shown) and seen.shown[-1]["n"] == number)  # noqa: B023
        job_of(client, f"other-{uid}").set({"n": 9, "status": "queued"})
        job.set({"n": 4, "status": "queued"})
        wait_until(lambda: seen.shown[-1]["n"] == 4)
    assert {version.path for version in seen.shown} == {job.path}
