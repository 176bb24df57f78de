"""Firestore: where jobs are kept. The only place that knows the database's client.

Every write after the first is a compare-and-set: it carries the update time it was based on, and
if the job has changed since, nothing at all is written. What belongs together (document and result,
document and step) is one commit.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import JsonValue

from shared.core import budget, errors, ids
from shared.core.budget import Spending
from shared.core.idempotency import IdempotencyKey, SubmittedRequest
from shared.core.job import EndedAttempt, Job, JobStatus, ended_attempt
from shared.core.rate_limit import TokenBucket
from shared.core.records import Record
from shared.handler.job_context import UploadedFile
from shared.settings import Settings

if TYPE_CHECKING:
    from google.api_core import retry as retries
    from google.cloud import firestore

RecordT = TypeVar("RecordT", bound=Record)

#: One call, and all tries of one call (the client's defaults are 60 s to 300 s).
_CALL_TIMEOUT_SECONDS = 5.0
_TOTAL_TIMEOUT_SECONDS = 10.0

#: So many documents are deleted in one commit.
_ERASE_PAGE = 400

#: The names of the documents below a job document.
INPUT = "input"
FILE = "file"
RESULT = "result"
ATTEMPTS = "attempts"

#: So many ended attempts are kept, the last ones.
HISTORY_LENGTH = 20


def step_document(step: str) -> str:
    """Name the data document of a finished step."""
    return f"step-{step}"


@dataclass(frozen=True, kw_only=True)
class VersionedJob:
    """A job as it is in Firestore, and the update time that its next write is based on."""

    job: Job
    update_time: datetime


@dataclass(frozen=True, kw_only=True)
class SubmissionKey:
    """What tells one submission from others, see `shared.core.idempotency`."""

    fingerprint: str
    #: The name of its idempotency key, if it has one.
    key: str | None


@dataclass(frozen=True, kw_only=True)
class VersionedBucket:
    """A user's token bucket as it is in Firestore; nothing, if there is none yet."""

    bucket: TokenBucket | None
    update_time: datetime | None


@dataclass(frozen=True, kw_only=True)
class Quota:
    """What decides whether a user may have more jobs now."""

    bucket: VersionedBucket
    #: What their jobs have cost on the day that was asked for, US dollars.
    spent_usd: float


@dataclass(frozen=True, kw_only=True)
class BucketChange:
    """What a user's bucket shall be, and what that is based on."""

    before: VersionedBucket
    after: TokenBucket


@dataclass(frozen=True, kw_only=True)
class PriorSubmission:
    """What there was when a submission was looked at; None for what there was not."""

    request: SubmittedRequest | None
    key: IdempotencyKey | None
    #: Of the two, in this order.
    update_times: tuple[datetime | None, datetime | None]


@dataclass(frozen=True, kw_only=True)
class NewSubmission:
    """A job to be stored, with what belongs to its submission."""

    job: Job
    #: The request as it was accepted.
    request: JsonValue
    wish: SubmissionKey
    seen: PriorSubmission
    #: What came with the request; kept as bytes.
    file: UploadedFile | None = None


@dataclass(frozen=True, kw_only=True)
class JobFilter:
    """Which jobs a list shall hold; None for any."""

    status: JobStatus | None = None
    #: Whether it waits for its owner's other jobs.
    waiting: bool | None = None
    #: What it, or its last attempt, failed with.
    code: errors.ErrorCode | None = None
    type: str | None = None
    tag: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None


class StaleWriteError(errors.WriteConflictError):
    """The job document is not what the write was based on; nothing was written.

    Attributes:
        current: The job document as it is now, None if it is gone.
    """

    def __init__(self, current: VersionedJob | None) -> None:
        super().__init__()
        self.current = current


