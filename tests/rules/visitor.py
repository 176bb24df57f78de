"""A client that comes to Firestore like a browser does: with an ID token, judged by the rules.

Speaks Firestore's own protocol below the Python client, because that client always comes as the
administrator. Each method does one thing and says whether the rules let it pass.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from typing import Any

import grpc
from google.api_core import exceptions
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.services import firestore
from google.cloud.firestore_v1.services.firestore import transports

from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token

DATABASE = f"projects/{stack.PROJECT}/databases/(default)"
ROOT = f"{DATABASE}/documents"
#: The emulator takes this token for the administrator's, whom rules do not bind.
ADMIN = "owner"
_TIMEOUT_SECONDS = 30
_TARGET = 1
_Change = types.TargetChange.TargetChangeType
_PERMISSION_DENIED: int = grpc.StatusCode.PERMISSION_DENIED.value[0]


@contextmanager
def open_client(host: str) -> Iterator[firestore.FirestoreClient]:
    """Connect to the emulator; as no particular user yet."""
    with grpc.insecure_channel(host) as channel:
        yield firestore.FirestoreClient(
            transport=transports.FirestoreGrpcTransport(channel=channel)
        )


def id_token(uid: str, now: datetime) -> str:
    """Return a user's token, made at that time and valid for an hour."""
    return unsigned_id_token(uid, stack.PROJECT, now)


def write_of(path: str, **options: Any) -> types.Write:  # noqa: ANN401 -- the protocol's
    """Make a write of a small document."""
    fields = {"status": types.Value(string_value="succeeded")}
    return types.Write(update=types.Document(name=f"{ROOT}/{path}", fields=fields), **options)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A client with a token, or without one."""

    client: firestore.FirestoreClient
    token: str | None

    def may_get(self, path: str) -> bool:
        """Read one document, which need not exist."""
        return self._passes(lambda how: self.client.get_document({"name": f"{ROOT}/{path}"}, **how))

    def may_list(self, parent: str, collection: str, *, everywhere: bool = False) -> bool:
        """Query a collection below `parent`; `everywhere`: all collections of that name."""
        request = types.RunQueryRequest(
            parent="/".join(part for part in (ROOT, parent) if part),
            structured_query=_query(collection, everywhere=everywhere),
        )
        return self._passes(lambda how: list(self.client.run_query(request, **how)))

    def may_count(self, parent: str, collection: str) -> bool:
        """Count a collection's documents without reading them."""
        aggregation = types.StructuredAggregationQuery.Aggregation(
            count=types.StructuredAggregationQuery.Aggregation.Count(), alias="n"
        )
        request = types.RunAggregationQueryRequest(
            parent=f"{ROOT}/{parent}",
            structured_aggregation_query=types.StructuredAggregationQuery(
                structured_query=_query(collection), aggregations=[aggregation]
            ),
        )
        return self._passes(lambda how: list(self.client.run_aggregation_query(request, **how)))

    def may_listen(self, path: str) -> bool:
        """Listen to one document, which need not exist, until its state is known."""
        documents = types.Target.DocumentsTarget(documents=[f"{ROOT}/{path}"])
        return self._may_listen_to(types.Target(documents=documents, target_id=_TARGET))

    def may_listen_to_all(self, parent: str, collection: str) -> bool:
        """Listen to a collection, until its state is known."""
        query = types.Target.QueryTarget(
            parent=f"{ROOT}/{parent}", structured_query=_query(collection)
        )
        return self._may_listen_to(types.Target(query=query, target_id=_TARGET))

    def may_commit(self, *writes: types.Write) -> bool:
        """Write all of it or nothing."""
        return self._passes(
            lambda how: self.client.commit(database=DATABASE, writes=list(writes), **how)
        )

    def may_write_in_bulk(self, *writes: types.Write) -> bool:
        """Write each by itself; whether any of it passed."""
        request = types.BatchWriteRequest(database=DATABASE, writes=list(writes))
        answers: list[bool] = []

        def write(how: dict[str, Any]) -> None:
            response = self.client.batch_write(request, **how)
            answers.extend(status.code != _PERMISSION_DENIED for status in response.status)

        return self._passes(write) and any(answers)

    def _may_listen_to(self, target: types.Target) -> bool:
        """Listen until the state is known, and take leave.

        The emulator does not bear a listener that is cut off: a later write fails for it.
        """
        requests: SimpleQueue[types.ListenRequest | None] = SimpleQueue()
        requests.put(types.ListenRequest(database=DATABASE, add_target=target))
        causes: list[int] = []

        def listen(how: dict[str, Any]) -> None:
            how["metadata"] = [*how["metadata"], ("google-cloud-resource-prefix", DATABASE)]
            for response in self.client.listen(iter(requests.get, None), **how):
                change = response.target_change
                if change.target_change_type == _Change.CURRENT:
                    requests.put(types.ListenRequest(database=DATABASE, remove_target=_TARGET))
                if change.target_change_type == _Change.REMOVE:
                    causes.append(change.cause.code)
                    requests.put(None)

        return self._passes(listen) and _PERMISSION_DENIED not in causes

    def _passes(self, act: Callable[[dict[str, Any]], object]) -> bool:
        metadata = [("authorization", f"Bearer {self.token}")] if self.token else []
        try:
            act({"metadata": metadata, "timeout": _TIMEOUT_SECONDS, "retry": None})
        except exceptions.PermissionDenied:
            return False
        except (exceptions.NotFound, exceptions.AlreadyExists, exceptions.FailedPrecondition):
            return True  # The rules had let it pass; the data made it fail.
        return True


def _query(collection: str, *, everywhere: bool = False) -> types.StructuredQuery:
    selector = types.StructuredQuery.CollectionSelector(
        collection_id=collection, all_descendants=everywhere
    )
    return types.StructuredQuery(from_=[selector])
