"""The vendor's generated client of one database, and the messages of its calls.

The client is the generated one alone. What the vendor wrote by hand above it took as much of the
processor for a call as the call itself, and more for what a call writes. The generated classes wrap
the messages of protobuf; what is sent is made as such a message, and wrapped without a copy.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.firestore.queries import Query
from shared.firestore.values import Message
from shared.firestore.writes import Writes
from shared.settings import Settings

if TYPE_CHECKING:
    from google.cloud.firestore_v1.services.firestore import FirestoreClient
    from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport

#: What Google's tools for the emulator set, and all of its clients look for.
_EMULATOR = "FIRESTORE_EMULATOR_HOST"
#: What Firestore streams is read by the thread that asked, not by one that is begun for each read.
_CHANNEL = [
    ("SingleThreadedUnaryStream", 1),
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
]
#: A connection that is broken is found out before a call waits on it.
_KEPT_ALIVE = [("grpc.keepalive_time_ms", 30_000), *_CHANNEL]
#: What a count is called in the answer.
COUNT = "count"


@dataclass(frozen=True, kw_only=True)
class Connection:
    """The client, and the names that its calls need."""

    api: "FirestoreClient"
    database: str
    #: What goes with every call.
    metadata: Sequence[tuple[str, str]]

    @property
    def root(self) -> str:
        """What every document's name begins with, before its path."""
        return f"{self.database}/documents"

    def commit(self) -> Writes:
        """Begin a commit: all of its writes are carried out, or none is."""
        from google.cloud.firestore_v1.types import CommitRequest

        return Writes(self.root, CommitRequest.wrap(CommitRequest.pb()(database=self.database)))

    def separate(self) -> Writes:
        """Begin writes that are sent together, and each carried out by itself."""
        from google.cloud.firestore_v1.types import BatchWriteRequest

        return Writes(
            self.root, BatchWriteRequest.wrap(BatchWriteRequest.pb()(database=self.database))
        )

    def reading(self, paths: Sequence[str]) -> Message:
        """Return the request for these documents."""
        from google.cloud.firestore_v1.types import BatchGetDocumentsRequest

        names = [self.name_of(path) for path in paths]
        made = BatchGetDocumentsRequest.pb()(database=self.database, documents=names)
        return BatchGetDocumentsRequest.wrap(made)

    def finding(self, query: Query) -> Message:
        """Return the request for what a query finds."""
        from google.cloud.firestore_v1.types import RunQueryRequest

        made = RunQueryRequest.pb()(parent=self._below(query.parent))
        query.put(made.structured_query)
        return RunQueryRequest.wrap(made)

    def counting(self, query: Query) -> Message:
        """Return the request for how many documents a query finds."""
        from google.cloud.firestore_v1.types import RunAggregationQueryRequest

        made = RunAggregationQueryRequest.pb()(parent=self._below(query.parent))
        asked = made.structured_aggregation_query
        query.put(asked.structured_query)
        wanted = asked.aggregations.add()
        wanted.alias = COUNT
        wanted.count.SetInParent()
        return RunAggregationQueryRequest.wrap(made)

    def listing(self, parent: str, collection: str) -> Message:
        """Return the request for the names of what lies in a collection, also of what is gone.

        A document that is not there has a name as long as others lie below it.
        """
        from google.cloud.firestore_v1.types import ListDocumentsRequest

        made = ListDocumentsRequest.pb()(
            parent=self._below(parent), collection_id=collection, show_missing=True
        )
        made.mask.SetInParent()
        return ListDocumentsRequest.wrap(made)

    def name_of(self, path: str) -> str:
        """Return a document's whole name."""
        return f"{self.root}/{path}"

    def path_of(self, document: Message) -> str:
        """Return where a document lies below the database."""
        return str(document.name).removeprefix(f"{self.root}/")

    def _below(self, parent: str) -> str:
        return self.name_of(parent) if parent else self.root


def connect(settings: Settings) -> Connection:
    """Make the client; it connects when it makes its first call."""
    from google.cloud.firestore_v1.services.firestore import FirestoreClient

    project, emulator = settings.google_cloud_project, os.environ.get(_EMULATOR)
    database = f"projects/{project}/databases/{settings.firestore_database}"
    metadata = [("google-cloud-resource-prefix", database)]
    if emulator:
        # Whom rules do not bind.
        metadata.append(("authorization", "Bearer owner"))
    return Connection(
        api=FirestoreClient(transport=_transport(emulator)), database=database, metadata=metadata
    )


def _transport(emulator: str | None) -> "FirestoreGrpcTransport":
    from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport

    if not emulator:
        channel = FirestoreGrpcTransport.create_channel(options=_KEPT_ALIVE)
        return FirestoreGrpcTransport(channel=channel)
    import grpc

    return FirestoreGrpcTransport(
        host=emulator, channel=grpc.insecure_channel(emulator, options=_CHANNEL)
    )
