"""Firestore: where jobs are kept; and the write that every change of a job goes through.

Every write after the first is a compare-and-set: it carries the update time it was based on, and
if the job has changed since, nothing at all is written. What belongs together (document and result,
document and step) is one commit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue

from shared.core import errors, ids
from shared.core.job import Job
from shared.core.job_calls import CallLine
from shared.core.stored_value import JsonText
from shared.firestore.devices import Devices
from shared.firestore.documents import (
    Births,
    BucketChange,
    JobChange,
    StaleWriteError,
    UnreadableJobError,
    VersionedBucket,
    VersionedJob,
)
from shared.firestore.due_jobs import DueJobs
from shared.firestore.erasure import Erasure
from shared.firestore.job_queries import JobQueries
from shared.firestore.operations import Operations
from shared.firestore.single_documents import TYPE_CONTROLS, SingleDocuments
from shared.firestore.snapshots import (
    Snapshot,
    data_path,
    readable,
    value_in,
    versioned,
    versioned_bucket,
)
from shared.firestore.submissions import Submissions


class JobStore(Submissions, JobQueries, DueJobs, Devices, Erasure, SingleDocuments, Operations):
    """The jobs of all users."""

    def read(self, job_id: str) -> VersionedJob | None:
        """Read a job document; None if there is none.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        stored, _ = self.read_with_data(job_id)
        return stored

    def read_with_data(
        self, job_id: str, *names: str
    ) -> tuple[VersionedJob | None, dict[str, JsonValue]]:
        """Read a job document and some of the documents below it, in one call.

        What is said of all types, `TYPE_CONTROLS.path`, may be read with them.

        Returns:
            The job document, None if there is none; and the values of those documents that exist,
            by name.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        job_document = self._job_document(job_id)
        paths = {name: _path_of(job_document, name) for name in names}
        found = self._read_all([job_document, *paths.values()])
        data = {name: _value_of(found[path]) for name, path in paths.items() if path in found}
        return (versioned(found[job_document]) if job_document in found else None), data

    def read_many(self, job_ids: Sequence[str]) -> list[Job]:
        """Read job documents, in one call; those that exist, in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        found = self._read_all([self._job_document(job_id) for job_id in job_ids])
        return [stored.job for stored in readable(found.values())]

    def read_children(self, job_ids: Sequence[str]) -> dict[str, Job | None]:
        """Read the jobs that another one has made, in one call.

        Returns:
            Those that there are, by id; None for one that only a newer revision can read.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        found = self._read_all([self._job_document(job_id) for job_id in job_ids])
        jobs = {stored.job.job_id: stored.job for stored in readable(found.values())}
        return {snapshot.id: jobs.get(snapshot.id) for snapshot in found.values()}

    def read_bucket(self, uid: str) -> VersionedBucket:
        """Read a user's token bucket.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        bucket = self._bucket(uid)
        return versioned_bucket(self._read_all([bucket]).get(bucket))

    def write(  # noqa: PLR0913 -- all that one commit may hold
        self,
        stored: VersionedJob,
        job: Job,
        data: Mapping[str, JsonText] | None = None,
        *,
        bucket: BucketChange | None = None,
        calls: Sequence[CallLine] = (),
        births: Births | None = None,
    ) -> VersionedJob:
        """Write what differs between the job document as stored and `job`, and documents below it.

        One commit, carried out only if the job document is still as it was stored.

        Args:
            stored: What the change is based on.
            job: The job document as it shall be.
            data: Documents below the job document to write in the same commit, by name.
            bucket: What it does to the owner's bucket, if this may give the job a slot: whatever
                else gives one meanwhile makes this fail.
            calls: What the running attempt has asked of models and the warehouse, if there is news.
            births: The jobs that this one makes with it.

        Returns:
            The job document as it is stored now.

        Raises:
            StaleWriteError: If it is not, or the bucket is not; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached. It may have been written.
        """
        writes = self._connection.commit()
        self._put_change(writes, JobChange(before=stored, after=job), data, calls)
        if births is not None:
            bucket = births.bucket
            for child in births.children:
                self._add_job(writes, child)
        if bucket is not None:
            self._put_bucket(writes, ids.parse_job_id(job.job_id).uid, bucket)
        try:
            update_time = self._commit(writes)
        except errors.WriteConflictError:
            return self._recognise_own_write(job)
        return VersionedJob(job=job, update_time=update_time)

    def postpone_expiry(self, job_id: str, expire_at: datetime) -> None:
        """Have the documents below a job document kept until then.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        writes = self._connection.commit()
        for path in self._list(self._job_document(job_id), "data"):
            writes.update(path, {"expireAt": expire_at})
        # TTL may have taken them before the job document.
        if len(writes):
            self._commit(writes)

    def _recognise_own_write(self, job: Job) -> VersionedJob:
        """Tell a write of ours whose answer was lost, and that was sent again, from another's.

        What cannot be read, a newer revision has written: it is not the one that was, nor ours.
        """
        try:
            current = self.read(job.job_id)
        except UnreadableJobError as error:
            raise StaleWriteError(None) from error
        if current is None or not job.is_same(current.job):
            raise StaleWriteError(current)
        return current


def _path_of(job_document: str, name: str) -> str:
    return name if name == TYPE_CONTROLS.path else data_path(job_document, name)


def _value_of(snapshot: Snapshot) -> JsonValue:
    return snapshot.fields if snapshot.path == TYPE_CONTROLS.path else value_in(snapshot)