class JobStore:
    """The jobs of all users."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def read_prior(
        self, uid: str, wishes: Sequence[SubmissionKey], now: datetime
    ) -> tuple[Quota, list[PriorSubmission]]:
        """Read, in one call, all that decides whether a user may submit these requests now.

        Returns:
            The user's account of today, and for each wish what there was before.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        bucket, spending = self._bucket(uid), self._spending(uid, now)
        documents = [self._submission_documents(uid, wish) for wish in wishes]
        found = self._read_all(
            [bucket, spending, *(one for pair in documents for one in pair if one is not None)]
        )
        account = _quota(found.get(bucket.path), found.get(spending.path))
        return account, [_seen(pair, found) for pair in documents]

    def read_quota(self, uid: str, now: datetime) -> Quota:
        """Read, in one call, what decides whether a user may have more jobs now.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        bucket, spending = self._bucket(uid), self._spending(uid, now)
        found = self._read_all([bucket, spending])
        return _quota(found.get(bucket.path), found.get(spending.path))

    def accept(self, new: Sequence[NewSubmission], bucket: BucketChange) -> None:
        """Store new jobs of one user and all that belongs to their submission, or nothing.

        Args:
            new: The jobs; 100 at the most.
            bucket: What they do to their owner's token bucket.

        Raises:
            errors.WriteConflictError: If another submission of this user came between.
            errors.UnavailableError: If Firestore cannot be reached. They may have been stored.
        """
        uid = ids.parse_job_id(new[0].job.job_id).uid
        batch = self._client.batch()
        self._put(batch, self._bucket(uid), bucket.after, bucket.before.update_time)
        for one in new:
            self._add(batch, uid, one)
        self._commit(batch)

    def _add(self, batch: "firestore.WriteBatch", uid: str, new: NewSubmission) -> None:
        """Add one job's documents to a batch."""
        job, wish = new.job, new.wish
        request = SubmittedRequest(job_id=job.job_id, expire_at=job.expire_at)
        key = IdempotencyKey(
            job_id=job.job_id, fingerprint=wish.fingerprint, expire_at=job.expire_at
        )
        for reference, record, update_time in zip(
            self._submission_documents(uid, wish),
            (request, key),
            new.seen.update_times,
            strict=True,
        ):
            if reference is not None:
                self._put(batch, reference, record, update_time)
        job_document = self._job_document(job.job_id)
        batch.create(job_document, job.to_document())
        batch.create(_data(job_document, INPUT), _data_document(job, new.request))
        if new.file is not None:
            batch.create(_data(job_document, FILE), _data_document(job, new.file.to_document()))

    def _submission_documents(
        self, uid: str, wish: SubmissionKey
    ) -> tuple["firestore.DocumentReference", "firestore.DocumentReference | None"]:
        """Return where the last identical request and the key are."""
        user = self._client.collection("users").document(uid)
        return (
            user.collection("submittedRequests").document(wish.fingerprint),
            None if wish.key is None else user.collection("idempotencyKeys").document(wish.key),
        )

    def _bucket(self, uid: str) -> "firestore.DocumentReference":
        return self._client.collection("rateLimits").document(uid)

    def _spending(self, uid: str, now: datetime) -> "firestore.DocumentReference":
        return self._client.document("users", uid, "spending", budget.name_day(now))

    def _put(
        self,
        batch: "firestore.WriteBatch",
        reference: "firestore.DocumentReference",
        record: Record,
        update_time: datetime | None,
    ) -> None:
        """Write a document that must still be as it was seen: that old, or not there."""
        if update_time is None:
            batch.create(reference, record.to_document())
        else:
            batch.update(reference, record.to_document(), self._if_unchanged(update_time))

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

        Returns:
            The job document, None if there is none; and the values of those documents that exist,
            by name.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        job_document = self._job_document(job_id)
        references = {name: _data(job_document, name) for name in names}
        found = self._read_all([job_document, *references.values()])
        data = {
            name: found[reference.path].get("value")
            for name, reference in references.items()
            if reference.path in found
        }
        return (_stored(found[job_document.path]) if job_document.path in found else None), data

    def read_many(self, job_ids: Sequence[str]) -> list[Job]:
        """Read job documents, in one call; those that exist, in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        found = self._read_all([self._job_document(job_id) for job_id in job_ids])
        return [_stored(snapshot).job for snapshot in found.values()]

    def list_jobs(
        self,
        uid: str | None,
        wanted: JobFilter,
        limit: int,
        after: tuple[datetime, str] | None = None,
    ) -> list[Job]:
        """Return jobs, newest first.

        Args:
            uid: Whose; None for everybody's.
            wanted: Which.
            limit: So many at the most.
            after: Creation time and id of the job to start behind.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query = self._wanted(uid, wanted).order_by("createdAt", direction="DESCENDING")
        query = query.order_by("__name__", direction="DESCENDING")
        if after is not None:
            created_at, job_id = after
            last = {"createdAt": created_at, "__name__": self._job_document(job_id)}
            query = query.start_after(last)
        return [stored.job for stored in self._get(query.limit(limit))]

    def count_jobs(self, uid: str | None, wanted: JobFilter) -> int:
        """Count the jobs of a user, or of everybody.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        query: Any = self._wanted(uid, wanted).count()
        with _translated():
            answer = query.get(retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS)
        return int(answer[0][0].value)

    def _wanted(self, uid: str | None, wanted: JobFilter) -> "firestore.Query":
        """Return the query for the jobs that a filter lets through."""
        from google.cloud.firestore_v1.base_query import FieldFilter

        query: Any = self._client.collection_group("jobs") if uid is None else self._jobs(uid)
        for field, operator, value in (
            ("status", "==", wanted.status),
            ("waiting", "==", wanted.waiting),
            ("error.code", "==", wanted.code),
            ("type", "==", wanted.type),
            ("tags", "array_contains", wanted.tag),
            ("createdAt", ">", wanted.created_after),
            ("createdAt", "<", wanted.created_before),
        ):
            if value is not None:
                query = query.where(filter=FieldFilter(field, operator, value))
        return cast("firestore.Query", query)

    def all_jobs(self, uid: str, limit: int) -> list[VersionedJob]:
        """Return jobs of a user, in no order.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        return self._get(self._jobs(uid).limit(limit))

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
        with _translated():
            data = list(
                job_document.collection("data").list_documents(
                    retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS
                )
            )
        batch = self._client.batch()
        for document in data:
            batch.delete(document)
        batch.delete(job_document, None if whatever else self._if_unchanged(stored.update_time))
        try:
            self._commit(batch)
        except errors.WriteConflictError as error:
            raise StaleWriteError(self.read(stored.job.job_id)) from error

    def erase_traces(self, uid: str) -> None:
        """Delete what is left of a user without jobs: submissions, keys, and the token bucket.

        Not what they have spent today: that goes by itself (TTL), and without it erasing would
        renew the budget.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        user = self._client.collection("users").document(uid)
        for name in ("submittedRequests", "idempotencyKeys"):
            self._erase_collection(user.collection(name))
        batch = self._client.batch()
        batch.delete(self._bucket(uid))
        self._commit(batch)

    def _erase_collection(self, collection: "firestore.CollectionReference") -> None:
        """Delete every document of a collection, a page at a time."""
        while True:
            with _translated():
                page = collection.limit(_ERASE_PAGE).get(
                    retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS
                )
            if not page:
                return
            batch = self._client.batch()
            for snapshot in page:
                batch.delete(snapshot.reference)
            self._commit(batch)

    def read_bucket(self, uid: str) -> VersionedBucket:
        """Read a user's token bucket.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        bucket = self._bucket(uid)
        return _stored_bucket(self._read_all([bucket]).get(bucket.path))

    def waiting(self, uid: str, limit: int) -> list[VersionedJob]:
        """Return a user's jobs that wait for a slot, the longest waiting first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        from google.cloud.firestore_v1.base_query import FieldFilter

        query = (
            self._jobs(uid)
            .where(filter=FieldFilter("waiting", "==", True))  # noqa: FBT003 -- the client's form
            .order_by("createdAt")
            .limit(limit)
        )
        return self._get(query)

    def count_slots(self, uid: str) -> int:
        """Count a user's jobs that occupy a place.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        from google.cloud.firestore_v1.base_query import FieldFilter

        has_place = FieldFilter("hasPlace", "==", True)  # noqa: FBT003 -- same
        query: Any = self._jobs(uid).where(filter=has_place).count()
        with _translated():
            answer = query.get(retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS)
        return int(answer[0][0].value)

    def write(
        self,
        stored: VersionedJob,
        job: Job,
        data: Mapping[str, JsonValue] | None = None,
        *,
        bucket: BucketChange | None = None,
    ) -> VersionedJob:
        """Write what differs between the job document as stored and `job`, and documents below it.

        One commit, carried out only if the job document is still as it was stored.

        Args:
            stored: What the change is based on.
            job: The job document as it shall be.
            data: Documents below the job document to write in the same commit, by name.
            bucket: What it does to the owner's bucket, if this may give the job a place: whoever
                else gives one meanwhile makes this fail.

        Returns:
            The job document as it is stored now.

        Raises:
            StaleWriteError: If it is not, or the bucket is not; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached. It may have been written.
        """
        job_document = self._job_document(job.job_id)
        batch = self._client.batch()
        batch.update(
            job_document, _difference(stored.job, job), self._if_unchanged(stored.update_time)
        )
        for name, value in (data or {}).items():
            batch.set(_data(job_document, name), _data_document(job, value))
        if bucket is not None:
            owners = self._bucket(ids.parse_job_id(job.job_id).uid)
            self._put(batch, owners, bucket.after, bucket.before.update_time)
        if (ended := ended_attempt(stored.job, job)) is not None:
            batch.set(_data(job_document, ATTEMPTS), _history(job, ended), merge=True)
        if (spent := budget.newly_spent(stored.job, job, job.updated_at)) is not None:
            self._add_spending(batch, job, spent)
        try:
            update_time = self._commit(batch)
        except errors.WriteConflictError:
            return self._recognise_own_write(job)
        return VersionedJob(job=job, update_time=update_time)

    def _add_spending(self, batch: "firestore.WriteBatch", job: Job, spent: Spending) -> None:
        """Raise what a job's owner has spent; the job's precondition keeps it from counting twice.

        By an increment and with no precondition of its own, so that jobs of one owner that end at
        the same moment do not get in each other's way.
        """
        from google.cloud import firestore

        spending = self._spending(ids.parse_job_id(job.job_id).uid, job.updated_at)
        added = spent.to_document() | {"costUsd": firestore.Increment(spent.cost_usd)}
        batch.set(spending, added, merge=True)

    def _recognise_own_write(self, job: Job) -> VersionedJob:
        """Tell a write of ours whose answer was lost, and that was sent again, from another's."""
        current = self.read(job.job_id)
        if current is None or current.job != job:
            raise StaleWriteError(current)
        return current

    def due(
        self, now: datetime, limit: int, after: VersionedJob | None = None
    ) -> list[VersionedJob]:
        """Return a page of the jobs of all users that the sweeper must look at, longest due first.

        Args:
            now: A job is due when its `checkAt` is not later.
            limit: So many jobs at the most.
            after: The last job of the page before; None for the first page.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        from google.cloud.firestore_v1.base_query import FieldFilter

        query = (
            self._client.collection_group("jobs")
            .where(filter=FieldFilter("checkAt", "<=", now))
            .order_by("checkAt")
            .order_by("__name__")
            .limit(limit)
        )
        if after is not None:
            last = {"checkAt": after.job.check_at, "__name__": self._job_document(after.job.job_id)}
            query = query.start_after(last)
        return self._get(query)

    def _get(self, query: "firestore.Query") -> list[VersionedJob]:
        """Return the job documents that a query finds."""
        with _translated():
            snapshots = query.get(retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS)
        return [_stored(snapshot) for snapshot in snapshots]

    def _jobs(self, uid: str) -> "firestore.CollectionReference":
        return cast(
            "firestore.CollectionReference",
            self._client.collection("users").document(uid).collection("jobs"),
        )

    def _read_all(
        self, references: list["firestore.DocumentReference"]
    ) -> dict[str, "firestore.DocumentSnapshot[Any]"]:
        """Read documents in one call; those that exist, by their path."""
        with _translated():
            snapshots = list(
                self._client.get_all(references, retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS)
            )
        return {snapshot.reference.path: snapshot for snapshot in snapshots if snapshot.exists}

    def _commit(self, batch: "firestore.WriteBatch") -> datetime:
        """Commit, and give the update time of the first document that was not deleted."""
        with _translated():
            results = batch.commit(retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS)
        return cast("datetime", results[0].update_time)

    def _job_document(self, job_id: str) -> "firestore.DocumentReference":
        uid = ids.parse_job_id(job_id).uid
        return self._client.document("users", uid, "jobs", job_id)

    def _if_unchanged(self, update_time: datetime) -> "firestore.WriteOption":
        return self._client.write_option(last_update_time=update_time)

    @cached_property
    def _client(self) -> "firestore.Client":
        from google.cloud import firestore

        return firestore.Client(
            project=self._settings.google_cloud_project,
            database=self._settings.firestore_database,
        )

    @cached_property
    def _retry(self) -> "retries.Retry":
        """Every call here may be repeated: reads by nature, commits by their precondition."""
        from google.api_core import exceptions, retry

        return retry.Retry(
            predicate=retry.if_exception_type(
                exceptions.ServiceUnavailable,
                exceptions.DeadlineExceeded,
                exceptions.ResourceExhausted,
                exceptions.InternalServerError,
            ),
            initial=0.1,
            maximum=2.0,
            timeout=_TOTAL_TIMEOUT_SECONDS,
        )


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the client's errors into ours."""
    from google.api_core import exceptions
    from google.auth import exceptions as auth_exceptions

    try:
        yield
    except (
        exceptions.FailedPrecondition,
        exceptions.AlreadyExists,
        exceptions.NotFound,
        exceptions.Aborted,
    ) as error:
        raise errors.WriteConflictError from error
    except (exceptions.InvalidArgument, exceptions.PermissionDenied) as error:
        raise errors.InternalError from error
    except (exceptions.GoogleAPIError, auth_exceptions.GoogleAuthError) as error:
        raise errors.UnavailableError from error


