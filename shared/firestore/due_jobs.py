"""The jobs that the sweeper must look at: by page, and put off together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.firestore.client import CALLS, PAGES, FirestoreClient
from shared.firestore.documents import Postponement, VersionedJob
from shared.firestore.queries import NAME
from shared.firestore.snapshots import Snapshot, readable
from shared.firestore.values import Reference, take_time


@dataclass(frozen=True, kw_only=True)
class DuePage:
    """A page of due jobs."""

    #: Those that can be read.
    jobs: list[VersionedJob]
    #: Where the next page begins; None if there is none.
    last: Snapshot | None


class DueJobs(FirestoreClient):
    """The jobs of all users whose `checkAt` has come."""

    def due(
        self,
        now: datetime,
        limit: int,
        after: DuePage | None = None,
        since: datetime | None = None,
    ) -> DuePage:
        """Return a page of the jobs that the sweeper must look at, longest due first.

        Args:
            now: A job is due when its `checkAt` is not later.
            limit: So many jobs at the most.
            after: The page before; None for the first page.
            since: Only those that have become due later than this.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = self._everybodys_jobs().where("checkAt", "<=", now)
        if since is not None:
            query = query.where("checkAt", ">", since)
        query = query.order_by("checkAt").order_by(NAME).limit(limit)
        if after is not None and after.last is not None:
            name = self._connection.name_of(after.last.path)
            query = query.start_after(after.last.fields["checkAt"], Reference(name=name))
        found = self._find(query, PAGES)
        last = found[-1] if len(found) == limit else None
        return DuePage(jobs=readable(found), last=last)

    def postpone_checks(
        self, now: datetime, postponed: Sequence[Postponement]
    ) -> list[datetime | None]:
        """Note of many jobs in one call when the sweeper looks at each again.

        Each is a compare-and-set by itself: one that has changed since it was seen stays as it is,
        and has its own `checkAt` by then, and one that could not be written is due still.

        Returns:
            The update time of each job document that was written, None for the others.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached; some may have been written.
        """
        connection = self._connection
        writes = connection.separate()
        for one in postponed:
            changed = {"checkAt": one.next_check, "updatedAt": now}
            writes.update(self._job_document(one.job_id), changed, one.update_time)
        with CALLS.translated():
            answer = connection.api.batch_write(
                request=writes.request, metadata=connection.metadata, **CALLS.options
            )
        bare = type(answer).pb(answer)
        return [
            None if status.code else take_time(result.update_time)
            for status, result in zip(bare.status, bare.write_results, strict=True)
        ]
