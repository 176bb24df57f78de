"""The database's client, made at the first call, and what every read and write of ours does alike.

Every call has a time limit and retries of ours, and its errors are ours. Where each document lies
is said here, once.
"""

import logging
import re
from collections import deque
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import JsonValue, ValidationError

from shared.core import budget, errors, ids
from shared.core.job import Job
from shared.core.rate_limit import TokenBucket
from shared.core.records import Record
from shared.core.stored_value import JsonText, from_text
from shared.firestore.documents import (
    BucketChange,
    UnreadableJobError,
    VersionedBucket,
    VersionedJob,
)
from shared.google_calls import UNREACHABLE, CallPolicy
from shared.settings import Settings
from shared.telemetry import logs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from google.cloud import firestore

log = logging.getLogger(__name__)

RecordT = TypeVar("RecordT", bound=Record)

#: The first requests of a process come at once, each in its thread.
_LOADING = Lock()

#: What of a refusal's text says that there is no database to write to. A document's is another.
_NO_DATABASE = re.compile(r"\bdatabase\b.*\bdoes not exist\b", re.IGNORECASE)


def _explain_not_found(error: Exception) -> errors.JobsError:
    """Return what it means that there is something missing: a document, or the whole database."""
    is_all = _NO_DATABASE.search(str(error))
    return _explain_missing(error) if is_all else errors.WriteConflictError()


def _explain_missing(_: Exception) -> errors.JobsError:
    """Say that the deployment is not whole: no request of a user's changes that."""
    log.error(
        "Firestore lacks an index or the database.", extra=logs.log_fields("firestore-incomplete")
    )
    return errors.InternalError()


#: The client's own limits are 60 s to 300 s. Every call here may be repeated: reads by nature,
#: commits by their precondition.
CALLS = CallPolicy(
    call_seconds=5.0,
    total_seconds=10.0,
    longest_pause_seconds=2.0,
    retried=UNREACHABLE | {"ResourceExhausted", "InternalServerError"},
    meanings={
        "FailedPrecondition": errors.WriteConflictError,
        "AlreadyExists": errors.WriteConflictError,
        "NotFound": _explain_not_found,
        "Aborted": errors.WriteConflictError,
        "InvalidArgument": errors.InternalError,
        "PermissionDenied": errors.InternalError,
        "GoogleAPIError": errors.UnavailableError,
        "GoogleAuthError": errors.UnavailableError,
    },
)
#: A read has no precondition, so what it lacks is an index or the database.
READS = replace(
    CALLS,
    meanings={
        **CALLS.meanings,
        "FailedPrecondition": _explain_missing,
        "NotFound": _explain_missing,
    },
)


#: The last job documents that could not be read, as they were: the log has them already.
_told: deque[tuple[str, datetime | None]] = deque(maxlen=500)


