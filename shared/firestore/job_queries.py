"""Queries over jobs: lists, counts, and those that wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from shared.core import errors, ids
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.core.rate_limit import MAX_BATCH
from shared.core.type_pause import PausedBy
from shared.firestore.client import FirestoreClient
from shared.firestore.documents import JobFilter, VersionedJob
from shared.firestore.queries import NAME, Query
from shared.firestore.snapshots import Snapshot, readable
from shared.firestore.values import Reference

#: A job that waits behind so many that cannot be read gets no slot until they are gone.
_BEHIND_UNREADABLE = 20

_UNDER_WAY: Final = tuple(status for status in JobStatus if not status.is_terminal)
#: Where a list goes on: the creation time and the id of the job to start behind.
Place = tuple[datetime, str]


@dataclass(frozen=True, kw_only=True)
class ListedPage:
    """A page of a list."""

    #: Those that can be read: fewer than were asked for, or none, does not mean that it ends here.
    jobs: tuple[Job, ...]
    #: Where the next page begins; None if there is none.
    last: Place | None


@dataclass(frozen=True, kw_only=True)
class FoundChildren:
    """Jobs that another one has made."""

    #: Those that can be read.
    jobs: tuple[VersionedJob, ...]
    #: How many there are that only a newer revision can read.
    unreadable: int = 0

    def check_all_read(self) -> None:
        """Check that none was overlooked.

        Raises:
            errors.UnavailableError: If only a newer revision can read one: it may do later.
        """
        if self.unreadable:
            raise errors.UnavailableError


class JobQueries(FirestoreClient):
    """Queries over one user's jobs, or everybody's."""

    def list_jobs(
        self,
        uid: str | None,
        wanted: JobFilter,
        limit: int,
        after: Place | None = None,
    ) -> ListedPage:
        """Return a page of jobs, newest first.

        Args:
            uid: Whose; None for everybody's.
            wanted: Which.
            limit: So many at the most.
            after: Where to start.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = self._wanted(uid, wanted).order_by("createdAt", descending=True)
        query = query.order_by(NAME, descending=True)
        if after is not None:
            created_at, job_id = after
            name = self._connection.name_of(self._job_document(job_id))
            query = query.start_after(created_at, Reference(name=name))
        # One more than wanted says whether there is a next page.
        found = self._find(query.limit(limit + 1))
        page = found[:limit]
        jobs = tuple(stored.job for stored in readable(page))
        return ListedPage(jobs=jobs, last=_place_of(page[-1]) if len(found) > limit else None)

    def count_jobs(self, uid: str | None, wanted: JobFilter) -> int:
        """Count the jobs of a user, or of everybody.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        return self._count(self._wanted(uid, wanted))

    def _wanted(self, uid: str | None, wanted: JobFilter) -> Query:
        """Return the query for the jobs that a filter lets through."""
        query = self._everybodys_jobs() if uid is None else self._jobs(uid)
        for field, operator, value in (
            ("status", "==", wanted.status),
            ("slot", "==", wanted.slot),
            ("error.code", "==", wanted.code),
            ("type", "==", wanted.type),
            ("tags", "array_contains", wanted.tag),
            ("batchId", "==", wanted.batch),
            ("parentId", "==", wanted.parent),
            ("createdAt", ">", wanted.created_after),
            ("createdAt", "<", wanted.created_before),
        ):
            if value is not None:
                query = query.where(field, operator, value)
        return query

    def batch_is_under_way(self, uid: str, batch_id: str) -> bool:
        """Whether a job of a user's batch has not ended.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        batch = self._jobs(uid).where("batchId", "==", batch_id)
        return bool(self._find(batch.where("status", "in", _UNDER_WAY).limit(1)))

    def batch_jobs(self, uid: str, batch_id: str) -> list[Job]:
        """Return the jobs of a user's batch, as they all are at one moment; in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        batch = self._jobs(uid).where("batchId", "==", batch_id).limit(MAX_BATCH)
        return [stored.job for stored in self._get(batch)]

    def children_of(self, parent_id: str) -> FoundChildren:
        """Return the jobs that another one has made, ended or not, in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        return _found_children(self._find(self._children_of(parent_id)))

    def unfinished_children(self, parent_id: str) -> FoundChildren:
        """Return the jobs that another one has made, and that have not ended, in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        unfinished = self._children_of(parent_id).where("status", "in", _UNDER_WAY)
        return _found_children(self._find(unfinished))

    def _children_of(self, parent_id: str) -> Query:
        return self._jobs(ids.parse_job_id(parent_id).uid).where("parentId", "==", parent_id)

    def all_jobs(self, uid: str, limit: int) -> list[VersionedJob]:
        """Return jobs of a user, in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        return self._get(self._jobs(uid).limit(limit))

    def waiting(self, uid: str, limit: int) -> list[VersionedJob]:
        """Return a user's jobs that wait for a slot, the longest waiting first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        waiting = self._jobs(uid).where("slot", "==", Slot.WAITING).order_by("createdAt")
        first = self._find(waiting.limit(limit))
        if found := readable(first):
            return found
        return self._get(waiting.limit(_BEHIND_UNREADABLE))[:limit] if first else []

    def parked(self, job_type: str, limit: int) -> list[VersionedJob]:
        """Return jobs of all users that wait until their type is resumed, the oldest first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = self._everybodys_jobs().where("pause.by", "==", PausedBy.OPERATOR)
        return self._get(query.where("type", "==", job_type).order_by("createdAt").limit(limit))

    def slot_holders(self, uid: str, limit: int) -> list[VersionedJob]:
        """Return a user's jobs that hold a slot, in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        return self._get(self._jobs(uid).where("slot", "==", Slot.HELD).limit(limit))

    def count_slots(self, uid: str) -> int:
        """Count a user's jobs that hold a slot.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        return self._count(self._jobs(uid).where("slot", "==", Slot.HELD))


def _found_children(found: list[Snapshot]) -> FoundChildren:
    jobs = tuple(readable(found))
    return FoundChildren(jobs=jobs, unreadable=len(found) - len(jobs))


def _place_of(snapshot: Snapshot) -> Place:
    """Return where a list goes on behind a job document, whether or not that can be read."""
    return cast("datetime", snapshot.fields["createdAt"]), snapshot.id
