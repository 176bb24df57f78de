"""The database's client, made at the first call, and what every read and write of ours does alike.

Every call has a time limit and retries of ours, and its errors are ours. Where each document lies
is said here, once.
"""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from shared.core import budget, errors, ids
from shared.core.records import Record
from shared.firestore.connection import COUNT, Connection, connect
from shared.firestore.documents import BucketChange, VersionedJob
from shared.firestore.queries import Query
from shared.firestore.snapshots import Snapshot, readable, versioned
from shared.firestore.values import Message, take_fields, take_time
from shared.firestore.writes import Writes
from shared.google_calls import UNREACHABLE, CallPolicy
from shared.made_once import made_once
from shared.settings import Settings
from shared.telemetry import logs

log = logging.getLogger(__name__)

#: What of a refusal's text says that there is no database to write to. A document's is another.
_NO_DATABASE = re.compile(r"\bdatabase\b.*\bdoes not exist\b", re.IGNORECASE)


def _explain_not_found(error: Exception) -> errors.JobsError:
    """Return what it means that there is something missing: a document, or the whole database."""
    is_all = _NO_DATABASE.search(str(error))
    return _explain_missing(error) if is_all else errors.WriteConflictError()


def _explain_missing(_: Exception) -> errors.JobsError:
    """Say that the deployment is not whole: no request of a user's changes that."""
    log.error(
        "Firestore lacks an index or the database.", extra=logs.log_fields("firestore-incomplete")
    )
    return errors.InternalError()


def _explain_unreachable(_: Exception) -> errors.JobsError:
    """Say that Firestore did not answer, whatever its caller makes of that: an alert counts it."""
    log.warning(
        "Firestore cannot be reached, or does not answer.",
        extra=logs.log_fields("firestore-unreachable"),
    )
    return errors.UnavailableError()


#: The client's own limits are 60 s to 300 s. Every call here may be repeated: reads by nature,
#: commits by their precondition.
CALLS = CallPolicy(
    call_seconds=5.0,
    total_seconds=10.0,
    longest_pause_seconds=2.0,
    retried=UNREACHABLE | {"ResourceExhausted", "InternalServerError"},
    meanings={
        "FailedPrecondition": errors.WriteConflictError,
        "AlreadyExists": errors.WriteConflictError,
        "NotFound": _explain_not_found,
        "Aborted": errors.WriteConflictError,
        "InvalidArgument": errors.InternalError,
        "PermissionDenied": errors.InternalError,
        "GoogleAPIError": _explain_unreachable,
        "GoogleAuthError": _explain_unreachable,
    },
)
#: A read has no precondition, so what it lacks is an index or the database.
READS = replace(
    CALLS,
    meanings={
        **CALLS.meanings,
        "FailedPrecondition": _explain_missing,
        "NotFound": _explain_missing,
    },
)
#: A page of what is due is a long answer, which no caller waits for.
PAGES = replace(READS, call_seconds=30.0, total_seconds=35.0)