def _record(
    snapshot: "firestore.DocumentSnapshot[Any] | None", form: type[RecordT]
) -> RecordT | None:
    return None if snapshot is None else form.model_validate(snapshot.to_dict())


def _stored_bucket(snapshot: "firestore.DocumentSnapshot[Any] | None") -> VersionedBucket:
    return VersionedBucket(
        bucket=_record(snapshot, TokenBucket), update_time=_update_time(snapshot)
    )


def _quota(
    bucket: "firestore.DocumentSnapshot[Any] | None",
    spending: "firestore.DocumentSnapshot[Any] | None",
) -> Quota:
    spent = _record(spending, Spending)
    return Quota(bucket=_stored_bucket(bucket), spent_usd=0.0 if spent is None else spent.cost_usd)


def _seen(
    documents: Sequence["firestore.DocumentReference | None"],
    found: Mapping[str, "firestore.DocumentSnapshot[Any]"],
) -> PriorSubmission:
    request, key = (None if one is None else found.get(one.path) for one in documents)
    return PriorSubmission(
        request=_record(request, SubmittedRequest),
        key=_record(key, IdempotencyKey),
        update_times=(_update_time(request), _update_time(key)),
    )


def _update_time(snapshot: "firestore.DocumentSnapshot[Any] | None") -> datetime | None:
    return None if snapshot is None else cast("datetime", snapshot.update_time)


