"""The jobs that the sweeper must look at: by page, and put off together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from shared.firestore.client import CALLS, READS, FirestoreClient, readable, where
from shared.firestore.documents import Postponement, VersionedJob

if TYPE_CHECKING:
    from google.cloud import firestore


#: A page is a long answer, which no caller waits for.
_PAGES = replace(READS, call_seconds=30.0, total_seconds=35.0)


@dataclass(frozen=True, kw_only=True)
class DuePage:
    """A page of due jobs."""

    #: Those that can be read.
    jobs: list[VersionedJob]
    #: Where the next page begins; None if there is none.
    last: "firestore.DocumentSnapshot[Any] | None"


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
        query = where(self._client.collection_group("jobs"), "checkAt", "<=", now)
        if since is not None:
            query = where(query, "checkAt", ">", since)
        query = query.order_by("checkAt").order_by("__name__").limit(limit)
        if after is not None:
            query = query.start_after(after.last)
        with _PAGES.translated():
            found = list(query.get(**_PAGES.options))
        # An answer that broke off and was asked for again may have more than the limit.
        last = found[-1] if len(found) >= limit else None
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
        from google.cloud.firestore_v1.bulk_batch import BulkWriteBatch

        batch = BulkWriteBatch(self._client)
        for one in postponed:
            changed = {"checkAt": one.next_check, "updatedAt": now}
            unchanged = self._if_unchanged(one.update_time)
            batch.update(self._job_document(one.job_id), changed, unchanged)
        with CALLS.translated():
            answer = batch.commit(**CALLS.options)
        results = zip(answer.status, answer.write_results, strict=True)
        return [
            None if status.code else cast("datetime", result.update_time)
            for status, result in results
        ]
