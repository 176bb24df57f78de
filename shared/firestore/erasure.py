"""Erase from Firestore: one job with all below it, or what is left of a user without jobs."""

from typing import TYPE_CHECKING, cast

from shared.core import errors
from shared.firestore.client import CALLS, READS, FirestoreClient, readable
from shared.firestore.documents import BucketChange, StaleWriteError, VersionedJob

if TYPE_CHECKING:
    from datetime import datetime

    from google.cloud import firestore

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
        batch = self._below_deleted(job_document)
        batch.delete(job_document, self._if_unchanged(stored.update_time))
        try:
            self._commit(batch)
        except errors.WriteConflictError as error:
            raise StaleWriteError(self._read_job(stored.job.job_id)) from error

    def erase_schedules(self, uid: str) -> None:
        """Delete every schedule of a user: after this none makes a job.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        user = self._client.collection("users").document(uid)
        self._erase_collection(user.collection("schedules"))

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
        user = self._client.collection("users").document(uid)
        self._erase_collection(user.collection("submittedRequests"))
        self._erase_collection(user.collection("latestJobs"))
        self._strip_keys(user.collection("idempotencyKeys"))
        if bucket is not None:
            batch = self._client.batch()
            self._put(batch, self._bucket(uid), bucket.after, bucket.before.update_time)
            self._commit(batch)

    def _erase_unreadable(self, uid: str) -> None:
        """Delete job documents that cannot be read, and what lies below one that is gone.

        Raises:
            errors.WriteConflictError: If there is one that can be read, or that has changed.
        """
        with READS.translated():
            left = list(self._jobs(uid).list_documents(**CALLS.options))
        found = self._read_all(left) if left else {}
        if readable(found.values()):
            raise errors.WriteConflictError
        for job_document in left:
            batch, snapshot = self._below_deleted(job_document), found.get(job_document.path)
            if snapshot is not None:
                seen = cast("datetime", snapshot.update_time)
                batch.delete(job_document, self._if_unchanged(seen))
            if len(batch):
                self._commit(batch)

    def _strip_keys(self, keys: "firestore.CollectionReference") -> None:
        """Leave of each key its hash and its time; those that say more are found by `jobId`."""
        while True:
            with READS.translated():
                page = keys.order_by("jobId").limit(_ERASE_PAGE).get(**CALLS.options)
            if not page:
                return
            batch = self._client.batch()
            for snapshot in page:
                batch.set(snapshot.reference, {"expireAt": snapshot.get("expireAt")})
            self._commit(batch)

    def _below_deleted(self, job_document: "firestore.DocumentReference") -> "firestore.WriteBatch":
        """Return a batch that deletes all documents below a job document."""
        with READS.translated():
            data = list(job_document.collection("data").list_documents(**CALLS.options))
        batch = self._client.batch()
        for document in data:
            batch.delete(document)
        return batch

    def _erase_collection(self, collection: "firestore.CollectionReference") -> None:
        """Delete every document of a collection, a page at a time."""
        while True:
            with READS.translated():
                page = collection.limit(_ERASE_PAGE).get(**CALLS.options)
            if not page:
                return
            batch = self._client.batch()
            for snapshot in page:
                batch.delete(snapshot.reference)
            self._commit(batch)
