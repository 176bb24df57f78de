"""Erase from Firestore: one job with all below it, or what is left of a user without jobs."""

from typing import TYPE_CHECKING

from shared.core import errors
from shared.firestore.client import CALLS, FirestoreClient
from shared.firestore.documents import StaleWriteError, VersionedJob

if TYPE_CHECKING:
    from google.cloud import firestore

#: So many documents are deleted in one commit.
_ERASE_PAGE = 400


class Erasure(FirestoreClient):
    """Deletes, each bounded."""

    def erase(self, stored: VersionedJob, *, whatever: bool = False) -> None:
        """Delete a job document and all documents below it, in one commit.

        Args:
            stored: The job document as it was read.
            whatever: Delete it also if it has changed since.

        Raises:
            StaleWriteError: If it has changed; nothing was deleted.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        job_document = self._job_document(stored.job.job_id)
        batch = self._below_deleted(job_document)
        batch.delete(job_document, None if whatever else self._if_unchanged(stored.update_time))
        try:
            self._commit(batch)
        except errors.WriteConflictError as error:
            raise StaleWriteError(self._read_job(stored.job.job_id)) from error

    def erase_traces(self, uid: str) -> None:
        """Delete what is left of a user whose jobs are erased.

        That is: job documents that cannot be read, submissions, keys, and the token bucket.

        Not what they have spent today: that goes by itself (TTL), and without it erasing would
        renew the budget.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        with CALLS.translated():
            unread = list(self._jobs(uid).list_documents(**CALLS.options))
        for job_document in unread:
            batch = self._below_deleted(job_document)
            batch.delete(job_document)
            self._commit(batch)
        user = self._client.collection("users").document(uid)
        for name in ("submittedRequests", "idempotencyKeys"):
            self._erase_collection(user.collection(name))
        batch = self._client.batch()
        batch.delete(self._bucket(uid))
        self._commit(batch)

    def _below_deleted(self, job_document: "firestore.DocumentReference") -> "firestore.WriteBatch":
        """Return a batch that deletes all documents below a job document."""
        with CALLS.translated():
            data = list(job_document.collection("data").list_documents(**CALLS.options))
        batch = self._client.batch()
        for document in data:
            batch.delete(document)
        return batch

    def _erase_collection(self, collection: "firestore.CollectionReference") -> None:
        """Delete every document of a collection, a page at a time."""
        while True:
            with CALLS.translated():
                page = collection.limit(_ERASE_PAGE).get(**CALLS.options)
            if not page:
                return
            batch = self._client.batch()
            for snapshot in page:
                batch.delete(snapshot.reference)
            self._commit(batch)
