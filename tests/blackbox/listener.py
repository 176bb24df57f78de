"""A Firestore listener of the oracle's own: every version of every job, and of what lies below it.

It opens the stream itself, as an administrator, and keeps each change as it comes: the client's own
`on_snapshot` shows a document's last state only. It listens to each user's jobs, and from when a job
is seen to its own documents by name: of a query the emulator sends everything anew at every change,
the more the slower, and never says what was removed. A stream that is cut is opened anew; what comes
first then is marked, since versions before it may have been missed.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from queue import SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1 import _helpers
from google.cloud.firestore_v1.types import firestore as calls
from google.cloud.firestore_v1.types import query as queries

from infra.local.cloud.stack import PROJECT
from tests.blackbox.seen import Seen, Version

_DATABASE = f"projects/{PROJECT}/databases/(default)"
_DOCUMENTS = f"{_DATABASE}/documents"
_REOPEN_SECONDS = 0.5
_CALL_SECONDS = 20
#: The collections of documents that name a job.
_POINTING = ("idempotencyKeys", "submittedRequests")
#: A version that a plain read has found and the stream has not shown for so long: it is silent.
_SILENCE_SECONDS = 8.0
#: The documents below a job document that are listened to.
_BELOW = ("input", "result", "step-first", "step-second", "step-text")
_CHANGE = calls.TargetChange.TargetChangeType

#: What the stream is asked; None: nothing more.
_Asked = SimpleQueue[calls.ListenRequest | None]


class Listener:
    """Keeps every version of the jobs of some users, and of the documents below them."""

    def __init__(self, client: firestore.Client, users: Sequence[str], seen: Seen) -> None:
        self._client = client
        self._users = users
        self._seen = seen
        self._ending = Event()
        #: When the last version of each document was written that the stream has shown; and all
        #: of them, since each comes several times.
        self._latest: dict[str, datetime] = {}
        self._shown: set[tuple[str, datetime]] = set()
        #: Those that are there no more.
        self._gone: set[str] = set()
        #: By job, the number of what listens to its documents.
        self._targets: dict[str, int] = {}
        self._is_current: set[int] = set()
        self._asked = _Asked()
        self._stream: Any = None
        self._thread = Thread(target=self._run, name="listener", daemon=True)
        #: How often the stream was opened anew.
        self.reopened = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        self.reopen()
        self._thread.join(_CALL_SECONDS)

    def reopen(self) -> None:
        """Cut the stream; the thread opens it anew, unless it is to end."""
        if self._stream is not None:
            self._stream.cancel()
        self._asked.put(None)

    def wait_until_current(self) -> None:
        """Wait until the stream has shown all that is written now; open it anew if it is silent."""
        written = {
            snapshot.reference.path: _aware(snapshot.update_time)
            for group in ("jobs", "data")
            for snapshot in self._client.collection_group(group).get(timeout=_CALL_SECONDS)
            if group == "jobs" or snapshot.id in _BELOW
        }
        give_up_at = time.monotonic() + _SILENCE_SECONDS
        while self._lags_behind(written):
            if time.monotonic() > give_up_at:
                self.reopen()
                return
            self._ending.wait(0.1)

    def _lags_behind(self, written: dict[str, datetime]) -> bool:
        with self._seen.lock:
            latest = dict(self._latest)
        return any(path not in latest or latest[path] < at for path, at in written.items())

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._read()
            except exceptions.GoogleAPICallError:
                self._ending.wait(_REOPEN_SECONDS)
            self.reopened += not self._ending.is_set()

    def _read(self) -> None:
        """Open the stream and keep what comes; after the first time it begins with a gap."""
        self._asked, self._targets, self._is_current = _Asked(), {}, set()
        for number, uid in enumerate(self._users, 1):
            self._ask(number, query=_jobs_of(uid))
        requests = iter(self._asked.get, None)
        api, metadata = self._client._firestore_api, self._client._rpc_metadata
        self._stream = api.listen(requests=requests, metadata=metadata)
        for response in self._stream:
            change = response.target_change
            if change.target_change_type == _CHANGE.CURRENT:
                self._is_current |= set(change.target_ids)
            self._keep(response)

    def _ask(self, number: int, **what: Any) -> None:  # noqa: ANN401 -- a query or documents
        """Have the stream listen to something more."""
        target = calls.Target(target_id=number, **what)
        self._asked.put(calls.ListenRequest(database=_DATABASE, add_target=target))

    def _keep(self, response: Any) -> None:  # noqa: ANN401 -- has no types
        for one in (response.document_delete, response.document_remove):
            path = one.document.removeprefix(f"{_DOCUMENTS}/")
            if path in self._latest and path not in self._gone:
                self._gone.add(path)
                self._add(Version(path=path, at=_aware(one.read_time), fields=None))
        change = response.document_change
        if change.document.name:
            self._keep_document(change.document, set(change.target_ids))

    def _keep_document(self, document: Any, targets: set[int]) -> None:  # noqa: ANN401 -- same
        path, at = document.name.removeprefix(f"{_DOCUMENTS}/"), _aware(document.update_time)
        if (path, at) in self._shown:
            return
        self._shown.add((path, at))
        self._gone.discard(path)
        is_late = self.reopened > 0 and not self._is_current.issuperset(targets)
        fields = _helpers.decode_dict(document.fields, self._client)
        version = Version(path=path, at=at, fields=fields, after_gap=is_late)
        self._add(version)
        if version.is_job and path not in self._targets:
            self._targets[path] = len(self._users) + 1 + len(self._targets)
            self._ask(self._targets[path], documents=_documents_of(path))

    def _add(self, version: Version) -> None:
        with self._seen.lock:
            kept = self._seen.jobs if version.is_job else self._seen.data
            kept.append(version)
            last = self._latest.get(version.path, version.at)
            self._latest[version.path] = max(version.at, last)


def _jobs_of(uid: str) -> calls.Target.QueryTarget:
    selector = queries.StructuredQuery.CollectionSelector(collection_id="jobs")
    return calls.Target.QueryTarget(
        parent=f"{_DOCUMENTS}/users/{uid}",
        structured_query=queries.StructuredQuery(from_=[selector]),
    )


def _documents_of(path: str) -> calls.Target.DocumentsTarget:
    """Return what listens to a job's document and those below it that the rules ask for."""
    below = [f"{_DOCUMENTS}/{path}/data/{name}" for name in _BELOW]
    return calls.Target.DocumentsTarget(documents=[f"{_DOCUMENTS}/{path}", *below])


def open_client(port: int) -> firestore.Client:
    """Return an administrator's client of the emulator, past every proxy."""
    anonymous = AnonymousCredentials()  # type: ignore[no-untyped-call]
    client = firestore.Client(project=PROJECT, credentials=anonymous)
    client._emulator_host = f"127.0.0.1:{port}"
    return client


def read_left(client: firestore.Client, seen: Seen) -> None:
    """Note which documents there are below users, and to which jobs keys and requests point."""
    left, pointers = set(), {}
    for group in ("jobs", "data", *_POINTING):
        for snapshot in client.collection_group(group).get(timeout=_CALL_SECONDS):
            left.add(snapshot.reference.path)
            if group in _POINTING:
                pointers[snapshot.reference.path] = str(snapshot.get("jobId"))
    seen.left, seen.pointers = frozenset(left), pointers


def _aware(time: Any) -> datetime:  # noqa: ANN401 -- protobuf's own time, or Python's
    """Return a time as Python has it: a query's answer brings protobuf's."""
    at: datetime = time if isinstance(time, datetime) else time.ToDatetime(tzinfo=UTC)
    return at.astimezone(UTC)
