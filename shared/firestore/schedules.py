"""Schedules in Firestore: their owner's, and those of all users whose time has come."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from shared.core.idempotency import IdempotencyKey
from shared.core.schedule import Schedule
from shared.firestore.client import CALLS, READS, FirestoreClient, where
from shared.firestore.documents import BucketChange, ScheduleChange, VersionedSchedule
from shared.telemetry import logs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from google.cloud import firestore

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class SchedulePage:
    """A page of due schedules."""

    #: Those that can be read.
    schedules: list[VersionedSchedule]
    #: Where the next page begins; None if there is none.
    last: "firestore.DocumentSnapshot[Any] | None"


class Schedules(FirestoreClient):
    """Reads and writes of schedules."""

    def list_schedules(self, uid: str, limit: int) -> list[VersionedSchedule]:
        """Return schedules of a user, the oldest first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        with READS.translated():
            found = list(self._schedules(uid).limit(limit).get(**CALLS.options))
        return sorted(_readable(found), key=lambda one: one.schedule.created_at)

    def read_schedule(self, uid: str, schedule_id: str) -> VersionedSchedule | None:
        """Read a schedule; None if there is none.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        reference = self._schedules(uid).document(schedule_id)
        return next(iter(_readable(self._read_all([reference]).values())), None)

    def due_schedules(
        self, now: datetime, limit: int, after: SchedulePage | None = None
    ) -> SchedulePage:
        """Return a page of the schedules of all users whose time has come, longest due first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = where(self._client.collection_group("schedules"), "nextAt", "<=", now)
        query = query.order_by("nextAt").order_by("__name__").limit(limit)
        if after is not None:
            query = query.start_after(after.last)
        with READS.translated():
            found = list(query.get(**CALLS.options))
        last = found[-1] if len(found) >= limit else None
        return SchedulePage(schedules=_readable(found), last=last)

    def create_schedule(
        self,
        uid: str,
        schedule: Schedule,
        bucket: BucketChange,
        key: tuple[str, IdempotencyKey] | None,
    ) -> None:
        """Store a new schedule, what it does to its owner's bucket, and its key; or nothing.

        Args:
            uid: Whose.
            schedule: The new one.
            bucket: As it was read: of two that are made at once one is refused.
            key: The name of its key's document, and what it says; None if it came without.

        Raises:
            errors.WriteConflictError: If its owner has submitted or made one meanwhile.
            errors.UnavailableError: If Firestore cannot be reached. It may have been stored.
        """
        batch = self._client.batch()
        self._put_bucket(batch, uid, bucket)
        batch.create(self._schedules(uid).document(schedule.schedule_id), schedule.to_document())
        if key is not None:
            name, record = key
            reference = self._client.document("users", uid, "idempotencyKeys", name)
            batch.create(reference, record.to_document())
        self._commit(batch)

    def write_schedule(self, change: ScheduleChange) -> None:
        """Write a schedule, if it still is as it was read.

        Raises:
            errors.WriteConflictError: If it is not; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached. It may have been written.
        """
        batch = self._client.batch()
        self._put_schedule(batch, change)
        self._commit(batch)

    def delete_schedule(self, uid: str, schedule_id: str) -> None:
        """Delete a schedule; one that is gone already is fine.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        with CALLS.translated():
            self._schedules(uid).document(schedule_id).delete(**CALLS.options)

    def _put_schedule(self, batch: "firestore.WriteBatch", change: ScheduleChange) -> None:
        """Add a schedule's change to a commit, which fails if it is not as it was read."""
        from google.cloud import firestore

        before, after = change.before.schedule.to_document(), change.after.to_document()
        removed = dict.fromkeys(before.keys() - after.keys(), firestore.DELETE_FIELD)
        reference = self._schedules(change.before.uid).document(change.after.schedule_id)
        unchanged = self._if_unchanged(change.before.update_time)
        batch.update(reference, after | removed, unchanged)

    def _schedules(self, uid: str) -> "firestore.CollectionReference":
        user = self._client.collection("users").document(uid)
        return cast("firestore.CollectionReference", user.collection("schedules"))


def _readable(snapshots: "Iterable[firestore.DocumentSnapshot[Any]]") -> list[VersionedSchedule]:
    """Return the schedules that can be read; one that cannot is told in the log."""
    found = []
    for snapshot in snapshots:
        try:
            found.append(_versioned(snapshot))
        except ValidationError as error:
            fields = logs.log_fields("unreadable-schedule", scheduleId=snapshot.id)
            log.exception("A schedule cannot be read.", exc_info=error, extra=fields)
    return found


def _versioned(snapshot: "firestore.DocumentSnapshot[Any]") -> VersionedSchedule:
    user = cast("Any", snapshot.reference).parent.parent
    return VersionedSchedule(
        uid=user.id,
        schedule=Schedule.model_validate(snapshot.to_dict()),
        update_time=cast("datetime", snapshot.update_time),
    )