def _stored(snapshot: "firestore.DocumentSnapshot[Any]") -> VersionedJob:
    return VersionedJob(
        job=Job.model_validate(snapshot.to_dict()),
        update_time=cast("datetime", snapshot.update_time),
    )


def _data(job_document: "firestore.DocumentReference", name: str) -> "firestore.DocumentReference":
    return cast("firestore.DocumentReference", job_document.collection("data").document(name))


def _data_document(job: Job, value: JsonValue) -> dict[str, Any]:
    """Wrap a value; the wrapper has its own `expireAt` because TTL stops at the job document."""
    return {"value": value, "expireAt": job.expire_at}


def _history(job: Job, ended: EndedAttempt) -> dict[str, Any]:
    """Return what to merge into a job's history: one more line, and the oldest one gone."""
    from google.cloud import firestore

    lines: dict[str, Any] = {str(ended.attempt): ended.to_document()}
    if ended.attempt > HISTORY_LENGTH:
        lines[str(ended.attempt - HISTORY_LENGTH)] = firestore.DELETE_FIELD
    return {"value": lines, "expireAt": job.expire_at}


def _difference(old: Job, new: Job) -> dict[str, Any]:
    """Return the fields to update so that the old job becomes the new one, and no others."""
    from google.cloud import firestore

    before, after = old.to_document(), new.to_document()
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    # Always there: Firestore refuses an update of nothing, and a clock may stand still.
    changed["updatedAt"] = after["updatedAt"]
    removed = dict.fromkeys(before.keys() - after.keys(), firestore.DELETE_FIELD)
    return changed | removed
