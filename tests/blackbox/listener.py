"""A Firestore listener of the oracle's own to each user's jobs, as a browser has one.

It opens the stream itself, as an administrator, and keeps each version as it comes: the client's
`on_snapshot` shows a document's last state only. A stream that is cut is opened anew. What it has
missed, because it was cut or slow, `history` finds by reading the past; what it has shown must be
there, too.
"""

from collections.abc import Iterator, Sequence
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from google.api_core import exceptions
from google.cloud import firestore
from google.cloud.firestore_v1 import _helpers
from google.cloud.firestore_v1.types import firestore as calls
from google.cloud.firestore_v1.types import query as queries

from infra.local.cloud.stack import PROJECT
from tests.blackbox.history import aware
from tests.blackbox.seen import Seen, Version

if TYPE_CHECKING:
    from datetime import datetime

_DATABASE = f"projects/{PROJECT}/databases/(default)"
_DOCUMENTS = f"{_DATABASE}/documents"
_REOPEN_SECONDS = 0.5
_END_SECONDS = 20


class Listener:
    """Keeps every version of the jobs of some users that the stream shows."""

    def __init__(self, client: firestore.Client, users: Sequence[str], seen: Seen) -> None:
        self._client = client
        self._users = users
        self._seen = seen
        self._ending = Event()
        #: What was shown already: the emulator sends all of a user's jobs at every change.
        self._shown: set[tuple[str, datetime]] = set()
        self._stream: Any = None
        self._thread = Thread(target=self._run, name="listener", daemon=True)
        #: How often the stream was opened anew, and why at last.
        self.reopened = 0
        self.why = ""

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
        if self._stream is not None:
            self._stream.cancel()
        self._thread.join(_END_SECONDS)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._read()
            except exceptions.GoogleAPICallError as error:
                self.why = error.message
                self._ending.wait(_REOPEN_SECONDS)
            self.reopened += not self._ending.is_set()

    def _read(self) -> None:
        """Open the stream and keep what comes."""
        api, metadata = self._client._firestore_api, self._client._rpc_metadata
        self._stream = api.listen(requests=self._requests(), metadata=metadata)
        for response in self._stream:
            if response.document_change.document.name:
                self._keep(response.document_change.document)

    def _requests(self) -> Iterator[calls.ListenRequest]:
        """Ask for each user's jobs, and keep the stream open."""
        for number, uid in enumerate(self._users, 1):
            target = calls.Target(query=_jobs_of(uid), target_id=number)
            yield calls.ListenRequest(database=_DATABASE, add_target=target)
        self._ending.wait()

    def _keep(self, document: Any) -> None:  # noqa: ANN401 -- has no types
        path, at = document.name.removeprefix(f"{_DOCUMENTS}/"), aware(document.update_time)
        if (path, at) in self._shown:
            return
        self._shown.add((path, at))
        fields: Any = _helpers.decode_dict(document.fields, self._client)
        with self._seen.lock:
            self._seen.shown.append(Version(path=path, at=at, fields=fields))


def _jobs_of(uid: str) -> calls.Target.QueryTarget:
    selector = queries.StructuredQuery.CollectionSelector(collection_id="jobs")
    return calls.Target.QueryTarget(
        parent=f"{_DOCUMENTS}/users/{uid}",
        structured_query=queries.StructuredQuery(from_=[selector]),
    )
