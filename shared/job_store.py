"""Firestore: where jobs are kept. The only place that knows the database's client.

Every write after the first is a compare-and-set: it carries the update time it was based on, and
if the card has changed since, nothing at all is written. What belongs together (card and result,
card and step) is one commit.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import JsonValue

from shared import errors, ids
from shared.job import Job
from shared.rate_limit import TokenBucket
from shared.settings import Settings

if TYPE_CHECKING:
    from google.api_core import retry as retries
    from google.cloud import firestore

#: One call, and all tries of one call (the client's defaults are 60 s to 300 s).
_CALL_TIMEOUT_SECONDS = 5.0
_TOTAL_TIMEOUT_SECONDS = 10.0

#: The names of the documents below a card.
INPUT = "input"
RESULT = "result"

#: Two submissions of one user at the same moment meet at their token bucket; so often is tried.
_ACCEPT_TRIES = 8


def step_document(step: str) -> str:
    """Name the data document of a finished step."""
    return f"step-{step}"


@dataclass(frozen=True, kw_only=True)
class StoredJob:
    """A job as it is in Firestore, and the update time that its next write is based on."""

    job: Job
    update_time: datetime


class CardChangedError(errors.WriteConflictError):
    """The card is not what the write was based on; nothing was written.

    Attributes:
        current: The card as it is now, None if it is gone.
    """

    def __init__(self, current: StoredJob | None) -> None:
        super().__init__()
        self.current = current


class JobStore:
    """The jobs of all users."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def accept(
        self, job: Job, request: JsonValue, take_token: Callable[[TokenBucket | None], TokenBucket]
    ) -> None:
        """Store a new job, its input, and the token it takes from its owner's bucket, or nothing.

        Args:
            job: The new card.
            request: The request as it was accepted.
            take_token: Gives the owner's bucket after this job; may refuse by raising.

        Raises:
            errors.WriteConflictError: If the owner's bucket changed at every try.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        card = self._card(job.job_id)
        bucket = self._client.collection("rateLimits").document(ids.parse_job_id(job.job_id).uid)
        wanted = [bucket]
        for _ in range(_ACCEPT_TRIES):
            found = self._read_all(wanted)
            if card.path in found:
                return None  # An earlier try was carried out, and only its answer was lost.
            with suppress(errors.WriteConflictError):
                return self._commit_acceptance(job, request, bucket, found, take_token)
            wanted = [bucket, card]
        raise errors.WriteConflictError

    def _commit_acceptance(
        self,
        job: Job,
        request: JsonValue,
        bucket: "firestore.DocumentReference",
        found: Mapping[str, "firestore.DocumentSnapshot[Any]"],
        take_token: Callable[[TokenBucket | None], TokenBucket],
    ) -> None:
        batch = self._client.batch()
        paid_from = found.get(bucket.path)
        if paid_from is None:
            batch.create(bucket, take_token(None).to_document())
        else:
            rest = take_token(TokenBucket.model_validate(paid_from.to_dict()))
            batch.update(bucket, rest.to_document(), self._if_unchanged(paid_from.update_time))
        card = self._card(job.job_id)
        batch.create(card, job.to_document())
        batch.create(_data(card, INPUT), _data_document(job, request))
        self._commit(batch)

    def read(self, job_id: str) -> StoredJob | None:
        """Read a card; None if there is none.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        stored, _ = self.read_with_data(job_id)
        return stored

    def read_with_data(
        self, job_id: str, *names: str
    ) -> tuple[StoredJob | None, dict[str, JsonValue]]:
        """Read a card and some of the documents below it, in one call.

        Returns:
            The card, None if there is none; and the values of those documents that exist, by name.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        card = self._card(job_id)
        references = {name: _data(card, name) for name in names}
        found = self._read_all([card, *references.values()])
        data = {
            name: found[reference.path].get("value")
            for name, reference in references.items()
            if reference.path in found
        }
        return (_stored(found[card.path]) if card.path in found else None), data

    def write(
        self, stored: StoredJob, job: Job, data: Mapping[str, JsonValue] | None = None
    ) -> StoredJob:
        """Write what differs between the card as stored and `job`, and documents below it.

        One commit, carried out only if the card is still as it was stored.

        Args:
            stored: What the change is based on.
            job: The card as it shall be.
            data: Documents below the card to write in the same commit, by name.

        Returns:
            The card as it is stored now.

        Raises:
            CardChangedError: If it is not; nothing was written.
            errors.UnavailableError: If Firestore cannot be reached. It may have been written.
        """
        card = self._card(job.job_id)
        batch = self._client.batch()
        batch.update(card, _difference(stored.job, job), self._if_unchanged(stored.update_time))
        for name, value in (data or {}).items():
            batch.set(_data(card, name), _data_document(job, value))
        try:
            update_time = self._commit(batch)
        except errors.WriteConflictError:
            return self._recognise_own_write(job)
        return StoredJob(job=job, update_time=update_time)

    def _recognise_own_write(self, job: Job) -> StoredJob:
        """Tell a write of ours whose answer was lost, and that was sent again, from another's."""
        current = self.read(job.job_id)
        if current is None or current.job != job:
            raise CardChangedError(current)
        return current

    def due(self, now: datetime, limit: int) -> list[StoredJob]:
        """Give the jobs of all users that the sweeper must look at, the longest due first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        from google.cloud.firestore_v1.base_query import FieldFilter

        query = (
            self._client.collection_group("jobs")
            .where(filter=FieldFilter("checkAt", "<=", now))
            .order_by("checkAt")
            .limit(limit)
        )
        with _translated():
            snapshots = query.get(retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS)
        return [_stored(snapshot) for snapshot in snapshots]

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
        """Commit, and give the update time of the first document written."""
        with _translated():
            results = batch.commit(retry=self._retry, timeout=_CALL_TIMEOUT_SECONDS)
        return cast("datetime", results[0].update_time)

    def _card(self, job_id: str) -> "firestore.DocumentReference":
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


def _stored(snapshot: "firestore.DocumentSnapshot[Any]") -> StoredJob:
    return StoredJob(
        job=Job.model_validate(snapshot.to_dict()),
        update_time=cast("datetime", snapshot.update_time),
    )


def _data(card: "firestore.DocumentReference", name: str) -> "firestore.DocumentReference":
    return cast("firestore.DocumentReference", card.collection("data").document(name))


def _data_document(job: Job, value: JsonValue) -> dict[str, Any]:
    """Wrap a value; the wrapper has its own `expireAt` because TTL stops at the card."""
    return {"value": value, "expireAt": job.expire_at}


def _difference(old: Job, new: Job) -> dict[str, Any]:
    """Give the fields to update so that the old card becomes the new one, and no others."""
    from google.cloud import firestore

    before, after = old.to_document(), new.to_document()
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    # Always there: Firestore refuses an update of nothing, and a clock may stand still.
    changed["updatedAt"] = after["updatedAt"]
    removed = dict.fromkeys(before.keys() - after.keys(), firestore.DELETE_FIELD)
    return changed | removed
