"""Count the calls that really go to Firestore, Cloud Tasks and Pub/Sub, by the name of the RPC."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from google.cloud.firestore_v1.types import BatchGetDocumentsRequest, CommitRequest

from shared.wiring import Services

if TYPE_CHECKING:
    from google.cloud.firestore_v1.services.firestore import FirestoreClient


@dataclass(frozen=True, kw_only=True)
class Commit:
    """What one commit writes."""

    documents: int
    #: Bytes of the documents' fields and names, as they are sent.
    size: int
    #: How many of them set a field, by its name.
    fields: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """What went to the services."""

    #: RPCs to Firestore and Cloud Tasks.
    calls: Counter[str] = field(default_factory=Counter)
    #: RPCs to Pub/Sub.
    published: Counter[str] = field(default_factory=Counter)
    commits: list[Commit] = field(default_factory=list)
    #: How many documents each read by name asked for.
    reads: list[int] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents were written."""
        return sum(commit.documents for commit in self.commits)

    @property
    def size(self) -> int:
        """How many bytes of documents were sent."""
        return sum(commit.size for commit in self.commits)

    def sets_of(self, name: str) -> int:
        """Return how many writes set a field: where it is indexed, its index changes each time."""
        return sum(commit.fields[name] for commit in self.commits)


class Counting:
    """A vendor's API object that counts what is called on it."""

    def __init__(self, api: object, calls: Counter[str], traffic: Traffic) -> None:
        self._api = api
        self._calls = calls
        self._traffic = traffic

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the vendor's object has
        """Return the attribute; a method is counted when it is called."""
        found = getattr(self._api, name)
        return self._counted(name, found) if callable(found) else found

    def _counted(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            self._calls[name] += 1
            if name == "commit":
                self._traffic.commits.append(_commit(cast("CommitRequest", kwargs["request"])))
            if name == "batch_get_documents":
                request = cast("BatchGetDocumentsRequest", kwargs["request"])
                self._traffic.reads.append(len(request.documents))
            return call(*args, **kwargs)

        return counted


def _commit(request: CommitRequest) -> Commit:
    writes = CommitRequest.pb(request).writes
    # Without preconditions: the length of a time depends on its nanoseconds.
    return Commit(
        documents=len(writes),
        size=sum(write.update.ByteSize() for write in writes),
        fields=Counter(name for write in writes for name in write.update.fields),
    )


@contextmanager
def counted_calls(services: Services) -> Iterator[Counter[str]]:
    """Count the RPCs to Firestore and Cloud Tasks of these services inside the block."""
    with counted_traffic(services) as traffic:
        # What is published has a count of its own.
        yield traffic.calls


@contextmanager
def counted_traffic(services: Services) -> Iterator[Traffic]:
    """Count the RPCs of these services, and what they write, inside the block."""
    traffic = Traffic()
    store, tasks, events = services.store, services.queue._client, services.events
    connection, publisher = store._connection, events._client
    counting = cast("FirestoreClient", Counting(connection.api, traffic.calls, traffic))
    store.__dict__["_connection"] = replace(connection, api=counting)
    services.queue.__dict__["_client"] = Counting(tasks, traffic.calls, traffic)
    events.__dict__["_client"] = Counting(publisher, traffic.published, traffic)
    try:
        yield traffic
    finally:
        store.__dict__["_connection"] = connection
        services.queue.__dict__["_client"] = tasks
        events.__dict__["_client"] = publisher
