"""Documents as they were read, and the records in them."""

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from pydantic import JsonValue, ValidationError

from shared.core.job import Job
from shared.core.rate_limit import TokenBucket
from shared.core.records import Record
from shared.core.stored_value import JsonText, from_text
from shared.firestore.documents import UnreadableJobError, VersionedBucket, VersionedJob
from shared.telemetry import logs

log = logging.getLogger(__name__)

RecordT = TypeVar("RecordT", bound=Record)

#: The last documents that could not be read, as they were: the log has them already.
_told: deque[tuple[str, datetime | None]] = deque(maxlen=500)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A document that was there."""

    #: Where it lies below the database.
    path: str
    fields: dict[str, Any]
    #: When it was last written, as Firestore says it.
    update_time: datetime

    @property
    def id(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]


def record_of(snapshot: Snapshot | None, form: type[RecordT]) -> RecordT | None:
    """Return a document as a record of that form; None for one that is not there."""
    return None if snapshot is None else form.model_validate(snapshot.fields)


def versioned_bucket(snapshot: Snapshot | None) -> VersionedBucket:
    """Return a user's token bucket with its update time; nothing, if there is none yet."""
    return VersionedBucket(
        bucket=record_of(snapshot, TokenBucket), update_time=update_time_of(snapshot)
    )


def update_time_of(snapshot: Snapshot | None) -> datetime | None:
    """Return when a document was last written; None for one that is not there."""
    return None if snapshot is None else snapshot.update_time


def versioned(snapshot: Snapshot) -> VersionedJob:
    """Return a job with the update time that its next write is based on.

    Raises:
        UnreadableJobError: If this revision cannot read it.
    """
    try:
        job = Job.model_validate(snapshot.fields)
    except ValidationError as error:
        raise UnreadableJobError from error
    return VersionedJob(job=job, update_time=snapshot.update_time)


def readable(snapshots: Iterable[Snapshot]) -> list[VersionedJob]:
    """Return the jobs that can be read: of one that cannot the log tells, once."""
    found = []
    for snapshot in snapshots:
        try:
            found.append(versioned(snapshot))
        except UnreadableJobError as error:
            _tell_once(snapshot, error)
    return found


def was_told(snapshot: Snapshot) -> bool:
    """Whether this was asked before of a document as it is: what cannot be read is told once."""
    version = snapshot.path, update_time_of(snapshot)
    if version in _told:
        return True
    _told.append(version)
    return False


def _tell_once(snapshot: Snapshot, unreadable: UnreadableJobError) -> None:
    """Log what cannot be read, if this process has not yet: lists are asked for all the time."""
    if was_told(snapshot):
        return
    fields = logs.log_fields("unreadable", jobId=snapshot.id)
    log.error("A job document cannot be read.", exc_info=unreadable.__cause__, extra=fields)


def data_path(job_document: str, name: str) -> str:
    """Return where a document below a job document lies."""
    return f"{job_document}/data/{name}"


def data_document(job: Job, text: JsonText) -> dict[str, Any]:
    """Wrap a value; the wrapper has its own `expireAt` because TTL stops at the job document."""
    return {"json": text, "expireAt": job.expire_at}


def value_in(snapshot: Snapshot) -> JsonValue:
    """Return what a document below a job document holds: any value, or a record of our own."""
    text = snapshot.fields.get("json")
    return cast("JsonValue", snapshot.fields.get("value")) if text is None else from_text(text)
