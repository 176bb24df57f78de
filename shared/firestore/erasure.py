"""Erase from Firestore: one job with all below it, or what is left of a user without jobs."""

from shared.core import errors
from shared.firestore.client import FirestoreClient
from shared.firestore.documents import BucketChange, StaleWriteError, VersionedJob
from shared.firestore.queries import Query
from shared.firestore.snapshots import readable
from shared.firestore.writes import Writes

#: So many documents are deleted in one commit.
_ERASE_PAGE = 400


class Erasure(FirestoreClient):
    """Deletes, each bounded."""

    def erase(self, stored: VersionedJob) -> None:
        """Delete a job document and all documents below it, in one commit.

        Each document below it was written in one commit with a change of the job document. So
        what is kept after they are listed makes this commit fail; after it, nothing can be kept.

        Args:
            stored: The job document as it was read.

        Raises:
            StaleWriteError: If it has changed; nothing was deleted.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        job_document = self._job_document(stored.job.job_id)
        writes = self._below_deleted(job_document)
        writes.delete(job_document, stored.update_time)
        try:
            self._commit(writes)
        except errors.WriteConflictError as error:
            raise StaleWriteError(self._read_job(stored.job.job_id)) from error

    def erase_schedules(self, uid: str) -> None:
        """Delete every schedule of a user: after this none makes a job.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        self._erase_collection(Query(parent=self._user(uid), collection="schedules"))

    def erase_traces(self, uid: str, bucket: BucketChange | None) -> None:
        """Delete what is left of a user without jobs, but for what bounds them.

        Job documents that cannot be read are deleted here, because no list of jobs has them.

        Token bucket, spending and keys go by themselves (TTL): without them, erasing would renew
        rate and budget, and a key would make a second job. Of a key only its hash stays.

        Args:
            uid: Whose.
            bucket: Takes the jobs out of the token bucket; None if there is none.

        Raises:
            errors.WriteConflictError: If the user has a job, or has submitted since the bucket
                was read.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        self._erase_unreadable(uid)
        user = self._user(uid)
        self._erase_collection(Query(parent=user, collection="submittedRequests"))
        self._erase_collection(Query(parent=user, collection="latestJobs"))
        # One that is put meanwhile changes the bucket, and is then not overlooked.
        self._erase_collection(Query(parent=user, collection="devices"))
        self._strip_keys(Query(parent=user, collection="idempotencyKeys"))
        if bucket is not None:
            writes = self._connection.commit()
            self._put(writes, self._bucket(uid), bucket.after, bucket.before.update_time)
            self._commit(writes)

    def _erase_unreadable(self, uid: str) -> None:
        """Delete job documents that cannot be read, and what lies below one that is gone.

        Raises:
            errors.WriteConflictError: If there is one that can be read, or that has changed.
        """
        left = self._list(self._user(uid), "jobs")
        found = self._read_all(left) if left else {}
        if readable(found.values()):
            raise errors.WriteConflictError
        for job_document in left:
            writes, snapshot = self._below_deleted(job_document), found.get(job_document)
            if snapshot is not None:
                writes.delete(job_document, snapshot.update_time)
            if len(writes):
                self._commit(writes)

    def _strip_keys(self, keys: Query) -> None:
        """Leave of each key its hash and its time; those that say more are found by `jobId`."""
        while True:
            page = self._find(keys.order_by("jobId").limit(_ERASE_PAGE))
            if not page:
                return
            writes = self._connection.commit()
            for snapshot in page:
                writes.set(snapshot.path, {"expireAt": snapshot.fields["expireAt"]})
            self._commit(writes)

    def _below_deleted(self, job_document: str) -> Writes:
        """Return a commit that deletes all documents below a job document."""
        writes = self._connection.commit()
        for path in self._list(job_document, "data"):
            writes.delete(path)
        return writes

    def _erase_collection(self, collection: Query) -> None:
        """Delete every document of a collection, a page at a time."""
        while True:
            page = self._find(collection.limit(_ERASE_PAGE))
            if not page:
                return
            writes = self._connection.commit()
            for snapshot in page:
                writes.delete(snapshot.path)
            self._commit(writes)