class FirestoreClient:
    """One database, and where our documents lie in it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def _bucket(self, uid: str) -> "firestore.DocumentReference":
        return self._client.collection("rateLimits").document(uid)

    def _spending(self, uid: str, now: datetime) -> "firestore.DocumentReference":
        return self._client.document("users", uid, "spending", budget.name_day(now))

    def _project_spending(self, now: datetime, shard: str) -> "firestore.DocumentReference":
        return self._client.document("projectSpending", f"{budget.name_day(now)}-{shard}")

    def _jobs(self, uid: str) -> "firestore.CollectionReference":
        return cast(
            "firestore.CollectionReference",
            self._client.collection("users").document(uid).collection("jobs"),
        )

    def _job_document(self, job_id: str) -> "firestore.DocumentReference":
        uid = ids.parse_job_id(job_id).uid
        return self._client.document("users", uid, "jobs", job_id)

    def _put(
        self,
        batch: "firestore.WriteBatch",
        reference: "firestore.DocumentReference",
        record: Record,
        update_time: datetime | None,
    ) -> None:
        """Write a document that must still be as it was seen: that old, or not there."""
        if update_time is None:
            batch.create(reference, record.to_document())
        else:
            batch.update(reference, record.to_document(), self._if_unchanged(update_time))

    def _put_bucket(self, batch: "firestore.WriteBatch", uid: str, change: BucketChange) -> None:
        """Write a user's bucket as it was changed, and tell jobs that another waits for them.

        Those are written with no precondition: what one of them does at the same moment is refused
        and done anew with what it has learned; and one that has ended before has freed its slot
        before the waiting job looks for one, after this commit.
        """
        self._put(batch, self._bucket(uid), change.after, change.before.update_time)
        for job_id in change.waited_for:
            batch.update(self._job_document(job_id), {"isWaitedFor": True})

    def _get(self, query: "firestore.Query") -> list[VersionedJob]:
        """Return the job documents that a query finds, but for those that cannot be read."""
        return readable(self._find(query))

    def _find(self, query: "firestore.Query") -> "list[firestore.DocumentSnapshot[Any]]":
        with READS.translated():
            return list(query.get(**CALLS.options))

    def _read_all(
        self, references: list["firestore.DocumentReference"]
    ) -> dict[str, "firestore.DocumentSnapshot[Any]"]:
        """Read documents in one call; those that exist, by their path."""
        with READS.translated():
            snapshots = list(self._client.get_all(references, **CALLS.options))
        return {snapshot.reference.path: snapshot for snapshot in snapshots if snapshot.exists}

    def _read_job(self, job_id: str) -> VersionedJob | None:
        """Read a job document; None if there is none."""
        reference = self._job_document(job_id)
        found = self._read_all([reference]).get(reference.path)
        return None if found is None else versioned(found)

    def _commit(self, batch: "firestore.WriteBatch") -> datetime:
        """Commit, and return the update time of the first document that was not deleted."""
        with CALLS.translated():
            results = batch.commit(**CALLS.options)
        return cast("datetime", results[0].update_time)

    def _if_unchanged(self, update_time: datetime) -> "firestore.WriteOption":
        return self._client.write_option(last_update_time=update_time)

    @cached_property
    def _client(self) -> "firestore.Client":
        # Whatever else is loaded of the library is loaded after this. Its modules import each other
        # in circles: where two of the first requests begin to load it from different ends, one
        # finds a module half made.
        with _LOADING, CALLS.translated():
            made: firestore.Client | None = self.__dict__.get("_client")
            return made or self._connect()

    def _connect(self) -> "firestore.Client":
        from google.cloud import firestore

        return firestore.Client(
            project=self._settings.google_cloud_project, database=self._settings.firestore_database
        )


def where(query: Any, field: str, operator: str, value: object) -> Any:  # noqa: ANN401 -- theirs: a collection or a query
    """Return a query for those documents of another one that have a field of such a value."""
    from google.cloud.firestore_v1.base_query import FieldFilter

    return query.where(filter=FieldFilter(field, operator, value))


def record_of(
    snapshot: "firestore.DocumentSnapshot[Any] | None", form: type[RecordT]
) -> RecordT | None:
    """Return a document as a record of that form; None for one that is not there."""
    return None if snapshot is None else form.model_validate(snapshot.to_dict())


def versioned_bucket(snapshot: "firestore.DocumentSnapshot[Any] | None") -> VersionedBucket:
    """Return a user's token bucket with its update time; nothing, if there is none yet."""
    return VersionedBucket(
        bucket=record_of(snapshot, TokenBucket), update_time=update_time_of(snapshot)
    )


def update_time_of(snapshot: "firestore.DocumentSnapshot[Any] | None") -> datetime | None:
    """Return when a document was last written; None for one that is not there."""
    return None if snapshot is None else cast("datetime", snapshot.update_time)


def versioned(snapshot: "firestore.DocumentSnapshot[Any]") -> VersionedJob:
    """Return a job with the update time that its next write is based on.

    Raises:
        UnreadableJobError: If this revision cannot read it.
    """
    try:
        job = Job.model_validate(snapshot.to_dict())
    except ValidationError as error:
        raise UnreadableJobError from error
    return VersionedJob(job=job, update_time=cast("datetime", snapshot.update_time))


def readable(snapshots: "Iterable[firestore.DocumentSnapshot[Any]]") -> list[VersionedJob]:
    """Return the jobs that can be read: of one that cannot the log tells, once."""
    found = []
    for snapshot in snapshots:
        try:
            found.append(versioned(snapshot))
        except UnreadableJobError as error:
            _tell_once(snapshot, error)
    return found


def _tell_once(snapshot: "firestore.DocumentSnapshot[Any]", unreadable: UnreadableJobError) -> None:
    """Log what cannot be read, if this process has not yet: lists are asked for all the time."""
    version = snapshot.reference.path, update_time_of(snapshot)
    if version in _told:
        return
    _told.append(version)
    fields = logs.log_fields("unreadable", jobId=snapshot.id)
    log.error("A job document cannot be read.", exc_info=unreadable.__cause__, extra=fields)


def data_reference(
    job_document: "firestore.DocumentReference", name: str
) -> "firestore.DocumentReference":
    """Return where a document below a job document lies."""
    return cast("firestore.DocumentReference", job_document.collection("data").document(name))


def data_document(job: Job, text: JsonText) -> dict[str, Any]:
    """Wrap a value; the wrapper has its own `expireAt` because TTL stops at the job document."""
    return {"json": text, "expireAt": job.expire_at}


def value_in(snapshot: "firestore.DocumentSnapshot[Any]") -> JsonValue:
    """Return what a document below a job document holds: any value, or a record of our own."""
    document = snapshot.to_dict() or {}
    text = document.get("json")
    return cast("JsonValue", document.get("value")) if text is None else from_text(text)
