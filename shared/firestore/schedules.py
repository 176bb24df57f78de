"""Schedules in Firestore: their owner's, and those of all users whose time has come."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from shared.core.idempotency import IdempotencyKey
from shared.core.schedule import Schedule
from shared.firestore.client import PAGES, FirestoreClient
from shared.firestore.documents import BucketChange, ScheduleChange, VersionedSchedule
from shared.firestore.queries import NAME, Query
from shared.firestore.snapshots import Snapshot, was_told
from shared.firestore.values import Reference
from shared.firestore.writes import DELETED, Writes
from shared.telemetry import logs

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class SchedulePage:
    """A page of due schedules."""

    #: Those that can be read.
    schedules: list[VersionedSchedule]
    #: Where the next page begins; None if there is none.
    last: Snapshot | None


class Schedules(FirestoreClient):
    """Reads and writes of schedules."""

    def list_schedules(self, uid: str, limit: int) -> list[VersionedSchedule]:
        """Return schedules of a user, the oldest first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        found = self._find(self._schedules(uid).limit(limit))
        return sorted(_readable(found), key=lambda one: one.schedule.created_at)

    def read_schedule(self, uid: str, schedule_id: str) -> VersionedSchedule | None:
        """Read a schedule; None if there is none.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        found = self._read_all([self._schedule(uid, schedule_id)])
        return next(iter(_readable(found.values())), None)

    def due_schedules(
        self, now: datetime, limit: int, after: SchedulePage | None = None
    ) -> SchedulePage:
        """Return a page of the schedules of all users whose time has come, longest due first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = Query(collection="schedules", is_group=True).where("nextAt", "<=", now)
        query = query.order_by("nextAt").order_by(NAME).limit(limit)
        if after is not None and after.last is not None:
            name = self._connection.name_of(after.last.path)
            query = query.start_after(after.last.fields["nextAt"], Reference(name=name))
        found = self._find(query, PAGES)
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
        writes = self._connection.commit()
        self._put_bucket(writes, uid, bucket)
        writes.create(self._schedule(uid, schedule.schedule_id), schedule.to_document())
        if key is not None:
            name, record = key
            writes.create(f"{self._user(uid)}/idempotencyKeys/{name}", record.to_document())
        self._commit(writes)

    def write_schedule(self, change: ScheduleChange) -> None:
        """Write a schedule, if it still is as it was read.

        Raises:
            errors.WriteConflictError: If it is not; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached. It may have been written.
        """
        writes = self._connection.commit()
        self._put_schedule(writes, change)
        self._commit(writes)

    def delete_schedule(self, uid: str, schedule_id: str) -> None:
        """Delete a schedule; one that is gone already is fine.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        writes = self._connection.commit()
        writes.delete(self._schedule(uid, schedule_id))
        self._commit(writes)

    def _put_schedule(self, writes: Writes, change: ScheduleChange) -> None:
        """Add a schedule's change to a commit, which fails if it is not as it was read."""
        before, after = change.before.schedule.to_document(), change.after.to_document()
        removed = dict.fromkeys(before.keys() - after.keys(), DELETED)
        path = self._schedule(change.before.uid, change.after.schedule_id)
        writes.update(path, after | removed, change.before.update_time)

    def _schedules(self, uid: str) -> Query:
        """Return the query for a user's schedules."""
        return Query(parent=self._user(uid), collection="schedules")

    def _schedule(self, uid: str, schedule_id: str) -> str:
        return f"{self._user(uid)}/schedules/{schedule_id}"


def _readable(snapshots: Iterable[Snapshot]) -> list[VersionedSchedule]:
    """Return the schedules that can be read; one that cannot is told in the log."""
    found = []
    for snapshot in snapshots:
        try:
            found.append(_versioned(snapshot))
        except ValidationError as error:
            if was_told(snapshot):
                continue
            fields = logs.log_fields("unreadable-schedule", scheduleId=snapshot.id)
            log.exception("A schedule cannot be read.", exc_info=error, extra=fields)
    return found


def _versioned(snapshot: Snapshot) -> VersionedSchedule:
    _, uid, _, _ = snapshot.path.split("/")
    return VersionedSchedule(
        uid=uid,
        schedule=Schedule.model_validate(snapshot.fields),
        update_time=snapshot.update_time,
    )