class FirestoreClient:
    """One database, and where our documents lie in it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def _bucket(self, uid: str) -> str:
        return f"rateLimits/{uid}"

    def _spending(self, uid: str, now: datetime) -> str:
        return f"{self._user(uid)}/spending/{budget.name_day(now)}"

    def _project_spending(self, now: datetime, shard: str) -> str:
        return f"projectSpending/{budget.name_day(now)}-{shard}"

    def _user(self, uid: str) -> str:
        return f"users/{uid}"

    def _job_document(self, job_id: str) -> str:
        return f"{self._user(ids.parse_job_id(job_id).uid)}/jobs/{job_id}"

    def _jobs(self, uid: str) -> Query:
        """Return the query for a user's jobs."""
        return Query(parent=self._user(uid), collection="jobs")

    def _everybodys_jobs(self) -> Query:
        """Return the query for all users' jobs."""
        return Query(collection="jobs", is_group=True)

    def _put(self, writes: Writes, path: str, record: Record, update_time: datetime | None) -> None:
        """Write a document that must still be as it was seen: that old, or not there."""
        if update_time is None:
            writes.create(path, record.to_document())
        else:
            writes.update(path, record.to_document(), update_time)

    def _put_bucket(self, writes: Writes, uid: str, change: BucketChange) -> None:
        """Write a user's bucket as it was changed, and tell jobs that another waits for them.

        Those are written with no precondition: what one of them does at the same moment is refused
        and done anew with what it has learned; and one that has ended before has freed its slot
        before the waiting job looks for one, after this commit.
        """
        self._put(writes, self._bucket(uid), change.after, change.before.update_time)
        for job_id in change.waited_for:
            writes.update(self._job_document(job_id), {"isWaitedFor": True})

    def _get(self, query: Query) -> list[VersionedJob]:
        """Return the job documents that a query finds, but for those that cannot be read."""
        return readable(self._find(query))

    def _find(self, query: Query, calls: CallPolicy | None = None) -> list[Snapshot]:
        """Return what a query finds."""
        connection = self._connection
        answers = self._read(connection.api.run_query, connection.finding(query), calls or CALLS)
        return [self._snapshot(each.document) for each in answers if each.HasField("document")]

    def _count(self, query: Query) -> int:
        """Count what a query finds."""
        connection = self._connection
        request = connection.counting(query)
        (answer,) = self._read(connection.api.run_aggregation_query, request, CALLS)
        return int(answer.result.aggregate_fields[COUNT].integer_value)

    def _read_all(self, paths: Sequence[str]) -> dict[str, Snapshot]:
        """Read documents in one call; those that exist, by their path."""
        connection = self._connection
        request = connection.reading(paths)
        answers = self._read(connection.api.batch_get_documents, request, CALLS)
        found = (self._snapshot(each.found) for each in answers if each.HasField("found"))
        return {snapshot.path: snapshot for snapshot in found}

    def _read_job(self, job_id: str) -> VersionedJob | None:
        """Read a job document; None if there is none."""
        path = self._job_document(job_id)
        found = self._read_all([path]).get(path)
        return None if found is None else versioned(found)

    def _list(self, parent: str, collection: str) -> list[str]:
        """Return the paths of what lies in a collection, also of what has only others below it."""
        connection = self._connection
        request = connection.listing(parent, collection)
        with READS.translated():
            pages = connection.api.list_documents(
                request=request, metadata=connection.metadata, **CALLS.options
            )
            return [connection.path_of(document) for document in pages]

    def _read(
        self, call: Callable[..., Iterable[Message]], request: Message, calls: CallPolicy
    ) -> list[Message]:
        """Return all that a call answers with; one that breaks off is made again as a whole."""
        options = calls.options

        def whole() -> list[Message]:
            answers = call(
                request=request,
                retry=None,
                timeout=options["timeout"],
                metadata=self._connection.metadata,
            )
            return [type(answer).pb(answer) for answer in answers]

        with READS.translated():
            return options["retry"](whole)()

    def _snapshot(self, document: Message) -> Snapshot:
        return Snapshot(
            path=self._connection.path_of(document),
            fields=take_fields(document.fields),
            update_time=take_time(document.update_time),
        )

    def _commit(self, writes: Writes) -> datetime:
        """Commit, and return the update time of the first document, if that was not deleted."""
        connection = self._connection
        with CALLS.translated():
            answer = connection.api.commit(
                request=writes.request, metadata=connection.metadata, **CALLS.options
            )
        return take_time(type(answer).pb(answer).write_results[0].update_time)

    @made_once
    def _connection(self) -> Connection:
        # Whatever else is loaded of the library is loaded after this, and one thread makes it. The
        # library's modules import each other in circles: where two of the first requests began to
        # load it from different ends, one would find a module half made.
        with CALLS.translated():
            return connect(self._settings)
