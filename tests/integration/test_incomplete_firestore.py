"""A deployment without an index, or without its database: it is not said that others write."""

import logging
from collections.abc import Callable

import grpc
import pytest

from shared.core import errors
from shared.firestore.job_store import JobStore
from shared.settings import Settings
from tests.fakes.firestore_refusals import NO_DATABASE, NO_INDEX, refusing
from tests.unit.test_job_events import running

READS: dict[str, Callable[[JobStore], object]] = {
    "a job": lambda store: store.read(running().job_id),
    "the waiting": lambda store: store.waiting("u1", 1),
    "a number": lambda store: store.count_slots("u1"),
}


def refused(
    monkeypatch: pytest.MonkeyPatch, call: Callable[[JobStore], object], *reply: object
) -> type[Exception]:
    """Return what a call is refused with by a Firestore that answers so."""
    status, message = reply
    assert isinstance(status, grpc.StatusCode)
    with refusing(status, str(message)) as address:
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", address)
        with pytest.raises(errors.JobsError) as caught:
            call(JobStore(Settings(google_cloud_project="demo-test")))
    return caught.type


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize(
    "reply",
    [
        (grpc.StatusCode.FAILED_PRECONDITION, NO_INDEX),
        (grpc.StatusCode.NOT_FOUND, NO_DATABASE),
    ],
    ids=["no index", "no database"],
)
def test_read_that_cannot_be_answered_is_a_defect_of_ours(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    read: Callable[[JobStore], object],
    reply: tuple[object, object],
) -> None:
    """Nothing was changed by others: the operator is told what is not there."""
    caplog.set_level(logging.ERROR)
    assert refused(monkeypatch, read, *reply) is errors.InternalError
    assert "lacks an index or the database" in caplog.text


def test_write_without_a_database_is_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a commit does not find may be a document that has gone, or all of them."""
    reply = (grpc.StatusCode.NOT_FOUND, NO_DATABASE)

    def commit(store: JobStore) -> object:
        return store._commit(store._connection.commit())

    assert refused(monkeypatch, commit, *reply) is errors.InternalError
    gone = (grpc.StatusCode.NOT_FOUND, "No document to update: projects/demo-test/x")
    assert refused(monkeypatch, commit, *gone) is errors.WriteConflictError
